"""How a number is written in official prose: the same value in digits, separators, full width, characters, 万, with 余 or 约."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

DIGITS = "零一二三四五六七八九"
CIRCLES = str.maketrans("0123456789", "〇一二三四五六七八九")
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Wording:
    """`text`: number with its measure word; `value` and `precision` a reader should find in it."""

    text: str
    value: int | Decimal
    precision: str = "exact"


def chinese(number: int) -> str:
    """0 to 9999 in characters: 一百零五, 二十三, 十二."""
    if number == 0:
        return "零"
    out, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return out[1:] if out.startswith("一十") else out


def colloquial(number: int, measure: str) -> str:
    """As `chinese`, with 两 before a measure word."""
    return ("两" if number == 2 else chinese(number)) + measure


def exact(chance: random.Random, number: int, measure: str) -> Wording:
    """The number itself, written in one of the usual ways."""
    roll = chance.random()
    if number >= 1000 and roll < 0.15:
        return Wording(f"{number:,}{measure}", number)
    if number >= 10000 and number % 1000 == 0 and roll < 0.8:
        return Wording(f"{_plain(Decimal(number) / 10000)}万{measure}", number)
    if roll < 0.2:
        return Wording(str(number).translate(FULL) + measure, number)
    if 0 < number < 30 and measure and roll < 0.3:
        return Wording(colloquial(number, measure), number)
    if 0 < number < 10 and measure in ("次", "期", "名", "人", "个", "场") and roll < 0.5:
        return Wording(colloquial(number, measure), number)
    return Wording(f"{number}{' ' if roll > 0.97 else ''}{measure}", number)


def loose(chance: random.Random, number: int, measure: str) -> Wording:
    """A round number with 余, 多, 以上, 约, 近 … and the precision that says."""
    rounded = _round(number)
    shown = f"{_plain(Decimal(rounded) / 10000)}万" if rounded >= 10000 else str(rounded)
    if rounded >= 10000 and chance.random() < 0.3:
        shown = str(rounded)
    form, precision = chance.choice(LOOSE)
    return Wording(form.format(n=shown, m=measure), rounded, precision)


LOOSE = (
    ("{n}余{m}", "at_least"),
    ("{n}多{m}", "at_least"),
    ("{n}余{m}", "at_least"),
    ("{n}{m}以上", "at_least"),
    ("超过{n}{m}", "at_least"),
    ("逾{n}{m}", "at_least"),
    ("不少于{n}{m}", "at_least"),
    ("约{n}{m}", "about"),
    ("近{n}{m}", "about"),
    ("{n}{m}左右", "about"),
)


def decimal(number: Decimal, measure: str) -> Wording:
    """Money and percentages."""
    return Wording(f"{_plain(number)}{measure}", number)


def _round(number: int) -> int:
    if number < 10:
        return 10
    step = 10 ** (len(str(number)) - 1)
    half = step // 2 if step > 10 else step
    return max(step, number // half * half)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
