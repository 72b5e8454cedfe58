"""What may be done with a request on a day, what not and why, and what each step does to its reply limit. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi.errors import StepRefused, refused_by_law
from gongkai.foi.standing import SEARCHED, Standing, day, run, waits_until
from gongkai.law.clock import (
    Clock,
    ConsultationSent,
    CorrectionReceived,
    CorrectionRequested,
    FeeNoticeServed,
)
from gongkai.law.errors import LawInputError

__all__ = [
    "ARTICLES",
    "LABELS",
    "SEARCHED",
    "Standing",
    "Step",
    "day",
    "lawful_steps",
    "outcome_refusal",
    "refusal",
    "require",
    "run",
    "waits_until",
    "with_event",
]

LABELS = {
    "confirm_receipt": gettext_lazy("确认收到"),
    "request_correction": gettext_lazy("要求补正"),
    "receive_correction": gettext_lazy("登记补正"),
    "send_consultation": gettext_lazy("征求意见"),
    "record_consultation_answer": gettext_lazy("登记意见"),
    "extend_reply_limit": gettext_lazy("延期"),
    "set_excessive_delay": gettext_lazy("确定延迟答复的合理期限"),
    "serve_fee_notice": gettext_lazy("送达收费通知"),
    "record_fee_payment": gettext_lazy("登记缴费"),
    "decide": gettext_lazy("决定"),
    "withdraw_request": gettext_lazy("登记撤回"),
}
ARTICLES = {
    "confirm_receipt": gettext_lazy("条例第三十一条"),
    "request_correction": gettext_lazy("条例第三十条"),
    "receive_correction": gettext_lazy("条例第三十条"),
    "send_consultation": gettext_lazy("条例第三十二条、第三十四条"),
    "record_consultation_answer": gettext_lazy("条例第三十二条、第三十四条"),
    "extend_reply_limit": gettext_lazy("条例第三十三条第二款"),
    "set_excessive_delay": gettext_lazy("条例第三十五条"),
    "serve_fee_notice": gettext_lazy("条例第四十二条、国办函〔2020〕109号第六条"),
    "record_fee_payment": gettext_lazy("国办函〔2020〕109号第六条"),
    "decide": gettext_lazy("条例第三十三条、第三十六条"),
    "withdraw_request": "",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the procedure as it stands on a day.

    `effect` says in words what it does to the limit; `due_after` is the limit it may lead to at the latest;
    `latest_on` the last day on which it may be taken. A step that is not allowed carries code, reason and next step.
    """

    name: str
    label: str
    allowed: bool
    article: str
    code: str = ""
    reason: str = ""
    next_step: str = ""
    effect: str = ""
    due_after: date | None = None
    latest_on: date | None = None


def refusal(name: str, standing: Standing) -> StepRefused | None:
    """Why the step may not be taken on that day; None when it may."""
    status = standing.clock.status
    if status in ("decided", "withdrawn") or (status == "abandoned" and name != "receive_correction"):
        return StepRefused(
            "FOI-CLOSED", _("申请已经办结，不能再办理这一步。"), "", _("登记有误的，请先撤销有误的事件。")
        )
    if status == "awaiting_confirmation" and name not in ("confirm_receipt", "withdraw_request"):
        return StepRefused(
            "FOI-UNCONFIRMED",
            _("尚未与申请人确认收到，期限没有开始。"),
            _("条例第三十一条"),
            _("请先与申请人联系并登记确认。"),
        )
    check = _CHECKS.get(name)
    return check(standing) if check else None


def require(name: str, standing: Standing) -> None:
    """Raise StepRefused unless the step may be taken on that day."""
    if refused := refusal(name, standing):
        raise refused


def _confirm(standing: Standing) -> StepRefused | None:
    if standing.clock.status != "awaiting_confirmation":
        return StepRefused("FOI-CONFIRMED", _("收到日期已经确定，无需再次确认。"), _("条例第三十一条"))
    return None


def _request_correction(standing: Standing) -> StepRefused | None:
    article = str(ARTICLES["request_correction"])
    if standing.count(CorrectionRequested):
        return StepRefused(
            "FOI-CORRECTION-ONCE",
            _("补正只能一次性告知，已经告知过。"),
            article,
            _("补正后仍不明确的，可作“补正后申请内容仍不明确”的答复。"),
        )
    if refused := _waiting(standing):
        return refused
    latest = standing.correction_latest()
    if latest is not None and standing.as_of > latest:
        return StepRefused(
            "FOI-CORRECTION-LATE",
            _("补正应在收到申请之日起7个工作日内告知，最迟为%(day)s，已经超过。") % {"day": day(latest)},
            article,
            _("请与申请人沟通，在答复期限内作出决定。"),
        )
    return None


def _receive_correction(standing: Standing) -> StepRefused | None:
    if standing.count(CorrectionReceived) >= standing.count(CorrectionRequested):
        return StepRefused(
            "FOI-NO-CORRECTION-REQUESTED",
            _("没有待补正的告知，不能登记补正。"),
            str(ARTICLES["receive_correction"]),
        )
    return None


def _consult(standing: Standing) -> StepRefused | None:
    return _waiting(standing)


def _answer(standing: Standing) -> StepRefused | None:
    if not standing.open_consultations():
        return StepRefused(
            "FOI-NO-CONSULTATION", _("没有尚未答复的征求意见。"), str(ARTICLES["record_consultation_answer"])
        )
    return None


def _extend(standing: Standing) -> StepRefused | None:
    article = str(ARTICLES["extend_reply_limit"])
    if refused := _waiting(standing) or _late(standing, article):
        return refused
    if standing.extension_left() == 0:
        return StepRefused(
            "FOI-EXTENSION-USED-UP",
            _("延长的期限累计不得超过%(days)d个工作日，已经用完。")
            % {"days": standing.parameter("extension_limit")},
            article,
            _("请在期限内作出答复。"),
        )
    return None


def _fee(standing: Standing) -> StepRefused | None:
    article = str(ARTICLES["serve_fee_notice"])
    if standing.count(FeeNoticeServed):
        return StepRefused("FOI-FEE-ONCE", _("收费通知已经送达过一次。"), article)
    return _waiting(standing) or _late(standing, article)


def _pay(standing: Standing) -> StepRefused | None:
    if standing.clock.status != "awaiting_payment":
        return StepRefused(
            "FOI-NOTHING-TO-PAY",
            _("没有待缴的信息处理费，不能登记缴费。"),
            str(ARTICLES["record_fee_payment"]),
        )
    return None


def _delay(standing: Standing) -> StepRefused | None:
    return _waiting(standing) or _late(standing, str(ARTICLES["set_excessive_delay"]))


def _decide(standing: Standing) -> StepRefused | None:
    return _waiting(standing)


_CHECKS: Mapping[str, Callable[[Standing], StepRefused | None]] = {
    "confirm_receipt": _confirm,
    "request_correction": _request_correction,
    "receive_correction": _receive_correction,
    "send_consultation": _consult,
    "record_consultation_answer": _answer,
    "extend_reply_limit": _extend,
    "set_excessive_delay": _delay,
    "serve_fee_notice": _fee,
    "record_fee_payment": _pay,
    "decide": _decide,
}


def _waiting(standing: Standing) -> StepRefused | None:
    """While the applicant must act, the agency waits."""
    if standing.clock.status == "awaiting_correction":
        return StepRefused(
            "FOI-AWAITING-CORRECTION",
            _("正在等待申请人补正，收到补正后期限重新计算。"),
            _("条例第三十条"),
            _("请等待补正；逾期不补正的，视为放弃申请。"),
        )
    if standing.clock.status == "awaiting_payment":
        return StepRefused(
            "FOI-AWAITING-PAYMENT",
            _("正在等待申请人缴费，完成缴费次日起期限重新计算。"),
            _("国办函〔2020〕109号第六条"),
            _("请等待缴费；逾期不缴纳的，视为放弃申请。"),
        )
    return None


def _late(standing: Standing, article: str) -> StepRefused | None:
    """After the limit has ended nothing lengthens it any more."""
    if standing.clock.status != "overdue":
        return None
    return StepRefused(
        "FOI-LIMIT-ENDED",
        _("答复期限已于%(day)s届满，不能再改变期限。") % {"day": day(standing.clock.due_on)},
        article,
        _("请尽快作出答复。"),
    )


def outcome_refusal(outcome: str, standing: Standing, variant: str = "") -> StepRefused | None:
    """Why this outcome (in this variant of its letter) is not open on that day; None when it is."""
    if outcome == variant == "cannot.not_held" and not standing.searched():
        return StepRefused(
            "FOI-NOT-SEARCHED",
            _("没有检索记录，不能答复信息不存在。"),
            _("条例第三十六条第四项"),
            _("请先登记检索：谁、何时、在哪里、用什么检索词、结果如何。"),
        )
    if outcome == "cannot.still_unclear" and not standing.count(CorrectionReceived):
        return StepRefused(
            "FOI-OUTCOME-NOT-CORRECTED",
            _("只有补正后仍不明确的，才能作此答复。"),
            _("条例第三十条"),
            _("内容不明确的，请先一次性告知补正。"),
        )
    if outcome in ("other.not_corrected", "other.fee_unpaid"):
        return StepRefused(
            "FOI-OUTCOME-BY-LAPSE",
            _("该结果由期限届满产生，不需要作出决定。"),
            "",
            _("期限届满后，可以出具终止处理告知书。"),
        )
    if outcome == "deny.third_party" and not standing.count(ConsultationSent):
        return StepRefused(
            "FOI-OUTCOME-NOT-CONSULTED",
            _("以保护第三方合法权益为由不予公开的，应当先书面征求第三方意见。"),
            _("条例第三十二条"),
            _("请先征求第三方意见。"),
        )
    return None


def with_event(standing: Standing, event: Mapping[str, Any]) -> Clock:
    """What the clock would say on the day with one more event. Raises StepRefused for a contradiction."""
    try:
        facts = standing.facts.having(event)
    except LawInputError as error:
        raise refused_by_law(error) from error
    return run(facts, standing.calendar, max(standing.as_of, facts.law[-1].on))


def lawful_steps(standing: Standing) -> list[Step]:
    """Every step with whether it may be taken on the day, why not, and what it would do to the limit."""
    steps = []
    for name, label in LABELS.items():
        refused = refusal(name, standing)
        if refused:
            steps.append(
                Step(
                    name,
                    str(label),
                    False,
                    str(ARTICLES[name]),
                    refused.code,
                    refused.text,
                    refused.next_step,
                )
            )
            continue
        effect, due_after = _effect(name, standing)
        latest = {
            "request_correction": standing.correction_latest(),
            "extend_reply_limit": standing.clock.due_on,
            "serve_fee_notice": standing.clock.due_on,
            "decide": standing.clock.due_on,
        }.get(name)
        steps.append(
            Step(
                name,
                str(label),
                True,
                str(ARTICLES[name]),
                effect=effect,
                due_after=due_after,
                latest_on=latest,
            )
        )
    return steps


def _effect(name: str, standing: Standing) -> tuple[str, date | None]:
    """The effect on the limit in words, and the limit that follows at the latest."""
    today = standing.as_of.isoformat()
    due = standing.clock.due_on
    if name in ("request_correction", "serve_fee_notice"):
        halted = {
            "request_correction": _("期限停止计算；自收到补正的申请之日起重新计算。"),
            "serve_fee_notice": _("期限停止计算；自完成缴费次日起重新计算。逾期不缴的，视为放弃申请。"),
        }
        return halted[name], None
    if name == "send_consultation":
        event: dict[str, Any] = {"type": "consultation_sent", "ref": "?", "with": "third_party", "on": today}
        return _moved(with_event(standing, event).due_on, due, _("最多"))
    if name == "extend_reply_limit":
        event = {"type": "extended", "on": today, "working_days": standing.extension_left()}
        return _moved(with_event(standing, event).due_on, due, _("最多"))
    if name == "record_consultation_answer":
        event = {"type": "consultation_answered", "on": today, "ref": standing.open_consultations()[0].ref}
        return _moved(with_event(standing, event).due_on, due, "")
    if name == "record_fee_payment":
        return _moved(with_event(standing, {"type": "fee_paid", "on": today}).due_on, due, "")
    if name == "receive_correction":
        return _moved(with_event(standing, {"type": "correction_received", "on": today}).due_on, due, "")
    if name == "confirm_receipt":
        return _moved(with_event(standing, {"type": "receipt_confirmed", "on": today}).due_on, due, "")
    if name == "set_excessive_delay":
        return _("期限改为您确定的合理期限。"), None
    return _("申请办结，期限不再计算。"), None


def _moved(after: date | None, before: date | None, most: str) -> tuple[str, date | None]:
    if after is None:
        return _("期限待定。"), None
    if before is None:
        return _("期限为%(after)s。") % {"after": day(after)}, after
    if after == before:
        return _("不改变期限（%(after)s）。") % {"after": day(after)}, after
    text = _("会把期限%(most)s从%(before)s移到%(after)s。")
    return text % {"most": most, "before": day(before), "after": day(after)}, after
