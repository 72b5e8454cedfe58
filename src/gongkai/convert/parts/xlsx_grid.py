"""The cells of a sheet: which of them are seen, and the table they make."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.exceptions import CellCoordinatesException

from gongkai.convert.parts.ooxml_strand import Cell, Cells, Holder, Strand, child, descendants, local, value
from gongkai.convert.parts.xlsx_cells import CellValue, Formula, Styles, runs

_MOST_COLUMNS = 16384

_BLOCK = 64
"""Rows that are looked up together among the merged cells."""

_Area = tuple[int, int, int, int]
"""Left column, upper row, right column, lower row."""


class Hidden:
    """Which rows and columns of a sheet nobody sees, and which cells a merged one covers."""

    def __init__(self, root: Any) -> None:
        defaults = child(root, "sheetFormatPr")
        self.rows_by_default = defaults is not None and value(defaults, "zeroHeight") in ("1", "true")
        self._columns: set[int] = set()
        for column in descendants(root, "col"):
            if value(column, "hidden") in ("1", "true") or _zero(value(column, "width", "1")):
                first, last = _whole(value(column, "min")), _whole(value(column, "max"))
                self._columns.update(range(first, min(last, _MOST_COLUMNS) + 1))
        self._corners: dict[tuple[int, int], tuple[int, int]] = {}
        self._merged: dict[int, list[_Area]] = {}
        self._tall: list[_Area] = []
        for merged in descendants(root, "mergeCell"):
            if area := _area(value(merged, "ref")):
                self._merge(*area)

    def _merge(self, left: int, top: int, right: int, down: int) -> None:
        self._corners[top, left] = (down - top + 1, right - left + 1)
        first, last = top // _BLOCK, down // _BLOCK
        if last - first >= _BLOCK:
            self._tall.append((left, top, right, down))
            return
        for block in range(first, last + 1):
            self._merged.setdefault(block, []).append((left, top, right, down))

    def row(self, row: Any) -> bool:
        """Whether a row is hidden, or has no height."""
        stated = value(row, "hidden")
        if stated:
            return stated in ("1", "true")
        height = value(row, "ht")
        return _zero(height) if height else self.rows_by_default

    def span(self, row: int, column: int) -> tuple[int, int]:
        """How many rows and columns a cell takes up."""
        return self._corners.get((row, column), (1, 1))

    def cell(self, row: int, column: int) -> bool:
        """Whether a cell stands in a hidden column, or in one without width, or lies under a merged one."""
        if column in self._columns:
            return True
        if not self._corners:
            return False
        return (row, column) not in self._corners and any(
            left <= column <= right and top <= row <= down
            for areas in (self._merged.get(row // _BLOCK, ()), self._tall)
            for left, top, right, down in areas
        )


@dataclass(frozen=True, slots=True)
class _Item:
    """A cell on its way into a strand."""

    row: int
    column: int
    span: tuple[int, int]
    holders: list[Holder]
    address: str


class Table:
    """A strand's table in the making; rows and columns are counted without the empty ones."""

    def __init__(self, strand: Strand, sheet: str | None = None) -> None:
        self._cells = Cells(strand, strand.length)
        self._sheet = sheet
        self._rows: list[int] = []

    def add(self, item: _Item) -> None:
        """The next cell, in the order of the rows."""
        strand, rows = self._cells.strand, self._rows
        new = not rows or item.row != rows[-1]
        if rows:
            strand.gap("\n" if new else "\t")
        if new:
            rows.append(item.row)
        at = strand.length
        for holder in item.holders:
            strand.take(holder)
        if item.address:
            strand.mark(at, sheet=self._sheet, cell=item.address)
        self._cells.made.append(Cell(len(rows) - 1, item.column, at, strand.length, *item.span))

    def put(self, row: int, column: int, holder: Holder) -> None:
        """The next cell, which has no address."""
        self.add(_Item(row, column, (1, 1), [holder], ""))

    def close(self) -> None:
        """Leave the table with its strand."""
        made = self._cells.made
        columns = sorted({cell.column for cell in made})
        for cell in made:
            end = bisect_left(columns, cell.column + cell.colspan)
            cell.column = bisect_left(columns, cell.column)
            cell.colspan = end - cell.column
            last = bisect_left(self._rows, self._rows[cell.row] + cell.rowspan)
            cell.rowspan = max(1, last - cell.row)
        self._cells.close()
        if made:
            self._cells.strand.gap("\n")


class Grid:
    """The cells of one sheet."""

    def __init__(
        self, title: str, styles: Styles, strings: list[list[Holder]], used: set[int], hidden: Hidden
    ) -> None:
        self._title = title
        self._styles = styles
        self._strings = strings
        self._used = used
        self._hidden = hidden

    def read(self, root: Any, shown: Strand, hidden: Strand, formulas: Strand) -> None:
        """Each cell to what is seen or to what is not; what is not seen stands under the sheet's headings."""
        shown_table, hidden_table = Table(shown, self._title), Table(hidden, self._title)
        heading: list[_Item] = []
        headed = False
        for row, column, cell, row_hidden in self._cells(root):
            below = {local(node): node for node in cell}
            address = f"{get_column_letter(column)}{row}"
            formula = below.get("f")
            if formula is not None and formula.text:
                at = formulas.length
                formulas.take(Formula(formula))
                formulas.mark(at, sheet=self._title, cell=address)
                formulas.gap("\n")
            holders = self._holders(cell, below)
            if not holders:
                continue
            item = _Item(row, column, self._hidden.span(row, column), holders, address)
            if not (row_hidden or self._hidden.cell(row, column) or self._styles.invisible(cell)):
                shown_table.add(item)
                if len(heading) < 2 or heading[0].row == row:
                    heading = [*(one for one in heading if one.row == row), item]
                continue
            for one in heading if not headed and heading and heading[0].row < row else ():
                hidden_table.add(one)
                headed = True
            hidden_table.add(item)
        shown_table.close()
        hidden_table.close()

    def _cells(self, root: Any) -> Iterator[tuple[int, int, Any, bool]]:
        """(row, column, cell, whether the row is hidden), counted from 1."""
        number = 0
        for row in (row for data in root if local(data) == "sheetData" for row in data):
            if local(row) != "row":
                continue
            number = _whole(row.get("r", "")) or number + 1
            hidden = self._hidden.row(row)
            column = 0
            for cell in row:
                if local(cell) == "c":
                    column = column_number(cell.get("r")) or column + 1
                    yield number, column, cell, hidden

    def _holders(self, cell: Any, below: dict[str, Any]) -> list[Holder]:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return runs(below["is"]) if "is" in below else []
        written = below.get("v")
        if written is None or not written.text:
            return []
        if kind == "s":
            index = _whole(written.text.strip())
            self._used.add(index)
            return self._strings[index] if index < len(self._strings) else []
        return [CellValue(written, self._styles.shown(cell, written.text))]


@lru_cache(_MOST_COLUMNS)
def _column_of(letters: str) -> int:
    try:
        return min(column_index_from_string(letters), _MOST_COLUMNS) if letters else 0
    except ValueError:
        return 0


def column_number(reference: str | None) -> int:
    return _column_of((reference or "").rstrip("0123456789"))


def _area(reference: str) -> _Area | None:
    try:
        left, top, right, down = range_boundaries(reference)
    except (ValueError, CellCoordinatesException):
        return None
    if left is None or top is None or right is None or down is None:
        return None
    return left, top, right, down


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False
