"""How a request ends: decided, withdrawn, or deemed abandoned."""

from __future__ import annotations

from datetime import date

from gongkai.law.clock.consultation import ARTICLE
from gongkai.law.clock.docket import CORRECTION, Docket
from gongkai.law.clock.events import Decided, Withdrawn
from gongkai.law.clock.limits import FEE_RULES
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.steps import written

SERVICE = "国办公开办函〔2016〕235号"
WITHDRAWN_AS = "other.misc"
_SERVED = {
    "post": "以交邮之日为答复之日",
    "courier": "以交寄之日为答复之日",
    "in_person": "以申请人签收之日为答复之日",
    "electronic": "以发送至申请人指定的途径之日为答复之日",
}


def abandoned_as(docket: Docket) -> tuple[str, str]:
    """The outcome and article of an abandonment by the applicant's present default."""
    if docket.halt is not None and docket.halt.kind == CORRECTION:
        return "other.not_corrected", "第三十条"
    return "other.fee_unpaid", FEE_RULES


def decide(docket: Docket, event: Decided) -> None:
    """The answer was made; whether in time is judged against the limit that then applied."""
    label = OUTCOMES[event.outcome].label
    how = "" if event.served_by is None else f"，{_SERVED[event.served_by]}"
    docket.step(
        event.on, "decision", SERVICE if event.served_by else "", f"{written(event.on)}作出答复：{label}{how}"
    )
    if event.served_by == "courier":
        docket.problem("private_courier", SERVICE, "邮寄送达应当通过邮政企业，不得由其他快递企业寄递")
    _fits_the_course(docket, event)
    due = docket.due(event.on)
    if due is not None and event.on > due:
        late = docket.calendar.count(due, event.on)
        text = f"答复期限于{written(due)}届满，{written(event.on)}才作出答复，逾期{late}个工作日"
        docket.problem("decision_late", docket.reply_article, text)
    docket.closing = event


def _fits_the_course(docket: Docket, event: Decided) -> None:
    """Outcomes that presuppose something, and decisions that should not have been made yet."""
    lapsed = docket.lapsed(event.on)
    expected = abandoned_as(docket)[0] if lapsed else ""
    if docket.start is None:
        docket.problem("decision_before_confirmation", "第三十一条", "申请尚未确认收到即作出答复")
    if lapsed and not event.outcome.startswith("other."):
        docket.problem("decision_after_abandonment", abandoned_as(docket)[1], "申请已视为放弃，仍作出了答复")
    if event.outcome in ("other.not_corrected", "other.fee_unpaid") and event.outcome != expected:
        text = f"并没有出现“{OUTCOMES[event.outcome].label}”的情形（未通知，或者申请人的期限尚未届满）"
        docket.problem(
            "not_abandoned", "第三十条" if event.outcome == "other.not_corrected" else FEE_RULES, text
        )
    if event.outcome == "cannot.still_unclear" and docket.corrections == 0:
        docket.problem("no_correction_round", "第三十条", "未要求过补正，不能以补正后仍不明确为由办结")
    if event.outcome in ("grant", "partial"):
        _open_third_parties(docket, event.on)


def _open_third_parties(docket: Docket, on: date) -> None:
    for consultation in docket.consultations.values():
        waiting = (
            consultation.answered_on is None and consultation.latest is not None and on <= consultation.latest
        )
        if waiting and consultation.sent.party == "third_party":
            text = "征求第三方意见的期限未满、尚未收到意见，即决定公开"
            docket.problem("third_party_not_heard", ARTICLE["third_party"], text)


def withdraw(docket: Docket, event: Withdrawn) -> None:
    """The applicant withdrew; counted as （六）3.其他. A limit that had passed before stays a problem."""
    due = docket.due(event.on)
    if due is not None and event.on > due:
        text = f"答复期限于{written(due)}届满，申请人撤回时行政机关已逾期"
        docket.problem("withdrawn_after_limit", docket.reply_article, text)
    docket.step(event.on, "withdrawn", "", f"{written(event.on)}申请人撤回申请，计入“其他处理”之“其他”")
    docket.closing = event
