"""Receipt by channel and its confirmation (Art 31); the notice to correct and the corrected request (Art 30)."""

from __future__ import annotations

from datetime import date

from gongkai.law.clock.docket import CORRECTION, Docket, Halt
from gongkai.law.clock.events import CorrectionRequested, Received
from gongkai.law.steps import written

ART_30, ART_31 = "第三十条", "第三十一条"
_COUNTS_FROM = {
    "in_person": "当面提交，以提交之日为收到申请之日",
    "registered_mail": "以需签收的邮寄方式提交，以行政机关签收之日为收到申请之日",
    "ordinary_mail": "以无需签收的平常信函提交，应当于收到当日与申请人确认，以确认之日为收到申请之日",
    "online": "通过互联网渠道提交，以双方确认之日为收到申请之日",
    "fax": "通过传真提交，以双方确认之日为收到申请之日",
}


def receive(docket: Docket, event: Received) -> None:
    """The request came in: the clock starts at once, or waits for the confirmation its channel needs."""
    if not docket.law_of_2019:
        docket.step(
            event.on, "regime_2008", docket.reply_article, "收到申请时适用2008年施行的条例（国务院令第492号）"
        )
        _start_at(
            docket, event.on, "当时的条例未规定收到申请之日的确定方式，以收到之日起算", docket.reply_article
        )
    elif event.needs_confirmation:
        docket.step(
            event.on,
            "receipt_awaits_confirmation",
            ART_31,
            f"{_COUNTS_FROM[event.channel]}；尚待确认，期限未起算",
        )
    else:
        _start_at(docket, event.on, _COUNTS_FROM[event.channel], ART_31)


def confirm(docket: Docket, on: date) -> None:
    """Both sides confirmed: this is the day of receipt, where the channel needs a confirmation."""
    if docket.received_on is not None:
        docket.step(
            on, "confirmation_without_effect", ART_31, "该渠道不以确认之日为收到申请之日，确认不影响期限"
        )
        return
    if docket.received.channel == "ordinary_mail" and on > docket.received.on:
        text = f"平常信函应当于收到当日（{written(docket.received.on)}）与申请人确认，实际于{written(on)}确认"
        docket.problem("confirmation_late", ART_31, text)
    _start_at(docket, on, f"{written(on)}双方确认，以确认之日为收到申请之日", ART_31)


def _start_at(docket: Docket, on: date, text: str, article: str) -> None:
    docket.received_on = on
    docket.start = on
    docket.step(on, "receipt", article, f"{text}：{written(on)}")
    text = f"自收到之日的次日起计算，应当在{docket.reply_limit}个工作日内答复"
    docket.step(on, "reply_limit", docket.reply_article, text)


def _article(docket: Docket) -> str:
    return ART_30 if docket.law_of_2019 else "国务院令第492号第二十一条第四项"


def ask_correction(docket: Docket, event: CorrectionRequested) -> None:
    """The agency asked for a correction: once, within 7 working days, and only while its own limit runs."""
    article = _article(docket)
    docket.corrections += 1
    if docket.corrections > 1:
        text = f"{written(event.on)}再次要求补正；应当一次性告知需要补正的内容，第二次告知不影响期限"
        docket.problem("second_correction_notice", article, text)
        return
    if not docket.may_act(event.on, "correction_notice", article, "补正通知"):
        return
    notice, period = docket.parameter("correction_notice_limit"), docket.parameter("correction_period")
    text = f"{written(event.on)}告知补正，答复期限待收到补正的申请后重新起算"
    until = None
    if notice is not None and period is not None:
        _notice_in_time(docket, event.on, notice.number)
        until = docket.calendar.add(event.on, event.period_working_days or period.number)
        usual = (
            "" if event.period_working_days else f"（通知未写明补正期限，按通常的{period.number}个工作日）"
        )
        text += f"；申请人应当至迟于{written(until)}补正{usual}"
    docket.halt = Halt(CORRECTION, event.on, until, told=event.period_working_days is not None)
    docket.step(event.on, "correction_requested", article, text)


def _notice_in_time(docket: Docket, on: date, days: int) -> None:
    last = docket.calendar.add(docket.received_on or docket.received.on, days)
    if on > last:
        text = (
            f"补正通知应当在收到申请之日起{days}个工作日内作出，至迟{written(last)}，实际于{written(on)}作出"
        )
        docket.problem("correction_notice_late", ART_30, text)


def take_correction(docket: Docket, on: date) -> None:
    """The corrected request arrived: a fresh limit from this day; what was used before is not deducted."""
    halt, article, passed = docket.halt, _article(docket), docket.lapsed(on)
    if halt is None or halt.kind != CORRECTION:
        docket.step(
            on, "correction_without_effect", article, "所补正的内容没有对应的有效补正通知，不影响期限"
        )
        return
    if passed is not None and not halt.told:
        text = f"补正于{written(on)}收到，晚于通常的补正期限（{written(passed)}）；通知所定期限不明，按已补正处理"
        docket.step(on, "correction_after_usual_period", ART_30, text)
    elif passed is not None:
        text = f"补正于{written(on)}收到，已超过补正期限（{written(passed)}）；申请人无正当理由的，应当视为放弃申请"
        docket.problem("correction_received_late", ART_30, text)
    docket.restart(on)
    text = f"{written(on)}收到补正的申请，答复期限自收到之日起重新计算{docket.reply_limit}个工作日"
    docket.step(on, "restart_after_correction", article, text)
