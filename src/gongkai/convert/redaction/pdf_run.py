"""One pass over the content of a page or form, operator by operator, without what goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

import pikepdf

from gongkai.convert.parts.pdf_geometry import IDENTITY, Matrix, Rectangle, around, moved, times
from gongkai.convert.redaction.pdf_fonts import Code, Typeface, Uncertain

_PAINTED = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s"))
_BUILDING = frozenset(("m", "l", "c", "v", "y", "h", "re"))
_SPOKEN = ("/ActualText", "/Alt", "/E")


class Judge(Protocol):
    """Says what goes, and gives what stands in its place."""

    def face(self, font: Any) -> Typeface:
        """The typeface of a font of the page's resources. Raises Uncertain."""

    def goes(self, matrix: Matrix, code: Code, size: float, rise: float) -> bool:
        """Whether a glyph goes that is set with this matrix."""

    def image(self, picture: Any, matrix: Matrix) -> Any | None:
        """The picture without the pixels that go; None when it stays."""

    def form(self, form: Any, resources: Any, matrix: Matrix, depth: int) -> Any | None:
        """A copy of a form without what goes; None when it stays."""

    def under(self, place: Rectangle) -> list[Rectangle]:
        """The rectangles under which the pixels of a picture at this place go."""

    def under_box(self, box: Rectangle) -> bool:
        """Whether a drawing lies partly under a rectangle that is to be emptied."""

    def within_box(self, box: Rectangle) -> bool:
        """Whether a drawing lies wholly under such a rectangle."""


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


class Run:
    """Takes the instructions of one content stream, one after the other; what it makes of them it gives when it is done."""

    def __init__(self, content: Judge, resources: Any, matrix: Matrix, depth: int) -> None:
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
        """The content without what goes; None when nothing of it did."""
        if not self.changed:
            return None
        for _ in self.saved:
            self._put([], "Q")
        return pikepdf.unparse_content_stream(self.made)

    def take(self, instruction: Any) -> None:
        """The next instruction. Raises Uncertain when what goes cannot be told from what stays."""
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
        self.state = replace(self.state, matrix=times(numbers(operands), self.state.matrix))
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
        self.line = self.text = numbers(operands)
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
        edges = [float(one) for one in operands]
        if operator == "re":
            x, y, width, height = edges
            edges = [x, y, x + width, y, x, y + height, x + width, y + height]
        elif operator in ("c", "v", "y"):
            self.straight = False
        self.points.extend(
            moved(self.state.matrix, edges[at], edges[at + 1]) for at in range(0, len(edges) - 1, 2)
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
_METHODS: dict[str, Callable[[Run, str, list[Any]], bool]] = {
    "q": Run._save,
    "Q": Run._restore,
    "cm": Run._concatenate,
    "gs": Run._extended,
    "Tf": Run._font,
    **dict.fromkeys(_SET, Run._set),
    "BT": Run._begin,
    "Tm": Run._place,
    "Td": Run._move,
    "TD": Run._move,
    "T*": Run._next,
    **dict.fromkeys(("Tj", "TJ", "'", '"'), Run._show),
    "BDC": Run._mark,
    "BMC": Run._mark,
    "EMC": Run._unmark,
    "Do": Run._draw,
    "INLINE IMAGE": Run._inline,
}


def _flush(stays: bytearray, kept: list[Any]) -> None:
    """Put the codes gathered so far among what is kept, as one string."""
    if stays:
        kept.append(pikepdf.String(bytes(stays)))
        stays.clear()


def _free_name(drawings: Any) -> str:
    number = 1
    while f"/Kept{number}" in drawings:
        number += 1
    return f"/Kept{number}"


def numbers(operands: Sequence[Any]) -> Matrix:
    """Six operands as a transformation."""
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.4f}")
