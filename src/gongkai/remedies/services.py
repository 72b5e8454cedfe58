"""The only writer of the remedies room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Duty
from gongkai.convert.official import in_official_language
from gongkai.foi import services as foi
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Decision
from gongkai.foi.text import cleaned
from gongkai.ledger import services as ledger
from gongkai.remedies import rules
from gongkai.remedies.models import Remedy
from gongkai.remedies.rules import RemedyRefused

KIND = "remedies.remedy"
RECORDING = (Duty.INFORMATION_OFFICER, Duty.REVIEWER, Duty.LEADER)
FOLLOWS = {
    "suit_after": ("reconsideration",),
    "second_instance": ("suit_direct", "suit_after"),
    "retrial": ("suit_direct", "suit_after", "second_instance"),
}


@transaction.atomic
def file_remedy(
    *,
    actor: Any,
    case: Case,
    kind: str,
    filed_on: date,
    body: str,
    reference: str = "",
    notified_on: date | None = None,
    procedure: str = "",
    co_defendant: bool = False,
    answer_due_on: date | None = None,
) -> Remedy:
    """Register a reconsideration, suit or complaint against what was done with a case; it counts for the agency of the case.

    A suit after reconsideration, an appeal and a retrial follow the closed proceeding before them. Filed after its limit it
    is recorded and marked. Raises PermissionDenied, RemedyRefused.
    """
    locked = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case.pk)
    access.require(actor, locked.agency, *RECORDING)
    if kind not in Remedy.Kind.values:
        raise RemedyRefused("REMEDY-KIND", _("请选择行政复议或者行政诉讼的种类。"))
    if not cleaned(body):
        raise RemedyRefused("REMEDY-BODY", _("请填写复议机关或者法院。"))
    _check_days(locked, filed_on, notified_on)
    follows = _followed(locked, kind, filed_on)
    if locked.remedies.filter(kind=kind, result=Remedy.Result.PENDING).exists():
        raise RemedyRefused("REMEDY-PENDING", _("同一种类的程序尚未审结，不能重复登记。"))
    calendar = working_days.current()
    limit = rules.latest_filing(kind, locked.decided_on, follows.closed_on if follows else None, calendar)
    told_on = notified_on or (filed_on if kind == "reconsideration" else None)
    due = rules.answer_due(kind, told_on, procedure, calendar)
    remedy = Remedy.objects.create(
        case=locked,
        agency=locked.agency,
        kind=kind,
        decision=_contested(locked, follows),
        follows=follows,
        procedure=procedure if procedure in Remedy.Procedure.values else "",
        reference=cleaned(reference)[:80],
        body=cleaned(body)[:120],
        filed_on=filed_on,
        notified_on=notified_on,
        answer_due_on=answer_due_on or (due.until if due else None),
        co_defendant=co_defendant,
        filed_late=limit is not None and filed_on > limit.until,
        registered_by=actor,
    )
    _record(actor, remedy, "filed", filed_on, kind=kind, case_id=locked.pk, agency=locked.agency.code)
    return remedy


@transaction.atomic
def record_answer(*, actor: Any, remedy: Remedy, on: date) -> Remedy:
    """The agency handed in its answer to the reconsideration body or court."""
    row = _locked(actor, remedy)
    if row.result != Remedy.Result.PENDING or on < row.filed_on or on > timezone.localdate():
        raise RemedyRefused("REMEDY-ANSWER", _("程序已经审结，或者日期不对，不能登记答复。"))
    row.answered_on = on
    row.save(update_fields=["answered_on"])
    _record(actor, row, "answered", on)
    return row


@transaction.atomic
def record_result(
    *,
    actor: Any,
    remedy: Remedy,
    on: date,
    result: str,
    summary: str = "",
    new_answer_from: date | None = None,
) -> Remedy:
    """The proceeding was closed: upheld, corrected, or otherwise (withdrawn, inadmissible, mediated).

    `new_answer_from`: a corrected answer must be made anew, counted from this day on which the decision or judgment took
    effect for the agency; the request is opened again in the same act. Raises PermissionDenied, RemedyRefused.
    """
    row = _locked(actor, remedy)
    if row.result != Remedy.Result.PENDING:
        raise RemedyRefused("REMEDY-CLOSED", _("已经登记过结果；登记有误的，请先恢复为尚未审结。"))
    if result not in ("upheld", "corrected", "other"):
        raise RemedyRefused("REMEDY-RESULT", _("请选择结果：维持、纠正或者其他。"))
    if on < row.filed_on or on > timezone.localdate():
        raise RemedyRefused("REMEDY-DAY", _("审结日期不能早于提出日期，也不能晚于今天。"))
    _check_new_answer(row, on, result, new_answer_from)
    row.result, row.closed_on, row.summary = result, on, cleaned(summary)
    row.new_answer_from = new_answer_from
    row.save(update_fields=["result", "closed_on", "summary", "new_answer_from"])
    ordered = {} if new_answer_from is None else {"new_answer_from": new_answer_from.isoformat()}
    _record(actor, row, "closed", on, result=result, **ordered)
    if new_answer_from is not None:
        basis = "litigation" if row.is_suit else "reconsideration"
        try:
            foi.reopen_case(actor=actor, case=row.case, remedy=row.pk, on=new_answer_from, basis=basis)
        except StepRefused as refused:
            raise RemedyRefused(refused.code, str(refused), refused.article) from refused
    return row


def _check_new_answer(row: Remedy, on: date, result: str, new_answer_from: date | None) -> None:
    if new_answer_from is None:
        return
    if result != "corrected" or not row.may_order_new_answer:
        raise RemedyRefused(
            "REMEDY-NEW-ANSWER",
            _("只有行政复议、行政诉讼结果纠正的，才能责令重新答复。"),
            _("行政复议法第六十四条"),
        )
    if not on <= new_answer_from <= timezone.localdate():
        raise RemedyRefused("REMEDY-NEW-ANSWER-DAY", _("生效、收到日期不能早于审结日期，也不能晚于今天。"))


@in_official_language
@transaction.atomic
def reopen_remedy(*, actor: Any, remedy: Remedy, reason: str) -> Remedy:
    """A wrong result is taken back; the ledger keeps both. Refused while another proceeding follows this one.

    A request that was opened again by it is closed as before; refused when the new answer has already been made.
    """
    row = _locked(actor, remedy)
    if row.result == Remedy.Result.PENDING or row.followed_by.exists():
        raise RemedyRefused("REMEDY-REOPEN", _("程序尚未审结，或者已有后续程序，不能恢复。"))
    if not cleaned(reason):
        raise RemedyRefused("REMEDY-REASON", _("请说明原因。"))
    if row.new_answer_from is not None:
        try:
            foi.undo_reopening(actor=actor, case=row.case, remedy=row.pk, reason=cleaned(reason))
        except StepRefused as refused:
            raise RemedyRefused("REMEDY-ANSWERED-ANEW", _("已经重新作出答复，不能恢复。")) from refused
    row.result, row.closed_on, row.new_answer_from = Remedy.Result.PENDING, None, None
    row.summary = _("%(summary)s\n恢复为尚未审结：%(reason)s") % {
        "summary": row.summary,
        "reason": cleaned(reason),
    }
    row.save(update_fields=["result", "closed_on", "summary", "new_answer_from"])
    _record(actor, row, "reopened", timezone.localdate())
    return row


def _locked(actor: Any, remedy: Remedy) -> Remedy:
    row = Remedy.objects.select_for_update(of=("self",)).select_related("agency", "case").get(pk=remedy.pk)
    access.require(actor, row.agency, *RECORDING)
    return row


def _check_days(case: Case, filed_on: date, notified_on: date | None) -> None:
    today = timezone.localdate()
    came_on = case.received_on or timezone.localtime(case.submitted_at).date()
    if filed_on < came_on:
        raise RemedyRefused("REMEDY-BEFORE-REQUEST", _("提出日期早于收到申请的日期。"))
    if filed_on > today or (notified_on is not None and not filed_on <= notified_on <= today):
        raise RemedyRefused("REMEDY-DAY", _("日期还没有到，或者收到通知的日期早于提出日期。"))


def _contested(case: Case, follows: Remedy | None) -> Decision | None:
    """The answer it is brought against: that of the proceeding before, or the last one made; None for silence."""
    if follows is not None:
        return follows.decision
    made: Decision | None = case.decisions.filter(state=Decision.State.MADE).order_by("id").last()
    return made


def _followed(case: Case, kind: str, filed_on: date) -> Remedy | None:
    """The closed proceeding this one follows; raises RemedyRefused when it needs one and there is none."""
    if kind not in FOLLOWS:
        return None
    found = (
        case.remedies.filter(kind__in=FOLLOWS[kind], closed_on__lte=filed_on)
        .order_by("-closed_on", "-id")
        .first()
    )
    if found is None:
        raise RemedyRefused(
            "REMEDY-NOTHING-BEFORE", _("没有已经审结的前一程序（行政复议或者一审），请先登记其结果。")
        )
    return found


def _record(actor: Any, remedy: Remedy, name: str, on: date, **data: Any) -> None:
    ledger.append(ledger.NewEvent(KIND, remedy.pk, f"{KIND}.{name}", on, data, actor))
