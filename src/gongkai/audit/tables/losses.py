"""Values lost before they came here: a tool that drops repeated lines leaves one `0` for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from gongkai.audit.tables.alignment import Aligned, Row

Loss: TypeAlias = Literal["", "neighbours", "everywhere"]
_ENOUGH = 10
_BLANK = 3


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it stands in the text, with its rows; `repeats`: whether its form has the same words on several lines."""

    text: str
    rows: Sequence[tuple[Row, Aligned]]
    repeats: bool


def judge(tables: Sequence[Printed]) -> Loss:
    """Which lines were dropped: none, those equal to the one before, or all that were there already."""
    rows = [row for table in tables for row in table.rows]
    ways = [row.slots.way for row, _ in rows if row.slots.items]
    if 2 * ways.count("lined") <= len(ways):
        return ""
    if any(_all_distinct(table) for table in tables):
        return "everywhere"
    if not any(_short(row, outcome) for row, outcome in rows):
        return ""
    lines = [line for table in tables for line in _lines(table.text)]
    equal = any(one == other and one.isdigit() for one, other in pairwise(lines))
    return "" if equal else "neighbours"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _short(row: Row, outcome: Aligned) -> bool:
    return outcome.outcome == "short" and row.slots.way == "lined"


def _all_distinct(table: Printed) -> bool:
    """Whether no line of the table is there twice, though lines of its form or its numbers would be."""
    lines = _lines(table.text)
    if len(lines) < _ENOUGH or len(set(lines)) < len(lines) or not any(line.isdigit() for line in lines):
        return False
    blank = sum(1 for _, outcome in table.rows if outcome.outcome == "blank")
    return table.repeats or (blank >= _BLANK and any(_short(row, outcome) for row, outcome in table.rows))


def is_lost(row: Row, outcome: Aligned, loss: Loss) -> bool:
    """Whether the row's values were lost that way."""
    if not loss or row.slots.way not in {"lined", "spaced"}:
        return False
    return outcome.outcome == "short" or (outcome.outcome == "blank" and loss == "everywhere")
