"""From opening a report to its publication: figures, text, signature."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty, User
from gongkai.ledger.services import append, append_many
from gongkai.reports import computing, drafting, rules, snapshots, superiors
from gongkai.reports.errors import Problem, ReportRefusedError, refusal
from gongkai.reports.figures import Computed
from gongkai.reports.models import AnnualReport, ManualCell, Section
from gongkai.reports.services.acts import COUNTS, count_again, event, locked
from gongkai.review import services as review

WRITERS = (Duty.INFORMATION_OFFICER, Duty.REVIEWER, Duty.LEADER, Duty.ADMINISTRATOR)
SIGNERS = (Duty.LEADER,)
TEXT_LIMIT = 20_000
NOTE_LIMIT = 300


@transaction.atomic
def open_year(*, actor: User, agency: Agency, year: int) -> AnnualReport:
    """Begin the report of an agency for a year and draft its text from the figures; returns the one that exists, if any.

    A government's report is the sum of the agencies below it (Art 49(2)); any other agency reports on itself.
    Raises PermissionDenied, or ReportRefusedError for a year before the first reported on or that has not begun.
    """
    access.require(actor, agency, *WRITERS, Duty.SUPERVISOR)
    Agency.objects.select_for_update().get(pk=agency.pk)
    found = AnnualReport.objects.filter(agency=agency, year=year).first()
    if found:
        return found
    first, today = rules.first_year(), timezone.localdate()
    if not first <= year <= today.year:
        raise refusal(
            "YEAR",
            _("%(first)s年至%(last)s年的报告可以编制，%(year)s年不行。")
            % {"first": first, "last": today.year, "year": year},
        )
    coverage = AnnualReport.Coverage.SUBTREE if agency.is_government else AnnualReport.Coverage.OWN
    report = AnnualReport.objects.create(
        agency=agency,
        year=year,
        form=rules.form_of(year),
        coverage=coverage,
        due_on=rules.due_on(year, is_government=agency.is_government),
        opened_at=timezone.now(),
        opened_by=actor,
    )
    append(event(report, actor, "opened", {"year": year, "coverage": coverage, "form": report.form}))
    draft = drafting.draft_for(computing.compute(report))
    _write_sections(report, actor, draft, drafted=True)
    _recount(report)
    return report


@transaction.atomic
def enter_cells(
    *,
    actor: User,
    report: AnnualReport,
    values: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
    override: bool = False,
) -> list[ManualCell]:
    """Enter numbers that the records of this system cannot give; an empty text withdraws an entry.

    Unchanged cells are left alone. A cell the system computes is refused unless `override` is given with a reason
    in `notes`; it is then marked for good. Raises PermissionDenied, or ReportRefusedError with every bad cell.
    """
    access.require(actor, report.agency, *WRITERS)
    report = locked(report)
    notes = notes or {}
    computed = computing.compute(report)
    existing = {row.cell: row for row in report.manual_cells.all()}
    problems: list[Problem] = []
    wanted = []
    for cell, text in values.items():
        note = notes.get(cell, "")
        entry = rules.read_entry(cell, text, note, computed.enterable, override=override, version=report.form)
        if isinstance(entry, Problem):
            problems.append(entry)
        elif not _unchanged(entry, existing.get(cell)):
            wanted.append(entry)
    if problems:
        raise ReportRefusedError(problems)
    entered = [_enter(report, actor, entry, computed, existing.get(entry.cell)) for entry in wanted]
    if wanted:
        _recount(report)
    return entered


@transaction.atomic
def write_section(
    *, actor: User, report: AnnualReport, section: str, text: str, based_on: int | None = None
) -> Section:
    """Save a text part. Every version stays in the ledger.

    `based_on` is the revision the writer saw: a text changed by somebody else meanwhile is not overwritten. Raises
    PermissionDenied or ReportRefusedError.
    """
    access.require(actor, report.agency, *WRITERS)
    report = locked(report)
    if section not in rules.text_sections(report.form):
        raise refusal("SECTION", _("报告没有“%(section)s”这个文字部分。") % {"section": section})
    text = rules.clean_text(text)
    if len(text) > TEXT_LIMIT:
        raise refusal("LENGTH", _("正文不得超过%(limit)s字。") % {"limit": TEXT_LIMIT})
    current = report.sections.filter(section=section).first()
    if current and current.text == text:
        return current
    if current and based_on is not None and based_on != current.revision:
        raise refusal(
            "STALE",
            _("这一部分刚由%(by)s修改过，您的文字还没有保存。请对照后再保存。") % {"by": current.written_by},
        )
    _write_sections(report, actor, {section: text})
    _recount(report)
    return report.sections.get(section=section)


@transaction.atomic
def sign_off(
    *, actor: User, report: AnnualReport, exception_reason: str = "", on: date | None = None
) -> AnnualReport:
    """Sign the report: its figures, their records and its text are frozen as they stand at this moment.

    Refused with all errors found, unless the leader writes why it must go out nevertheless. The password is asked
    for again by the screen. `on` is the day of the signature when the records are brought in later.
    Raises PermissionDenied or ReportRefusedError.
    """
    access.require(actor, report.agency, *SIGNERS)
    report = locked(report)
    if on is not None and on > timezone.localdate():
        raise refusal("FUTURE", _("签发日期不能晚于今天。"))
    if (on or timezone.localdate()).year <= report.year:
        raise refusal("PERIOD", _("%(year)s年尚未结束，不能签发全年报告。") % {"year": report.year})
    computed = computing.compute(report)
    problems = computing.problems(report, computed)
    errors = [problem for problem in problems if problem.is_error]
    if errors and not exception_reason.strip():
        raise ReportRefusedError(errors)
    report.frozen = snapshots.snapshot(report, computed, problems)
    report.status = AnnualReport.Status.SIGNED_OFF
    report.signed_off_at = timezone.now() if on is None else _noon(on)
    report.signed_off_by = actor
    report.exception_reason = exception_reason.strip() if errors else ""
    count_again(report, computed, problems)
    report.save()
    sha256 = snapshots.digest(report.frozen)
    signature = review.record_sign_off(
        actor=actor,
        obj=report,
        step_name=_("年度报告签发"),
        duty=Duty.LEADER,
        content_sha256=sha256,
        signed_at=report.signed_off_at,
        opinion=report.exception_reason,
    )
    data = {
        "sha256": sha256,
        "signature": signature.pk,
        "errors": [problem.id for problem in errors],
        "reason": report.exception_reason,
    }
    append(event(report, actor, "signed_off", data, on))
    return report


@transaction.atomic
def reopen(*, actor: User, report: AnnualReport, reason: str) -> AnnualReport:
    """Take a signature back before publication, with a reason. A published report is never reopened.

    What lies with the superior is first withdrawn there; what was accepted stays, unless the superior returns it.
    """
    access.require(actor, report.agency, *SIGNERS)
    report = locked(report, AnnualReport.Status.SIGNED_OFF)
    if report.handover in {AnnualReport.Handover.SUBMITTED, AnnualReport.Handover.ACCEPTED}:
        raise refusal("HANDED-OVER", _("报告已报送上级，须先撤回报送或者由上级退回，才能撤回签发。"))
    if not reason.strip():
        raise refusal("REASON", _("撤回签发须写明理由。"))
    report.status = AnnualReport.Status.OPEN
    report.frozen = report.signed_off_at = report.signed_off_by = None
    report.exception_reason = ""
    report.save()
    append(event(report, actor, "reopened", {"reason": reason.strip()}))
    return report


@transaction.atomic
def publish(*, actor: User, report: AnnualReport, on: date | None = None) -> AnnualReport:
    """Publish the signed report on the portal (Art 49). The frozen figures are what everyone reads from now on.

    `on` is the day it was published, today unless the records are brought in later; never before the signature's year
    has ended. Where the superior gathers reports and must accept them first, an accepted one only. Raises
    PermissionDenied or ReportRefusedError.
    """
    access.require(actor, report.agency, *WRITERS)
    report = locked(report, AnnualReport.Status.SIGNED_OFF)
    superiors.require_accepted(report)
    on = on or timezone.localdate()
    if on.year <= report.year:
        raise refusal("PERIOD", _("%(year)s年尚未结束，不能公布全年报告。") % {"year": report.year})
    if on > timezone.localdate():
        raise refusal("FUTURE", _("公布日期不能晚于今天。"))
    report.status = AnnualReport.Status.PUBLISHED
    report.published_on = on
    report.save()
    data = {"on": on, "late": on > report.due_on, "sha256": snapshots.digest(report.frozen)}
    append(event(report, actor, "published", data, on))
    return report


def _recount(report: AnnualReport) -> None:
    count_again(report)
    report.save(update_fields=COUNTS)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001 - made aware here


def _unchanged(entry: rules.Entry, row: ManualCell | None) -> bool:
    if row is None:
        return entry.value is None
    return entry.value == row.value and entry.note == row.note


def _enter(
    report: AnnualReport,
    actor: User,
    entry: rules.Entry,
    computed: Computed,
    row: ManualCell | None,
) -> ManualCell:
    """Append the entry and refresh its row; a withdrawn entry loses its row and keeps its history."""
    before = None if row is None else row.value
    data = {"cell": entry.cell, "before": before, "value": entry.value, "note": entry.note}
    if entry.value is None:
        append(event(report, actor, "cell_withdrawn", data))
        assert row is not None  # noqa: S101 (an absent entry is unchanged, never withdrawn)
        row.delete()
        return row
    machine = computed.machine_values.get(entry.cell) if entry.overrides else None
    append(event(report, actor, "cell_entered", {**data, "overrides": entry.overrides, "computed": machine}))
    row = row or ManualCell(report=report, cell=entry.cell)
    row.value, row.note, row.overrides = entry.value, entry.note, entry.overrides
    row.computed_value, row.entered_at, row.entered_by = machine, timezone.now(), actor
    row.save()
    return row


def _write_sections(
    report: AnnualReport, actor: User, texts: Mapping[str, str], *, drafted: bool = False
) -> None:
    current = {row.section: row for row in report.sections.all()}
    events = []
    for section, text in texts.items():
        row = current.get(section) or Section(report=report, section=section, revision=0)
        row.text, row.revision = text, row.revision + 1
        row.written_at, row.written_by = timezone.now(), actor
        row.save()
        data = {"section": section, "revision": row.revision, "text": text, "drafted": drafted}
        events.append(event(report, actor, "section_written", data))
    append_many(events)
