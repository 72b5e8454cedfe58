"""The text of a PDF page by page, each character with the number PDFium knows it by, so that it can be found again on the page."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.convert.extract.model import ExtractedCell, ExtractedTable
from gongkai.convert.parts.pdf_characters import character_box, character_room
from gongkai.convert.parts.pdf_drawing import Cropped, Drawn, cropped, drawn_on, rules
from gongkai.convert.parts.pdf_geometry import Rectangle, shown
from gongkai.convert.parts.pdf_hidden import hidden_texts
from gongkai.convert.parts.pdf_rulings import Cell, Grid, grids
from gongkai.convert.radicals import without_radicals

MOST_CHARACTERS = 2_000_000
NOWHERE = -1
"""The number of a character that stands nowhere on the page: a line break, a tab between cells."""

_UNMAPPED_RUN = 3
_ENDS = frozenset("。；;：:！？!?")
_BREAKS = frozenset("\r\n")
_SOFT_HYPHENS = frozenset("\x02\ufffe\xad")


@dataclass(slots=True)
class Traced:
    """A text under way, with the page's own number of every character."""

    parts: list[str] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("l"))

    def put(self, text: str, number: int = NOWHERE) -> None:
        """Add characters that stand at one place on the page."""
        self.parts.append(text)
        self.numbers.extend([number] * len(text))

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page says.

    `numbers[i]` is PDFium's number of the character `text[i]`, NOWHERE for what was put between; `hidden` likewise holds what nobody
    sees. `unmapped`: glyphs are drawn there for which the file does not say what characters they are. `images`: where pictures
    are painted; `cropped`: those of which little is seen. `box`: what of the page is shown; `rotation`: how far it is turned, clockwise.
    """

    text: str
    numbers: array[int]
    tables: tuple[ExtractedTable, ...]
    hidden: str
    hidden_numbers: array[int]
    unmapped: bool
    images: tuple[Rectangle, ...]
    cropped: tuple[Cropped, ...]
    box: Rectangle
    rotation: int


def page_text(page: Any) -> PageText:
    """Read one page, a `pypdfium2.PdfPage`. Raises pypdfium2.PdfiumError when the page cannot be loaded."""
    drawn = drawn_on(page)
    paper = Rectangle(*page.get_bbox())
    rotation = page.get_rotation() % 360
    textpage = page.get_textpage()
    try:
        return _Reader(textpage.raw, drawn, hidden_texts(page, drawn, paper), paper, rotation).read()
    finally:
        textpage.close()


class _Reader:
    """Sorts the characters of a page into running text, cells of tables, and what is hidden."""

    def __init__(
        self, raw: Any, drawn: list[Drawn], hidden: set[int], paper: Rectangle, rotation: int
    ) -> None:
        self.raw = raw
        self.drawn = drawn
        self.hidden = hidden
        self.paper = paper
        self.rotation = rotation
        self.grids = grids(rules(drawn, rotation))
        code = pdfium.FPDFText_GetUnicode
        count = min(max(pdfium.FPDFText_CountChars(raw), 0), MOST_CHARACTERS)
        self.characters = without_radicals("".join([_character(code(raw, at)) for at in range(count)]))

    def read(self) -> PageText:
        running: list[int | Grid] = []
        unseen: list[int] = []
        cells: dict[int, dict[Cell, list[int]]] = {}
        last: tuple[Grid, Cell] | None = None
        concealed = False
        for number, character in enumerate(self.characters):
            if not character.strip():  # blanks and breaks are PDFium's: they follow what they come after
                (cells[id(last[0])][last[1]] if last else unseen if concealed else running).append(number)
                if concealed and character in _BREAKS:
                    running.append(number)
                continue
            concealed = bool(self.hidden) and self._is_hidden(number)
            last = None if concealed else self._cell(number, last)
            if concealed:
                unseen.append(number)
            elif last is None:
                running.append(number)
            else:
                grid, cell = last
                if id(grid) not in cells:
                    cells[id(grid)] = {}
                    running.append(grid)
                cells[id(grid)].setdefault(cell, []).append(number)
        body, tables = self._body(running, cells)
        hidden = Traced()
        self._lines(unseen, hidden)
        images = tuple(item.box for item in self.drawn if item.kind == pdfium.FPDF_PAGEOBJ_IMAGE)
        return PageText(
            body.text,
            body.numbers,
            tuple(tables),
            hidden.text,
            hidden.numbers,
            self._is_unmapped(),
            images,
            tuple(cropped(self.drawn, self.paper)) if images else (),
            self.paper,
            self.rotation,
        )

    def _is_hidden(self, number: int) -> bool:
        handle = pdfium.FPDFText_GetTextObject(self.raw, number)
        return bool(handle) and (ctypes.cast(handle, ctypes.c_void_p).value or 0) in self.hidden

    def _cell(self, number: int, last: tuple[Grid, Cell] | None) -> tuple[Grid, Cell] | None:
        """The cell a character stands in; one that follows the last without a gap is in no other than that."""
        if not self.grids:
            return None
        box = self._shown(number)
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        cells = ((grid, grid.at(x, y)) for grid in self.grids)
        found = next(((grid, cell) for grid, cell in cells if cell is not None), None)
        if found != last and number and self.characters[number - 1].strip() and self._adjoins(number):
            return last
        return found

    def _adjoins(self, number: int) -> bool:
        """Whether a character is set right behind the one before it."""
        before, box = (shown(character_room(self.raw, at), self.rotation) for at in (number - 1, number))
        gap = box.left - before.right
        height = max(box.height, before.height)
        return -0.5 * height < gap < 0.1 * height and abs(box.bottom - before.bottom) < 0.5 * height

    def _shown(self, number: int) -> Rectangle:
        return shown(character_box(self.raw, number), self.rotation)

    def _body(
        self, running: Iterable[int | Grid], cells: dict[int, dict[Cell, list[int]]]
    ) -> tuple[Traced, list[ExtractedTable]]:
        """The page in its order, each table where its first character stands."""
        body, tables, stretch = Traced(), [], list[int]()
        for item in running:
            if isinstance(item, int):
                stretch.append(item)
                continue
            self._lines(stretch, body)
            stretch = []
            tables.append(self._table(item, cells[id(item)], body))
        self._lines(stretch, body)
        return body, tables

    def _lines(self, numbers: Sequence[int], onto: Traced) -> None:
        """Running text, a line that the page's width has broken put together with the next."""
        lines = self._split(numbers)
        edges = [(self._shown(line[0]), self._shown(line[-1])) for line in lines]
        furthest = max((last.right for _, last in edges), default=0.0)
        for at, line in enumerate(lines):
            for number in line:
                onto.put(self._readable(number), number)
            if at + 1 == len(lines) or not self._goes_on(line, edges[at], edges[at + 1], furthest):
                onto.put("\n")
            elif _is_latin(self.characters[line[-1]]) and _is_latin(self.characters[lines[at + 1][0]]):
                onto.put(" ")

    def _split(self, numbers: Sequence[int]) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        for number in numbers:
            character = self.characters[number]
            if character in _BREAKS:
                lines.append([])
            elif character.strip() or lines[-1]:
                lines[-1].append(number)
        for line in lines:
            while line and not self.characters[line[-1]].strip():
                line.pop()
        return [line for line in lines if line]

    def _goes_on(
        self,
        line: Sequence[int],
        edges: tuple[Rectangle, Rectangle],
        following: tuple[Rectangle, Rectangle],
        furthest: float,
    ) -> bool:
        """Whether a line was full when it broke: it ends at the right margin, and the next begins further left than it ends."""
        first, last = edges
        height = max(last.height, 4.0)
        return (
            len(line) > 12
            and self.characters[line[-1]] not in _ENDS
            and last.right > furthest - 1.5 * height
            and following[0].left < first.left + 3 * height
            and following[0].bottom < last.top + 2.5 * height
        )

    def _table(self, grid: Grid, cells: dict[Cell, list[int]], onto: Traced) -> ExtractedTable:
        """A table's rows as lines, its cells between tabs; empty ones too, so that columns keep their places."""
        start, placed, row = len(onto.numbers), [], 0
        ordered = sorted(set(grid.owners.values()), key=lambda cell: (cell.row, cell.column))
        for at, cell in enumerate(ordered):
            if cell.row > row:
                onto.put("\n" * (cell.row - row))
                row = cell.row
            elif at:
                onto.put("\t")
            begun = len(onto.numbers)
            self._in_cell(cells.get(cell, ()), onto)
            placed.append((cell, begun, len(onto.numbers)))
        end = len(onto.numbers)
        onto.put("\n")
        text = onto.text[start:end]
        return ExtractedTable(
            start,
            end,
            tuple(
                ExtractedCell(
                    cell.row,
                    cell.column,
                    cell.rowspan,
                    cell.colspan,
                    text[begun - start : done - start],
                    begun,
                    done,
                )
                for cell, begun, done in placed
            ),
            len(grid.tops) - 1,
            len(grid.lefts) - 1,
        )

    def _in_cell(self, numbers: Sequence[int], onto: Traced) -> None:
        before = ""
        for line in self._split(numbers):
            if before and not (_is_wide(before) and _is_wide(self.characters[line[0]])):
                onto.put(" ")
            for number in line:
                onto.put(self._readable(number), number)
            before = self.characters[line[-1]]

    def _readable(self, number: int) -> str:
        character = self.characters[number]
        return "-" if character in _SOFT_HYPHENS else " " if character in "\t\r\n" else character

    def _is_unmapped(self) -> bool:
        """Whether glyphs are drawn whose characters the file does not tell: some in a row, or all there are."""
        run = 0
        for number, character in enumerate(self.characters):
            if character.isspace() or character in _SOFT_HYPHENS:
                continue
            strange = _is_strange(character) or pdfium.FPDFText_HasUnicodeMapError(self.raw, number) == 1
            run = run + 1 if strange else 0
            if run >= _UNMAPPED_RUN:
                return True
        written = any(item.kind == pdfium.FPDF_PAGEOBJ_TEXT for item in self.drawn)
        return written and not any(character.strip() for character in self.characters)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _is_strange(character: str) -> bool:
    return character < " " or character == "\ufffd" or "\ue000" <= character <= "\uf8ff"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_wide(character: str) -> bool:
    return ord(character) > 0x2E7F
