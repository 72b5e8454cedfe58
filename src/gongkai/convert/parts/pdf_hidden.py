"""Text on a page that nobody sees: not painted, in the colour of the paper, tiny, off the paper, or covered."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.convert.parts.pdf_drawing import Drawn, fill, is_filled, is_pale, matrix_of
from gongkai.convert.parts.pdf_geometry import Rectangle, times

_FIELD = 40.0
_MOST_FIELDS = 60
_INVISIBLE = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}


def hidden_texts(page: Any, drawn: list[Drawn], paper: Rectangle) -> set[int]:
    """The addresses of the text objects that nobody sees: not painted, in the colour of the paper, tiny, off it, or covered."""
    hidden: set[int] = set()
    for order, item in enumerate(drawn):
        if item.kind == pdfium.FPDF_PAGEOBJ_TEXT and (
            pdfium.FPDFTextObj_GetTextRenderMode(item.handle) in _INVISIBLE
            or _is_tiny(item)
            or not paper.overlaps(item.box)
            or (is_pale(fill(item.handle)) and not _has_ground(drawn[:order], item.box))
        ):
            hidden.add(item.address)
    hidden.update(_covered(page, drawn))
    return hidden


def _covered(page: Any, drawn: list[Drawn]) -> Iterator[int]:
    """The addresses of the text objects over which something is painted later."""
    fields: dict[tuple[int, int], list[tuple[int, Drawn]]] = {}
    first = next(
        (order for order, item in enumerate(drawn) if item.kind == pdfium.FPDF_PAGEOBJ_TEXT), len(drawn)
    )
    for order, item in enumerate(drawn[first:], first):
        if item.kind in _COVERS and _COVERS[item.kind](item, page):
            for field in _fields(item.box):
                fields.setdefault(field, []).append((order, item))
    if not fields:
        return
    for order, item in enumerate(drawn[first:], first):
        if item.kind == pdfium.FPDF_PAGEOBJ_TEXT:
            middle = Rectangle(
                *(2 * ((item.box.left + item.box.right) / 2, (item.box.bottom + item.box.top) / 2))
            )
            (field,) = _fields(middle)
            if any(later > order and cover.box.holds(item.box) for later, cover in fields.get(field, ())):
                yield item.address


def _fields(box: Rectangle) -> list[tuple[int, int]]:
    """The squares of a page that a rectangle touches, so that only neighbours need be compared."""
    left, right = (
        int(min(max(edge / _FIELD, -_MOST_FIELDS), _MOST_FIELDS)) for edge in (box.left, box.right)
    )
    bottom, top = (
        int(min(max(edge / _FIELD, -_MOST_FIELDS), _MOST_FIELDS)) for edge in (box.bottom, box.top)
    )
    return [(across, up) for across in range(left, right + 1) for up in range(bottom, top + 1)]


def _is_tiny(item: Drawn) -> bool:
    return max(item.box.width, item.box.height) > 0 and min(item.box.width, item.box.height) < 1.0 and (
        _size(item) < 1.5
    )  # fmt: skip


def _size(item: Drawn) -> float:
    """How high the letters of a text object are, in points."""
    size = ctypes.c_float()
    if not pdfium.FPDFTextObj_GetFontSize(item.handle, size):
        return 0.0
    _, _, c, d, _, _ = times(matrix_of(item.handle), item.matrix)
    return float(abs(size.value) * (c * c + d * d) ** 0.5)


def _has_ground(before: list[Drawn], box: Rectangle) -> bool:
    """Whether something dark enough was painted there before: white letters on it are seen."""
    return any(
        item.box.overlaps(box)
        and (
            item.kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
            or (
                item.kind == pdfium.FPDF_PAGEOBJ_PATH
                and is_filled(item.handle)
                and not is_pale(fill(item.handle))
            )
        )
        for item in before
    )


def _path_covers(item: Drawn, page: Any) -> bool:
    del page
    return pdfium.FPDFPath_CountSegments(item.handle) <= 6 and item.box.height > 2 and is_filled(item.handle)


def _image_covers(item: Drawn, page: Any) -> bool:
    """Whether a picture lets nothing through: one with a mask, as a seal is, does."""
    if pdfium.FPDFPageObj_HasTransparency(item.handle):
        return False
    bitmap = pdfium.FPDFImageObj_GetBitmap(item.handle)
    if not bitmap:
        return False
    try:
        shape = pdfium.FPDFBitmap_GetFormat(bitmap)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return bool(shape in (pdfium.FPDFBitmap_Gray, pdfium.FPDFBitmap_BGR, pdfium.FPDFBitmap_BGRx))


_COVERS = {pdfium.FPDF_PAGEOBJ_PATH: _path_covers, pdfium.FPDF_PAGEOBJ_IMAGE: _image_covers}
