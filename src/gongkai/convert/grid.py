"""A table with merged cells, checked before it is drawn, whichever format it is drawn in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Cell:
    """A cell: its text and how many columns and rows it covers."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    header: bool = False
    align: Align = "center"


@dataclass(frozen=True)
class Placed:
    """A cell with the row and column of its upper left corner."""

    row: int
    column: int
    cell: Cell


def cell(value: Cell | Mapping[str, Any] | str) -> Cell:
    """A cell from a cell, a mapping of its fields, or its text."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, Mapping):
        return Cell(**{**value, "text": str(value["text"])})
    return Cell(str(value))


def place(
    rows: Sequence[Sequence[Cell | Mapping[str, Any] | str]], columns: int | None = None
) -> list[Placed]:
    """Put every cell where it belongs, as HTML does: left to right, passing over what a rowspan covers.

    Raises ValueError, naming the row, when cells overlap, stick out, or leave a hole.
    """
    taken: dict[tuple[int, int], bool] = {}
    placed: list[Placed] = []
    width = columns or sum(cell(value).colspan for value in rows[0])
    for number, row in enumerate(rows):
        column = 0
        for value in row:
            this = cell(value)
            while (number, column) in taken:
                column += 1
            covered = [
                (number + down, column + right)
                for down in range(this.rowspan)
                for right in range(this.colspan)
            ]
            if column + this.colspan > width or number + this.rowspan > len(rows):
                raise ValueError(f"row {number + 1}: a cell sticks out of the table: {this.text!r}")
            if any(slot in taken for slot in covered):
                raise ValueError(f"row {number + 1}: cells overlap at column {column + 1}: {this.text!r}")
            taken.update(dict.fromkeys(covered, True))
            placed.append(Placed(number, column, this))
            column += this.colspan
        missing = [column for column in range(width) if (number, column) not in taken]
        if missing:
            raise ValueError(f"row {number + 1}: no cell at column {missing[0] + 1} of {width}")
    return placed


def width(placed: Sequence[Placed]) -> int:
    """How many columns the table has."""
    return max(item.column + item.cell.colspan for item in placed)


def header_rows(placed: Sequence[Placed]) -> int:
    """How many rows at the top hold header cells only: they are repeated on every page."""
    last = max(item.row for item in placed)
    count = 0
    while count <= last and all(item.cell.header for item in placed if item.row == count):
        count += 1
    reach = max((item.row + item.cell.rowspan for item in placed if item.row < count), default=0)
    return count if count <= last and reach <= count else 0
