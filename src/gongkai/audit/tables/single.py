"""The table of reconsiderations and suits: a heading of three lines over one row of fifteen numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.audit.tables.alignment import Row
from gongkai.audit.tables.grids import Grids
from gongkai.audit.tables.plans import Plan
from gongkai.audit.tables.rows import Reading, TableRow
from gongkai.audit.tables.slots import Slots, below, from_text
from gongkai.audit.tables.squeezed import Squeezed

_HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_GROUPS = ("未经复议直接起诉", "复议后起诉", "行政复议", "行政诉讼")
_COMMA = re.compile(r"\d[ 件起宗]{0,3}[，；、,;]")
_GROUP = 5
_NEAR = 16
_ABOVE = 60
_TAIL = 400
_LEAST = 3


@dataclass(frozen=True, slots=True)
class _Head:
    word: str
    begin: int
    end: int


def find(squeezed: Squeezed, plan: Plan, grids: Grids) -> Reading | None:
    """The table in the text, the first copy whose row fits; None when it is not there."""
    runs = [heads for heads in _runs(squeezed) if len({head.word for head in heads} & set(_HEADS)) >= _LEAST]
    readings = [_read(squeezed, plan, grids, heads) for heads in runs if not _is_prose(squeezed, heads)]
    if not readings:
        return None
    best = max(readings, key=lambda reading: sum(row.row.slots.filled for row in reading.rows))
    return Reading(plan, best.rows, best.span, tuple(other.span for other in readings if other is not best))


def _runs(squeezed: Squeezed) -> list[list[_Head]]:
    """The words of the heading, in runs of words close together; a run begins with 行政复议 or a column."""
    heads: list[_Head] = []
    for word in (*_HEADS, *_GROUPS):
        heads.extend(_Head(word, at, at + len(word)) for at in squeezed.occurrences(word))
    heads.sort(key=lambda head: (head.begin, -head.end))
    runs: list[list[_Head]] = []
    for head in heads:
        if runs and head.begin - runs[-1][-1].end <= _NEAR:
            if head.end > runs[-1][-1].end:
                runs[-1].append(head)
        else:
            runs.append([head])
    return runs


def _is_prose(squeezed: Squeezed, heads: Sequence[_Head]) -> bool:
    """Whether the words stand in a sentence, each with its number and a comma."""
    begin, end = squeezed.place(heads[0].begin), squeezed.after(heads[-1].end)
    return len(_COMMA.findall(squeezed.source, begin, end)) >= _LEAST


def _read(squeezed: Squeezed, plan: Plan, grids: Grids, heads: Sequence[_Head]) -> Reading:
    columns = [head for head in heads if head.word in _HEADS]
    start = squeezed.place(_top(heads, columns))
    paired = _pairs(squeezed, columns)
    if paired is not None:
        return _paired(squeezed, plan, start, paired)
    last = columns[-1]
    begin = squeezed.after(last.end)
    sums = tuple(
        (at + _GROUP - 1, tuple(range(at, at + _GROUP - 1))) for at in range(0, len(plan.cells), _GROUP)
    )
    slots = _below(grids, begin - 1, len(plan.cells))
    if slots is None:
        slots = below(squeezed.source, begin, min(squeezed.end, begin + _TAIL), len(plan.cells))
    row = TableRow(plan.cells, Row(len(plan.cells), slots, sums, last=True), exact=True)
    stop = max([begin, *(slot.end for slot in slots.items[: len(plan.cells)] if slot.text)])
    return Reading(plan, (row,), (start, stop), ())


def _top(heads: Sequence[_Head], columns: Sequence[_Head]) -> int:
    """Where the table's heading begins: the last 行政复议 before its first column that is followed by 行政诉讼."""
    tops = [head.begin for head in heads if head.word == "行政复议" and head.begin < columns[0].begin]
    return tops[-1] if tops else columns[0].begin


def _pairs(squeezed: Squeezed, columns: Sequence[_Head]) -> list[tuple[int, int]] | None:
    """The stretches between the columns, when a number stands behind each of them: a table turned on its side."""
    if len(columns) != 3 * _GROUP:
        return None
    ends = [*(head.begin for head in columns[1:]), min(len(squeezed.text), columns[-1].end + 6)]
    stretches = [(head.end, end) for head, end in zip(columns, ends, strict=True)]
    numbers = sum(1 for begin, end in stretches if squeezed.text[begin : begin + 1].isdigit() and begin < end)
    return stretches if 2 * numbers > len(columns) else None


def _paired(squeezed: Squeezed, plan: Plan, start: int, stretches: Sequence[tuple[int, int]]) -> Reading:
    rows = []
    for cell, (begin, end) in zip(plan.cells, stretches, strict=True):
        slots = from_text(squeezed.source, squeezed.after(begin), squeezed.place(end))
        rows.append(TableRow((cell,), Row(1, slots), exact=True))
    stop = max(slot.end for row in rows for slot in row.row.slots.items)
    return Reading(plan, tuple(rows), (start, stop), ())


def _below(grids: Grids, place: int, size: int) -> Slots | None:
    """The first row below the heading of a real table that numbers stand in, else the first that is as wide."""
    rows = grids.below(place)
    for slots in rows:
        if slots.filled:
            return slots
    wide = [slots for slots in rows if len(slots.items) >= size]
    return wide[0] if wide else None
