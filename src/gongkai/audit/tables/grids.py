"""The real tables of a file: which cell a place of the text lies in, and the cells to the right of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from gongkai.audit.tables.slots import Slots, kept


class CellLike(Protocol):
    """A cell of a real table: where it is in the table, and its text's place in the file's text."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class TableLike(Protocol):
    """A real table: the stretch of the file's text it takes up, and its cells."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def cells(self) -> Sequence[CellLike]: ...


class _Grid:
    __slots__ = ("cells", "end", "rows", "start", "starts")

    def __init__(self, table: TableLike) -> None:
        self.start, self.end = table.start, table.end
        self.cells = sorted(table.cells, key=lambda cell: (cell.start, cell.column))
        self.starts = [cell.start for cell in self.cells]
        self.rows: dict[int, list[CellLike]] = defaultdict(list)
        for cell in sorted(table.cells, key=lambda cell: cell.column):
            self.rows[cell.row].append(cell)

    def at(self, place: int) -> CellLike | None:
        number = bisect_right(self.starts, place) - 1
        while number >= 0:
            if self.cells[number].end > place:
                return self.cells[number]
            if self.starts[number] < place - _FAR:
                return None
            number -= 1
        return None


_FAR = 400


class Grids:
    """The real tables within a stretch of a file's text."""

    __slots__ = ("_grids",)

    def __init__(self, tables: Sequence[TableLike], start: int, end: int) -> None:
        self._grids = [_Grid(table) for table in tables if table.start < end and table.end > start]

    def stretch(self, place: int) -> tuple[int, int] | None:
        """The stretch of the innermost table around the place."""
        found = [(grid.end - grid.start, grid) for grid in self._grids if grid.at(place) is not None]
        if not found:
            return None
        grid = min(found, key=lambda item: item[0])[1]
        return grid.start, grid.end

    def right_of(self, place: int, until: int) -> Slots | None:
        """The cells to the right of the one at `place`; None outside a table, or in a cell that goes on past `until`."""
        found = self._innermost(place)
        if found is None:
            return None
        grid, cell = found
        if cell.end > until:
            return None
        beside = [other for other in grid.rows[cell.row] if other.column > cell.column]
        if not beside:
            return None
        items = kept([(other.start, other.end, other.text) for other in beside], row=True)
        return Slots("grid", items, cell.end, max(beside[-1].end, cell.end), whole=True)

    def below(self, place: int) -> list[Slots]:
        """The rows of the table below the cell at `place`, from the next on."""
        found = self._innermost(place)
        if found is None:
            return []
        grid, cell = found
        rows = []
        for number in sorted(row for row in grid.rows if row > cell.row):
            cells = grid.rows[number]
            items = kept([(other.start, other.end, other.text) for other in cells], row=True)
            rows.append(Slots("grid", items, cells[0].start, cells[-1].end, whole=True))
        return rows

    def _innermost(self, place: int) -> tuple[_Grid, CellLike] | None:
        best: tuple[_Grid, CellLike] | None = None
        for grid in self._grids:
            if grid.start <= place < grid.end:
                cell = grid.at(place)
                if cell is not None and (best is None or cell.end - cell.start < best[1].end - best[1].start):
                    best = grid, cell
        return best
