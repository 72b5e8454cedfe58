"""A table whose rows have labels (二, 三, and the statistics of 2014): its labels in the text and the slots behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.audit.tables.alignment import Row
from gongkai.audit.tables.chains import Found, chains
from gongkai.audit.tables.grids import Grids
from gongkai.audit.tables.plans import Plan
from gongkai.audit.tables.slots import Slots, from_text
from gongkai.audit.tables.squeezed import Squeezed
from gongkai.audit.tables.words import words

_PROSE = re.compile(r"[，；。、,;](?!\d)")
_TAIL = 240
_ABOVE = 80
_LONG = 2
_HEADS = {"t3": "本列数据的勾稽关系", "s": "统计指标"}
_SENTENCE = re.compile(
    r"[一二三四五六七八九十]、[\u4e00-\u9fff]{2}|(?:[\u4e00-\u9fff][\u4e00-\u9fff、，]{4})"
)
_CLOSING = '）)”"】』］]：:'
_T3 = 7
LEAST = {"t2": 3, "t3": 5, "s": 8}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row found: its cells, what is to be aligned, and whether its label was printed as on the form."""

    cells: tuple[str, ...]
    row: Row
    exact: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A table found: its rows, the stretch it takes up, and the stretches of further copies of it."""

    plan: Plan
    rows: tuple[TableRow, ...]
    span: tuple[int, int]
    copies: tuple[tuple[int, int], ...]


def find(squeezed: Squeezed, plan: Plan, grids: Grids) -> Reading | None:
    """The table in the text, the fullest copy of it; None when it is not there."""
    found = [
        chain for chain in chains(squeezed, plan, LEAST[plan.table]) if _is_of_form(squeezed, plan, chain)
    ]
    readings = [_rows(squeezed, plan, grids, chain) for chain in found]
    readings = [reading for reading in readings if _is_table(squeezed, reading)]
    if not readings:
        return None
    best = max(readings, key=_filled)
    return Reading(plan, best.rows, best.span, tuple(other.span for other in readings if other is not best))


def _filled(reading: Reading) -> tuple[int, int]:
    fitting = sum(
        1 for row in reading.rows if len(row.row.slots.items) == row.row.size and row.row.slots.filled
    )
    return fitting, len(reading.rows)


def _is_of_form(squeezed: Squeezed, plan: Plan, chain: Sequence[Found]) -> bool:
    """Whether the labels are more than words any sentence may have: long ones, or under a heading of the form."""
    if plan.table != "t2":
        return sum(not found.label.short for found in chain) >= _LONG
    if any(not found.label.cells for found in chain):
        return True
    above = squeezed.text[max(0, chain[0].begin - _ABOVE) : chain[-1].end]
    return any(mark in above for mark in words().marks[plan.form])


def _is_table(squeezed: Squeezed, reading: Reading) -> bool:
    """Whether numbers follow the labels as in a table; a sentence has words and commas between them."""
    count = len(reading.rows)
    bare = sum(1 for row in reading.rows if row.row.slots.items or row.row.slots.way == "grid" or _near(row))
    prose = sum(
        1
        for row in reading.rows
        if row.row.slots.way != "grid"
        and _PROSE.search(squeezed.source, row.row.slots.start, row.row.slots.end)
    )
    return 2 * bare > count and 2 * prose < count + 1


def _near(row: TableRow) -> bool:
    return row.row.slots.end - row.row.slots.start <= 40


def _rows(squeezed: Squeezed, plan: Plan, grids: Grids, chain: Sequence[Found]) -> Reading:
    rows: list[TableRow] = []
    top = _top(squeezed, plan, chain[0].begin)
    source, stop = squeezed.source, squeezed.place(chain[0].begin)
    followers: list[Found | None] = [*chain[1:], None]
    for found, follower in zip(chain, followers, strict=True):
        begin = _past(source, squeezed.after(found.end), squeezed.end)
        end = (
            squeezed.place(follower.begin)
            if follower
            else _stop(source, begin, min(squeezed.end, begin + _TAIL))
        )
        if not found.label.cells:
            continue
        slots = _beside(squeezed, grids, found, end if follower else squeezed.end)
        if slots is None or not slots.items:
            slots = from_text(source, begin, end)
        sums = ((_T3 - 1, tuple(range(_T3 - 1))),) if len(found.label.cells) == _T3 else ()
        label = found.label
        row = Row(len(label.cells), slots, sums, label.before, label.widths, follower is None)
        rows.append(TableRow(label.cells, row, found.exact))
        stop = max([stop, begin, *(slot.end for slot in slots.items if slot.text)])
    return Reading(plan, tuple(rows), (top, stop), ())


def _top(squeezed: Squeezed, plan: Plan, begin: int) -> int:
    """Where the table begins: at the first words of its heading, when they stand right above its first label."""
    above = (
        squeezed.text.rfind(_HEADS[plan.table], max(0, begin - 2 * _ABOVE), begin)
        if plan.table in _HEADS
        else -1
    )
    return squeezed.place(above if above >= 0 else begin)


def _beside(squeezed: Squeezed, grids: Grids, found: Found, until: int) -> Slots | None:
    """The cells beside a label in a real table: where it ends, or, when a page's end cuts the row, where it begins."""
    slots = grids.right_of(squeezed.after(found.end) - 1, until)
    if slots is not None and slots.filled:
        return slots
    numbered = squeezed.text.startswith(found.label.numbering, found.begin)
    first = grids.right_of(
        squeezed.place(found.begin + (len(found.label.numbering) if numbered else 0)), until
    )
    return first if first is not None and first.filled else slots


def _stop(source: str, begin: int, end: int) -> int:
    """Where the last row of a table ends at the latest: before the next words that are more than a unit."""
    found = _SENTENCE.search(source, begin, end)
    return found.start() if found else end


def _past(source: str, at: int, end: int) -> int:
    while at < end and source[at] in _CLOSING:
        at += 1
    return at
