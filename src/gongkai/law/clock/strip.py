"""Every day of a request on one strip: what it was for the limit, why, and under which article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import DayReason, WorkCalendar
from gongkai.law.clock.consultation import ART_33
from gongkai.law.clock.docket import CORRECTION, Docket
from gongkai.law.clock.events import ConsultationSent, CorrectionReceived, Event, FeePaid, Received, Reopened
from gongkai.law.clock.limits import ART_33 as EXTENSION
from gongkai.law.clock.limits import ART_35, FEE_RULES
from gongkai.law.clock.receipt import ART_30, ART_31
from gongkai.law.clock.reopening import ARTICLE as REOPENED
from gongkai.law.clock.running import replay

FIRST_DAY = "《中华人民共和国民法典》第二百零一条"
STRIP_KINDS = (
    "unconfirmed",
    "start",
    "counted",
    "make_up",
    "extension",
    "delay",
    "weekend",
    "holiday",
    "consultation",
    "awaiting_correction",
    "awaiting_payment",
    "overdue",
    "closed",
)


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day. `kind` is one of STRIP_KINDS; `number` the running number of a working day used, else 0.

    `name` is the holiday's, or how a start came about: received, correction, payment, reopened. `overdue` days carry the number
    of working days the answer is late. `is_due` marks the last day of a limit that was not lifted before it.
    """

    day: date
    kind: str
    number: int = 0
    name: str = ""
    article: str = ""
    is_due: bool = False

    @property
    def counted(self) -> bool:
        """Whether the day is one of the working days of the limit."""
        return self.kind in ("counted", "make_up", "extension")


def calendar_strip(events: Sequence[Event], calendar: WorkCalendar, as_of: date) -> tuple[StripDay, ...]:
    """The days from the arrival of the request to its end: the answer, the last day of a limit, or `as_of` when later.

    While the applicant must act, to the end of his time. Days between an end and a reopening are left out. Raises LawInputError as
    `clock.run` does.
    """
    state = replay(events, calendar, as_of)
    known = [event for event in events if event.on <= as_of]
    turns = sorted({event.on for event in known} | _learnt(known, as_of))
    dockets = {day: replay(events, calendar, day) for day in turns[:-1]} | {turns[-1]: state}
    # What was known at the end of a limit holds for all its days: an extension, an early answer to a consultation.
    ends = {docket.start: docket for docket in dockets.values() if docket.halt is None}
    days = []
    docket = dockets[turns[0]]
    for offset in range((_end(state, as_of) - turns[0]).days + 1):
        day = turns[0] + timedelta(days=offset)
        docket = dockets.get(day, docket)
        found = _day(day, docket, ends.get(docket.start, docket), known)
        if found is not None:
            days.append(found)
    return tuple(days)


def _learnt(known: Sequence[Event], as_of: date) -> set[date]:
    """Days on which something became known beside the events' own: a confirmation, the delivery of a letter."""
    days = {event.confirmed_on for event in known if isinstance(event, Received)}
    days |= {event.received_on for event in known if isinstance(event, ConsultationSent)}
    return {day for day in days if day is not None and day <= as_of}


def _end(state: Docket, as_of: date) -> date:
    if state.closing is not None:
        return state.closing.on
    if state.halt is not None:
        return state.halt.limit or as_of
    return max(as_of, state.due() or as_of)


def _day(day: date, docket: Docket, last: Docket, events: Sequence[Event]) -> StripDay | None:
    """What the day was, from the state at its end and at the end of its limit; None once the request had ended before."""
    if docket.closing is not None and docket.closing.on == day:
        return StripDay(day, "closed", article=docket.reply_article, is_due=day == docket.due(day))
    if docket.closing is not None or docket.lapsed(day):
        return None
    if docket.start is None:
        return StripDay(day, "unconfirmed", article=ART_31)
    if docket.start == day:
        return _start(day, events)
    if docket.halt is None or day <= docket.halt.since:
        return _running(day, last, docket.start)
    if docket.halt.kind == CORRECTION:
        return StripDay(day, "awaiting_correction", article=ART_30)
    return StripDay(day, "awaiting_payment", article=FEE_RULES)


def _start(day: date, events: Sequence[Event]) -> StripDay:
    """The day a limit starts from, which itself is not counted."""
    for event in events:
        if event.on != day:
            continue
        if isinstance(event, Reopened):
            return StripDay(day, "start", name="reopened", article=REOPENED[event.basis])
        if isinstance(event, CorrectionReceived):
            return StripDay(day, "start", name="correction", article=ART_30)
        if isinstance(event, FeePaid):
            return StripDay(day, "start", name="payment", article=FEE_RULES)
    return StripDay(day, "start", name="received", article=FIRST_DAY)


def _running(day: date, docket: Docket, start: date) -> StripDay:
    """A day on which the agency's limit runs, stands still for a consultation, or has passed."""
    closed_on = docket.closing.on if docket.closing is not None else None
    reason, spans, due = docket.calendar.reason(day), docket.excluded_spans(closed_on), docket.due(closed_on)
    if due is not None and day > due:
        late = docket.calendar.count(due, day) if reason.working else 0
        return StripDay(day, "overdue", late, reason.name, docket.reply_article)
    if not reason.working:
        return _off(reason)
    if spans is None or any(first < day <= last for first, last in spans):
        return StripDay(day, "consultation", article=ART_33, is_due=day == due)
    number = docket.calendar.count(start, day) - docket.excluded(spans, start, day)
    return _worked(docket, reason, number, day == due)


def _worked(docket: Docket, reason: DayReason, number: int, is_due: bool) -> StripDay:
    """A working day of the limit: of the first twenty, of the extension, or of a delay under Art 35."""
    if number > docket.reply_limit + docket.extension:
        return StripDay(reason.day, "delay", number, article=ART_35, is_due=is_due)
    if number > docket.reply_limit:
        return StripDay(reason.day, "extension", number, reason.name, EXTENSION, is_due)
    if reason.kind == "make_up":
        return StripDay(reason.day, "make_up", number, reason.name, reason.source, is_due)
    return StripDay(reason.day, "counted", number, "", docket.reply_article, is_due)


def _off(reason: DayReason) -> StripDay:
    if reason.kind == "weekend":
        return StripDay(reason.day, "weekend")
    return StripDay(reason.day, "holiday", name=reason.name, article=reason.source)
