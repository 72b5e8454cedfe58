"""A report's text with its figures marked in place, as paragraphs and tables of pieces."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.audit.model import ReadReport

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to show. `key`: "cell:<id>", "fact:<n>", or "finding:<n>-<k>" for words a finding speaks of.

    `uncertain`: read with little confidence.
    """

    start: int
    end: int
    key: str
    uncertain: bool = False

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return self.key.replace(":", "-")

    @property
    def is_finding(self) -> bool:
        """Whether it marks words of a finding rather than a figure."""
        return self.key.startswith("finding:")

    @property
    def listed(self) -> str:
        """The name of its line in the lists of the page: where the mark leads."""
        return self.anchor.rpartition("-")[0] if self.is_finding else f"list-{self.anchor}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, inside one mark or none; `begins`: the first run of its mark, which bears the mark's name."""

    text: str
    mark: Mark | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one row with one cell) or a table; rows of cells of pieces."""

    is_table: bool
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


def of_report(report: ReadReport, certain: float = 0.9) -> list[Mark]:
    """The marks of a report: every cell with a place in the text and every fact."""
    tables = report.tables
    found = [
        Mark(span.start, span.end, f"cell:{cell}", tables.confidence.get(cell, 1.0) < certain)
        for cell, span in tables.where.items()
    ]
    for number, fact in enumerate(report.facts):
        found.append(Mark(fact.start, fact.end, f"fact:{number}", fact.confidence < certain))
    return found


def of_findings(
    phrases: Iterable[Sequence[tuple[int, int]]], figures: Sequence[Mark]
) -> tuple[list[Mark], list[tuple[Mark, ...]]]:
    """The marks of what findings quote, and by finding all marks that show it.

    `phrases`: by finding the stretches it quotes. Words that hold a figure are shown by the figure's own mark.
    """
    taken, own, shown = list(figures), [], []
    for number, stretches in enumerate(phrases):
        found: dict[str, Mark] = {}
        for part, (start, end) in enumerate(stretches):
            there = [mark for mark in taken if mark.start < end and start < mark.end]
            if not there and end > start:
                there = [Mark(start, end, f"finding:{number}-{part}")]
                own += there
                taken += there
            found |= {mark.key: mark for mark in there}
        shown.append(tuple(found.values()))
    return own, shown


def blocks(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Block]:
    """The stretch `text[start:end]` in blocks; of marks that overlap the one that begins first is shown."""
    chosen = _apart(marks)
    made: list[Block] = []
    rows: list[tuple[tuple[Piece, ...], ...]] = []
    for line in _LINE.finditer(text, start, end):
        if "\t" in line.group():
            cells = _cells(line.group(), line.start())
            rows.append(tuple(tuple(_pieces(text, *cell, chosen)) for cell in cells))
            continue
        if rows:
            made.append(Block(True, tuple(rows)))
            rows = []
        if line.group().strip():
            made.append(Block(False, ((tuple(_pieces(text, line.start(), line.end(), chosen)),),)))
    if rows:
        made.append(Block(True, tuple(rows)))
    return made


def _cells(line: str, offset: int) -> list[tuple[int, int]]:
    """Where the cells of a table's line stand."""
    cells, at = [], offset
    for cell in line.split("\t"):
        cells.append((at, at + len(cell)))
        at += len(cell) + 1
    return cells


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order, without those that overlap an earlier one."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end, mark.key)):
        if mark.end > mark.start and (not chosen or mark.start >= chosen[-1].end):
            chosen.append(mark)
    return chosen


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    at = start
    first = bisect_right(marks, start, key=lambda mark: mark.end)
    for mark in marks[first:]:
        if mark.start >= end:
            break
        left, right = max(mark.start, at), min(mark.end, end)
        if left > at:
            yield Piece(text[at:left])
        yield Piece(text[left:right], mark, left == mark.start)
        at = right
    if at < end:
        yield Piece(text[at:end])
