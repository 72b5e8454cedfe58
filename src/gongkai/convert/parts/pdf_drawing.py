"""What is drawn on a page of a PDF, object by object in the order of painting, as PDFium sees it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.convert.parts.pdf_geometry import IDENTITY, Matrix, Rectangle, around, moved, shown, times
from gongkai.convert.parts.pdf_rulings import Rule

MOST_OBJECTS = 200_000
MOST_SEGMENTS = 400
_DEEPEST = 12
_MOSTLY = 0.8
_THIN = 3.0
_PALE = 245
_FAINT = 10

type_of = pdfium.FPDFPageObj_GetType


@dataclass(frozen=True, slots=True)
class Drawn:
    """An object on a page: its kind (FPDF_PAGEOBJ_…), where it is, and PDFium's handle."""

    kind: int
    box: Rectangle
    matrix: Matrix
    handle: Any

    @property
    def address(self) -> int:
        """What tells the object from others while its page is open."""
        return address(self.handle)


def address(handle: Any) -> int:
    """The address behind one of PDFium's handles; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def drawn_on(page: Any) -> list[Drawn]:
    """Everything painted on the page, back to front, forms taken apart."""
    found: list[Drawn] = []
    for handle in _children(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
        _gather(handle, IDENTITY, 0, found)
    return found


def _children(parent: Any, count: Any, child: Any) -> Iterator[Any]:
    for at in range(min(max(count(parent), 0), MOST_OBJECTS)):
        yield child(parent, at)


def _gather(handle: Any, matrix: Matrix, depth: int, found: list[Drawn]) -> None:
    kind = type_of(handle)
    if len(found) >= MOST_OBJECTS:
        return
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        if depth < _DEEPEST:
            inner = times(matrix_of(handle), matrix)
            for child in _children(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject):
                _gather(child, inner, depth + 1, found)
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        box = around(matrix, left.value, bottom.value, right.value, top.value)
        found.append(Drawn(kind, box, matrix, handle))


def matrix_of(handle: Any) -> Matrix:
    """An object's own transformation."""
    held = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, held):
        return IDENTITY
    return held.a, held.b, held.c, held.d, held.e, held.f


@dataclass(frozen=True, slots=True)
class Cropped:
    """A picture of which little is seen: its number among the pictures of the page, and where its unit square is painted."""

    number: int
    place: Matrix


def cropped(drawn: list[Drawn], paper: Rectangle) -> list[Cropped]:
    """The pictures of which a fifth or more is cut off, by a frame around them or by the edge of the page."""
    images = [item for item in drawn if item.kind == pdfium.FPDF_PAGEOBJ_IMAGE]
    return [
        Cropped(number, times(matrix_of(item.handle), item.matrix))
        for number, item in enumerate(images)
        if _shared(_frame(item), item.box, paper) < _MOSTLY * item.box.width * item.box.height
    ]


def image_handle(page: Any, number: int) -> Any:
    """PDFium's handle of a picture by its number among the pictures of the page."""
    return [item for item in drawn_on(page) if item.kind == pdfium.FPDF_PAGEOBJ_IMAGE][number].handle


def _shared(*boxes: Rectangle) -> float:
    """The surface that rectangles have in common."""
    width = min(box.right for box in boxes) - max(box.left for box in boxes)
    height = min(box.top for box in boxes) - max(box.bottom for box in boxes)
    return max(width, 0.0) * max(height, 0.0)


def _frame(item: Drawn) -> Rectangle:
    """The rectangle around the frame through which an object is seen; the object's own when it has none."""
    frame = item.box
    clip = pdfium.FPDFPageObj_GetClipPath(item.handle)
    for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        points = [
            _point(pdfium.FPDFClipPath_GetPathSegment(clip, path, at))
            for at in range(min(count, MOST_SEGMENTS))
        ]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            around_path = around(item.matrix, min(xs), min(ys), max(xs), max(ys))
            frame = Rectangle(
                max(frame.left, around_path.left),
                max(frame.bottom, around_path.bottom),
                min(frame.right, around_path.right),
                min(frame.top, around_path.top),
            )
    return frame


def _point(segment: Any) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def fill(handle: Any) -> tuple[int, int, int, int] | None:
    """The colour an object is filled with: red, green, blue and opacity, 0 to 255; None when it has none."""
    values = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(handle, *values):
        return None
    red, green, blue, opacity = (value.value for value in values)
    return red, green, blue, opacity


def is_filled(handle: Any) -> bool:
    """Whether a path's surface is painted, opaque."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(handle, mode, stroke) or mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    colour = fill(handle)
    return colour is not None and colour[3] > 255 - _FAINT and not pdfium.FPDFPageObj_HasTransparency(handle)


def is_pale(colour: tuple[int, int, int, int] | None) -> bool:
    """Whether nobody sees the colour on white paper."""
    return colour is not None and (min(colour[:3]) >= _PALE or colour[3] <= _FAINT)


def rules(drawn: list[Drawn], rotation: int) -> list[Rule]:
    """The straight lines across and down the page as it is shown, thin bars among them."""
    found: list[Rule] = []
    for item in drawn:
        if item.kind == pdfium.FPDF_PAGEOBJ_PATH:
            box = shown(item.box, rotation)
            if min(box.width, box.height) <= _THIN:
                found.append(_thin(box))
            elif pdfium.FPDFPath_CountSegments(item.handle) <= MOST_SEGMENTS:
                found.extend(_edges(item, rotation))
    return [rule for rule in found if rule.end - rule.start > _THIN]


def _thin(box: Rectangle) -> Rule:
    if box.height <= box.width:
        return Rule(True, (box.bottom + box.top) / 2, box.left, box.right)
    return Rule(False, (box.left + box.right) / 2, box.bottom, box.top)


def _edges(item: Drawn, rotation: int) -> Iterator[Rule]:
    """The straight pieces of a path that run across or down."""
    matrix = times(matrix_of(item.handle), item.matrix)
    before: tuple[float, float] | None = None
    begun: tuple[float, float] | None = None
    for at in range(pdfium.FPDFPath_CountSegments(item.handle)):
        segment = pdfium.FPDFPath_GetPathSegment(item.handle, at)
        point = moved(matrix, *_point(segment))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and before is not None:
            yield from _straight(before, point, rotation)
        if begun is not None and pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, begun, rotation)
        before = point


def _straight(one: tuple[float, float], other: tuple[float, float], rotation: int) -> Iterator[Rule]:
    box = shown(
        Rectangle(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])),
        rotation,
    )
    if min(box.width, box.height) <= 0.5:
        yield _thin(box)
