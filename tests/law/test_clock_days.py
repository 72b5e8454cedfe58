"""The day-by-day count ends on the very day the clock says, and numbers exactly the days that count."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import calendar
from gongkai.law.clock import parse_events, run
from gongkai.law.clock.days import count_days

WORK = calendar.load()


def events(*items: dict[str, object]) -> list[dict[str, object]]:
    return list(items)


@given(
    start=st.dates(date(2019, 6, 1), date(2026, 6, 1)),
    gap=st.integers(1, 12),
    wait=st.integers(0, 20),
    extension=st.integers(0, 20),
)
def test_the_count_agrees_with_the_clock(start: date, gap: int, wait: int, extension: int) -> None:
    sent = WORK.add(start, gap)
    items = events(
        {"type": "received", "channel": "in_person", "on": start.isoformat()},
        {
            "type": "consultation_sent",
            "ref": "1",
            "with": "third_party",
            "on": sent.isoformat(),
            "received_on": sent.isoformat(),
        },
    )
    if wait:
        items.append({"type": "consultation_answered", "ref": "1", "on": WORK.add(sent, wait).isoformat()})
    if extension:
        items.append({"type": "extended", "on": sent.isoformat(), "working_days": extension})
    parsed = parse_events(items)
    clock = run(parsed, WORK, WORK.add(sent, 21))
    days = count_days(parsed, WORK, WORK.add(sent, 21))
    assert days[-1].day == clock.due_on
    counted = [day.number for day in days if day.counted]
    assert counted == list(range(1, 20 + extension + 1))
    assert days[-1].counted
    assert all(
        day.kind == "consultation"
        for day in days
        if not day.counted and WORK.is_working_day(day.day) and day.kind != "start"
    )


def test_why_each_day_counts_or_not() -> None:
    items = events(
        {"type": "received", "channel": "online", "on": "2026-04-17", "confirmed_on": "2026-04-20"}
    )
    days = {day.day: day for day in count_days(parse_events(items), WORK, date(2026, 4, 21))}
    assert (days[date(2026, 4, 20)].kind, days[date(2026, 4, 20)].counted) == ("start", False)
    assert days[date(2026, 4, 21)].number == 1
    assert (days[date(2026, 4, 25)].kind, days[date(2026, 4, 25)].counted) == ("weekend", False)
    assert (days[date(2026, 5, 1)].kind, days[date(2026, 5, 1)].name) == ("holiday", "劳动节")
    assert (days[date(2026, 5, 9)].kind, days[date(2026, 5, 9)].counted) == ("make_up", True)


def test_nothing_is_counted_while_no_limit_runs() -> None:
    unconfirmed = parse_events(events({"type": "received", "channel": "online", "on": "2026-04-17"}))
    assert count_days(unconfirmed, WORK, date(2026, 4, 20)) == ()
    asked = parse_events(
        events(
            {"type": "received", "channel": "in_person", "on": "2026-04-17"},
            {"type": "correction_requested", "on": "2026-04-20", "period_working_days": 10},
        )
    )
    assert count_days(asked, WORK, date(2026, 4, 21)) == ()
