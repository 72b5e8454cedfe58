"""Keyed hashes by which a value that was found is recognised again and cannot be read.

The key is the installation's own (`GONGKAI_SECRET_KEY`), outside the database: who has only the database cannot try out the
numbers that exist. With another key, what was marked a false alarm for ever is reported again.
"""

from __future__ import annotations

import unicodedata

from django.utils.crypto import salted_hmac

from gongkai.screening.rules import SECRECY

AROUND = 20
"""Characters on either side that belong to a mark of secrecy: the same word elsewhere is another matter."""


def of(detector: str, text: str, start: int, end: int) -> str:
    """The fingerprint of what one detector found at `text[start:end]`."""
    value = plain(text[start:end])
    if detector.startswith(SECRECY):
        value = "|".join(
            [plain(text[max(0, start - AROUND) : start]), value, plain(text[end : end + AROUND])]
        )
    return _keyed(detector, value)


def of_unread(sha256: str, path: tuple[str, ...], code: str) -> str:
    """The fingerprint of what could not be read in exactly this file."""
    return _keyed("unread", "|".join([sha256, code, *path]))


def plain(text: str) -> str:
    """A value without what does not make it another one: width, case, blanks, hyphens, invisible signs."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if c.isalnum() or unicodedata.category(c)[0] == "S") or folded


def _keyed(detector: str, value: str) -> str:
    return salted_hmac(f"screening.{detector}", value, algorithm="sha256").hexdigest()
