"""Where PDFium says a character of a page's text is, by its number there."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.convert.parts.pdf_geometry import Rectangle


def character_box(raw: Any, number: int) -> Rectangle:
    """Where a character's glyph is painted, in points of the page's own space."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(raw, number, left, right, bottom, top)
    return Rectangle(left.value, bottom.value, right.value, top.value)


def character_room(raw: Any, number: int) -> Rectangle:
    """The room a character takes on its line, in points of the page's own space."""
    held = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(raw, number, held):
        return character_box(raw, number)
    return Rectangle(
        min(held.left, held.right),
        min(held.bottom, held.top),
        max(held.left, held.right),
        max(held.bottom, held.top),
    )


def character_origin(raw: Any, number: int) -> tuple[float, float]:
    """Where a character's glyph is set, in points of the page's own space."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, number, x, y)
    return x.value, y.value
