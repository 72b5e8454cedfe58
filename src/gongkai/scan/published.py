"""What agencies publish about themselves: telephones, addresses, e-mail. It is recognised in any spelling and not reported."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.scan.hits import Hit

_NOT_DIGIT = re.compile(r"\D")
_NOT_WORD = re.compile(r"[\W_]+")
_LOCAL = (7, 8)
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")


class Published:
    """Telephones (with or without area code), addresses and e-mail addresses of agencies."""

    def __init__(
        self, phones: Iterable[str] = (), addresses: Iterable[str] = (), emails: Iterable[str] = ()
    ) -> None:
        self._phones = {number for phone in phones for number in _numbers(phone)}
        self._addresses = {_NOT_WORD.sub("", address) for address in addresses} - {""}
        self._emails = {email.strip().lower() for email in emails}

    def holds(self, hit: Hit, value: str) -> bool:
        """Whether the value is one that an agency has published."""
        if hit.detector in ("person.mobile", "person.landline"):
            return not self._phones.isdisjoint(_numbers(hit.value or value))
        if hit.detector == "person.email":
            return (hit.value or value).lower() in self._emails
        if hit.detector == "person.home_address":
            words = _NOT_WORD.sub("", value)
            return any(words in address or address in words for address in self._addresses)
        return False


def _numbers(phone: str) -> set[str]:
    """The number as digits and, for a landline with area code, the number without it."""
    digits = _COUNTRY.sub("", _NOT_DIGIT.sub("", phone))
    if digits.startswith("0"):
        return {digits, *(digits[-size:] for size in _LOCAL if len(digits) - size in (3, 4))}
    return {digits} - {""}
