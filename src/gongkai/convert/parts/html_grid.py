"""The tables of a page, gathered cell by cell while it is walked."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.convert.extract.html import MOST_SPAN
from gongkai.convert.extract.model import ExtractedCell, ExtractedTable
from gongkai.convert.parts.mapped import Mapped

_MOST_COLUMNS = 1_000
"""Columns in which cells may reach down: no list of persons has as many."""


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    rowspan: int
    colspan: int
    start: int
    end: int


@dataclass(slots=True)
class Grid:
    """A table while it is open: rows as lines of `target`, cells between tabs."""

    target: Mapped
    start: int
    cells: list[_Cell] = field(default_factory=list)
    row: int = -1
    column: int = 0
    is_open: bool = False
    holds_tables: bool = False
    taken: dict[int, int] = field(default_factory=dict)
    """For a column the last row that a cell from above reaches down to."""

    def open_row(self) -> None:
        """The next row begins."""
        self.close_cell()
        if self.target.last not in ("", "\n"):
            self.target.add("\n")
        self.row, self.column = self.row + 1, 0

    def open_cell(self, rowspan: str, colspan: str) -> None:
        """The next cell begins, in the first free column of its row."""
        self.close_cell()
        if self.row < 0:
            self.open_row()
        elif self.cells and self.cells[-1].row == self.row:
            self.target.add("\t")
        while self.taken.get(self.column, -1) >= self.row:
            self.column += 1
        cell = _Cell(self.row, self.column, _span(rowspan), _span(colspan), self.target.length, 0)
        if cell.rowspan > 1:
            for column in range(self.column, min(self.column + cell.colspan, _MOST_COLUMNS)):
                self.taken[column] = self.row + cell.rowspan - 1
        self.cells.append(cell)
        self.is_open = True

    def close_cell(self) -> None:
        """The open cell ends, if there is one."""
        if self.is_open:
            self.is_open = False
            self.cells[-1].end = self.target.length
            self.column = self.cells[-1].column + self.cells[-1].colspan

    def table(self, text: str) -> ExtractedTable | None:
        """The table in the finished text; None when it only lays the page out."""
        if self.holds_tables or len(self.cells) < 2:
            return None
        cells = [_placed(cell, text) for cell in self.cells]
        columns = max(cell.column + cell.colspan for cell in cells)
        return ExtractedTable(self.start, cells[-1].end, tuple(cells), self.row + 1, columns)


def _placed(cell: _Cell, text: str) -> ExtractedCell:
    """The cell without the blanks around its words."""
    words = text[cell.start : cell.end]
    start = cell.start + len(words) - len(words.lstrip())
    words = words.strip()
    return ExtractedCell(cell.row, cell.column, cell.rowspan, cell.colspan, words, start, start + len(words))


def _span(text: str) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
