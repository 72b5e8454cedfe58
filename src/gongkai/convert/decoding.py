"""Bytes into text, when nobody says which encoding they are in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Decoded:
    """The text and the encoding it was read with."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded | None:
    """Read text as UTF-8 or GB18030 (or UTF-16 with a byte order mark); None when it is not text.

    Text may hold no control characters but tab, line ends and form feed. A UTF-8 reading is preferred since
    GB18030 accepts most byte sequences.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _attempt(data, encoding)
    return _attempt(data, "utf-8") or _attempt(data, "gb18030")


def _attempt(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if _CONTROL.search(text):
        return None
    return Decoded(text, encoding)
