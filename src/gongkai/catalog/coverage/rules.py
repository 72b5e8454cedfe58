"""Whether what is there is enough. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """How an item stands, the worst first."""

    MISSING = "missing"
    STALE = "stale"
    PRESENT = "present"
    NOT_APPLICABLE = "not_applicable"


LABELS: dict[State, Any] = {
    State.MISSING: _("缺"),
    State.STALE: _("待更新"),
    State.PRESENT: _("已公开"),
    State.NOT_APPLICABLE: _("不适用"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What is there under an item: how much, how much of it in declared lists, the newest day, and what it lacks.

    `is_current` answers for things that are renewed by another rule than an interval (last year's report).
    """

    count: int = 0
    listed: int = 0
    newest: date | None = None
    lacking: str = ""
    is_current: bool | None = None


def state_of(found: Found, months: int | None, today: date) -> State:
    """Missing: nothing there. Stale: incomplete, superseded, or nothing new for `months` months; the same day is in time."""
    if found.count == 0:
        return State.MISSING
    if found.lacking or found.is_current is False:
        return State.STALE
    if months is not None and found.newest is not None and stale_after(found.newest, months) < today:
        return State.STALE
    return State.PRESENT


def stale_after(newest: date, months: int) -> date:
    """The last day on which something of that day is fresh; the end of a month stays within the month."""
    at = newest.year * 12 + newest.month - 1 + months
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(newest.day, monthrange(year, month)[1]))
