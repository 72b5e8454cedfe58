"""Writing cells of a workbook so that nothing a person typed can act as a formula, and a table looks as the form prints it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.law.forms import Number
from gongkai.reports.layout import Box, Grid

Value = str | int | Decimal | date | None
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_IN_NAMES = str.maketrans(dict.fromkeys(r"\/?*[]:", "·"))
SIDE = Side(style="thin", color="000000")
BORDER = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)
HEAD = PatternFill("solid", fgColor="EEF2F6")
WIDTH = 92.0


def new() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def sheet(book: Workbook, name: str, *, landscape: bool = True) -> Worksheet:
    """A new A4 sheet, as wide as the page."""
    made: Worksheet = book.create_sheet(name.translate(NOT_IN_NAMES)[:31])
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.orientation = "landscape" if landscape else "portrait"
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return made


def put(page: Worksheet, row: int, column: int, value: Value, *, bold: bool = False) -> Cell:
    """Write a value; a text stays a text, whatever it begins with."""
    box = page.cell(row, column)
    if not isinstance(box, Cell):
        raise TypeError("a merged cell is written through its first one")
    if isinstance(value, str):
        box.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        box.data_type = "s"
        box.quotePrefix = value[:1] in "=+-@"  # so that it stays a text when somebody edits the cell
    else:
        box.value = value
        if isinstance(value, date) and not isinstance(value, datetime):
            box.number_format = "yyyy-mm-dd"
    if bold:
        box.font = Font(bold=True)
    return box


def title(page: Worksheet, row: int, text: str, columns: int) -> None:
    """A title over the whole width."""
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    box = put(page, row, 1, text)
    box.font = Font(bold=True, size=14)
    box.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.row_dimensions[row].height = 30


def grid(page: Worksheet, top: int, table: Grid, number: Callable[[str], Number | None]) -> int:
    """Draw a table of the form from row `top` with merged headers; the row after it."""
    for column, width in enumerate(table.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = WIDTH * width / sum(table.widths)
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(table.rows, start=top):
        column = 1
        for box in boxes:
            while (row, column) in taken:
                column += 1
            _box(page, row, column, box, number)
            taken |= {
                (row + down, column + right) for down in range(box.rowspan) for right in range(box.colspan)
            }
            column += box.colspan
    return top + len(table.rows)


def _box(page: Worksheet, row: int, column: int, box: Box, number: Callable[[str], Number | None]) -> None:
    written = put(page, row, column, number(box.cell) if box.cell else box.text)
    last_row, last_column = row + box.rowspan - 1, column + box.colspan - 1
    if (last_row, last_column) != (row, column):
        page.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)
    for line in page.iter_rows(row, last_row, column, last_column):
        for part in line:
            part.border = BORDER
    horizontal = "left" if box.align == "left" else "center"
    written.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    if box.is_header:
        written.fill = HEAD
        written.font = Font(bold=box.scope.startswith("col"))


def rows(
    page: Worksheet,
    top: int,
    headings: Sequence[str],
    lines: Sequence[Sequence[Value]],
    widths: Sequence[float],
) -> None:
    """A plain list with a heading that stays in view and can be filtered."""
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), start=1):
        box = put(page, top, column, heading, bold=True)
        box.fill, box.border = HEAD, BORDER
        box.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = width
    for row, line in enumerate(lines, start=top + 1):
        for column, value in enumerate(line, start=1):
            if value is not None:  # an empty cell costs as much as a full one
                put(page, row, column, value)
    page.freeze_panes = f"B{top + 1}"
    if lines:
        page.auto_filter.ref = f"A{top}:{get_column_letter(len(headings))}{top + len(lines)}"


def saved(book: Workbook) -> bytes:
    """The workbook as bytes."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
