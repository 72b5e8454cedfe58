"""A sheet of a workbook, or a CSV file, as a table: merged cells stay merged, what is hidden stays out and is told."""

from __future__ import annotations

import csv
import html
import io
import re
import warnings
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import CellCoordinatesException

from gongkai.convert.decoding import decode
from gongkai.convert.extract.model import Unreadable
from gongkai.convert.extract.packages import damaged
from gongkai.convert.intake import headings, writing
from gongkai.convert.intake.model import Cell, Note, Table, Taken, Tally
from gongkai.convert.intake.opening import Package

MOST_ROWS = 200
"""Rows that a reader can still make use of on a page; a longer table is better a file or a declared list."""

MOST_COLUMNS = 60
_MOST_CELLS = 2_000_000
_PLACES = re.compile(r"0+(?:\.(0+))?(%?)")


def take(data: bytes, kind: str, sheet: str, cells: str) -> Taken:
    """The sheet (the first that is shown, unless named) or a part of it as a table.

    A table of more than MOST_ROWS is not put into the text: `html` is empty then, with the note `many_rows`.
    Raises Unreadable: damaged, bomb, macros, entities, no_sheet, no_range, empty, not_text.
    """
    tally = Tally()
    table = _from_csv(data) if kind == "csv" else _from_sheet(_chosen(data, sheet, tally), cells, tally)
    if not any(cell.text for cell in table.cells):
        raise Unreadable("empty", "所选的工作表里没有内容；请另选工作表或者范围。")
    if table.columns > MOST_COLUMNS:
        raise Unreadable("no_range", f"表格有{table.columns}列，页面上无法阅读；请选定范围，如 A1:H40。")
    if table.rows > MOST_ROWS:
        return Taken(kind, notes=(Note("many_rows", table.rows), *tally.notes()))
    headings.set_headers(table, set())
    return Taken(kind, writing.table(table), notes=tally.notes())


def _from_csv(data: bytes) -> Table:
    found = decode(data)
    if found is None:
        raise Unreadable("not_text", "文件不是 UTF-8 或者 GB18030 编码的文本。")
    first = next((line for line in found.text.splitlines() if line.strip()), "")
    separator = "\t" if "\t" in first and "," not in first else ","
    try:
        read = [
            row for row in csv.reader(io.StringIO(found.text, newline=""), delimiter=separator) if any(row)
        ]
    except csv.Error as error:
        raise damaged() from error
    columns = max((len(row) for row in read), default=0)
    listed = [
        _cell(row, column, values[column] if column < len(values) else "")
        for row, values in enumerate(read)
        for column in range(columns)
    ]
    return Table(listed, len(read), columns)


def _chosen(data: bytes, name: str, tally: Tally) -> Any:
    package = Package(data)
    for part in package.names:
        if part.endswith((".xml", ".rels")):
            package.xml(part)  # declares no entities, is no larger than allowed
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets whatever its parsers raise through
        raise damaged() from error
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(shown) < len(book.worksheets):
        tally.add("hidden_sheets", count=len(book.worksheets) - len(shown))
    others = [sheet.title for sheet in shown]
    if name and name not in others:
        raise Unreadable("no_sheet", f"没有名为“{name}”的工作表；有：{'、'.join(others[:20])}。")
    if not shown:
        raise Unreadable("no_sheet", "这个工作簿没有可见的工作表。")
    if len(others) > 1:
        tally.add("other_sheets", "、".join(other for other in others if other != (name or others[0])))
    return book[name] if name else shown[0]


def _from_sheet(sheet: Any, cells: str, tally: Tally) -> Table:
    left, top, right, bottom = _bounds(sheet, cells)
    rows = [row for row in range(top, bottom + 1) if not sheet.row_dimensions[row].hidden]
    columns = [column for column in range(left, right + 1) if column not in _hidden_columns(sheet)]
    hidden = (bottom - top + 1 - len(rows)) + (right - left + 1 - len(columns))
    if hidden:
        tally.add("hidden_cells", count=hidden)
    spans, covered = _merged(sheet, rows, columns)
    listed = []
    for at, row in enumerate(rows):
        for place, column in enumerate(columns):
            if (at, place) not in covered:
                source = spans.get((at, place), (row, column, 1, 1))
                text = shown(sheet.cell(source[0], source[1]))
                listed.append(_cell(at, place, text, source[2], source[3]))
    return _trimmed(Table(listed, len(rows), len(columns)))


def _bounds(sheet: Any, cells: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = 1, 1, sheet.max_column or 1, sheet.max_row or 1
    if cells.strip():
        try:
            first, upper, far, low = range_boundaries(cells.strip().upper().replace("：", ":"))
        except (ValueError, TypeError, CellCoordinatesException) as error:
            raise Unreadable("no_range", f"范围“{cells[:20]}”写法不对；请写成 A1:F20 这样。") from error
        left, top = first or 1, upper or 1
        right, bottom = min(far or right, right), min(low or bottom, bottom)
    if left > right or top > bottom:
        raise Unreadable("no_range", f"范围“{cells[:20]}”里没有内容；请核对。")
    if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
        raise Unreadable("no_range", "工作表太大；请选定范围，如 A1:F20。")
    return left, top, right, bottom


def _hidden_columns(sheet: Any) -> set[int]:
    return {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min or 0, min(dimension.max or 0, 16_384) + 1)
    }


def _merged(
    sheet: Any, rows: list[int], columns: list[int]
) -> tuple[dict[tuple[int, int], tuple[int, int, int, int]], set[tuple[int, int]]]:
    """Merged cells by the place of what is seen of them: (source row, source column, colspan, rowspan); and what they cover."""
    spans, covered = {}, set()
    for area in sheet.merged_cells.ranges:
        down = [at for at, row in enumerate(rows) if area.min_row <= row <= area.max_row]
        across = [at for at, column in enumerate(columns) if area.min_col <= column <= area.max_col]
        if down and across:
            spans[down[0], across[0]] = (area.min_row, area.min_col, len(across), len(down))
            covered |= {(row, column) for row in down for column in across} - {(down[0], across[0])}
    return spans, covered


def _trimmed(table: Table) -> Table:
    """Without the blank rows and columns at the end that a sheet keeps where something once stood."""
    rows = max((cell.row + cell.rowspan for cell in table.cells if cell.text), default=0)
    columns = max((cell.column + cell.colspan for cell in table.cells if cell.text), default=0)
    kept = [cell for cell in table.cells if cell.row < rows and cell.column < columns]
    for cell in kept:
        cell.rowspan, cell.colspan = (
            min(cell.rowspan, rows - cell.row),
            min(cell.colspan, columns - cell.column),
        )
    return Table(kept, rows, columns)


def _cell(row: int, column: int, text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    words = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
    return Cell(row, column, html.escape(words, quote=False).replace("\n", "<br>"), words, colspan, rowspan)


def shown(cell: Any) -> str:
    """A value as the sheet prints it, as far as its number format is a plain one."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value.year}年{value.month}月{value.day}日 {value:%H:%M}"
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value)


def _number(value: float, pattern: str) -> str:
    first = pattern.split(";")[0]
    found = _PLACES.search(first.replace("#,##0", "0"))
    comma = "," if "#,##0" in first else ""
    if found and (found[1] or found[2] or comma):
        places = len(found[1] or "")
        return f"{value * (100 if found[2] else 1):{comma}.{places}f}{found[2]}"
    return str(value) if isinstance(value, int) else f"{value:.10f}".rstrip("0").rstrip(".")
