"""Which slot is which cell: rows whose slots fit, rows that have to be told by the others, rows nobody can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from gongkai.audit.tables.joined import readings
from gongkai.audit.tables.numbers import number
from gongkai.audit.tables.slots import Slot, Slots, Way

Outcome = Literal["placed", "blank", "short", "over", "unclear"]
SURE: dict[Way, float] = {
    "grid": 1.0,
    "ruled": 0.97,
    "tabbed": 0.97,
    "lined": 0.96,
    "spaced": 0.95,
    "joined": 0.85,
}
_LEFT = 0.8
_BY_SUMS = 0.6
_MANY = 7
_GAP = re.compile(r"\n")
_WRITTEN = re.compile(r"\S")
Gaps: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be aligned: how many cells it has, and its slots.

    `sums`: total and parts by place, where it has any; `before` and `widths`: the places merged cells take up, when a
    layout prints them; `last`: of its table.
    """

    size: int
    slots: Slots
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    before: int = 0
    widths: tuple[int, ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class Aligned:
    """A row aligned: a slot or None (empty) for each cell; none at all unless `outcome` is placed or blank."""

    outcome: Outcome
    slots: tuple[Slot | None, ...]
    confidence: float


def align(rows: Sequence[Row], source: str) -> list[Aligned]:
    """The rows of one table, aligned. Rows with empty slots to spare follow the rows that leave no doubt."""
    pattern = _pattern(rows)
    unit = _unit(rows, source)
    columns = _columns(rows)
    aligned = [_one(row, pattern, unit, source, columns.get(row.size)) for row in rows]
    return [
        _tightened(row, outcome) if row.slots.loose else outcome
        for row, outcome in zip(rows, aligned, strict=True)
    ]


def _tightened(row: Row, aligned: Aligned) -> Aligned:
    """A row with digits alone on the line below: they belong to its last number where only so its sum is right."""
    last = aligned.slots[-1] if aligned.slots else None
    if aligned.outcome != "placed" or last is None or not last.text.isdigit():
        return aligned
    for total, parts in row.sums:
        texts = [slot.text if slot else "" for slot in aligned.slots]
        if total != row.size - 1 or not all(texts[part].isdigit() for part in parts):
            continue
        due = sum(int(texts[part]) for part in parts)
        if due == int(last.text):
            return aligned
        if due == int(last.text + row.slots.loose):
            joined = Slot(last.text + row.slots.loose, last.start, last.end)
            return Aligned("placed", (*aligned.slots[:-1], joined), _BY_SUMS)
    return Aligned("placed", aligned.slots, _BY_SUMS)


Pattern: TypeAlias = tuple[bool, int]
_PATTERNS: tuple[Pattern, ...] = tuple((expanded, more) for more in range(3) for expanded in (False, True))


def _pattern(rows: Sequence[Row]) -> Pattern | None:
    """How the table prints its cells: whether merged cells leave empty places, and how many stand behind each row."""
    if all(len(row.slots.items) == row.size for row in rows):
        return _PATTERNS[0]
    counts = Counter(
        pattern
        for row in rows
        if row.slots.items
        for pattern in _PATTERNS
        if _fitted(row, pattern) is not None
    )
    if not counts:
        return None
    most = max(counts.values())
    return next(pattern for pattern in _PATTERNS if counts[pattern] == most)


def _fitted(row: Row, pattern: Pattern) -> tuple[Slot, ...] | None:
    """The row's slots by that pattern; None when it does not fit, so that something would stand outside its cells."""
    expanded, more = pattern
    items = row.slots.items
    widths = row.widths if expanded and row.widths else (1,) * row.size
    begin = row.before if expanded else 0
    over = len(items) - begin - sum(widths)
    if over < 0 or (over > more if row.last else over != more):
        return None
    places = []
    for width in widths:
        places.append(begin)
        begin += width
    inside = set(places)
    if any(slot.text for place, slot in enumerate(items) if place not in inside):
        return None
    return tuple(items[place] for place in places)


def _windows(row: Row) -> list[int]:
    """The offsets at which the row's cells can begin, so that only empty slots are left out."""
    items = row.slots.items
    spare = len(items) - row.size
    written = [number for number, slot in enumerate(items) if slot.text]
    if spare < 0 or not written:
        return []
    return [offset for offset in range(spare + 1) if offset <= written[0] and written[-1] < offset + row.size]


def _columns(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Where rows with places to spare have their numbers, counted from the right, when that is one place a cell."""
    written: dict[int, set[int]] = {}
    for row in rows:
        items = row.slots.items
        if row.slots.whole and len(items) > row.size > 1:
            places = {len(items) - at for at, slot in enumerate(items) if slot.text}
            written.setdefault(row.size, set()).update(places)
    return {size: sorted(places, reverse=True) for size, places in written.items() if len(places) == size}


def _by_columns(row: Row, columns: Sequence[int]) -> Aligned:
    items = row.slots.items
    slots = tuple(items[len(items) - place] if place <= len(items) else None for place in columns)
    return Aligned("placed", slots, SURE[row.slots.way])


def _one(
    row: Row, pattern: Pattern | None, unit: Gaps, source: str, columns: Sequence[int] | None
) -> Aligned:
    items = row.slots.items
    if not row.slots.filled:
        return Aligned("blank", (None,) * row.size, SURE[row.slots.way])
    fitted = _fitted(row, pattern) if pattern else None
    if fitted is not None:
        return Aligned("placed", fitted, SURE[row.slots.way])
    if len(items) < row.size:
        return _short(row, unit, source)
    windows = _windows(row)
    if columns and row.slots.whole and len(items) > row.size and len(windows) != 1:
        return _by_columns(row, columns)
    if not windows:
        return _over(row, source)
    return _placed(row, windows[0], SURE[row.slots.way] if len(windows) == 1 else _LEFT)


def _placed(row: Row, offset: int, confidence: float) -> Aligned:
    return Aligned("placed", tuple(row.slots.items[offset : offset + row.size]), confidence)


def _over(row: Row, source: str) -> Aligned:
    """More numbers than cells: remarks behind them, or what follows the last row on another line, are no values."""
    items, size = row.slots.items, row.size
    if row.slots.whole and all(number(slot.text) is None for slot in items[size:] if slot.text):
        return Aligned("placed", tuple(items[:size]), _LEFT)
    if row.last and _GAP.search(source, items[size - 1].end, items[size].start):
        return Aligned("placed", tuple(items[:size]), _LEFT)
    return Aligned("over", (), 0.0)


def _short(row: Row, unit: Gaps, source: str) -> Aligned:
    """Fewer slots than cells: empty ones dropped at a line's end, digits without anything between them, or unclear."""
    items = row.slots.items
    if row.slots.whole:
        return Aligned("placed", (*items, *(None,) * (row.size - len(items))), _LEFT)
    if len(items) == 1 or row.slots.way == "joined":
        split = _split(row, source)
        if split is not None:
            return split
    if row.slots.way == "spaced" and not row.slots.whole:
        parted = _after_zeros(row)
        if len(parted) == row.size:
            return Aligned("placed", parted, SURE["joined"])
    if row.slots.way == "lined":
        apart = _by_gaps(row, unit, source)
        if apart is not None:
            return apart
    return Aligned("short", (), 0.0)


def _split(row: Row, source: str) -> Aligned | None:
    """`000`: as many digits as cells; more digits than cells only where the sums of the form leave one reading.

    A line's end among them is the page's, when there is a digit for every cell.
    """
    items = row.slots.items
    digits = "".join(slot.text for slot in items)
    joined = row.slots.way == "joined" or not digits.strip("0") or row.size >= _MANY
    apart = any(source[one.end : other.start].strip("\r\n") for one, other in pairwise(items))
    if not digits.isdigit() or len(digits) < row.size or not joined or apart:
        return None
    found = [1] * row.size if len(digits) == row.size else readings(digits, row.size, row.sums)
    if not found:
        return Aligned("unclear", (), 0.0)
    places = [slot.start + at for slot in items for at in range(len(slot.text))]
    pieces, at = [], 0
    for size in found:
        pieces.append(Slot(digits[at : at + size], places[at], places[at + size - 1] + 1))
        at += size
    return Aligned("placed", tuple(pieces), SURE["joined"] if len(digits) == row.size else _BY_SUMS)


def _after_zeros(row: Row) -> tuple[Slot, ...]:
    """The slots, with a 0 that another digit follows apart from it: no number is printed that way."""
    parted: list[Slot] = []
    for slot in row.slots.items:
        text, at = slot.text, slot.start
        while len(text) > 1 and text[0] == "0" and text.isdigit():
            parted.append(Slot("0", at, at + 1))
            text, at = text[1:], at + 1
        parted.append(Slot(text, at, slot.end))
    return tuple(parted)


def _gaps(row: Row, source: str) -> list[int]:
    items = row.slots.items
    before = [row.slots.start, *(slot.end for slot in items)]
    after = [*(slot.start for slot in items), _next_words(row, source)]
    return [source.count("\n", begin, end) for begin, end in zip(before, after, strict=True)]


def _next_words(row: Row, source: str) -> int:
    found = _WRITTEN.search(source, row.slots.items[-1].end)
    return min(found.start(), row.slots.end) if found else row.slots.end


def _unit(rows: Sequence[Row], source: str) -> Gaps:
    """Line ends between two cells and behind a row's last, as full rows of the table have them; 0 when they differ."""
    between: set[int] = set()
    behind: set[int] = set()
    for row in rows:
        if row.slots.way == "lined" and len(row.slots.items) == row.size > 1 and not row.last:
            gaps = _gaps(row, source)
            between.update(gaps[1:-1])
            behind.add(gaps[-1])
    if not between:
        return _common(rows, source)
    return (between.pop(), behind.pop()) if len(between) == 1 and len(behind) == 1 else (0, 0)


def _common(rows: Sequence[Row], source: str) -> Gaps:
    """The same where no row is full: the narrowest gap, when with it every row comes out at its number of cells."""
    lined = [
        row for row in rows if row.slots.way == "lined" and row.slots.items and row.size > 1 and not row.last
    ]
    every = [(_gaps(row, source), row.size) for row in lined]
    step = min((gap for gaps, _ in every for gap in gaps), default=0)
    if step and len(every) > 1 and all(sum(gaps) == step * (size + 1) for gaps, size in every):
        return step, step
    return 0, 0


def _by_gaps(row: Row, unit: Gaps, source: str) -> Aligned | None:
    """One cell a line: an empty cell is a gap as wide as two or more gaps between its neighbours."""
    gaps = _gaps(row, source)
    step, behind = unit
    if not step and row.last:
        step = behind = min(gaps[1:-1], default=0)
    if not step:
        return None
    cells: list[Slot | None] = []
    for slot, gap in zip(row.slots.items, gaps, strict=False):
        if gap % step:
            return None
        cells.extend([None] * (gap // step - 1))
        cells.append(slot)
    left = row.size - len(cells)
    enough = gaps[-1] >= step * left + 1 if row.last else gaps[-1] == behind + step * left
    if left < 0 or not enough:
        return None
    return Aligned("placed", (*cells, *(None,) * left), _LEFT)
