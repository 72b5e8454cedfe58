"""Values lost before they came here: a tool that drops repeated lines leaves one `0` for many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from gongkai.audit.tables.alignment import Aligned, Row

Loss: TypeAlias = Literal["", "neighbours", "everywhere"]


def judge(rows: Sequence[tuple[Row, Aligned]], text: str) -> Loss:
    """Which lines were dropped from `text`, the tables: none, those equal to the one before, or all seen already."""
    ways = [row.slots.way for row, _ in rows if row.slots.items]
    if 2 * ways.count("lined") <= len(ways):
        return ""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) >= _ENOUGH and len(set(lines)) == len(lines):
        return "everywhere"
    short = any(outcome.outcome == "short" and row.slots.way == "lined" for row, outcome in rows)
    equal = any(one == other and one.isdigit() for one, other in pairwise(lines))
    return "neighbours" if short and not equal else ""


_ENOUGH = 15


def is_lost(row: Row, outcome: Aligned, loss: Loss) -> bool:
    """Whether the row's values were lost that way."""
    if not loss or row.slots.way not in {"lined", "spaced"}:
        return False
    return outcome.outcome == "short" or (outcome.outcome == "blank" and loss == "everywhere")
