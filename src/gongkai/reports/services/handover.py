"""The report's way to the superior and back: submitted, returned with remarks, or accepted. Every round is kept as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty, User
from gongkai.ledger.services import NewEvent, append
from gongkai.reports import cells, gathering, rules, snapshots, superiors
from gongkai.reports.errors import Problem, ReportRefusedError, refusal
from gongkai.reports.models import AnnualReport, Gathering, Remark, Submission
from gongkai.reports.services.acts import event, locked
from gongkai.reports.services.writing import WRITERS

REMARK_LIMIT = 500
Status, Handover = AnnualReport.Status, AnnualReport.Handover


@dataclass(frozen=True, slots=True)
class NewRemark:
    """What a superior wants changed: at a cell, in a section, or (both empty) in the report as a whole."""

    text: str
    cell: str = ""
    section: str = ""


@transaction.atomic
def gather(
    *,
    actor: User,
    superior: Agency,
    year: int,
    submit_by: date | None = None,
    acceptance_required: bool = True,
) -> Gathering:
    """Begin to gather the reports of a year from the agencies below, or change its terms.

    Raises PermissionDenied, or ReportRefusedError for a year without reports, a day before the year has ended, or an
    agency with none below it.
    """
    access.require(actor, superior, *superiors.GATHERERS, Duty.ADMINISTRATOR)
    superior = Agency.objects.select_for_update().get(pk=superior.pk)
    today = timezone.localdate()
    if not rules.first_year() <= year <= today.year:
        raise refusal("YEAR", _("%(year)s年的报告不能汇总。") % {"year": year})
    if submit_by is not None and submit_by.year <= year:
        raise refusal("PERIOD", _("报送期限应在%(year)s年结束以后。") % {"year": year})
    if not gathering.below(superior).exists():
        raise refusal("NOBODY", _("“%(name)s”没有所属单位，不需要汇总。") % {"name": superior.name})
    row = Gathering.objects.filter(superior=superior, year=year).first()
    verb = "changed" if row else "opened"
    row = row or Gathering(superior=superior, year=year)
    row.submit_by, row.acceptance_required = submit_by, acceptance_required
    row.changed_at, row.changed_by = timezone.now(), actor
    row.save()
    data = {
        "superior": superior.code,
        "year": year,
        "submit_by": submit_by,
        "acceptance": acceptance_required,
    }
    append(NewEvent("reports.gathering", row.pk, f"reports.gathering.{verb}", today, data, actor))
    return row


@transaction.atomic
def submit(*, actor: User, report: AnnualReport) -> Submission:
    """Hand a signed report over to the superior; a frozen copy of it is kept for good.

    Raises PermissionDenied, or ReportRefusedError when it is not signed, already with the superior, nobody above
    gathers, or remarks of the last round are not dealt with.
    """
    access.require(actor, report.agency, *WRITERS)
    report = locked(report, Status.SIGNED_OFF, Status.PUBLISHED, handover=[Handover.NONE, Handover.RETURNED])
    superior = superiors.superior_of(report.agency, report.year)
    if superior is None:
        raise refusal("SUPERIOR", _("上级没有机关汇总年度报告，签发后可以直接公布。"))
    waiting = report.remarks.filter(resolved_at=None).count()
    if waiting:
        text = ngettext(
            "还有%(number)d处退回意见没有处理，请逐处说明或改正后再报送。",
            "还有%(number)d处退回意见没有处理，请逐处说明或改正后再报送。",
            waiting,
        )
        raise refusal("REMARKS", text % {"number": waiting})
    frozen = report.frozen or {}
    row = Submission.objects.create(
        report=report,
        number=report.submissions.count() + 1,
        superior=superior,
        submitted_at=timezone.now(),
        submitted_by=actor,
        content=frozen,
        values=frozen["values"],
        sha256=snapshots.digest(frozen),
    )
    report.handover, report.submitted_at = Handover.SUBMITTED, row.submitted_at
    report.decided_at = report.decided_by = None
    report.save(update_fields=["handover", "submitted_at", "decided_at", "decided_by"])
    data = {"number": row.number, "superior": superior.code, "sha256": row.sha256}
    append(event(report, actor, "submitted", data))
    return row


@transaction.atomic
def withdraw_submission(*, actor: User, report: AnnualReport, reason: str) -> AnnualReport:
    """Take a submission back before the superior has decided. The frozen copy stays."""
    access.require(actor, report.agency, *WRITERS)
    report = locked(report, Status.SIGNED_OFF, Status.PUBLISHED, handover=[Handover.SUBMITTED])
    if not reason.strip():
        raise refusal("REASON", _("撤回报送须写明理由。"))
    report.handover = Handover.NONE
    report.save(update_fields=["handover"])
    append(event(report, actor, "submission_withdrawn", {"reason": reason.strip()}))
    return report


@transaction.atomic
def return_report(*, actor: User, report: AnnualReport, remarks: Sequence[NewRemark]) -> list[Remark]:
    """Give a submitted report back with what has to be changed: it is open again, the remarks stand at their cells.

    An accepted report may still be returned until it is published. Raises PermissionDenied, or ReportRefusedError
    with everything that is wrong in the remarks.
    """
    report, submission = _with_superior(actor, report, Handover.SUBMITTED, Handover.ACCEPTED)
    if report.status == Status.PUBLISHED:
        raise refusal("STATUS", _("报告已经公布，不能退回。"))
    wanted = [NewRemark(" ".join(r.text.split()), r.cell, r.section) for r in remarks if r.text.strip()]
    problems = [problem for remark in wanted for problem in _problems(remark, report.form)]
    if not wanted:
        problems.append(Problem("REMARK", "error", _("退回须写明意见，至少一处。")))
    if problems:
        raise ReportRefusedError(problems)
    now = timezone.now()
    rows = [
        Remark.objects.create(
            submission=submission,
            report=report,
            cell=remark.cell,
            section=remark.section,
            text=remark.text,
            written_at=now,
            written_by=actor,
        )
        for remark in wanted
    ]
    report.status, report.handover = Status.OPEN, Handover.RETURNED
    report.frozen = report.signed_off_at = report.signed_off_by = None
    report.exception_reason = ""
    report.decided_at, report.decided_by = now, actor
    report.save()
    said = [{"remark": row.pk, "cell": row.cell, "section": row.section, "text": row.text} for row in rows]
    append(event(report, actor, "returned", {"number": submission.number, "remarks": said}))
    return rows


@transaction.atomic
def answer_remark(*, actor: User, remark: Remark, answer: str) -> Remark:
    """Say how a remark was dealt with (改了什么, or why nothing changes). The report must be open again."""
    access.require(actor, remark.report.agency, *WRITERS)
    report = locked(remark.report, handover=[Handover.RETURNED])
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    answer = " ".join(answer.split())
    if not answer:
        raise refusal("ANSWER", _("请写明怎样改的，或者为什么不改。"))
    if len(answer) > REMARK_LIMIT:
        raise refusal("LENGTH", _("说明不得超过%(limit)s字。") % {"limit": REMARK_LIMIT})
    remark.answer, remark.resolved_at, remark.resolved_by = answer, timezone.now(), actor
    remark.save(update_fields=["answer", "resolved_at", "resolved_by"])
    data = {"remark": remark.pk, "cell": remark.cell, "section": remark.section, "answer": answer}
    append(event(report, actor, "remark_answered", data))
    return remark


@transaction.atomic
def accept(*, actor: User, report: AnnualReport, opinion: str = "") -> AnnualReport:
    """The superior has no more remarks: the report counts in the sum as handed over and may be published."""
    report, submission = _with_superior(actor, report, Handover.SUBMITTED)
    report.handover = Handover.ACCEPTED
    report.decided_at, report.decided_by = timezone.now(), actor
    report.save(update_fields=["handover", "decided_at", "decided_by"])
    data = {
        "number": submission.number,
        "sha256": submission.sha256,
        "opinion": opinion.strip()[:REMARK_LIMIT],
    }
    append(event(report, actor, "accepted", data))
    return report


def _with_superior(
    actor: User, report: AnnualReport, *handover: AnnualReport.Handover
) -> tuple[AnnualReport, Submission]:
    """The locked report and its last submission, for somebody who supervises at the agency it was handed over to."""
    submission = report.submissions.select_related("superior").order_by("-number").first()
    if submission is None:
        raise refusal("HANDOVER", _("报告还没有报送。"))
    access.require(actor, submission.superior, *superiors.GATHERERS)
    return locked(report, Status.SIGNED_OFF, Status.PUBLISHED, handover=handover), submission


def _problems(remark: NewRemark, version: str) -> list[Problem]:
    found = []
    if remark.cell and remark.cell not in cells.all_cells(version):
        found.append(
            Problem(
                "CELL-UNKNOWN", "error", _("报告格式中没有“%(cell)s”这一格。") % {"cell": remark.cell[:60]}
            )
        )
    if remark.section and remark.section not in {section.id for section in cells.form(version).sections}:
        found.append(
            Problem(
                "SECTION", "error", _("报告没有“%(section)s”这个部分。") % {"section": remark.section[:4]}
            )
        )
    if len(remark.text) > REMARK_LIMIT:
        where = (remark.cell,) if remark.cell and not found else ()
        found.append(
            Problem("LENGTH", "error", _("意见不得超过%(limit)s字。") % {"limit": REMARK_LIMIT}, where)
        )
    return found
