"""When a period ends: working days, calendar days or months from the day after it began (民法典第二百零一条至第二百零三条)."""

from __future__ import annotations

import calendar as gregorian
from datetime import date, timedelta

from gongkai.law import parameters
from gongkai.law.calendar import WorkCalendar

WORKING_DAYS, CALENDAR_DAYS, MONTHS = "working_days", "calendar_days", "months"


def ends_on(start: date, number: int, unit: str, work: WorkCalendar) -> tuple[date, date]:
    """The last day of a period and the day it would end without rolling over days off; no number ends on the start.

    Periods of calendar days and months that end on a day off end on the next working day (第二百零三条).
    """
    if number == 0:
        return start, start
    if unit == WORKING_DAYS:
        last = work.add(start, number)
        return last, last
    last = months_later(start, number) if unit == MONTHS else start + timedelta(days=number)
    rolls = parameters.dated("roll_forward", start) is not None
    return (work.on_or_after(last) if rolls else last), last


def months_later(day: date, months: int) -> date:
    """The same day of the month; where the month has none, its last day (民法典第二百零二条)."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))
