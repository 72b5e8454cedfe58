"""What is drawn on a page of a PDF, object by object in the order of painting, as PDFium sees it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.convert.parts.pdf_rulings import Rule

MOST_OBJECTS = 200_000
MOST_SEGMENTS = 400
_DEEPEST = 12
_MOSTLY = 0.8
_FIELD = 40.0
_MOST_FIELDS = 60
_THIN = 3.0
_PALE = 245
_FAINT = 10
_INVISIBLE = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}

type_of = pdfium.FPDFPageObj_GetType


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle in points of a page's own space, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: Rectangle, slack: float = 0.5) -> bool:
        """Whether the other lies within."""
        return (
            self.left - slack <= other.left
            and self.bottom - slack <= other.bottom
            and self.right + slack >= other.right
            and self.top + slack >= other.top
        )

    def overlaps(self, other: Rectangle) -> bool:
        """Whether the two have a surface in common."""
        return (
            min(self.right, other.right) > max(self.left, other.left)
            and min(self.top, other.top) > max(self.bottom, other.bottom)
        )  # fmt: skip

    def with_(self, other: Rectangle) -> Rectangle:
        """The rectangle around both."""
        return Rectangle(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The transformation that does `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point transformed."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Rectangle:
    """The rectangle around a transformed rectangle."""
    points = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rectangle(min(xs), min(ys), max(xs), max(ys))


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
            inner = times(_matrix(handle), matrix)
            for child in _children(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject):
                _gather(child, inner, depth + 1, found)
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        box = around(matrix, left.value, bottom.value, right.value, top.value)
        found.append(Drawn(kind, box, matrix, handle))


def _matrix(handle: Any) -> Matrix:
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
        Cropped(number, times(_matrix(item.handle), item.matrix))
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
    _, _, c, d, _, _ = times(_matrix(item.handle), item.matrix)
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


def shown(box: Rectangle, rotation: int) -> Rectangle:
    """A rectangle as the page is shown, turned by `rotation` degrees clockwise; `bottom` is then the upper edge, y downwards."""
    if rotation == 90:
        return Rectangle(box.bottom, box.left, box.top, box.right)
    if rotation == 180:
        return Rectangle(-box.right, box.bottom, -box.left, box.top)
    if rotation == 270:
        return Rectangle(-box.top, -box.right, -box.bottom, -box.left)
    return Rectangle(box.left, -box.top, box.right, -box.bottom)


def _thin(box: Rectangle) -> Rule:
    if box.height <= box.width:
        return Rule(True, (box.bottom + box.top) / 2, box.left, box.right)
    return Rule(False, (box.left + box.right) / 2, box.bottom, box.top)


def _edges(item: Drawn, rotation: int) -> Iterator[Rule]:
    """The straight pieces of a path that run across or down."""
    matrix = times(_matrix(item.handle), item.matrix)
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
