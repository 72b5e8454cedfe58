"""What must hold for every request, whatever happens to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.law import calendar
from gongkai.law.clock import (
    Clock,
    ConsultationAnswered,
    ConsultationSent,
    CorrectionReceived,
    CorrectionRequested,
    Decided,
    Event,
    ExcessiveDelaySet,
    Extended,
    FeeNoticeServed,
    FeePaid,
    Received,
    Reopened,
    Withdrawn,
    run,
)
from gongkai.law.outcomes import OUTCOMES

WORK = calendar.load()
CHANNELS = ["in_person", "registered_mail", "ordinary_mail", "online", "fax"]


@st.composite
def stories(draw: st.DrawFn, closing: bool = True) -> list[Event]:
    """A request with events at random distances; possible, if not always lawful."""
    start = draw(st.dates(date(2019, 6, 1), date(2026, 12, 31)))

    def day(first: date = start, most: int = 70) -> date:
        return first + timedelta(days=draw(st.integers(0, most)))

    channel = draw(st.sampled_from(CHANNELS))
    confirmed = draw(st.none() | st.integers(0, 4).map(lambda n: start + timedelta(days=n)))
    events: list[Event] = [Received(start, channel, confirmed)]
    for _ in range(draw(st.integers(0, 2))):
        asked = day(most=20)
        events.append(CorrectionRequested(asked, draw(st.none() | st.integers(1, 20))))
        if draw(st.booleans()):
            events.append(CorrectionReceived(day(asked, 40)))
    for number in range(draw(st.integers(0, 3))):
        sent = day()
        arrived = draw(st.none() | st.integers(0, 5).map(lambda n, sent=sent: sent + timedelta(days=n)))
        events.append(
            ConsultationSent(sent, f"r{number}", draw(st.sampled_from(["third_party", "agency"])), arrived)
        )
        if draw(st.booleans()):
            events.append(ConsultationAnswered(day(arrived or sent, 40), f"r{number}"))
    events += [Extended(day(), draw(st.integers(1, 20))) for _ in range(draw(st.integers(0, 3)))]
    if draw(st.integers(0, 4)) == 0:
        set_on = day()
        events.append(ExcessiveDelaySet(set_on, day(set_on + timedelta(days=1))))
    if draw(st.booleans()):
        served = day()
        events.append(FeeNoticeServed(served, draw(st.decimals(1, 900, places=2))))
        if draw(st.booleans()):
            events.append(FeePaid(day(served, 40)))
    if closing:
        if draw(st.booleans()):
            events.append(
                Decided(day(confirmed or start, 90), draw(st.sampled_from(sorted(OUTCOMES))), "post")
            )
        if draw(st.integers(0, 4)) == 0:
            events.append(Withdrawn(day()))
        events += _reopened(draw, events)
    return _possible(events)


def _reopened(draw: st.DrawFn, events: list[Event]) -> list[Event]:
    """Perhaps the answer was set aside, and perhaps there is a new one, or what came after it went with the old one."""
    answers = [event.on for event in events if isinstance(event, Decided)]
    if not answers or not draw(st.booleans()):
        return []
    on = answers[0] + timedelta(days=draw(st.integers(1, 60)))
    found: list[Event] = [Reopened(on, draw(st.sampled_from(["reconsideration", "litigation"])))]
    if draw(st.booleans()):
        again = on + timedelta(days=draw(st.integers(0, 60)))
        found.append(Decided(again, draw(st.sampled_from(sorted(OUTCOMES))), "post"))
    return found


def _possible(events: list[Event]) -> list[Event]:
    """Pair notices and corrections by their order, as they must have been."""
    asked = sorted(event.on for event in events if isinstance(event, CorrectionRequested))
    came = sorted(event.on for event in events if isinstance(event, CorrectionReceived))
    assume(all(before <= after for before, after in zip(asked, came, strict=False)))
    return events


def _later(events: list[Event], days: int) -> date:
    return events[0].on + timedelta(days=days)


@given(stories(), st.integers(0, 160), st.randoms())
@settings(max_examples=300, deadline=None)
def test_the_order_of_entry_changes_nothing(events: list[Event], days: int, random: object) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert run(events, WORK, _later(events, days)) == run(shuffled, WORK, _later(events, days))


@given(stories(), st.integers(0, 160))
@settings(max_examples=300, deadline=None)
def test_replay_equals_incremental(events: list[Event], days: int) -> None:
    as_of = _later(events, days)
    known = [event for event in events if event.on <= as_of]
    known = [
        replace(event, confirmed_on=None)
        if isinstance(event, Received) and event.confirmed_on and event.confirmed_on > as_of
        else event
        for event in known
    ]
    assert run(events, WORK, as_of) == run(known, WORK, as_of)


@given(stories(), st.integers(0, 160))
@settings(max_examples=300, deadline=None)
def test_dates_and_states_fit_together(events: list[Event], days: int) -> None:
    as_of = _later(events, days)
    state = run(events, WORK, as_of)
    for day in (state.due_on, state.applicant_limit_on):
        assert day is None or WORK.is_working_day(day)
    assert (state.status == "overdue") is (
        state.status not in ("decided", "withdrawn") and state.due_on is not None and as_of > state.due_on
    )
    assert (state.outcome is not None) is (state.status in ("decided", "withdrawn", "abandoned"))
    assert (state.decided_on_time is not None) is (state.status == "decided")
    assert (state.remaining is not None) is (state.status in ("running", "suspended", "overdue"))
    if state.remaining is not None and state.due_on is not None:
        assert state.remaining <= max(0, WORK.count(as_of, state.due_on))
        assert (state.status == "overdue") or state.remaining >= 0
    assert state.status in ("awaiting_confirmation", "decided", "withdrawn") or state.received_on is not None
    assert [step.on for step in state.steps] == sorted(step.on for step in state.steps)
    assert all(step.text and step.rule for step in state.steps)


def _due(state: Clock) -> date:
    """The agency's limit, with "none that runs" as the latest."""
    return state.due_on or date.max


@given(stories(closing=False), st.integers(1, 20), st.integers(0, 70), st.integers(0, 160))
@settings(max_examples=300, deadline=None)
def test_an_extension_never_shortens(events: list[Event], more: int, on: int, days: int) -> None:
    as_of = _later(events, days)
    before = run(events, WORK, as_of)
    after = run([*events, Extended(_later(events, on), more)], WORK, as_of)
    assert _due(after) >= _due(before)


@given(stories(closing=False), st.integers(0, 160))
@settings(max_examples=300, deadline=None)
def test_a_later_receipt_is_never_due_earlier(events: list[Event], days: int) -> None:
    received = events[0]
    assert isinstance(received, Received)
    assume(all(event.on > received.on for event in events[1:]))
    assume(received.confirmed_on is None or received.confirmed_on > received.on)
    as_of = _later(events, days + 1)
    later = replace(received, on=received.on + timedelta(days=1))
    if later.channel in ("in_person", "registered_mail"):
        assert _due(run([later, *events[1:]], WORK, as_of)) >= _due(run(events, WORK, as_of))


@given(st.dates(date(2019, 5, 15), date(2026, 12, 31)), st.integers(0, 20))
@settings(deadline=None)
def test_without_events_the_limit_is_twenty_working_days(day: date, shift: int) -> None:
    state = run([Received(day, "in_person")], WORK, day + timedelta(days=shift))
    assert state.due_on == WORK.add(day, 20)
    assert state.provisional is WORK.provisional(day, WORK.add(day, 20))


@given(stories(), st.integers(1, 60), st.integers(0, 19), st.sampled_from(["reconsideration", "litigation"]))
@settings(max_examples=300, deadline=None)
def test_a_reopened_request_gets_a_fresh_limit_and_keeps_its_first_end(
    events: list[Event], after: int, later: int, basis: str
) -> None:
    received = events[0]
    assert isinstance(received, Received)
    last = max([event.on for event in events] + ([received.confirmed_on] if received.confirmed_on else []))
    ended = run(events, WORK, last)
    assume(ended.status in ("decided", "withdrawn"))
    on = last + timedelta(days=after)
    as_of = WORK.add(on, later) if later else on
    state = run([*events, Reopened(on, basis)], WORK, as_of)
    assert (state.status, state.due_on) == ("running", WORK.add(on, 20))
    assert state.remaining == 20 - later
    assert state.received_on == (ended.received_on or on)
    kept = state.conclusions[-1]
    assert (kept.status, kept.outcome, kept.on_time) == (ended.status, ended.outcome, ended.decided_on_time)
    assert len(state.conclusions) == len(ended.conclusions) + 1
    assert run([*events, Reopened(on, basis)], WORK, on - timedelta(days=1)).conclusions == ended.conclusions
