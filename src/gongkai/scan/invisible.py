"""Characters that nobody sees, which would hide a value from every pattern: soft hyphens, joiners, marks of direction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from gongkai.scan.model import Passage, Table, TableCell

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Table:
    start: int
    end: int
    cells: Sequence[TableCell]


class Gaps:
    """Where something was left out of a text: places before and after."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts, self._ends = [start for start, _ in spans], [end for _, end in spans]
        self._gone = [0, *accumulate(end - start for start, end in spans)]
        self._seams = [start - gone for start, gone in zip(self._starts, self._gone, strict=False)]

    def after(self, place: int) -> int:
        """The place of a character among those that stayed; of one that was left out, the place of the next."""
        at = bisect_right(self._starts, place)
        if at and place < self._ends[at - 1]:
            return self._seams[at - 1]
        return place - self._gone[at]

    def before(self, place: int) -> int:
        """The place that a character which stayed had at first."""
        return place + self._gone[bisect_right(self._seams, place)]


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage as it is seen; `gaps`: what was left out of the passage it was made from."""

    text: str
    tables: Sequence[Table]
    gaps: Gaps

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch stands in the passage this was made from."""
        return self.gaps.before(start), self.gaps.before(end - 1) + 1


def seen(passage: Passage) -> Seen:
    """The passage without the characters that nobody sees."""
    spans = [match.span() for match in _INVISIBLE.finditer(passage.text)]
    gaps = Gaps(spans)
    if not spans:
        return Seen(passage.text, passage.tables, gaps)
    text = _INVISIBLE.sub("", passage.text)
    return Seen(text, [_moved(table, text, gaps) for table in passage.tables], gaps)


def _moved(table: Table, text: str, gaps: Gaps) -> _Table:
    cells = []
    for cell in table.cells:
        start, end = gaps.after(cell.start), gaps.after(cell.end)
        cells.append(_Cell(cell.row, cell.column, cell.rowspan, cell.colspan, text[start:end], start, end))
    return _Table(gaps.after(table.start), gaps.after(table.end), cells)
