"""Days as people write them into tables: 2026-3-5, 2026/03/05, 2026.3.5, 2026年3月5日, 20260305, and a spreadsheet's serial."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta

_WRITTEN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)  # day 0 of the serials, with the leap day of 1900 that never was


def day(text: str, formats: Iterable[str] = ()) -> date | None:
    """The day a text means, or None. `formats`: further ones in the notation of `strptime`, tried first.

    A serial number counts as a day only between 1 January 1950 and the end of 2099.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for one in formats:
        try:
            return datetime.strptime(plain, one).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    found = _WRITTEN.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found:
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    if _SERIAL.fullmatch(plain):
        counted = _EPOCH + timedelta(days=int(float(plain)))
        return counted if 1950 <= counted.year <= 2099 else None
    return None
