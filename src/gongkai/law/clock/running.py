"""`run`: the known events in their order, then the state as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.law.calendar import WorkCalendar
from gongkai.law.clock import closing, consultation, limits, receipt, reopening
from gongkai.law.clock.docket import CORRECTION, Conclusion, Docket
from gongkai.law.clock.event_reading import validate
from gongkai.law.clock.events import (
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
    ReceiptConfirmed,
    Received,
    Reopened,
    Withdrawn,
    ordering,
)
from gongkai.law.errors import refuse
from gongkai.law.steps import Problem, Step, provisional_step, special_day_steps, written


@dataclass(frozen=True, slots=True)
class Clock:
    """The state of a request as of a day.

    `due_on` is always the agency's limit: None while the applicant must act or nothing runs; for a decided request the
    limit that applied. `remaining` counts the working days left to the agency (days excluded by an open consultation left
    out; negative when overdue). `applicant_limit_on` is the last day of the applicant while the clock waits for him.
    `conclusions` tell how a request that was opened again had ended before, oldest first.
    """

    status: str
    received_on: date | None
    due_on: date | None
    provisional: bool
    remaining: int | None
    decided_on_time: bool | None
    outcome: str | None
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    applicant_limit_on: date | None = None
    conclusions: tuple[Conclusion, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The state as the command line prints it; `conclusions` only for a request that was opened again."""
        state: dict[str, object] = {
            "status": self.status,
            "received_on": _iso(self.received_on),
            "due_on": _iso(self.due_on),
            "provisional": self.provisional,
            "remaining_working_days": self.remaining,
            "decided_on_time": self.decided_on_time,
            "outcome": self.outcome,
            "applicant_limit_on": _iso(self.applicant_limit_on),
            "steps": [step.as_dict() for step in self.steps],
            "problems": [problem.as_dict() for problem in self.problems],
        }
        if self.conclusions:
            state["conclusions"] = [ended.as_dict() for ended in self.conclusions]
        return state


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def run(events: Sequence[Event], calendar: WorkCalendar, as_of: date) -> Clock:
    """The clock of one request as known on `as_of`; events after that day are not looked at.

    The order of `events` does not matter. Raises LawInputError when the events contradict each other or `as_of` lies
    before the request.
    """
    return _conclude(replay(events, calendar, as_of))


def replay(events: Sequence[Event], calendar: WorkCalendar, as_of: date) -> Docket:
    """The docket after every event known on `as_of`. Raises as `run` does."""
    validate(events)
    received = next(event for event in events if isinstance(event, Received))
    if as_of < received.on:
        raise refuse("as_of_before_receipt", f"as_of {as_of} 早于收到申请的日期 {received.on}", "as_of")
    known: list[Event] = [event for event in events if event.on <= as_of]
    if received.confirmed_on is not None and received.confirmed_on <= as_of:
        known.append(ReceiptConfirmed(received.confirmed_on))
    docket = Docket(calendar, received, as_of)
    for event in sorted(known, key=ordering):
        happen(docket, event)
    return docket


def happen(docket: Docket, event: Event) -> None:
    """Let one event happen, unless the request is already at its end."""
    if isinstance(event, Reopened):
        _dispatch(docket, event)
        return
    harmless = isinstance(event, ConsultationAnswered | ReceiptConfirmed)
    if docket.closing is not None and not harmless:
        text = f"{written(event.on)}的事项发生在办结之后，不影响结果"
        docket.problem("after_closing", docket.reply_article, text)
        return
    heard_when_late = isinstance(event, CorrectionReceived | ConsultationSent | FeePaid | Decided)
    if docket.lapsed(event.on) and not (harmless or heard_when_late):
        text = f"{written(event.on)}的事项发生在申请视为放弃之后，不影响结果"
        docket.problem("after_abandonment", closing.abandoned_as(docket)[1], text)
        return
    _dispatch(docket, event)


def _dispatch(docket: Docket, event: Event) -> None:  # noqa: C901 - one line for each type of event
    match event:
        case Received():
            receipt.receive(docket, event)
        case ReceiptConfirmed():
            receipt.confirm(docket, event.on)
        case CorrectionRequested():
            receipt.ask_correction(docket, event)
        case CorrectionReceived():
            receipt.take_correction(docket, event.on)
        case ConsultationSent():
            consultation.consult(docket, event)
        case ConsultationAnswered():
            consultation.take_opinion(docket, event)
        case Extended():
            limits.extend(docket, event)
        case ExcessiveDelaySet():
            limits.delay(docket, event)
        case FeeNoticeServed():
            limits.notify_fee(docket, event)
        case FeePaid():
            limits.take_payment(docket, event.on)
        case Decided():
            closing.decide(docket, event)
        case Withdrawn():
            closing.withdraw(docket, event)
        case _:
            reopening.reopen(docket, event)


def _conclude(docket: Docket) -> Clock:
    closed = docket.closing
    if isinstance(closed, Decided):
        return _decided(docket, closed)
    if isinstance(closed, Withdrawn):
        return _clock(docket, "withdrawn", outcome=closing.WITHDRAWN_AS)
    passed = docket.lapsed(docket.as_of)
    if passed is not None:
        return _abandoned(docket, passed)
    if docket.start is None:
        return _clock(docket, "awaiting_confirmation")
    if docket.halt is not None:
        status = "awaiting_correction" if docket.halt.kind == CORRECTION else "awaiting_payment"
        return _clock(docket, status, applicant_limit_on=docket.halt.limit)
    return _running(docket, docket.start)


def _decided(docket: Docket, event: Decided) -> Clock:
    consultation.note_silences(docket, event.on)
    due = docket.due(event.on)
    if due is not None and docket.start is not None:
        docket.steps += special_day_steps(docket.calendar, docket.start, due)
        docket.step(due, "due", docket.reply_article, f"适用的答复期限至{written(due)}")
    clock = _clock(docket, "decided", due_on=due, outcome=event.outcome)
    return replace(clock, decided_on_time=due is None or event.on <= due)


def _abandoned(docket: Docket, passed: date) -> Clock:
    outcome, article = closing.abandoned_as(docket)
    what = "补正" if outcome == "other.not_corrected" else "缴费"
    text = f"申请人至{written(passed)}仍未{what}，视为放弃申请，不再处理"
    docket.step(passed, "abandoned", article, text)
    return _clock(docket, "abandoned", outcome=outcome)


def _running(docket: Docket, start: date) -> Clock:
    consultation.note_silences(docket, docket.as_of)
    due = docket.due()
    if due is None:
        return _clock(docket, "suspended")
    docket.steps += special_day_steps(docket.calendar, start, due)
    days = docket.reply_limit + docket.extension
    spans = docket.excluded_spans() or []
    out = docket.excluded(spans, start, due)
    text = f"自{written(start)}次日起{days}个工作日"
    text += f"，扣除征求意见的{out}个工作日" if out else ""
    text += f"，并延迟至{written(due)}" if due == docket.delayed_until else ""
    docket.step(due, "due", docket.reply_article, f"{text}，应当至迟于{written(due)}答复")
    if docket.as_of > due:
        late = docket.calendar.count(due, docket.as_of)
        text = f"答复期限于{written(due)}届满，至{written(docket.as_of)}尚未答复，已逾期{late}个工作日"
        docket.problem("reply_overdue", docket.reply_article, text)
        return replace(_clock(docket, "overdue", due_on=due), remaining=-late)
    suspended = consultation.is_suspended(docket, spans, due)
    if suspended:
        docket.step(
            docket.as_of,
            "suspended",
            consultation.ART_33,
            "征求意见尚未结束，以上期限按意见在其期限最后一日到达计算",
        )
    left = docket.calendar.count(docket.as_of, due) - docket.excluded(spans, docket.as_of, due)
    return replace(_clock(docket, "suspended" if suspended else "running", due_on=due), remaining=left)


def _clock(
    docket: Docket,
    status: str,
    *,
    due_on: date | None = None,
    outcome: str | None = None,
    applicant_limit_on: date | None = None,
) -> Clock:
    ends = [(docket.start, due_on), (docket.halt.since if docket.halt else None, applicant_limit_on)]
    provisional = False
    for first, last in ends:
        if first is not None and last is not None and docket.calendar.provisional(first, last):
            provisional = True
            docket.steps.append(provisional_step(docket.calendar, first, last))
    steps = tuple(sorted(docket.steps, key=lambda step: step.on))
    problems = tuple(docket.problems)
    return Clock(
        status,
        docket.received_on,
        due_on,
        provisional,
        None,
        None,
        outcome,
        steps,
        problems,
        applicant_limit_on,
        tuple(docket.conclusions),
    )
