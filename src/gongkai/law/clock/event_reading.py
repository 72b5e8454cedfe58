"""Strict reading of events from JSON-like input: every reason at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from gongkai.law.calendar import FIRST, LAST
from gongkai.law.clock.event_order import check_order
from gongkai.law.clock.events import (
    CHANNELS,
    CONSULTED,
    REOPENED_BY,
    SERVED_BY,
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
)
from gongkai.law.errors import Reason, refuse
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.reading import NOWHERE, Reading, raise_all


def _received(r: Reading) -> Event:
    return Received(r.day("on"), r.choice("channel", CHANNELS), r.day_or_none("confirmed_on"))


def _consultation_sent(r: Reading) -> Event:
    return ConsultationSent(r.day("on"), _ref(r), r.choice("with", CONSULTED), r.day_or_none("received_on"))


def _ref(r: Reading) -> str:
    value = r.raw("ref")
    return str(value) if type(value) is int and abs(value) < 10**18 else r.text("ref", limit=100)


def _decided(r: Reading) -> Event:
    outcome = r.choice("outcome", OUTCOMES)
    closing = outcome.startswith("other.")
    served_by = None if closing and r.raw("served_by") is None else r.choice("served_by", SERVED_BY)
    return Decided(r.day("on"), outcome, served_by)


_READERS: dict[str, Callable[[Reading], Event]] = {
    "received": _received,
    "receipt_confirmed": lambda r: ReceiptConfirmed(r.day("on")),
    "correction_requested": lambda r: CorrectionRequested(
        r.day("on"), r.whole_or_none("period_working_days", 1, 250)
    ),
    "correction_received": lambda r: CorrectionReceived(r.day("on")),
    "consultation_sent": _consultation_sent,
    "consultation_answered": lambda r: ConsultationAnswered(r.day("on"), _ref(r), r.flag_or_none("objects")),
    "extended": lambda r: Extended(r.day("on"), r.whole("working_days", 1, 10**6)),
    "excessive_delay_set": lambda r: ExcessiveDelaySet(r.day("on"), r.day("until")),
    "fee_notice_served": lambda r: FeeNoticeServed(r.day("on"), r.money("amount")),
    "fee_paid": lambda r: FeePaid(r.day("on")),
    "decided": _decided,
    "withdrawn": lambda r: Withdrawn(r.day("on")),
    "reopened": lambda r: Reopened(r.day("on"), r.choice("basis", REOPENED_BY)),
}
MOST_EVENTS = 1000
EVENT_TYPES = tuple(_READERS)


def parse_events(items: object) -> list[Event]:
    """Read events from JSON-like input, in any order.

    Raises LawInputError with every reason: unknown types and fields, missing fields, impossible dates, and what cannot
    have happened in that order (a decision before the receipt, a second payment, …).
    """
    reasons: list[Reason] = []
    if not isinstance(items, list | tuple):
        raise refuse("not_a_list", "events 应是一个列表", "events")
    if len(items) > MOST_EVENTS:
        raise refuse("too_many_events", f"一件申请不会有超过{MOST_EVENTS}个事件", "events")
    events = [_read(item, f"events[{number}]", reasons) for number, item in enumerate(items)]
    read = [(f"events[{number}]", event) for number, event in enumerate(events) if event is not None]
    check_order(read, reasons, complete=len(read) == len(events))
    raise_all(reasons)
    return [event for _, event in read]


def _read(item: object, where: str, reasons: list[Reason]) -> Event | None:
    before = len(reasons)
    reading = Reading(item, where, reasons)
    kind = reading.choice("type", EVENT_TYPES)
    if not kind:
        return None
    event = _READERS[kind](reading)
    reading.finish()
    _in_range(event, reading)
    return event if len(reasons) == before else None


def _in_range(event: Event, reading: Reading) -> None:
    for name in event.__dataclass_fields__:
        value: object = getattr(event, name)
        if isinstance(value, date) and value != NOWHERE and not FIRST <= value <= LAST:
            reading.fault(
                "date_out_of_range", f"{value} 超出可计算的范围（{FIRST.year}—{LAST.year}年）", name
            )


def validate(events: Sequence[Event]) -> None:
    """The order checks of `parse_events` for events built in code. Raises LawInputError with every reason."""
    reasons: list[Reason] = []
    check_order([(f"events[{number}]", event) for number, event in enumerate(events)], reasons, complete=True)
    raise_all(reasons)
