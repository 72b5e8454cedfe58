"""What cannot have happened: events whose dates or number contradict each other are refused, not computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from gongkai.law.clock.events import (
    LARGEST_EXTENSION,
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
from gongkai.law.errors import Reason

REGULATION_2008 = date(2008, 5, 1)
Placed: TypeAlias = tuple[str, Event]

_ONCE: dict[type[Event], tuple[str, str]] = {
    Received: ("second_receipt", "一件申请只能收到一次"),
    ReceiptConfirmed: ("second_confirmation", "收到日期只能确认一次"),
    FeeNoticeServed: ("second_fee_notice", "一件申请只能送达一次收费通知"),
    FeePaid: ("second_payment", "一件申请只能缴费一次"),
}
# Once more after each reopening.
_ONCE_PER_ROUND: dict[type[Event], tuple[str, str]] = {
    Decided: ("second_decision", "一件申请只能作出一次答复"),
    Withdrawn: ("second_withdrawal", "一件申请只能撤回一次"),
}
# What may have ended a request: an answer, a withdrawal, or a notice whose time the applicant let pass.
_MAY_END = (Decided, Withdrawn, CorrectionRequested, FeeNoticeServed)


def check_order(placed: Sequence[Placed], reasons: list[Reason], *, complete: bool) -> None:
    """Append a reason for every impossibility among events given with their place in the input.

    `complete` is False when some events could not be read: then nothing is said to be missing.
    """
    _only_once(placed, reasons)
    receipts = [(where, event) for where, event in placed if isinstance(event, Received)]
    if receipts:
        _after_receipt(placed, receipts[0], reasons)
    elif complete:
        reasons.append(Reason("no_receipt", "没有 received 事件，无从起算", "events"))
    if complete:
        _corrections(placed, reasons)
        _payments(placed, reasons)
        _reopenings(placed, reasons)
    _consultations(placed, reasons, complete=complete)
    for where, event in placed:
        _in_itself(where, event, reasons)


def _in_itself(where: str, event: Event, reasons: list[Reason]) -> None:
    if isinstance(event, ExcessiveDelaySet) and event.until <= event.on:
        text = f"延迟至的日期 {event.until} 应晚于 {event.on}"
        reasons.append(Reason("delay_not_after", text, f"{where}.until"))
    if isinstance(event, Extended) and not 1 <= event.working_days <= LARGEST_EXTENSION:
        days = event.working_days
        text = f"延长答复期限应在1至{LARGEST_EXTENSION}个工作日之间，不能是{days}个（条例第三十三条第二款）"
        reasons.append(Reason("extension_over_limit", text, f"{where}.working_days"))


def _only_once(placed: Sequence[Placed], reasons: list[Reason]) -> None:
    reopened = [event.on for _, event in placed if isinstance(event, Reopened)]
    seen: Counter[tuple[type[Event], int]] = Counter()
    for where, event in placed:
        kind = type(event)
        part = sum(day <= event.on for day in reopened) if kind in _ONCE_PER_ROUND else 0
        seen[kind, part] += 1
        found = _ONCE.get(kind) or _ONCE_PER_ROUND.get(kind)
        if found and seen[kind, part] > 1:
            reasons.append(Reason(*found, where))


def _reopenings(placed: Sequence[Placed], reasons: list[Reason]) -> None:
    """A request is only opened again after something that may have ended it, and once for each end."""
    since = date.min
    for day, where in sorted((event.on, where) for where, event in placed if isinstance(event, Reopened)):
        if not any(isinstance(event, _MAY_END) and since <= event.on < day for _, event in placed):
            text = f"{day} 之前没有办结，不能重新办理"
            reasons.append(Reason("reopened_without_closing", text, where))
        since = day


def _after_receipt(placed: Sequence[Placed], receipt: tuple[str, Event], reasons: list[Reason]) -> None:
    """Nothing happens before the request came in, and no decision before its date of receipt (Art 31)."""
    where_received, received = receipt
    if received.on < REGULATION_2008:
        text = f"{received.on} 政府信息公开条例尚未施行（{REGULATION_2008} 起施行）"
        reasons.append(Reason("before_regulation", text, f"{where_received}.on"))
    confirmed = received.confirmed_on if isinstance(received, Received) else None
    if confirmed is not None and confirmed < received.on:
        reasons.append(
            Reason(
                "confirmed_before_submission",
                f"确认日期 {confirmed} 早于提交日期 {received.on}",
                f"{where_received}.confirmed_on",
            )
        )
    for where, event in placed:
        if isinstance(event, ReceiptConfirmed):
            if confirmed is not None:
                reasons.append(
                    Reason("second_confirmation", "confirmed_on 与 receipt_confirmed 只能写一个", where)
                )
            confirmed = event.on
    for where, event in placed:
        if event.on < received.on or (
            isinstance(event, Decided) and event.on < _receipt_day(received, confirmed)
        ):
            decided = isinstance(event, Decided)
            code = "decided_before_receipt" if decided else "event_before_receipt"
            day = _receipt_day(received, confirmed) if decided else received.on
            what = "答复" if decided else "事件"
            reasons.append(Reason(code, f"{what}日期 {event.on} 早于收到申请之日 {day}", f"{where}.on"))


def _receipt_day(received: Event, confirmed: date | None) -> date:
    needs = isinstance(received, Received) and received.needs_confirmation
    return confirmed if needs and confirmed is not None else received.on


def _corrections(placed: Sequence[Placed], reasons: list[Reason]) -> None:
    """Each corrected request answers a notice that was sent before it."""
    asked = sorted(event.on for _, event in placed if isinstance(event, CorrectionRequested))
    came = sorted((event.on, where) for where, event in placed if isinstance(event, CorrectionReceived))
    for number, (day, where) in enumerate(came):
        if number >= len(asked):
            reasons.append(
                Reason("correction_not_requested", f"{day} 收到补正，但没有与之对应的补正通知", where)
            )
        elif day < asked[number]:
            text = f"收到补正的日期 {day} 早于补正通知的日期 {asked[number]}"
            reasons.append(Reason("corrected_before_requested", text, f"{where}.on"))


def _payments(placed: Sequence[Placed], reasons: list[Reason]) -> None:
    notices = [event.on for _, event in placed if isinstance(event, FeeNoticeServed)]
    for where, event in placed:
        if not isinstance(event, FeePaid):
            continue
        if not notices:
            reasons.append(Reason("paid_without_notice", "没有收费通知，不应有缴费", where))
        elif event.on < min(notices):
            text = f"缴费日期 {event.on} 早于收费通知送达日期 {min(notices)}"
            reasons.append(Reason("paid_before_notice", text, f"{where}.on"))


def _consultations(placed: Sequence[Placed], reasons: list[Reason], *, complete: bool) -> None:
    sent: dict[str, ConsultationSent] = {}
    for where, event in placed:
        if isinstance(event, ConsultationSent):
            if event.ref in sent:
                reasons.append(
                    Reason("second_consultation", "同一编号的征求意见只能发出一次", f"{where}.ref")
                )
            sent.setdefault(event.ref, event)
            if event.received_on is not None and event.received_on < event.on:
                text = f"对方收到日期 {event.received_on} 早于寄出日期 {event.on}"
                reasons.append(Reason("delivered_before_sent", text, f"{where}.received_on"))
    answered: set[str] = set()
    for where, event in placed:
        if isinstance(event, ConsultationAnswered):
            if event.ref in answered:
                reasons.append(Reason("second_answer", "同一编号的征求意见只能答复一次", f"{where}.ref"))
            answered.add(event.ref)
            _answer(where, event, sent.get(event.ref), reasons, complete=complete)


def _answer(
    where: str,
    event: ConsultationAnswered,
    letter: ConsultationSent | None,
    reasons: list[Reason],
    *,
    complete: bool,
) -> None:
    if letter is None:
        if complete:
            reasons.append(Reason("answer_without_consultation", "没有与之对应的征求意见", f"{where}.ref"))
    elif event.on < max(letter.on, letter.received_on or letter.on):
        text = f"答复意见的日期 {event.on} 早于征求意见函寄出或者送达的日期"
        reasons.append(Reason("answered_before_sent", text, f"{where}.on"))
