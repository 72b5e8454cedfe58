"""Numbers of bank cards."""

from __future__ import annotations

from gongkai.scan import checks
from gongkai.scan.accounts import belongs_to_organisation
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.numbers import Number

_LABELS = frozenset(("card", "account"))
_OTHER_PAPERS = frozenset(("resident_id", "passport"))
_FIRST_GROUPS = (3, 4, 6)
_MOST_GROUPS = 6
_SCHEMES = "456"
"""What numbers of international card schemes begin with."""


def card(number: Number) -> Hit | None:
    """Sixteen to nineteen digits with their check digit; without a known issuer only what the text says is a card."""
    digits, role = number.digits, number.role
    issued = checks.is_issued(digits)
    if not (
        digits.isdecimal() and checks.luhn(digits) and (issued or digits[0] in _SCHEMES or role == "card")
    ):
        return None
    if number.against or role in _OTHER_PAPERS or not (role in _LABELS or _alone(number)):
        return None
    if "tab" in number.gaps and not number.boxed:
        return None
    if issued and role == "account" and belongs_to_organisation(number.context, number.start):
        return number.hit("bank_card", Severity.INFORMATION, 0.4, "写明是单位的账号", 7)
    checked = f"{len(digits)}位，校验位相符"
    if issued:
        confidence = 0.97 if role in _LABELS else 0.93
        return number.hit("bank_card", Severity.SERIOUS, confidence, f"{checked}，发卡机构号段有效", 7)
    if role == "card":
        return number.hit("bank_card", Severity.SERIOUS, 0.9, f"写明是银行卡号，{checked}", 5)
    if role or len(number.groups) > 1:
        return None
    return number.hit("bank_card", Severity.INFORMATION, 0.3, f"{checked}，但不是境内发卡机构的号段", 2)


def _alone(number: Number) -> bool:
    """Neither a part of something longer nor grouped as no card is."""
    if number.tied:
        return False
    if len(number.groups) == 1 or number.boxed:
        return True
    first, *others = number.shape
    # Groups of three throughout are an amount, not a card.
    grouped = first in _FIRST_GROUPS and min(number.shape[:-1]) >= min(_FIRST_GROUPS) and set(others) != {3}
    few = len(number.shape) <= _MOST_GROUPS
    return grouped and few and not number.continued and not number.gaps & {"line", "bracket"}
