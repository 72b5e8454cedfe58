"""Values lost before they came here: a tool that drops repeated lines leaves one `0` for many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from gongkai.audit.tables.alignment import Aligned, Row

Loss: TypeAlias = Literal["", "neighbours", "everywhere"]


def judge(rows: Sequence[tuple[Row, Aligned]]) -> Loss:
    """Which lines were dropped: none, those equal to the line before, or every line that was there already."""
    short = [row for row, outcome in rows if outcome.outcome == "short" and row.slots.way == "lined"]
    if not short:
        return ""
    texts = [slot.text for row, _ in rows for slot in row.slots.items]
    pairs = [
        (one.text, other.text)
        for row, _ in rows
        for one, other in zip(row.slots.items, row.slots.items[1:], strict=False)
    ]
    if any(one == other for one, other in pairs):
        return ""
    if len(set(texts)) == len(texts):
        return "everywhere"
    return "neighbours"


def is_lost(row: Row, outcome: Aligned, loss: Loss) -> bool:
    """Whether the row's values were lost that way."""
    if not loss or row.slots.way not in {"lined", "spaced"}:
        return False
    return outcome.outcome == "short" or (outcome.outcome == "blank" and loss == "everywhere")
