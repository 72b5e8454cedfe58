"""What moves the agency's limit: extension (Art 33), reasonable delay (Art 35), the processing fee (国办函〔2020〕109号)."""

from __future__ import annotations

from datetime import date

from gongkai.law import parameters
from gongkai.law.clock.docket import PAYMENT, Docket, Halt, cited
from gongkai.law.clock.events import ExcessiveDelaySet, Extended, FeeNoticeServed
from gongkai.law.steps import written

ART_33, ART_35 = "第三十三条第二款", "第三十五条"
FEE_RULES = "国办函〔2020〕109号第六条"


def extend(docket: Docket, event: Extended) -> None:
    """An extension counts when given before the limit ends, and only up to the cap."""
    limit = parameters.required("extension_limit", docket.received.on)
    article, cap = cited(limit), limit.number
    if not docket.may_act(event.on, "extension", article, "延长答复期限"):
        return
    granted = min(event.working_days, cap - docket.extension)
    docket.extension += granted
    docket.extended_in_all += granted
    if granted < event.working_days:
        text = f"延长答复期限合计最长不得超过{cap}个工作日，{written(event.on)}所延长的{event.working_days}个工作日只计{granted}个"
        docket.problem("extension_over_cap", article, text)
    elif docket.extended_in_all > cap:
        text = f"重新计算期限前后合计延长了{docket.extended_in_all}个工作日，超过{cap}个工作日"
        docket.problem("extension_total_over_cap", article, text)
    due = docket.due()
    until = "" if due is None else f"，答复期限至{written(due)}"
    text = f"{written(event.on)}经政府信息公开工作机构负责人同意并告知申请人，延长{granted}个工作日{until}"
    docket.step(event.on, "extension", article, text)


def delay(docket: Docket, event: ExcessiveDelaySet) -> None:
    """A reasonable delayed period for an excessive request: an absolute day, never before the ordinary limit."""
    if not docket.may_act(event.on, "delay", ART_35, "确定延迟答复的合理期限"):
        return
    until = docket.calendar.on_or_after(event.until)
    docket.delayed_until = max(until, docket.delayed_until or until)
    moved = "" if until == event.until else f"（{written(event.until)}为休息日，顺延）"
    text = f"申请数量、频次明显超过合理范围而理由合理，确定至迟{written(until)}{moved}答复并告知申请人"
    docket.step(event.on, "excessive_delay", ART_35, text)


def notify_fee(docket: Docket, event: FeeNoticeServed) -> None:
    """The fee notice reached the applicant: nothing runs until it is paid, within 20 working days."""
    limit = parameters.dated("fee_payment_limit", event.on)
    if limit is None:
        docket.problem(
            "fee_without_basis",
            FEE_RULES,
            f"{written(event.on)}信息处理费管理办法尚未施行，收费通知不影响期限",
        )
        return
    if not docket.may_act(event.on, "fee_notice", FEE_RULES, "收费通知"):
        return
    last = docket.calendar.add(event.on, limit.number)
    docket.halt = Halt(PAYMENT, event.on, last)
    text = f"{written(event.on)}收费通知（{event.amount:f}元）送达，申请人应当自次日起{limit.number}个工作日内缴纳，至迟{written(last)}"
    docket.step(event.on, "fee_notice", FEE_RULES, text)


def take_payment(docket: Docket, on: date) -> None:
    """The payment was completed: a fresh limit from the next day, unless it came too late."""
    halt, passed = docket.halt, docket.lapsed(on)
    if halt is None or halt.kind != PAYMENT:
        docket.step(
            on, "payment_without_effect", FEE_RULES, f"{written(on)}缴费没有对应的有效收费通知，不影响期限"
        )
    elif passed is not None:
        text = f"{written(on)}缴费已超过缴费期限（{written(passed)}），申请已视为放弃，不再处理"
        docket.problem("payment_late", FEE_RULES, text)
    else:
        docket.restart(on)
        text = f"{written(on)}完成缴费，答复期限自次日起重新计算{docket.reply_limit}个工作日"
        docket.step(on, "restart_after_payment", FEE_RULES, text)
