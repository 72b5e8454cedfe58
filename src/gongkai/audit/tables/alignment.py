"""Which slot is which cell: rows whose slots fit, rows that have to be told by the others, rows nobody can tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gongkai.audit.tables.joined import readings
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
_BY_OTHERS = 0.9
_LEFT = 0.8
_BY_SUMS = 0.6
_GAP = re.compile(r"\n")


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be aligned: how many cells it has, its slots, and `sums`: total and parts by place, where it has any."""

    size: int
    slots: Slots
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    last: bool = False


@dataclass(frozen=True, slots=True)
class Aligned:
    """A row aligned: a slot or None (empty) for each cell; none at all unless `outcome` is placed or blank."""

    outcome: Outcome
    slots: tuple[Slot | None, ...]
    confidence: float


def align(rows: Sequence[Row], source: str) -> list[Aligned]:
    """The rows of one table, aligned. Rows with empty slots to spare follow the rows that leave no doubt."""
    windows = [_windows(row) for row in rows]
    trims: Counter[int] = Counter()
    for row, found in zip(rows, windows, strict=True):
        if len(found) == 1 and row.slots.filled and len(row.slots.items) >= row.size:
            trims[len(row.slots.items) - row.size - found[0]] += 1
    return [_one(row, found, trims, source) for row, found in zip(rows, windows, strict=True)]


def _windows(row: Row) -> list[int]:
    """The offsets at which the row's cells can begin, so that only empty slots are left out."""
    items = row.slots.items
    spare = len(items) - row.size
    written = [number for number, slot in enumerate(items) if slot.text]
    if spare < 0 or not written:
        return []
    return [offset for offset in range(spare + 1) if offset <= written[0] and written[-1] < offset + row.size]


def _one(row: Row, windows: Sequence[int], trims: Counter[int], source: str) -> Aligned:
    items = row.slots.items
    if not row.slots.filled:
        return Aligned("blank", (None,) * row.size, SURE[row.slots.way])
    if len(items) < row.size:
        return _short(row, source)
    if not windows:
        return _over(row, source)
    if len(windows) == 1:
        return _placed(row, windows[0], SURE[row.slots.way])
    spare = len(items) - row.size
    agreed = [spare - trim for trim, _ in trims.most_common() if spare - trim in windows]
    if agreed:
        return _placed(row, agreed[0], _BY_OTHERS)
    return _placed(row, windows[0], _LEFT)


def _placed(row: Row, offset: int, confidence: float) -> Aligned:
    return Aligned("placed", tuple(row.slots.items[offset : offset + row.size]), confidence)


def _over(row: Row, source: str) -> Aligned:
    """More numbers than cells: what follows the last row on another line is not of the table."""
    items, size = row.slots.items, row.size
    if row.last and _GAP.search(source, items[size - 1].end, items[size].start):
        return Aligned("placed", tuple(items[:size]), _LEFT)
    return Aligned("over", (), 0.0)


def _short(row: Row, source: str) -> Aligned:
    """Fewer slots than cells: empty ones dropped at a line's end, digits without anything between them, or unclear."""
    items = row.slots.items
    if row.slots.way in {"grid", "ruled", "tabbed"}:
        return Aligned("placed", (*items, *(None,) * (row.size - len(items))), _LEFT)
    if len(items) == 1:
        split = _split(row)
        if split is not None:
            return split
    if row.slots.way == "lined":
        spaced = _by_gaps(row, source)
        if spaced is not None:
            return spaced
    return Aligned("short", (), 0.0)


def _split(row: Row) -> Aligned | None:
    """`000`: as many digits as cells; more digits than cells only where the sums of the form leave one reading."""
    slot = row.slots.items[0]
    digits = slot.text
    joined = row.slots.way == "joined" or not digits.strip("0")
    if not digits.isdigit() or len(digits) < row.size or not joined:
        return None
    found = [1] * row.size if len(digits) == row.size else readings(digits, row.size, row.sums)
    if not found:
        return Aligned("unclear", (), 0.0)
    pieces, at = [], 0
    for size in found:
        pieces.append(Slot(digits[at : at + size], slot.start + at, slot.start + at + size))
        at += size
    return Aligned("placed", tuple(pieces), SURE["joined"] if len(digits) == row.size else _BY_SUMS)


def _by_gaps(row: Row, source: str) -> Aligned | None:
    """One cell a line: an empty cell is a gap as wide as two or more gaps between its neighbours."""
    items = row.slots.items
    before = [row.slots.start, *(slot.end for slot in items)]
    after = [*(slot.start for slot in items), row.slots.end]
    gaps = [source.count("\n", begin, end) for begin, end in zip(before, after, strict=True)]
    unit = min(gaps)
    if unit == 0 or any(gap % unit for gap in gaps) or sum(gaps) != unit * (row.size + 1):
        return None
    cells: list[Slot | None] = []
    for slot, gap in zip(items, gaps, strict=False):
        cells.extend([None] * (gap // unit - 1))
        cells.append(slot)
    cells.extend([None] * (row.size - len(cells)))
    return Aligned("placed", tuple(cells), _LEFT)
