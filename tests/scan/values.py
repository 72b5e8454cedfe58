"""Invented values of every kind, with right check characters, and the spellings they are met in."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def digits(random: Random, number: int) -> str:
    """So many digits."""
    return "".join(random.choices("0123456789", k=number))


def resident_id(random: Random) -> str:
    """Eighteen digits of somebody who does not exist; the last may be X."""
    region = random.choice(("1101", "3201", "5105", "4127", "6501", "8100"))
    county = "00" if region == "8100" else random.choice(("01", "21", "83"))
    birth = f"{random.randint(1940, 2015)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    body = f"{region}{county}{birth}{digits(random, 3)}"
    return body + id_check(body)


def id_check(body: str) -> str:
    """The check character of the first seventeen digits."""
    return "10X98765432"[sum(int(sign) * weight for sign, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def wrong_id(random: Random) -> str:
    """An identity number with a wrong check character."""
    right = resident_id(random)
    return right[:17] + ("1" if right[17] != "1" else "2")


def id_with_x(random: Random) -> str:
    """An identity number that ends with X."""
    while True:
        found = resident_id(random)
        if found.endswith("X"):
            return found


def old_id(random: Random) -> str:
    """Fifteen digits as identity cards had them until 1999."""
    return f"510522{random.randint(40, 80):02}{random.randint(1, 12):02}{random.randint(1, 28):02}{digits(random, 3)}"


def mobile(random: Random) -> str:
    """A mobile number of an allotted prefix."""
    return random.choice(("138", "150", "162", "177", "192", "199")) + digits(random, 8)


def landline(random: Random) -> str:
    """A landline number with its area code."""
    return random.choice(("010", "0571")) + "-" + random.choice("2345678") + digits(random, 7)


def local(random: Random) -> str:
    """A landline number without area code."""
    return random.choice("2345678") + digits(random, 7)


def card(random: Random) -> str:
    """Nineteen digits of a bank card."""
    return with_luhn(random.choice(("621700", "622848", "623052")) + digits(random, 12))


def old_card(random: Random) -> str:
    """A bank card from before 62."""
    return with_luhn("955880" + digits(random, 12))


def credit_card(random: Random) -> str:
    """Sixteen digits of a credit card of a mainland bank."""
    return with_luhn("622575" + digits(random, 9))


def wrong_card(random: Random) -> str:
    """A bank card whose check digit is wrong."""
    right = card(random)
    return right[:-1] + str((int(right[-1]) + 1) % 10)


def with_luhn(body: str) -> str:
    """The digits followed by their check digit."""
    total = sum(sum(divmod(int(sign) * (2 - place % 2), 10)) for place, sign in enumerate(reversed(body)))
    return f"{body}{-total % 10}"


def credit_code(random: Random) -> str:
    """A unified social credit code."""
    body = "9133" + digits(random, 4) + "MA2" + "".join(random.choices(_CREDIT, k=6))
    total = sum(_CREDIT.index(sign) * weight for sign, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return body + _CREDIT[-total % 31]


def hongkong_id(random: Random) -> str:
    """A Hong Kong identity number with its check character in brackets."""
    letter, number = random.choice("ABCDGKPRVYZ"), digits(random, 6)
    total = 36 * 9 + (ord(letter) - 55) * 8
    total += sum(int(sign) * weight for sign, weight in zip(number, range(7, 1, -1), strict=True))
    check = -total % 11
    return f"{letter}{number}({'A' if check == 10 else check})"


def order(random: Random) -> str:
    """An order number of eighteen digits that begins with a day."""
    return f"20261128{digits(random, 10)}"


KINDS: dict[str, Callable[[Random], str]] = {
    "id": resident_id,
    "wrong_id": wrong_id,
    "id_with_x": id_with_x,
    "old_id": old_id,
    "mobile": mobile,
    "landline": landline,
    "local": local,
    "card": card,
    "old_card": old_card,
    "credit_card": credit_card,
    "wrong_card": wrong_card,
    "credit_code": credit_code,
    "hongkong_id": hongkong_id,
    "order": order,
    "eight": lambda random: digits(random, 8),
    "seven": lambda random: digits(random, 7),
    "six": lambda random: digits(random, 6),
    "five": lambda random: digits(random, 5),
    "sixteen": lambda random: "1" + digits(random, 15),
    "name": lambda random: (
        random.choice("王李张赵陈周孙欧")[0].replace("欧", "欧阳")
        + random.choice(("小明", "晓华", "雨桐", "建国", "伟"))
    ),
}


def _cut(sizes: tuple[int, ...], between: str) -> Callable[[str], str]:
    def cut(value: str) -> str:
        parts, at = [], 0
        for size in sizes:
            parts.append(value[at : at + size])
            at += size
        return between.join(part for part in (*parts, value[at:]) if part)

    return cut


_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
SPELLINGS: dict[str, Callable[[str], str]] = {
    "wide": lambda value: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in value),
    "spaced": " ".join,
    "boxes": "\t".join,
    "commas": ",".join,
    "chinese": lambda value: value.translate(_CHINESE),
    "zero": lambda value: value.translate(_CHINESE).replace("〇", "零"),
    "invisible": "\u200b".join,
    "soft": "\u00ad".join,
    "small": str.lower,
    "phone": _cut((3, 4), "-"),
    "phone_blank": _cut((3, 4), " "),
    "phone_dot": _cut((3, 4), "."),
    "fours": _cut((4, 4, 4, 4), " "),
    "hyphens": _cut((4, 4, 4, 4), "-"),
    "dotted": _cut((4, 4, 4, 4), "."),
    "uneven": _cut((3, 3, 4, 4), " "),
    "threes": _cut((3, 3, 3, 3, 3, 3), " "),
    "parts": _cut((6, 8), " "),
    "cells": _cut((6, 8), "\t"),
    "lines": _cut((10,), "\n"),
    "bracket": lambda value: "({}){}".format(*value.split("-")),
    "together": lambda value: value.replace("-", ""),
}
_PLACE = re.compile(r"\{(\w+)(?:\|(\w+))?\}")


def fill(template: str, random: Random) -> str:
    """The template with each {kind} or {kind|spelling} replaced by a value."""

    def value(match: re.Match[str]) -> str:
        made = KINDS[match.group(1)](random)
        return SPELLINGS[match.group(2)](made) if match.group(2) else made

    return _PLACE.sub(value, template)
