"""Telephone numbers of people: mobile and landline."""

from __future__ import annotations

import re

from gongkai.scan import checks
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.numbers import Number

_LABELS = frozenset(("mobile", "phone", "phone_home", "phone_office"))
_MOBILE_SHAPES = frozenset(
    ((11,), (3, 4, 4), (3, 3, 5), (4, 3, 4), (3, 8), (7, 4), (3, 4, 2, 2), (5, 6), (4, 4, 3), (5, 3, 3))
)
_LOCAL_SHAPES = frozenset(((7,), (8,), (4, 4), (3, 4), (4, 3)))
_CLOSE_GAPS = frozenset(("blank", "dash", "dot", "mixed", "bracket"))
_MOST_GROUPS = 4
_COUNTRY = re.compile(r"(?:00)?86")
_PLUS = ("+", "＋")


def mobile(number: Number) -> Hit | None:
    """Eleven digits of an allotted prefix."""
    if not checks.is_mobile(number.digits) or number.against:
        return None
    if number.role in _LABELS and (number.boxed or "tab" not in number.gaps):
        return number.hit("mobile", Severity.SERIOUS, 0.98, "写明是电话，11位，号段已分配", 5)
    near = not number.gaps & {"tab", "line", "bracket"} and not number.continued
    if number.tied or not (number.boxed or (number.shape in _MOBILE_SHAPES and near)):
        return None
    return number.hit("mobile", Severity.SERIOUS, 0.9, "11位，号段已分配", 4)


def mobile_abroad(number: Number) -> Hit | None:
    """With the country code, 86138…, or with a zero for long distance, 0138…."""
    digits = number.digits
    if not checks.is_mobile(digits[-11:]) or number.against:
        return None
    sure = number.role in _LABELS or number.before in _PLUS
    prefix = digits[:-11]
    if prefix == "0":
        severity = Severity.SERIOUS if sure else Severity.WARNING
        if number.tied or len(number.groups) > _MOST_GROUPS or not number.gaps <= {"blank", "dash"}:
            return None
        return number.hit("mobile", severity, 0.8, "手机号码前加0，号段已分配", 4, digits[-11:])
    if not _COUNTRY.fullmatch(prefix) or not (sure or number.groups[0].digits == prefix):
        return None
    return number.hit("mobile", Severity.SERIOUS, 0.95, "带国家代码86，11位，号段已分配", 5, digits[-11:])


def landline(number: Number) -> Hit | None:
    """A number with its area code, and perhaps that of the country."""
    digits = number.digits
    if digits.startswith("86") and number.before in _PLUS:
        digits = f"0{digits[2:]}"
    area = checks.area_code(digits) if digits.startswith("0") else 0
    if not area or number.against or not number.gaps <= _CLOSE_GAPS:
        return None
    if len(number.groups) > 1 and not number.boxed and sum(number.shape[:2]) < area:
        return None
    labelled = number.role in _LABELS
    extension = number.last + 1 < len(number.run.groups) and number.before not in (".", "-")
    if not labelled and number.tied and not extension:
        return None
    confidence = 0.9 if labelled or len(number.groups) > 1 else 0.6
    return _by_label(number, digits, f"区号0{digits[1:area]}有效", confidence)


def local(number: Number) -> Hit | None:
    """Seven or eight digits that the text says are a telephone."""
    if number.run.groups[number.first].gap in _CLOSE_GAPS:
        return None
    if number.shape not in _LOCAL_SHAPES or not number.gaps <= {"blank", "dash"}:
        return None
    if number.role not in _LABELS or number.role == "mobile" or number.counted:
        return None
    return _by_label(number, number.digits, f"写明是电话，{len(number.digits)}位", 0.7)


def _by_label(number: Number, digits: str, why: str, confidence: float) -> Hit:
    severity, weight = Severity.WARNING, 3
    if number.role == "phone_home":
        severity, weight, why = Severity.SERIOUS, 4, f"写明是住宅、个人电话，{why}"
    elif number.role == "phone_office":
        severity, weight, why = Severity.INFORMATION, 4, f"写明是办公、咨询电话，{why}"
    return number.hit("landline", severity, confidence, why, weight, digits)
