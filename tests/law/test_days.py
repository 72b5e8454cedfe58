"""The count behind a limit, day by day, ends where the clock says."""

from __future__ import annotations

from datetime import date

from gongkai.law import calendar
from gongkai.law.clock import (
    ConsultationAnswered,
    ConsultationSent,
    CorrectionRequested,
    Event,
    Received,
    run,
)
from gongkai.law.clock.days import count_days

WORK = calendar.load()
RECEIVED = Received(date(2026, 3, 3), "online", date(2026, 3, 3))


def test_every_day_is_counted_or_says_why_not() -> None:
    events: list[Event] = [
        RECEIVED,
        ConsultationSent(date(2026, 3, 6), "a", "third_party", date(2026, 3, 9)),
        ConsultationAnswered(date(2026, 3, 13), "a"),
    ]
    days = count_days(events, WORK, date(2026, 3, 20))
    due = run(events, WORK, date(2026, 3, 20)).due_on
    assert days[0].kind == "start"
    assert (days[-1].day, days[-1].number) == (due, 20)
    assert [day.number for day in days if day.counted] == list(range(1, 21))
    assert sum(day.kind == "consultation" for day in days) == 5
    assert {day.name for day in days if day.kind == "holiday"} == {"清明节"}


def test_nothing_is_counted_while_nothing_runs() -> None:
    stopped = [RECEIVED, CorrectionRequested(date(2026, 3, 5))]
    assert count_days(stopped, WORK, date(2026, 3, 6)) == ()
    assert count_days([RECEIVED], WORK, date(2026, 3, 3))
    assert count_days([Received(date(2026, 3, 3), "online")], WORK, date(2026, 3, 6)) == ()
