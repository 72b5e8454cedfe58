"""The number a cell holds, as printed: digits of either width, thousands, money, 增/减, units, or nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gongkai.audit.model import Number
from gongkai.audit.tables.squeezed import DIGITS
from gongkai.audit.tables.words import words

_PLAIN = re.compile(r"\d{1,12}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?")
_DECIMAL = re.compile(r"\d{1,12}\.\d{1,6}")
_MARKS = str.maketrans({"，": ",", "．": ".", "\u3000": " ", "\xa0": " "})
_SPACE = re.compile(r"\s+")
_APART = re.compile(r"\d\s+\d")
_YUAN = Decimal(10000)
_MISREAD = 0.6
_NIL = 0.8


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: a number, or None for an empty cell; `confidence` between 0 and 1."""

    value: Number | None
    confidence: float = 1.0


EMPTY = Reading(None)


def number(text: str, *, decimal: bool = False) -> Reading | None:
    """What the cell says; None when it holds something that is no number. `decimal`: money in 万元."""
    if text.isascii() and text.isdigit() and len(text) <= 12:
        return Reading(Decimal(text) if decimal else int(text))
    known = words()
    if _APART.search(text):
        return None
    plain = _SPACE.sub("", text.translate(DIGITS).translate(_MARKS))
    if plain in known.empty:
        return EMPTY
    if plain in known.nil:
        return Reading(Decimal(0) if decimal else 0, _NIL)
    sign, rest = _signed(plain)
    rest, unit = _unit(rest)
    return _figure(rest, sign, decimal=decimal, yuan=decimal and unit == "元")


def _signed(plain: str) -> tuple[int, str]:
    for word in words().fall:
        if plain.startswith(word):
            return -1, plain[len(word) :]
    for word in words().rise:
        if plain.startswith(word):
            return 1, plain[len(word) :]
    return 1, plain


def _unit(plain: str) -> tuple[str, str]:
    for length in (2, 1):
        if plain[-length:] in words().units and len(plain) > length:
            return plain[:-length], plain[-length:]
    return plain, ""


def _figure(digits: str, sign: int, *, decimal: bool, yuan: bool) -> Reading | None:
    confidence = 1.0
    if not digits.replace(".", "").replace(",", "").isdigit():
        mended = digits.translate(words().misread)
        if len(digits) > 4 and not any(mark.isdigit() for mark in digits):
            return None
        digits, confidence = mended, _MISREAD
    if _PLAIN.fullmatch(digits):
        value: Number = sign * int(digits)
    elif _GROUPED.fullmatch(digits) or _DECIMAL.fullmatch(digits):
        value = sign * Decimal(digits.replace(",", ""))
    else:
        return None
    if yuan:
        return Reading(Decimal(value) / _YUAN, confidence)
    if decimal:
        return Reading(Decimal(value), confidence)
    return Reading(int(value) if value == int(value) else value, confidence)
