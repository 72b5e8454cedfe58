"""The content of a page without what is cut: glyphs dropped from its strings, the rest left where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pikepdf

from gongkai.convert.parts.pdf_drawing import IDENTITY, Matrix, Rectangle, around, moved, times
from gongkai.convert.redaction.pdf_fonts import Code, Typeface, Uncertain

_NEAR = 0.06
"""Points within which a glyph is where PDFium says it is."""

_DEEPEST = 12
_PAINTED = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s"))
_BUILDING = frozenset(("m", "l", "c", "v", "y", "h", "re"))
_SPOKEN = ("/ActualText", "/Alt", "/E")


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


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix = IDENTITY
    font: Typeface | None = None
    size: float = 0.0
    characters: float = 0.0
    words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


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
        run = _Run(self, resources, matrix, depth)
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


class _Run:
    """One pass over one content stream."""

    def __init__(self, content: Content, resources: Any, matrix: Matrix, depth: int) -> None:
        self.content = content
        self.resources = resources
        self.depth = depth
        self.state = _State(matrix)
        self.saved: list[_State] = []
        self.line = self.text = IDENTITY
        self.made: list[Any] = []
        self.changed = False
        self.marks: list[tuple[int, bool]] = []
        self.path: list[Any] = []
        self.points: list[tuple[float, float]] = []
        self.straight = True
        self.clips = False

    def done(self) -> bytes | None:
        if not self.changed:
            return None
        for _ in self.saved:
            self._put([], "Q")
        return pikepdf.unparse_content_stream(self.made)

    def take(self, instruction: Any) -> None:
        operator = str(instruction.operator)
        operands = list(instruction.operands)
        if operator in _BUILDING:
            self._build(operator, operands, instruction)
        elif operator in ("W", "W*"):
            self.clips = True
            self.path.append(instruction)
        elif operator in _PAINTED or operator == "n":
            self._paint(instruction)
        else:
            method = _METHODS.get(operator)
            try:
                kept = method(self, operator, operands) if method is not None else True
            except (IndexError, TypeError, KeyError, ValueError) as error:
                raise Uncertain from error
            if kept:
                self.made.append(instruction)

    def _put(self, operands: Sequence[Any], operator: str) -> None:
        self.made.append(pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator)))

    # Graphics state

    def _save(self, _operator: str, _operands: list[Any]) -> bool:
        self.saved.append(self.state)
        return True

    def _restore(self, _operator: str, _operands: list[Any]) -> bool:
        if not self.saved:  # one too many would undo what we put around the content
            return False
        self.state = self.saved.pop()
        return True

    def _concatenate(self, _operator: str, operands: list[Any]) -> bool:
        self.state = replace(self.state, matrix=times(_numbers(operands), self.state.matrix))
        return True

    def _extended(self, _operator: str, operands: list[Any]) -> bool:
        states = self.resources.get("/ExtGState", {})
        held = states.get(str(operands[0]), {})
        if "/Font" in held:
            font, size = held["/Font"]
            self.state = replace(self.state, font=self.content.face(font), size=float(size))
        return True

    # Text state

    def _font(self, _operator: str, operands: list[Any]) -> bool:
        font = self.resources.get("/Font", {}).get(str(operands[0]))
        face = None
        if font is not None:
            try:
                face = self.content.face(font)
            except Uncertain:  # it is only needed where something is cut
                face = None
        self.state = replace(self.state, font=face, size=float(operands[1]))
        return True

    def _set(self, operator: str, operands: list[Any]) -> bool:
        value = float(operands[0])
        if operator == "Tz":
            value /= 100
        settings: dict[str, Any] = {_SET[operator]: value}
        self.state = replace(self.state, **settings)
        return True

    # Where text stands

    def _begin(self, _operator: str, _operands: list[Any]) -> bool:
        self.line = self.text = IDENTITY
        return True

    def _place(self, _operator: str, operands: list[Any]) -> bool:
        self.line = self.text = _numbers(operands)
        return True

    def _move(self, operator: str, operands: list[Any]) -> bool:
        across, up = float(operands[0]), float(operands[1])
        if operator == "TD":
            self.state = replace(self.state, leading=-up)
        self.line = self.text = times((1, 0, 0, 1, across, up), self.line)
        return True

    def _next(self, _operator: str, _operands: list[Any]) -> bool:
        return self._move("Td", [0, -self.state.leading])

    # Text

    def _show(self, operator: str, operands: list[Any]) -> bool:
        if operator == '"':
            self.state = replace(self.state, words=float(operands[0]), characters=float(operands[1]))
        if operator in ("'", '"'):
            self._next(operator, [])
        pieces = list(operands[0]) if operator == "TJ" else [operands[-1]]
        kept = self._without(pieces)
        if kept is None:
            return True
        self.changed = True
        if operator == '"':
            self._put([operands[0]], "Tw")
            self._put([operands[1]], "Tc")
        if operator in ("'", '"'):
            self._put([], "T*")
        self._put([pikepdf.Array(kept)], "TJ")
        for number, (at, _) in enumerate(self.marks):
            self.marks[number] = (at, True)
        return False

    def _without(self, pieces: Sequence[Any]) -> list[Any] | None:
        """The strings and shifts of a line without the glyphs that go; None when none goes.

        One shift stands for all glyphs that go in a row: the width of each could tell what it was.
        """
        state = self.state
        kept: list[Any] = []
        stays = bytearray()
        shift: float | None = None
        gone = False
        for piece in pieces:
            if not isinstance(piece, pikepdf.String):
                self._advance(-float(piece) / 1000 * state.size * state.stretch)
                if shift is not None:
                    shift += float(piece)
                else:
                    _flush(stays, kept)
                    kept.append(piece)
                continue
            if state.font is None:
                raise Uncertain
            for code in state.font.codes(bytes(piece)):
                spacing = state.characters + (state.words if code.blank else 0)
                glyph = times((state.stretch, 0, 0, 1, 0, 0), times(self.text, state.matrix))
                if self.content.goes(glyph, code, state.size, state.rise):
                    gone = True
                    _flush(stays, kept)
                    shift = (shift or 0) - (code.width + (spacing * 1000 / state.size if state.size else 0))
                else:
                    if shift is not None:
                        kept.append(_decimal(shift))
                        shift = None
                    stays += code.written
                self._advance((code.width * state.size / 1000 + spacing) * state.stretch)
            _flush(stays, kept)
        if shift is not None:
            kept.append(_decimal(shift))
        return kept if gone else None

    def _advance(self, by: float) -> None:
        self.text = times((1, 0, 0, 1, by, 0), self.text)

    # What text says aloud

    def _mark(self, operator: str, _operands: list[Any]) -> bool:
        self.marks.append((len(self.made) if operator == "BDC" else -1, False))
        return True

    def _unmark(self, _operator: str, _operands: list[Any]) -> bool:
        if self.marks:
            at, touched = self.marks.pop()
            if touched and at >= 0:
                self._silence(at)
        return True

    def _silence(self, at: int) -> None:
        """Take the words for reading aloud from a stretch that has lost glyphs."""
        name, held = self.made[at].operands
        properties = held
        if isinstance(held, pikepdf.Name):
            properties = self.resources.get("/Properties", {}).get(str(held))
        if isinstance(properties, pikepdf.Dictionary):
            for key in _SPOKEN:
                if key in properties:
                    del properties[key]
            if not isinstance(held, pikepdf.Name):
                self.made[at] = pikepdf.ContentStreamInstruction([name, properties], pikepdf.Operator("BDC"))

    # Pictures, forms, drawings

    def _draw(self, _operator: str, operands: list[Any]) -> bool:
        drawings = self.resources.get("/XObject", {})
        drawn = drawings.get(str(operands[0]))
        if not isinstance(drawn, pikepdf.Stream):
            return True
        if drawn.get("/Subtype") == "/Image":
            instead = self.content.image(drawn, self.state.matrix)
        else:
            instead = self.content.form(drawn, self.resources, self.state.matrix, self.depth)
        if instead is None:
            return True
        name = _free_name(drawings)
        drawings[name] = instead
        self._put([pikepdf.Name(name)], "Do")
        self.changed = True
        return False

    def _inline(self, _operator: str, _operands: list[Any]) -> bool:
        if self.content.under(around(self.state.matrix, 0, 0, 1, 1)):  # pixels in the midst of the content
            raise Uncertain
        return True

    def _build(self, operator: str, operands: list[Any], instruction: Any) -> None:
        self.path.append(instruction)
        numbers = [float(one) for one in operands]
        if operator == "re":
            x, y, width, height = numbers
            numbers = [x, y, x + width, y, x, y + height, x + width, y + height]
        elif operator in ("c", "v", "y"):
            self.straight = False
        self.points.extend(
            moved(self.state.matrix, numbers[at], numbers[at + 1]) for at in range(0, len(numbers) - 1, 2)
        )

    def _paint(self, instruction: Any) -> None:
        """Leave a drawing out that lies under a box; one that only reaches under it stays when it is straight, as a table's lines."""
        if self.points and str(instruction.operator) != "n":
            xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
            box = Rectangle(min(xs), min(ys), max(xs), max(ys))
            if not self.clips and self.content.within_box(box):
                self.changed = True
                self._forget()
                return
            if not self.straight and self.content.under_box(box):
                raise Uncertain
        self.made.extend(self.path)
        self.made.append(instruction)
        self._forget()

    def _forget(self) -> None:
        self.path, self.points, self.straight, self.clips = [], [], True, False


_SET = {"Tc": "characters", "Tw": "words", "Tz": "stretch", "TL": "leading", "Ts": "rise"}
_METHODS: dict[str, Callable[[_Run, str, list[Any]], bool]] = {
    "q": _Run._save,
    "Q": _Run._restore,
    "cm": _Run._concatenate,
    "gs": _Run._extended,
    "Tf": _Run._font,
    **dict.fromkeys(_SET, _Run._set),
    "BT": _Run._begin,
    "Tm": _Run._place,
    "Td": _Run._move,
    "TD": _Run._move,
    "T*": _Run._next,
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Run._show),
    "BDC": _Run._mark,
    "BMC": _Run._mark,
    "EMC": _Run._unmark,
    "Do": _Run._draw,
    "INLINE IMAGE": _Run._inline,
}


def _flush(stays: bytearray, kept: list[Any]) -> None:
    """Put the codes gathered so far among what is kept, as one string."""
    if stays:
        kept.append(pikepdf.String(bytes(stays)))
        stays.clear()


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


def _free_name(drawings: Any) -> str:
    number = 1
    while f"/Kept{number}" in drawings:
        number += 1
    return f"/Kept{number}"


def _touches(box: Rectangle, other: Rectangle) -> bool:
    """Like overlapping, but for things without a surface, such as lines, too."""
    return (
        box.left < other.right
        and other.left < box.right
        and box.bottom < other.top
        and other.bottom < box.top
    ) or box.holds(other, 0)


def _matrix(listed: Any) -> Matrix:
    return IDENTITY if listed is None else _numbers(list(listed))


def _numbers(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.4f}")
