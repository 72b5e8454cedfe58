"""The counting behind a reply limit, day by day: which days count, which do not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import WorkCalendar
from gongkai.law.clock.events import Event
from gongkai.law.clock.running import replay


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of the count. `number` is the running number of a counted day, else 0.

    `kind` says why: `start` (the day of receipt), `consultation`, or the calendar's weekday, weekend, holiday, make_up,
    statutory; `name` is the holiday's.
    """

    day: date
    number: int
    kind: str
    name: str = ""

    @property
    def counted(self) -> bool:
        """Whether the day was counted."""
        return self.number > 0


def count_days(events: Sequence[Event], calendar: WorkCalendar, as_of: date) -> tuple[CountedDay, ...]:
    """The days from the start of the running limit to its end; none while no limit runs or its end is not known.

    Raises LawInputError as `clock.run` does.
    """
    docket = replay(events, calendar, as_of)
    due = docket.due()
    if docket.start is None or due is None:
        return ()
    spans = docket.excluded_spans() or []
    days = [CountedDay(docket.start, 0, "start")]
    number = 0
    for offset in range(1, (due - docket.start).days + 1):
        day = docket.start + timedelta(days=offset)
        reason = calendar.reason(day)
        excluded = reason.working and any(first < day <= last for first, last in spans)
        number += reason.working and not excluded
        kind = "consultation" if excluded else reason.kind
        days.append(CountedDay(day, number if reason.working and not excluded else 0, kind, reason.name))
    return tuple(days)
