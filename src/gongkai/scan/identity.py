"""Resident identity numbers: eighteen characters, the fifteen of before 1999, the twenty of a disability certificate."""

from __future__ import annotations

import re

from gongkai.scan import checks
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.numbers import Number

_CLOSE_GAPS = frozenset(("blank", "dash", "dot", "mixed", "bracket", ""))
_OLD_SHAPES = frozenset(((15,), (6, 6, 3), (3, 3, 3, 3, 3)))
_DISABILITY = re.compile(r"[1-7][1-4]")


def current(number: Number) -> Hit | None:
    """Eighteen characters. A wrong one is only a writing error beside a word that says what it is."""
    digits = number.digits
    region = checks.is_region(digits)
    birth = checks.is_birth(digits[6:14], number.context.as_of)
    check = checks.resident_id_check(digits)
    if region and birth and check:
        why = "18位，行政区划与出生日期有效，校验码相符"
        return number.hit("resident_id", Severity.SERIOUS, 0.99, why, 9)
    if not number.gaps <= _CLOSE_GAPS or number.role != "resident_id":
        return None
    parts = (("行政区划", region), ("出生日期", birth), ("校验码", check))
    wrong = "、".join(name for name, good in parts if not good)
    return number.hit("resident_id", Severity.WARNING, 0.6, f"写明是身份证号码，但{wrong}不符，可能有误写", 4)


def old(number: Number) -> Hit | None:
    """Fifteen digits, which have no check character."""
    digits = number.digits
    if not (checks.is_region(digits) and checks.is_birth(f"19{digits[6:12]}", number.context.as_of)):
        return None
    checked = "15位，行政区划与出生日期有效"
    if number.role == "resident_id":
        return number.hit("resident_id", Severity.SERIOUS, 0.95, f"写明是身份证号码，{checked}", 6)
    whole = number.boxed or (number.shape in _OLD_SHAPES and not number.continued)
    if not whole or number.tied or number.role or number.counted:
        return None
    return number.hit("resident_id", Severity.WARNING, 0.6, f"{checked}，没有校验码可核对", 3)


def of_disability(number: Number) -> Hit | None:
    """An identity number followed by kind and degree of a disability."""
    digits = number.digits
    known = checks.is_region(digits) and checks.is_birth(digits[6:14], number.context.as_of)
    if not (known and checks.resident_id_check(digits[:18]) and _DISABILITY.fullmatch(digits[18:])):
        return None
    why = "20位残疾人证号码，前18位是身份证号码，校验码相符"
    return number.hit("resident_id", Severity.SERIOUS, 0.99, why, 9)
