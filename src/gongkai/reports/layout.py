"""The tables as the statutory form prints them: merged headers, label columns, and where each number stands.

One grid serves every outlet: the office screen, the portal, HTML, DOCX and PDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai.law import forms
from gongkai.law.forms import Number
from gongkai.reports import cells


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a grid: a printed text, or the place of a cell's number (`cell`)."""

    text: str = ""
    cell: str = ""
    rowspan: int = 1
    colspan: int = 1
    scope: str = ""
    align: str = "center"

    @property
    def is_header(self) -> bool:
        """Whether the box names a row or a column."""
        return bool(self.scope)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the form. The first `head` rows name the columns; `widths` are relative."""

    id: str
    section: str
    caption: str
    head: int
    widths: tuple[float, ...]
    rows: tuple[tuple[Box, ...], ...]


def shown(cell: str, value: Number | None) -> str:
    """A number as it is printed: 0 for a blank (R11), an amount without needless decimals."""
    if value is None:
        return "0"
    if cells.is_decimal(cell):
        return f"{Decimal(value).normalize():f}"
    return str(int(value))


WIDTHS: dict[str, tuple[float, ...]] = {
    "s": (6.0, 0.8, 1.2),
    "t2": (1.5, 1.0, 1.0, 1.0),
    "t3": (0.75, 1.4, 4.3, 1.05, 0.85, 0.85, 1.08, 1.08, 0.85, 0.9),
}


@cache
def grids(version: str = cells.FORM) -> tuple[Grid, ...]:
    """The tables of a form in its order: two, three and four; the statistics of 2014; none in 2008."""
    form = cells.form(version)
    titles = {section.id: section.title for section in form.sections}
    return tuple(
        Grid(
            table.id,
            table.section,
            titles[table.section],
            0 if _headed_inside(table) else table.header_rows,
            WIDTHS.get(table.id) or (1.0,) * table.columns,
            tuple(
                tuple(
                    _box(cell, is_corner=number == 0 and cell.rowspan > 1 and cell.colspan > 1)
                    for cell in row
                )
                for number, row in enumerate(table.rows)
            ),
        )
        for table in form.layout.values()
    )


def _headed_inside(table: forms.LayoutTable) -> bool:
    """Whether columns are named again below the first rows (table two): then no row is the head of all."""
    return any(cell.kind == "heading" for row in table.rows[table.header_rows :] for cell in row)


def _box(cell: forms.LayoutCell, *, is_corner: bool) -> Box:
    """A printed cell with what it names; the corner holds a note and names nothing. Table two has headings inside."""
    scope = ""
    if cell.kind == "heading" and not is_corner:
        scope = "colgroup" if cell.colspan > 1 else "col"
    elif cell.kind == "label":
        scope = "rowgroup" if cell.rowspan > 1 else "row"
    left = is_corner or scope == "row"
    return Box(cell.text, cell.cell, cell.rowspan, cell.colspan, scope, "left" if left else "center")
