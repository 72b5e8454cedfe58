"""How fast the law answers: due dates against numpy's `busday_offset` with the same holidays, and whole clocks.

Run: python benchmarks/bench_law.py
numpy knows a week mask and holidays but no worked weekends, so its calendar gets a seven-day mask and every day off as a holiday.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from gongkai.law import calendar, clock

WORK = calendar.load()
FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)
STARTS = [FIRST + timedelta(days=n) for n in range(2500)]
EVENTS = [
    {"type": "received", "channel": "online", "on": "2026-03-02", "confirmed_on": "2026-03-03"},
    {
        "type": "consultation_sent",
        "ref": "a",
        "with": "third_party",
        "on": "2026-03-06",
        "received_on": "2026-03-09",
    },
    {"type": "consultation_answered", "ref": "a", "on": "2026-03-13"},
    {"type": "extended", "on": "2026-03-20", "working_days": 10},
    {"type": "decided", "on": "2026-04-16", "outcome": "partial", "served_by": "post"},
]


def rate(work: Callable[[], int], seconds: float = 1.0) -> float:
    """Results per second: `work` does some and says how many."""
    work()
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        done += work()
    return done / spent


def numpy_calendar() -> np.busdaycalendar:
    """The same working days for numpy."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    return np.busdaycalendar(
        weekmask="1111111", holidays=[day for day in days if not WORK.is_working_day(day)]
    )


def main() -> None:
    """Measure and print."""
    busdays = numpy_calendar()
    array = np.array(STARTS, dtype="datetime64[D]")
    single = array[0]

    def own() -> int:
        return len([WORK.add(day, 20) for day in STARTS])

    def vector() -> int:
        # Rolled back first, so that day 0 may be a day of rest as it may be in law.
        return len(np.busday_offset(array, 20, roll="backward", busdaycal=busdays))

    def scalar() -> int:
        for _ in range(500):
            np.busday_offset(single, 20, roll="backward", busdaycal=busdays)
        return 500

    same = [WORK.add(day, 20) for day in STARTS] == vector_dates(array, busdays)
    events = clock.parse_events(EVENTS)
    as_of = date(2026, 4, 20)

    def clocks() -> int:
        for _ in range(200):
            clock.run(events, WORK, as_of)
        return 200

    def read_and_run() -> int:
        for _ in range(200):
            clock.run(clock.parse_events(EVENTS), WORK, as_of)
        return 200

    ours, one, many = rate(own), rate(scalar), rate(vector)
    print(f"same results as numpy          {same}")
    print(f"due dates, WorkCalendar.add    {ours:>12,.0f} /s")
    print(f"due dates, numpy one by one    {one:>12,.0f} /s   ratio {ours / one:.2f}")
    print(f"due dates, numpy whole array   {many:>12,.0f} /s   ratio {ours / many:.2f}")
    print(f"clocks of five events          {rate(clocks):>12,.0f} /s")
    print(f"clocks read from JSON content  {rate(read_and_run):>12,.0f} /s")


def vector_dates(array: np.ndarray, busdays: np.busdaycalendar) -> list[date]:
    """numpy's answers as dates."""
    return [day.astype(date) for day in np.busday_offset(array, 20, roll="backward", busdaycal=busdays)]


if __name__ == "__main__":
    main()
