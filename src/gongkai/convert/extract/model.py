"""What is got out of a file: one text, and the tables in it, every cell with its place in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ExtractedCell:
    """A cell of a table; `text` is the file's text from `start` to `end`."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ExtractedTable:
    """A table at `text[start:end]`; merged cells are listed once, with their spans."""

    start: int
    end: int
    cells: tuple[ExtractedCell, ...]
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about the extraction. `code` is stable; `text` is a Chinese sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's visible text, blocks on lines of their own, a table's row one a line with its cells between tabs.

    `kind`: html, txt, docx, xlsx, pdf or image; `title`: what the file calls itself, outside its text.
    """

    kind: str
    text: str
    tables: tuple[ExtractedTable, ...] = ()
    title: str = ""
    notes: tuple[Note, ...] = ()


class Unreadable(Exception):  # noqa: N818 - named after what the file is
    """No text can be got out of the file. `code` is stable: empty, encrypted, legacy, too_large, damaged, crashed, …"""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(slots=True)
class Cell:
    """A cell on its way into a text: where it stands in its table, what it spans, its words."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Writer:
    """Puts blocks and tables one after the other and remembers where each cell went."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    tables: list[ExtractedTable] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def line(self, text: str) -> None:
        """A block on a line of its own."""
        self._add(text + "\n")

    def table(self, cells: Iterable[Cell], columns: int | None = None) -> None:
        """A table: its rows as lines, its cells between tabs; a cell's own line breaks become spaces."""
        ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
        if not ordered:
            return
        start, placed, row = self.length, [], 0
        first_in_row = True
        for cell in ordered:
            while row < cell.row:
                self._add("\n")
                row, first_in_row = row + 1, True
            if not first_in_row:
                self._add("\t")
            first_in_row = False
            words = " ".join(cell.text.split())
            at = self.length
            self._add(words)
            placed.append(
                ExtractedCell(cell.row, cell.column, cell.rowspan, cell.colspan, words, at, self.length)
            )
        end = self.length
        self._add("\n")
        width = columns or max(cell.column + cell.colspan for cell in ordered)
        self.tables.append(ExtractedTable(start, end, tuple(placed), row + 1, width))

    def note(self, code: str, text: str) -> None:
        """Say something about the extraction, once."""
        if all(note.code != code for note in self.notes):
            self.notes.append(Note(code, text))

    def done(self, kind: str, title: str = "") -> Extracted:
        """The file as extracted."""
        return Extracted(kind, "".join(self.parts), tuple(self.tables), title, tuple(self.notes))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def placed(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[Cell]:
    """Cells given row by row as (text, rowspan, colspan), each put into the first free column of its row."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, listed in enumerate(rows):
        column = 0
        for text, rowspan, colspan in listed:
            while (row, column) in taken:
                column += 1
            if rowspan > 1:
                taken.update(
                    (row + down, column + right) for down in range(1, rowspan) for right in range(colspan)
                )
            cells.append(Cell(row, column, text, rowspan, colspan))
            column += colspan
    return cells
