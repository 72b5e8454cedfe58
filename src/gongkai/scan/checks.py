"""Check digits and allotted ranges of the numbers people and organisations carry. All functions take ASCII digits and capitals."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache

from gongkai.scan.detectors import data

_EARLIEST_BIRTH = 1880
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
# By the code of a digit, the sum of the digits of its double.
_DOUBLED = bytes(
    sum(divmod(2 * (code - ord("0")), 10)) if chr(code).isdigit() and code < 58 else 0 for code in range(256)
)
_CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# Registering department and kind of organisation: GB 32100—2015, table 1.
_CREDIT = re.compile(r"[1-9ANY][1-59][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def resident_id_check(digits: str) -> bool:
    """Whether the last of 18 characters is the check character of the 17 before it (GB 11643—1999, ISO 7064 MOD 11-2)."""
    return (
        _ID_CHECKS[
            sum(int(digit) * weight for digit, weight in zip(digits[:17], _ID_WEIGHTS, strict=True)) % 11
        ]
        == digits[17]
    )


def is_resident_id(digits: str, latest: date | None = None) -> bool:
    """Whether eighteen characters are an identity number: region, day of birth and check character hold."""
    if len(digits) != 18 or not digits[:17].isdecimal():
        return False
    return is_region(digits) and is_birth(digits[6:14], latest) and resident_id_check(digits)


def is_region(digits: str) -> bool:
    """Whether the first four digits are a province and prefecture that issue or once issued resident cards (GB/T 2260)."""
    return digits[:4] in _regions()


def is_birth(digits: str, latest: date | None = None) -> bool:
    """Whether eight digits are a day somebody may have been born on, not after `latest`."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not (_EARLIEST_BIRTH <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return False
    return latest is None or date(year, month, day) <= latest


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of a bank card (ISO/IEC 7812)."""
    signs = digits.encode()
    single, doubled = signs[-1::-2], signs[-2::-2].translate(_DOUBLED)
    return (sum(single) + sum(doubled) - ord("0") * len(single)) % 10 == 0


def is_issued(digits: str) -> bool:
    """Whether a bank of the mainland issues cards of this beginning and length."""
    prefixes = _cards().get(len(digits), frozenset())
    return any(digits[:size] in prefixes for size in (2, 4, 5, 6))


def is_mobile(digits: str) -> bool:
    """Whether eleven digits begin as an allotted mobile number does."""
    return digits[:3] in _mobile()


def area_code(digits: str) -> int:
    """How many digits the area code has that a number with leading zero begins with; 0 if what follows is no landline number."""
    for size, rests in ((2, (8,)), (3, (7, 8))):
        if (
            digits[1 : 1 + size] in _areas()
            and len(digits) - 1 - size in rests
            and digits[1 + size] in "2345678"
        ):
            return size + 1
    return 0


def credit_code_check(code: str) -> bool:
    """Whether 18 characters are a unified social credit code with its check character (GB 32100—2015)."""
    if not _CREDIT.fullmatch(code):
        return False
    total = sum(
        _CREDIT_CHARACTERS.index(character) * weight
        for character, weight in zip(code[:17], _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_CHARACTERS[-total % 31] == code[17]


def hongkong_id_check(letters: str, digits: str, check: str) -> bool:
    """Whether the character in brackets is the check character of a Hong Kong identity card."""
    values = [36 if letter == " " else ord(letter) - 55 for letter in letters.rjust(2)]
    values += [int(digit) for digit in digits] + [int(check, 16)]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def _ranges(text: str) -> Iterator[str]:
    for part in text.split():
        first, _, last = part.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield str(number).zfill(len(first))


@cache
def _regions() -> frozenset[str]:
    table = data("numbering.yaml").table("regions")
    provinces = table.keys()
    return frozenset(f"{province}{rest}" for province in provinces for rest in _ranges(table.text(province)))


@cache
def _mobile() -> frozenset[str]:
    return frozenset(_ranges(data("numbering.yaml").text("mobile")))


@cache
def _areas() -> frozenset[str]:
    return frozenset(_ranges(data("numbering.yaml").text("areas")))


@cache
def _cards() -> dict[int, frozenset[str]]:
    table = data("numbering.yaml").table("cards")
    return {length: frozenset(table.text(length).split()) for length in range(16, 20)}
