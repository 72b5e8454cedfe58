"""Workbooks: every visible sheet a table, with the values Excel last computed."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date, datetime
from typing import Any

import openpyxl

from gongkai.convert.extract.model import Cell, Extracted, Writer
from gongkai.convert.extract.packages import damaged, opened

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
MOST_ROWS, MOST_COLUMNS = 5000, 200


def from_xlsx(data: bytes) -> Extracted:
    """The sheets as tables, each after a line with its name. Raises Unreadable: damaged, encrypted, bomb."""
    with opened(data) as package:
        parts = [name for name in package.namelist() if name.endswith(".xml")]
        calculates = any(_FORMULA.search(package.read(name)) for name in parts)
    book = _book(data, values=True)
    formulas = _book(data, values=False) if calculates else book
    writer = Writer()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        writer.line(str(sheet.title))
        _sheet(sheet, formulas[sheet.title], writer)
    return writer.done("xlsx", str(book.properties.title or ""))


def _book(data: bytes, *, values: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except Exception as error:  # openpyxl lets whatever its parsers raise through
        raise damaged() from error


def _sheet(sheet: Any, formulas: Any, writer: Writer) -> None:
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1)
        for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1)
    } - spans.keys()
    cells = []
    rows = min(sheet.max_row or 0, MOST_ROWS)
    columns = min(sheet.max_column or 0, MOST_COLUMNS)
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            if (row, column) in covered:
                continue
            value = sheet.cell(row, column).value
            if value is None and str(formulas.cell(row, column).value or "").startswith("="):
                writer.note("formulas", "表中有公式，文件里没有存它算出的值；请在 Excel 中打开并保存后再读。")
            rowspan, colspan = spans.get((row, column), (1, 1))
            cells.append(Cell(row - 1, column - 1, _shown(value), rowspan, colspan))
    if any(cell.text for cell in cells):
        writer.table(cells, columns)


def _shown(value: Any) -> str:
    """A value as the sheet would print it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)
