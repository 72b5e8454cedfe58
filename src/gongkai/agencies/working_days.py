"""The working calendar in force here: the bundled notices and those an administrator has loaded since."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from gongkai.agencies.models import HolidayNotice
from gongkai.law import calendar


@lru_cache(maxsize=4)
def _with_notices(loaded: tuple[tuple[int, datetime], ...]) -> calendar.WorkCalendar:
    rows = HolidayNotice.objects.filter(pk__in=[pk for pk, _ in loaded]).order_by("loaded_at", "id")
    return calendar.load([calendar.parse_notice(row.content) for row in rows])


def current() -> calendar.WorkCalendar:
    """One small query; the calendar itself is rebuilt only when a notice was added.

    Notices are known by number and moment: a transaction that was rolled back gives its number away again.
    """
    return _with_notices(tuple(HolidayNotice.objects.order_by("id").values_list("id", "loaded_at")))
