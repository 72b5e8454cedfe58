"""The content of a page without what is cut: glyphs dropped from its strings, the rest left where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from gongkai.convert.parts.pdf_geometry import IDENTITY, Matrix, Rectangle, around, moved, times
from gongkai.convert.redaction.pdf_fonts import Code, Typeface, Uncertain
from gongkai.convert.redaction.pdf_run import Run, numbers

_NEAR = 0.06
"""Points within which a glyph is where PDFium says it is."""

_DEEPEST = 12


@dataclass(slots=True)
class Gone:
    """What goes from one page, in points of its own space.

    `glyphs`: the origins of single glyphs; `boxes`: all that is under these rectangles, glyphs, pixels and drawings; `pixels`:
    the pixels of pictures under these; `bars`: where a bar is drawn.
    """

    glyphs: set[tuple[float, float]] = field(default_factory=set)
    boxes: list[Rectangle] = field(default_factory=list)
    pixels: list[Rectangle] = field(default_factory=list)
    bars: list[Rectangle] = field(default_factory=list)

    def add_box(self, box: Rectangle) -> None:
        """Let all under a rectangle go, and put a bar there."""
        self.boxes.append(box)
        self.bars.append(box)

    @property
    def is_empty(self) -> bool:
        """Whether nothing goes."""
        return not (self.glyphs or self.boxes or self.pixels)


Blacken = Callable[[Any, Matrix, Sequence[Rectangle]], Any]
"""A copy of a picture with the pixels under the rectangles black: the picture, its place, the rectangles. May raise Uncertain."""


class Content:
    """Goes through the content of one page, and of the forms drawn on it, and leaves out what goes."""

    def __init__(self, document: pikepdf.Pdf, gone: Gone, blacken: Blacken) -> None:
        self._document = document
        self._gone = gone
        self._blacken = blacken
        self._grid: dict[tuple[int, int], list[tuple[float, float]]] = {}
        for x, y in gone.glyphs:
            self._grid.setdefault((round(x), round(y)), []).append((x, y))
        self.met: set[tuple[float, float]] = set()
        """The origins among `gone.glyphs` at which a glyph was found."""

        self._faces: dict[Any, Typeface] = {}

    def rewritten(
        self, source: Any, resources: Any, matrix: Matrix = IDENTITY, depth: int = 0
    ) -> bytes | None:
        """The content of a page or form without what goes; None when it stays as it is. `resources` is changed for it.

        Raises Uncertain when that cannot be done with certainty.
        """
        if depth > _DEEPEST:
            raise Uncertain
        try:
            instructions = pikepdf.parse_content_stream(source)
        except pikepdf.PdfError as error:
            raise Uncertain from error
        run = Run(self, resources, matrix, depth)
        for instruction in instructions:
            run.take(instruction)
        return run.done()

    def face(self, font: Any) -> Typeface:
        """The typeface of a font of the page's resources. Raises Uncertain."""
        key = font.objgen if font.is_indirect else id(font)
        if key not in self._faces:
            try:
                self._faces[key] = Typeface(font)
            except (KeyError, TypeError, ValueError, IndexError, AttributeError, pikepdf.PdfError) as error:
                raise Uncertain from error
        return self._faces[key]

    def goes(self, matrix: Matrix, code: Code, size: float, rise: float) -> bool:
        """Whether a glyph goes that is set with this matrix."""
        x, y = moved(matrix, 0, rise)
        gone = False
        for across in (-1, 0, 1):
            for up in (-1, 0, 1):
                for origin in self._grid.get((round(x) + across, round(y) + up), ()):
                    if abs(origin[0] - x) <= _NEAR and abs(origin[1] - y) <= _NEAR:
                        self.met.add(origin)
                        gone = True
        if gone or not self._gone.boxes:
            return gone
        width = code.width * size / 1000
        core = around(matrix, width * 0.1, rise, width * 0.9, rise + size * 0.7)
        return any(_touches(box, core) for box in self._gone.boxes)

    def image(self, picture: Any, matrix: Matrix) -> Any | None:
        """The picture without the pixels that go; None when it stays."""
        under = self.under(around(matrix, 0, 0, 1, 1))
        return self._blacken(picture, matrix, under) if under else None

    def under(self, place: Rectangle) -> list[Rectangle]:
        """The rectangles under which the pixels of a picture at this place go."""
        return [box for box in (*self._gone.boxes, *self._gone.pixels) if box.overlaps(place)]

    def form(self, form: Any, resources: Any, matrix: Matrix, depth: int) -> Any | None:
        """A copy of a form without what goes; None when it stays."""
        own = form.get("/Resources")
        held = private(own if own is not None else resources)
        placed = times(_matrix(form.get("/Matrix")), matrix)
        content = self.rewritten(form, held, placed, depth + 1)
        if content is None:
            return None
        copy = self._document.make_stream(content)
        for key in form.keys():  # noqa: SIM118 - a pikepdf object, not a dict
            if key not in ("/Length", "/Filter", "/DecodeParms", "/Resources", "/PieceInfo", "/Metadata"):
                copy[key] = form[key]
        copy["/Resources"] = held
        return self._document.make_indirect(copy)

    def under_box(self, box: Rectangle) -> bool:
        """Whether a drawing lies partly under a rectangle that is to be emptied."""
        return any(_touches(one, box) for one in self._gone.boxes)

    def within_box(self, box: Rectangle) -> bool:
        """Whether a drawing lies wholly under such a rectangle."""
        return any(one.holds(box) for one in self._gone.boxes)


def private(resources: Any) -> Any:
    """A copy of a resource dictionary in which pictures and forms can be exchanged for this page alone."""
    copy = pikepdf.Dictionary()
    for key, value in resources.items():
        copy[key] = value
    own = pikepdf.Dictionary()
    for key, value in resources.get("/XObject", {}).items():
        own[key] = value
    copy["/XObject"] = own
    return copy


def _touches(box: Rectangle, other: Rectangle) -> bool:
    """Like overlapping, but for things without a surface, such as lines, too."""
    return (
        box.left < other.right
        and other.left < box.right
        and box.bottom < other.top
        and other.bottom < box.top
    ) or box.holds(other, 0)


def _matrix(listed: Any) -> Matrix:
    return IDENTITY if listed is None else numbers(list(listed))
