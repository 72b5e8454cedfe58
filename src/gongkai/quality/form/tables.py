"""Tables: a header row, and totals that are the sum of what stands above or below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.quality.form.model import Cell, Facts, Finding, Table, Text, in_block

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|共\s*计)[：:]?")
_PARTIAL = re.compile(r"小\s*计|其中|分计|占比|[（(][一二三四五六七八九十][）)]|[一二三四五六七八九十]、")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d{1,6})?")
_BLANK = {"", "-", "—", "——", "/", "无"}
_NOT_ADDED = re.compile(r"序号|编号|年|代码|编码|电话|%|率|比|单价|标准|均|排名|名次|增长|同比")
_CODE = re.compile(r"\d{1,20}")
LEAST_ROWS, SHORTEST_CODE = 2, 3


def headers(text: Text, facts: Facts) -> Iterator[Finding]:
    """A table of several rows and columns in which no cell is a header."""
    for table in text.tables:
        has_header = any(cell.is_header for row in table.rows for cell in row)
        if len(table.rows) > LEAST_ROWS and min(len(row) for row in table.rows) > 1 and not has_header:
            block = text.blocks[table.block]
            why = "表格没有表头行，读屏软件说不出每列是什么；请把第一行设为表头。"
            yield in_block("element.table_header", block, 0, min(len(block.text), 40), why)


def sums(text: Text, facts: Facts) -> Iterator[Finding]:
    """A column whose total is not the sum of its numbers. Tables with subtotals or merged rows are left alone."""
    for table in text.tables:
        found = _total_row(table)
        if found is None:
            continue
        total, rows, heads = found
        for column in range(1, len(total)):
            head = "".join(row[column].text for row in heads if column < len(row))
            said = _difference(total[column], [row[column] for row in rows])
            at = total[column].block
            if said and at is not None and not _NOT_ADDED.search(head):
                block = text.blocks[at]
                name = f"“{head[:20]}”列" if head else f"第{column + 1}列"
                why = f"{name}合计写的是{total[column].text}，各行相加是{said}，请核对。"
                yield in_block("form.sums", block, 0, len(block.text), why)


def _total_row(table: Table) -> tuple[list[Cell], list[list[Cell]], list[list[Cell]]] | None:
    """The total, the rows it adds up, and the header rows; None unless that is certain."""
    rows = table.rows
    at = [number for number, row in enumerate(rows) if row and _TOTAL.fullmatch(row[0].text)]
    if len(at) != 1 or len({len(row) for row in rows}) > 1:
        return None
    if any(cell.rowspan > 1 or cell.colspan > 1 for row in rows for cell in row):
        return None
    first = next(
        (n for n, row in enumerate(rows) if any(_value(cell) is not None for cell in row[1:])), len(rows)
    )
    added = [row for number, row in enumerate(rows) if number >= first and number != at[0]]
    if len(added) < LEAST_ROWS or at[0] not in (first, len(rows) - 1):
        return None
    if any(_PARTIAL.search(cell.text) for row in added for cell in row[:2]) or _nested(
        [row[0].text for row in added]
    ):
        return None
    return rows[at[0]], added, rows[:first]


def _nested(names: list[str]) -> bool:
    """Whether some rows are parts of others by their codes (201, 20101)."""
    codes = {found[0] for name in names if (found := _CODE.match(name))}
    return any(code[:length] in codes for code in codes for length in range(SHORTEST_CODE, len(code)))


def _value(cell: Cell) -> Decimal | None:
    """The number in a cell; None when there is none."""
    text = cell.text.replace(" ", "")
    return Decimal(re.sub("[,，]", "", text)) if _NUMBER.fullmatch(text) else None


def _difference(total: Cell, cells: list[Cell]) -> str:
    """The sum where it is another than the total, beyond rounding; empty when they agree or nothing is certain."""
    wanted = _value(total)
    values = [_value(cell) for cell in cells]
    known = [value for value in values if value is not None]
    unclear = any(
        value is None and cell.text not in _BLANK for value, cell in zip(values, cells, strict=True)
    )
    if wanted is None or unclear or len(known) < LEAST_ROWS:
        return ""
    places = max(-int(value.as_tuple().exponent) for value in (*known, wanted))
    allowed = Decimal(0) if places == 0 else Decimal(len(known)) / (2 * Decimal(10) ** places)
    found = sum(known, Decimal(0))
    return "" if abs(found - wanted) <= allowed else f"{found:,}"
