"""What must be done by a day: rooms contribute their limits; calendar, digest and warnings read them from here.

A deadline says what and by when, never who asked or for what: it goes into mails and calendars.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from wagtail import hooks

from gongkai.agencies.models import Agency
from gongkai.law.calendar import WorkCalendar

HOOK = "register_deadlines"
DEFAULT_WARNING_DAYS = 2


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit that runs. `matter` names it for ever (room, kind and id), `since` is the day from which it has been known."""

    matter: str
    agency_id: int
    due_on: date
    since: date
    title: str
    url: str


def running(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Every room's limits of these agencies up to a day, the nearest first.

    A room registers `(agencies, until) -> Iterable[Deadline]` under HOOK.
    """
    found: list[Deadline] = []
    for contribute in hooks.get_hooks(HOOK):
        limits: Iterable[Deadline] = contribute(agencies, until)
        found.extend(limits)
    return sorted(found, key=lambda item: (item.due_on, item.matter))


def warning_days(agencies: Iterable[Any]) -> dict[int, int]:
    """For each agency, how many working days before a limit its superior is told: its own setting, or that above it."""
    set_by_path = dict(
        Agency.objects.filter(warning_working_days__isnull=False).values_list("path", "warning_working_days")
    )
    return {agency.pk: _inherited(agency.path, set_by_path) for agency in agencies}


def _inherited(path: str, set_by_path: dict[str, int | None]) -> int:
    for length in range(len(path), 0, -Agency.steplen):
        days = set_by_path.get(path[:length])
        if days is not None:
            return days
    return DEFAULT_WARNING_DAYS


def near(agencies: QuerySet[Agency], today: date, calendar: WorkCalendar) -> list[Deadline]:
    """The limits of these agencies that end within their warning days, today included, and those that have ended."""
    days = warning_days(agencies)
    if not days:
        return []
    horizons = {pk: calendar.add(today, number) if number else today for pk, number in days.items()}
    limits = running(agencies, max(horizons.values()))
    return [limit for limit in limits if limit.due_on <= horizons[limit.agency_id]]
