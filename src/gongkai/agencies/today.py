"""What must I do today? Rooms contribute lines; the back office opens on them, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.http import HttpRequest
from wagtail import hooks

HOOK = "register_today_items"


class Urgency(IntEnum):
    """How a line is marked and sorted."""

    OVERDUE = 0
    SOON = 1
    OPEN = 2


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One line of work: how many, of what, until when, and where the work is done."""

    urgency: Urgency
    text: str
    url: str
    count: int = 1


def items_for(request: HttpRequest) -> list[TodayItem]:
    """Every room's lines for the signed-in person. A room registers `(request) -> list[TodayItem]` under HOOK."""
    lines: list[TodayItem] = []
    for contribute in hooks.get_hooks(HOOK):
        found: Any = contribute(request)
        lines.extend(found)
    return sorted(lines, key=lambda item: (item.urgency, -item.count))
