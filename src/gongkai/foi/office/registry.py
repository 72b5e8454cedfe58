"""Which steps there are, who may take them, and which of them are open for a request now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.foi import rules
from gongkai.foi.models import Case, Decision
from gongkai.foi.office.forms import (
    approving,
    charging,
    consulting,
    deciding,
    handling,
    receiving,
    searching,
    settling,
    withholding,
    writing,
)
from gongkai.foi.office.forms.step import StepForm
from gongkai.foi.services.acts import DECIDING, HANDLING
from gongkai.foi.services.approving import STAGE_DUTIES, stage_of, stages_of
from gongkai.foi.services.settling import paid_fee, refundable
from gongkai.foi.services.withholding import standing_parts
from gongkai.law.clock import ConsultationAnswered

VOIDERS = (*HANDLING, *DECIDING)


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step's page: its address, title, form, and the duties that may take it."""

    slug: str
    title: Any
    form: type[StepForm]
    duties: tuple[str, ...] = HANDLING


PAGES = {
    page.slug: page
    for page in (
        StepPage("confirm-receipt", gettext_lazy("确认收到"), receiving.ConfirmReceiptForm),
        StepPage("request-correction", gettext_lazy("要求补正"), handling.RequestCorrectionForm),
        StepPage("receive-correction", gettext_lazy("登记补正"), handling.ReceiveCorrectionForm),
        StepPage("send-consultation", gettext_lazy("征求意见"), consulting.SendConsultationForm),
        StepPage(
            "record-consultation-delivery",
            gettext_lazy("登记征求意见函送达"),
            consulting.ConsultationDeliveryForm,
        ),
        StepPage("record-consultation-answer", gettext_lazy("登记意见"), consulting.ConsultationAnswerForm),
        StepPage("extend-reply-limit", gettext_lazy("延期"), handling.ExtendForm),
        StepPage("set-excessive-delay", gettext_lazy("确定延迟答复的合理期限"), handling.ExcessiveDelayForm),
        StepPage("serve-fee-notice", gettext_lazy("送达收费通知"), charging.FeeNoticeForm),
        StepPage("record-fee-payment", gettext_lazy("登记缴费"), charging.FeePaymentForm),
        StepPage("propose-decision", gettext_lazy("拟答复决定"), deciding.ProposeDecisionForm),
        StepPage("log-search", gettext_lazy("登记检索"), searching.LogSearchForm),
        StepPage("add-withheld-part", gettext_lazy("列明不予公开的部分"), withholding.AddPartForm),
        StepPage("remove-withheld-part", gettext_lazy("删去不予公开的部分"), withholding.RemovePartForm),
        StepPage("waive-fee", gettext_lazy("免收信息处理费"), settling.WaiveFeeForm),
        StepPage("refund-fee", gettext_lazy("退还信息处理费"), settling.RefundFeeForm),
        StepPage(
            "endorse-decision",
            gettext_lazy("同意并送下一环节"),
            approving.EndorseDecisionForm,
            STAGE_DUTIES,
        ),
        StepPage("approve-decision", gettext_lazy("审批并答复"), deciding.ApproveDecisionForm, DECIDING),
        StepPage("return-decision", gettext_lazy("退回拟稿"), deciding.ReturnDecisionForm, STAGE_DUTIES),
        StepPage("decide", gettext_lazy("决定"), deciding.DecideForm, DECIDING),
        StepPage("withdraw-request", gettext_lazy("登记撤回"), receiving.WithdrawForm),
        StepPage("close-abandoned", gettext_lazy("出具终止处理告知书"), receiving.CloseAbandonedForm),
        StepPage("withdrawal-letter", gettext_lazy("出具撤回确认书"), writing.WithdrawalLetterForm),
        StepPage(
            "notify-third-party", gettext_lazy("告知第三方决定公开"), writing.NotifyThirdPartyForm, DECIDING
        ),
        StepPage("amend-receipt", gettext_lazy("更正收到登记"), receiving.AmendReceiptForm),
    )
}
ORDER = (
    "confirm-receipt",
    "receive-correction",
    "record-fee-payment",
    "record-consultation-answer",
    "record-consultation-delivery",
    "endorse-decision",
    "approve-decision",
    "return-decision",
    "propose-decision",
    "decide",
    "delivery",
    "log-search",
    "add-withheld-part",
    "remove-withheld-part",
    "waive-fee",
    "refund-fee",
    "close-abandoned",
    "withdrawal-letter",
    "notify-third-party",
    "request-correction",
    "send-consultation",
    "extend-reply-limit",
    "serve-fee-notice",
    "set-excessive-delay",
    "withdraw-request",
)
# What comes first in each state, if it is open to the reader.
FIRST = {
    "awaiting_confirmation": ("confirm-receipt",),
    "awaiting_correction": ("receive-correction",),
    "awaiting_payment": ("record-fee-payment",),
    "suspended": ("record-consultation-answer",),
    "running": ("endorse-decision", "approve-decision", "propose-decision", "decide"),
    "overdue": ("endorse-decision", "approve-decision", "propose-decision", "decide"),
    "abandoned": ("close-abandoned",),
    "decided": ("delivery",),
}


@dataclass(frozen=True, slots=True)
class Action:
    """A step as the case page offers it, or says why not."""

    slug: str
    label: str
    url: str = ""
    effect: str = ""
    note: str = ""
    first: bool = False
    reason: str = ""
    article: str = ""
    next_step: str = ""


@dataclass(slots=True)
class Actions:
    """Open steps, and closed ones with their reason."""

    open: list[Action] = field(default_factory=list)
    closed: list[Action] = field(default_factory=list)


def actions_for(
    actor: Any, case: Case, standing: rules.Standing, decisions: Sequence[Decision], letters: Sequence[Any]
) -> Actions:
    """Everything this reader could do with the request, the most likely first."""
    found = Actions()
    steps = rules.lawful_steps(standing)
    for step in steps:
        if step.name == "decide":
            _answering(found, actor, case, step, decisions)
        else:
            _offer(found, actor, case, step, step.name.replace("_", "-"))
    _beside_the_clock(found, actor, case, standing, letters)
    wanted = FIRST.get(standing.clock.status, ())
    first = next((slug for slug in wanted if any(item.slug == slug for item in found.open)), "")
    found.open = [_marked(item) if item.slug == first else item for item in found.open]
    found.open.sort(key=lambda item: (not item.first, ORDER.index(item.slug)))
    return found


def _marked(item: Action) -> Action:
    return Action(item.slug, item.label, item.url, item.effect, item.note, True)


def _answering(
    found: Actions, actor: Any, case: Case, step: rules.Step, decisions: Sequence[Decision]
) -> None:
    """Draft, approve, send back or decide: what fits the reader's duty and the draft."""
    proposal = next((row for row in decisions if row.state == Decision.State.PROPOSED), None)
    if not step.allowed:
        _offer(found, actor, case, step, "decide")
        return
    if access.holds(actor, case.agency, *HANDLING):
        label = _("修改送审的拟稿") if proposal else None
        _offer(found, actor, case, step, "propose-decision", label, _("送审本身不改变期限。"))
    _approving(found, actor, case, step, proposal)


def _approving(found: Actions, actor: Any, case: Case, step: rules.Step, proposal: Decision | None) -> None:
    """The stages an answer passes: agree and send on, or make the answer at the last one."""
    stages = stages_of(case.agency)
    stage = min(stage_of(proposal), len(stages)) if proposal else 1
    mine = access.holds(actor, case.agency, *stages[stage - 1])
    last = stage == len(stages)
    if proposal and mine and proposal.drafted_by_id != actor.pk:
        place = _("第%(stage)d个审批环节，共%(number)d个。") % {"stage": stage, "number": len(stages)}
        slug, effect = ("approve-decision", None) if last else ("endorse-decision", place)
        _offer(found, actor, case, step, slug, effect=effect)
        _offer(found, actor, case, step, "return-decision", effect=_("退回信息员修改。"))
    if mine and last:
        _offer(found, actor, case, step, "decide")
    elif proposal and not mine:
        duties = _("或者").join(str(Duty(duty).label) for duty in reversed(stages[stage - 1]))
        reason = _("拟稿正在等待%(duties)s审批。") % {"duties": duties}
        found.closed.append(Action("approve-decision", str(PAGES["approve-decision"].title), reason=reason))


def _beside_the_clock(
    found: Actions, actor: Any, case: Case, standing: rules.Standing, letters: Sequence[Any]
) -> None:
    """Steps the clock does not know: delivery of a consultation, of the answer, the closing letter."""
    if any(event.received_on is None for event in standing.open_consultations()):
        _open(found, actor, case, "record-consultation-delivery", _("对方的15个工作日自收到之日起算。"))
    _preparing(found, actor, case, standing)
    answers = [letter for letter in letters if letter.kind == "decision" and not letter.voided]
    since = standing.reopened_on or date.min
    if standing.clock.status == "abandoned" and not any(letter.dated_on >= since for letter in answers):
        _open(found, actor, case, "close-abandoned", _("告知申请人不再处理。"))
    kinds = [letter.kind for letter in letters if not letter.voided]
    if standing.clock.status == "withdrawn" and "withdrawal" not in kinds:
        _open(found, actor, case, "withdrawal-letter", _("书面确认撤回，不改变办结日期。"))
    objected = sum(1 for event in standing.facts.known(ConsultationAnswered) if event.objects)
    if objected > kinds.count("disclosure_notice") and case.outcome in ("", "grant", "partial"):
        _open(found, actor, case, "notify-third-party", _("第三方不同意而决定公开的，书面告知内容和理由。"))
    for letter in answers:
        if not letter.deliveries.all() and access.holds(actor, case.agency, *VOIDERS):
            url = reverse("foi_office:delivery", args=[case.pk, letter.pk])
            found.open.append(
                Action("delivery", _("登记送达"), url, _("记下告知书怎样、何时送达。"), letter.number)
            )


def _preparing(found: Actions, actor: Any, case: Case, standing: rules.Standing) -> None:
    """What an answer may rest on, and what may happen to a fee."""
    status = standing.clock.status
    if status not in ("decided", "withdrawn", "abandoned", "awaiting_confirmation"):
        _open(found, actor, case, "log-search", _("答复信息不存在之前须有检索记录。"))
        _open(found, actor, case, "add-withheld-part", _("部分公开的，逐项列明依据和理由。"))
        if standing_parts(case).exists():
            _open(found, actor, case, "remove-withheld-part", _("误登的从清单中删去。"))
    if status == "awaiting_payment":
        _open(found, actor, case, "waive-fee", _("收费通知作废，期限恢复。"))
    fee = paid_fee(case)
    if fee is not None and refundable(fee) > 0:
        _open(found, actor, case, "refund-fee", _("通过财政退付，不改变期限。"))


def _offer(
    found: Actions,
    actor: Any,
    case: Case,
    step: rules.Step,
    slug: str,
    label: str | None = None,
    effect: str | None = None,
) -> None:
    page = PAGES[slug]
    name = label or str(page.title)
    if not step.allowed:
        found.closed.append(
            Action(slug, name, reason=step.reason, article=step.article, next_step=step.next_step)
        )
    elif not access.holds(actor, case.agency, *page.duties):
        found.closed.append(Action(slug, name, reason=duty_needed(page)))
    else:
        note = _("最迟%(day)s") % {"day": rules.day(step.latest_on)} if step.latest_on else ""
        text = step.effect if effect is None else effect
        found.open.append(Action(slug, name, _url(case, slug), text, note or step.article))


def _open(found: Actions, actor: Any, case: Case, slug: str, effect: str) -> None:
    page = PAGES[slug]
    if access.holds(actor, case.agency, *page.duties):
        found.open.append(Action(slug, str(page.title), _url(case, slug), effect))


def _url(case: Case, slug: str) -> str:
    return reverse("foi_office:step", args=[case.pk, slug])


def duty_needed(page: StepPage) -> str:
    """Whose step it is."""
    duties = "、".join(str(Duty(duty).label) for duty in page.duties)
    return _("由%(duties)s办理。") % {"duties": duties}
