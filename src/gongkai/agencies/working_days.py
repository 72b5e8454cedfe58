"""The working calendar in force here: the bundled notices and those an administrator has loaded since."""

from __future__ import annotations

from functools import lru_cache

from gongkai.agencies.models import HolidayNotice
from gongkai.law import calendar


@lru_cache(maxsize=4)
def _with_notices(version: tuple[int, ...]) -> calendar.WorkCalendar:
    rows = HolidayNotice.objects.filter(pk__in=version).order_by("loaded_at", "id")
    return calendar.load([calendar.parse_notice(row.content) for row in rows])


def current() -> calendar.WorkCalendar:
    """One small query; the calendar itself is rebuilt only when a notice was added."""
    return _with_notices(tuple(HolidayNotice.objects.order_by("id").values_list("id", flat=True)))
