"""Personal data as it is shown to those who need to tell cases apart and nothing more. Pure; nothing masked can be undone."""

from __future__ import annotations

import re

STAR = "*"
# The finest part of an address that is left: province, city, county.
_DISTRICT = re.compile(r"^.*?(?:自治县|自治旗|县|区|旗|市(?!.{0,12}?(?:县|区|旗)))")


def name(text: str, *, organisation: bool = False) -> str:
    """张*: the first character, one star for each that follows. An organisation's name is no personal data."""
    plain = text.strip()
    if organisation or not plain:
        return plain
    return plain[0] + STAR * max(1, min(len(plain) - 1, 3))


def identity(number: str) -> str:
    """510***********1234: three characters in front, four at the end; less of a short number."""
    plain = number.strip()
    if len(plain) >= 12:
        return plain[:3] + STAR * (len(plain) - 7) + plain[-4:]
    return STAR * max(0, len(plain) - 2) + plain[-2:] if len(plain) > 4 else STAR * len(plain)


def telephone(number: str) -> str:
    """138****1234: the last four, and what stands before the four in front of them."""
    plain = number.strip()
    if len(plain) >= 11:
        return plain[: len(plain) - 8] + STAR * 4 + plain[-4:]
    return STAR * max(0, len(plain) - 2) + plain[-2:] if len(plain) > 4 else STAR * len(plain)


def email(address: str) -> str:
    """q***@example.com."""
    local, at, domain = address.strip().rpartition("@")
    return f"{local[:1]}***{at}{domain}" if at else STAR * min(3, len(address.strip()))


def address(text: str) -> str:
    """云溪县***: down to the county; *** where none is named."""
    found = _DISTRICT.match(text.strip())
    return (found.group() if found else "") + "***" if text.strip() else ""


def within(text: str, secrets: dict[str, str]) -> str:
    """A text in which every one of the secrets (plain -> masked) is replaced, the longest first."""
    for plain in sorted(secrets, key=len, reverse=True):
        if len(plain) > 1:
            text = text.replace(plain, secrets[plain])
    return text
