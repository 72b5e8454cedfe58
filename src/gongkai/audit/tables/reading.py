"""The tables of one report: which form they are of, the value of each cell, and what could not be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from gongkai.audit.model import Number, ReadTables, Span, Unread
from gongkai.audit.tables import losses, rows, single
from gongkai.audit.tables.alignment import Aligned, align
from gongkai.audit.tables.grids import Grids, TableLike
from gongkai.audit.tables.numbers import number
from gongkai.audit.tables.plans import plan
from gongkai.audit.tables.rows import Reading, TableRow
from gongkai.audit.tables.squeezed import Squeezed, without_page_numbers
from gongkai.audit.tables.words import words

_STATISTICS = "2014"
_TABLES = {"2014": ("s",), "2019": ("t2", "t3", "t4"), "2021": ("t2", "t3", "t4")}
_NOT_EXACT = 0.9
_STATISTICS_HEADING = re.compile(
    r"(?:\n|^|[一二三四五六七八九十]、|附[件表]?[一二三\d]?[:：]?)[ \t\u3000]*(政府信息公开(?:工作)?情况统计表)"
)


class Extract(Protocol):
    """What a file was taken apart into: its visible text and the real tables in it."""

    @property
    def text(self) -> str: ...
    @property
    def tables(self) -> Sequence[TableLike]: ...


class _Result:
    """The values as they are gathered."""

    def __init__(self) -> None:
        self.values: dict[str, Number | None] = {}
        self.where: dict[str, Span] = {}
        self.confidence: dict[str, float] = {}
        self.unread: list[Unread] = []
        self.spans: list[Span] = []


def read(extracted: Extract, start: int, end: int) -> ReadTables:
    """The table values of the report at `[start, end)` of the file's text.

    A cell left empty is None; a cell that cannot be told is no value but an `Unread` (ambiguous, values_lost,
    table_missing, row_missing, not_a_number), so that a printed error survives and nothing is made up.
    """
    squeezed = Squeezed(without_page_numbers(extracted.text, start, end), start, end)
    form = _form(squeezed)
    grids = Grids(extracted.tables, start, end)
    result = _Result()
    readings = _readings(form, squeezed, grids)
    if readings:
        _fill(result, readings, squeezed)
    _missing(result, form, readings, squeezed)
    found = form if readings else ""
    spans = tuple(sorted(result.spans, key=lambda span: span.start))
    return ReadTables(found, result.values, result.where, result.confidence, tuple(result.unread), spans)


def _form(squeezed: Squeezed) -> str:
    """The form by its own words, the year of the report left aside; 2021 when there is none of them."""
    counts = {form: sum(mark in squeezed.text for mark in marks) for form, marks in words().marks.items()}
    if counts[_STATISTICS] >= 5 and counts[_STATISTICS] > max(counts["2019"], counts["2021"]):
        return _STATISTICS
    if counts["2019"] == counts["2021"]:
        return (
            "2021" if "本年新收政府信息公开申请" not in squeezed.text or "不补正" in squeezed.text else "2019"
        )
    return "2019" if counts["2019"] > counts["2021"] else "2021"


def _readings(form: str, squeezed: Squeezed, grids: Grids) -> dict[str, Reading]:
    readings = {}
    for table in _TABLES[form]:
        finder = single if table == "t4" else rows
        found = finder.find(squeezed, plan(form, table), grids)
        if found is not None:
            readings[table] = found
    return readings


def _fill(result: _Result, readings: dict[str, Reading], squeezed: Squeezed) -> None:
    aligned = {
        table: align([row.row for row in read.rows], squeezed.source) for table, read in readings.items()
    }
    loss = losses.judge([_printed(read, aligned[table], squeezed) for table, read in readings.items()])
    for table, reading in readings.items():
        for row, outcome in zip(reading.rows, aligned[table], strict=True):
            lost = losses.is_lost(row.row, outcome, loss)
            if outcome.outcome in {"placed", "blank"} and not lost:
                _cells(result, reading, row, outcome)
            else:
                _unread(result, row, "values_lost" if lost else "ambiguous")
        _absent(result, reading)
        result.spans.extend(Span(*span) for span in (reading.span, *reading.copies))


def _printed(reading: Reading, aligned: Sequence[Aligned], squeezed: Squeezed) -> losses.Printed:
    begin, stop = reading.span
    pairs = [(row.row, outcome) for row, outcome in zip(reading.rows, aligned, strict=True)]
    return losses.Printed(squeezed.source[begin:stop], pairs, reading.plan.table != "t3")


def _cells(result: _Result, reading: Reading, row: TableRow, aligned: Aligned) -> None:
    for cell, slot in zip(row.cells, aligned.slots, strict=True):
        if slot is None:
            result.values[cell], result.confidence[cell] = None, aligned.confidence
            continue
        said = number(slot.text, decimal=cell in reading.plan.decimals)
        if said is None:
            message = f"“{slot.text}”不是数字，无法读取。"
            result.unread.append(Unread("not_a_number", message, slot.start, slot.end, (cell,)))
            continue
        result.values[cell] = said.value
        result.confidence[cell] = round(
            aligned.confidence * said.confidence * (1 if row.exact else _NOT_EXACT), 3
        )
        if slot.text:
            result.where[cell] = Span(slot.start, slot.end)


_SENTENCES = {
    "values_lost": "该行数字在转存时丢失（重复的行被删去），无法复原。",
    "ambiguous": "该行数字与栏目对不上，无法确定各栏的数值。",
}


def _unread(result: _Result, row: TableRow, code: str) -> None:
    slots = row.row.slots
    stop = max([slots.start, *(slot.end for slot in slots.items)])
    result.unread.append(Unread(code, _SENTENCES[code], slots.start, stop, row.cells))


def _absent(result: _Result, reading: Reading) -> None:
    """Rows of a table that is there, which are not."""
    seen = {cell for row in reading.rows for cell in row.cells}
    missing = tuple(cell for cell in reading.plan.cells if cell not in seen)
    if missing:
        name = words().names[reading.plan.table]
        result.unread.append(Unread("row_missing", f"“{name}”表中有的行未找到。", *reading.span, missing))


def _missing(result: _Result, form: str, readings: dict[str, Reading], squeezed: Squeezed) -> None:
    """Headings under which a table has to stand and none is."""
    headings = words().headings
    if not readings and not any(title in squeezed.text for title in headings["t3"]):
        _no_statistics(result, squeezed)
        return
    for table in _TABLES[form]:
        if table in readings:
            continue
        at = max((squeezed.text.find(title) for title in headings[table]), default=-1)
        _table_missing(result, form, table, squeezed.place(max(at, 0)))


def _no_statistics(result: _Result, squeezed: Squeezed) -> None:
    """The heading of the statistics of 2014 with nothing under it; naming them in a sentence is not that."""
    for found in _STATISTICS_HEADING.finditer(squeezed.source, squeezed.start, squeezed.end):
        _table_missing(result, _STATISTICS, "s", found.start(1))
        return


def _table_missing(result: _Result, form: str, table: str, place: int) -> None:
    name = words().names[table]
    message = f"“{name}”表格缺失（可能是图片或附件），数值无从读取。"
    result.unread.append(Unread("table_missing", message, place, place + len(name), plan(form, table).cells))
