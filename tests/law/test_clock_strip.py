"""The strip of days says of each day what the clock made of it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import calendar
from gongkai.law.clock import Event, Received, parse_events, run
from gongkai.law.clock.days import count_days
from gongkai.law.clock.strip import STRIP_KINDS, StripDay, calendar_strip
from tests.law.test_clock_properties import stories

WORK = calendar.load()
D = date


def strip(as_of: date, *items: dict[str, object]) -> dict[date, StripDay]:
    return {day.day: day for day in calendar_strip(parse_events(list(items)), WORK, as_of)}


def event(type_: str, on: str, **more: object) -> dict[str, object]:
    return {"type": type_, "on": on, **more}


RECEIVED = event("received", "2026-04-20", channel="in_person")


@given(stories(), st.integers(0, 200))
@settings(max_examples=200, deadline=None)
def test_the_strip_agrees_with_the_clock(events: list[Event], days: int) -> None:
    as_of = events[0].on + timedelta(days=days)
    state = run(events, WORK, as_of)
    found = calendar_strip(events, WORK, as_of)
    assert [day.day for day in found] == sorted({day.day for day in found})
    assert {day.kind for day in found} <= set(STRIP_KINDS)
    assert found[0].day == events[0].on
    assert all(day.article or day.kind == "weekend" for day in found)
    if state.status in ("running", "suspended"):
        assert found[-1].day == max(state.due_on or as_of, as_of)
        assert found[-1].is_due is (state.due_on is not None)
        assert [(day.day, day.number) for day in count_days(events, WORK, as_of) if day.counted] == [
            (day.day, day.number)
            for day in found
            if (day.counted or day.kind == "delay")
            and day.day > max(s.day for s in found if s.kind == "start")
        ]
    if state.status == "overdue":
        assert found[-1].kind == "overdue"
        started = max(day.day for day in found if day.kind == "start")
        late = [day.number for day in found if day.kind == "overdue" and day.day > started]
        assert max(late) == -(state.remaining or 0)
    if state.status in ("decided", "withdrawn"):
        assert found[-1].kind == "closed"
    if state.applicant_limit_on is not None:
        assert found[-1].day == state.applicant_limit_on


def test_each_day_of_an_ordinary_month() -> None:
    days = strip(D(2026, 4, 21), RECEIVED)
    assert days[D(2026, 4, 20)] == StripDay(
        D(2026, 4, 20), "start", name="received", article="《中华人民共和国民法典》第二百零一条"
    )
    assert days[D(2026, 4, 21)] == StripDay(D(2026, 4, 21), "counted", 1, article="第三十三条第二款")
    assert days[D(2026, 4, 25)].kind == "weekend"
    holiday = days[D(2026, 5, 1)]
    assert (holiday.kind, holiday.name) == ("holiday", "劳动节")
    assert "国办" in holiday.article
    assert days[D(2026, 5, 9)].kind == "make_up"
    assert [day.day for day in days.values() if day.is_due] == [max(days)]
    assert days[max(days)].number == 20


def test_waiting_for_the_confirmation_the_applicant_and_the_money() -> None:
    days = strip(
        D(2026, 5, 12),
        event("received", "2026-04-17", channel="online", confirmed_on="2026-04-20"),
        event("correction_requested", "2026-04-22", period_working_days=10),
        event("correction_received", "2026-04-24"),
        event("fee_notice_served", "2026-04-28", amount=10),
        event("fee_paid", "2026-05-11"),
    )
    assert [days[D(2026, 4, day)].kind for day in (17, 19, 20, 21, 22, 23, 24, 27, 28, 29)] == [
        "unconfirmed", "unconfirmed", "start", "counted", "counted", "awaiting_correction", "start", "counted", "counted",
        "awaiting_payment",
    ]  # fmt: skip
    assert days[D(2026, 4, 22)].number == 2, "the day of the notice was still used"
    assert (days[D(2026, 4, 24)].name, days[D(2026, 5, 11)].name) == ("correction", "payment")
    assert days[D(2026, 5, 9)].kind == "awaiting_payment"
    assert days[D(2026, 5, 12)].number == 1


def test_consultation_extension_and_delay() -> None:
    sent = event(
        "consultation_sent", "2026-04-22", ref="1", **{"with": "third_party"}, received_on="2026-04-23"
    )
    days = strip(
        D(2026, 4, 30),
        RECEIVED,
        sent,
        event("consultation_answered", "2026-04-27", ref="1"),
        event("extended", "2026-04-28", working_days=2),
        event("excessive_delay_set", "2026-04-29", until="2026-06-05"),
    )
    assert [days[D(2026, 4, day)].kind for day in (22, 23, 24, 25, 27, 28)] == [
        "counted", "consultation", "consultation", "weekend", "consultation", "counted",
    ]  # fmt: skip
    assert (days[D(2026, 4, 28)].number, days[D(2026, 4, 28)].article) == (3, "第三十三条第二款")
    extended = [day for day in days.values() if day.kind == "extension"]
    assert [day.number for day in extended] == [21, 22]
    assert days[D(2026, 6, 5)] == StripDay(
        D(2026, 6, 5), "delay", days[D(2026, 6, 5)].number, article="第三十五条", is_due=True
    )


def test_late_and_answered_and_opened_again() -> None:
    days = strip(
        D(2026, 7, 1),
        RECEIVED,
        event("decided", "2026-05-26", outcome="deny.process", served_by="post"),
        event("reopened", "2026-06-30", basis="reconsideration"),
    )
    due = next(day for day in days.values() if day.is_due)
    late = [day for day in days.values() if day.kind == "overdue"]
    assert due.number == 20
    assert [day.number for day in late if day.number] == list(
        range(1, len([d for d in late if d.number]) + 1)
    )
    assert days[D(2026, 5, 26)].kind == "closed"
    assert D(2026, 6, 1) not in days, "nothing ran between the end and the reopening"
    assert (days[D(2026, 6, 30)].kind, days[D(2026, 6, 30)].name) == ("start", "reopened")
    assert days[D(2026, 7, 1)].number == 1


def test_abandoned_requests_end_with_the_applicants_time() -> None:
    days = strip(D(2026, 7, 1), RECEIVED, event("correction_requested", "2026-04-22", period_working_days=10))
    assert days[max(days)].kind == "awaiting_correction"
    assert max(days) == WORK.add(D(2026, 4, 22), 10)


def test_under_the_old_law_a_consultation_had_no_end() -> None:
    days = strip(
        D(2018, 3, 20),
        event("received", "2018-03-05", channel="online"),
        event("consultation_sent", "2018-03-07", ref="1", **{"with": "third_party"}),
    )
    assert days[D(2018, 3, 20)].kind == "consultation"
    halted = strip(
        D(2018, 3, 20),
        event("received", "2018-03-05", channel="online"),
        event("correction_requested", "2018-03-07"),
    )
    assert halted[D(2018, 3, 20)].kind == "awaiting_correction"


def test_answered_on_the_last_day() -> None:
    due = run([Received(D(2026, 4, 20), "in_person")], WORK, D(2026, 4, 20)).due_on
    assert due is not None
    days = strip(due, RECEIVED, event("decided", due.isoformat(), outcome="grant", served_by="post"))
    assert (days[due].kind, days[due].is_due) == ("closed", True)
