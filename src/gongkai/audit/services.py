"""The only writer of what was read in: hand in, read, correct, accept, take back, send a notice."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty, User
from gongkai.audit import checks, corrected, fetching, reading, stored
from gongkai.audit.errors import AuditRefusedError
from gongkai.audit.model import ReadFile, ReadReport
from gongkai.audit.models import KIND, Correction, PublishedReport, SourceFile
from gongkai.convert import extract
from gongkai.convert.extract import Unreadable
from gongkai.ledger.services import NewEvent, append

WRITERS = (Duty.SUPERVISOR, Duty.INFORMATION_OFFICER)
MAX_BYTES = 50 * 1024 * 1024


@transaction.atomic
def hand_in(*, actor: User, holder: Agency, data: bytes, name: str) -> SourceFile:
    """Keep a file to be read in the background; the same file again returns the one that is there.

    Raises PermissionDenied, or AuditRefusedError when it is empty or too large.
    """
    access.require(actor, holder, *WRITERS)
    if not data:
        raise AuditRefusedError("EMPTY", _("“%(name)s”是空文件，请重新选择。") % {"name": name})
    if len(data) > MAX_BYTES:
        raise AuditRefusedError(
            "TOO_LARGE",
            _("“%(name)s”超过%(limit)s MB，请用命令行 gongkai audit read 读取。")
            % {"name": name, "limit": MAX_BYTES // 1024**2},
        )
    digest = hashlib.sha256(data).hexdigest()
    Agency.objects.select_for_update().get(pk=holder.pk)
    found = SourceFile.objects.filter(holder=holder, sha256=digest).first()
    if found:
        return found
    source = SourceFile(holder=holder, name=name[-200:], sha256=digest, uploaded_by=actor)
    source.content.save(f"{digest[:16]}.bin", ContentFile(data), save=False)
    source.save()
    return _queued(source, actor)


@transaction.atomic
def hand_in_address(*, actor: User, holder: Agency, address: str) -> SourceFile:
    """Note a page to be fetched and read in the background. Raises PermissionDenied or AuditRefusedError."""
    access.require(actor, holder, *WRITERS)
    try:
        fetching.check(address)
    except fetching.FetchRefusedError as refused:
        raise AuditRefusedError("ADDRESS", refused.text) from refused
    source = SourceFile.objects.create(
        holder=holder, name=address[:200], address=address[:500], uploaded_by=actor
    )
    return _queued(source, actor)


def _queued(source: SourceFile, actor: User) -> SourceFile:
    append(_event(source, actor, "handed_in", {"name": source.name, "sha256": source.sha256}))
    transaction.on_commit(lambda: read_later.enqueue(source.pk))
    return source


def read_source(pk: int) -> SourceFile:
    """Read a file that waits; one that was read already is left alone. Every failure is kept with its reason."""
    source = SourceFile.objects.select_related("holder").get(pk=pk)
    if source.status != SourceFile.Status.WAITING:
        return source
    try:
        data = _content(source)
        read = reading.read_extracted(extract.read_limited(data, source.name), source.name)
    except (fetching.FetchRefusedError, AuditRefusedError) as refused:
        return _failed(source, refused.text)
    except Unreadable as refused:
        return _failed(source, str(refused))
    return _keep(source, read)


@task()
def read_later(pk: int) -> None:
    """`read_source`, in the background."""
    read_source(pk)


def _content(source: SourceFile) -> bytes:
    """The bytes of the file; a page is fetched now and kept."""
    if source.content:
        with source.content.open("rb") as file:
            kept: bytes = file.read()
        return kept
    page = fetching.fetch(source.address)
    digest = hashlib.sha256(page.data).hexdigest()
    known = SourceFile.objects.filter(holder=source.holder, sha256=digest).exclude(pk=source.pk)
    if known.exists():
        raise AuditRefusedError("KNOWN", _("这个网页与已导入的文件内容相同，不再重复导入。"))
    source.name, source.sha256 = page.name[-200:], digest
    source.content.save(f"{digest[:16]}.bin", ContentFile(page.data), save=False)
    source.save(update_fields=["name", "sha256", "content"])
    return page.data


def _failed(source: SourceFile, problem: str) -> SourceFile:
    source.status, source.problem, source.read_at = SourceFile.Status.FAILED, problem[:500], timezone.now()
    with transaction.atomic():
        source.save(update_fields=["status", "problem", "read_at"])
        append(_event(source, None, "not_read", {"problem": source.problem}))
    return source


@transaction.atomic
def _keep(source: SourceFile, read: ReadFile) -> SourceFile:
    source = SourceFile.objects.select_for_update(of=("self",)).select_related("holder").get(pk=source.pk)
    if source.status != SourceFile.Status.WAITING:
        return source
    source.kind, source.text, source.read_at = read.kind, read.text, timezone.now()
    source.unread = [{"code": item.code, "what": item.what} for item in read.unread]
    source.status = SourceFile.Status.READ
    if not read.reports:
        source.status = SourceFile.Status.FAILED
        source.problem = "；".join(item.what for item in read.unread)[:500] or str(_("没有认出年度报告。"))
    source.save()
    by_name = {agency.name: agency for agency in Agency.objects.filter(closed_on=None)}
    for number, report in enumerate(read.reports, 1):
        PublishedReport.objects.create(
            source=source,
            holder=source.holder,
            number=number,
            agency=by_name.get(report.agency),
            agency_name=report.agency[:100],
            year=report.year,
            form=report.form,
            reading=stored.dump(report),
            findings=_findings(source.holder, report, read.text),
        )
    append(_event(source, None, "read", {"reports": len(read.reports)}))
    return source


def _findings(holder: Agency, report: ReadReport, text: str) -> list[dict[str, Any]]:
    """What the checks find, last year's accepted report of the same agency at hand."""
    earlier = None
    if report.year and report.agency:
        earlier = (
            PublishedReport.objects.filter(
                holder=holder,
                status=PublishedReport.Status.ACCEPTED,
                agency_name=report.agency,
                year=report.year - 1,
            )
            .prefetch_related("corrections")
            .first()
        )
    found = checks.check(report, text, corrected.report(earlier) if earlier else None)
    return [finding.as_dict() for finding in found]


@transaction.atomic
def correct(*, actor: User, report: PublishedReport, target: str, value: str, note: str = "") -> Correction:
    """Put a person's reading in place of the program's; the checks are run anew. The reading itself stays as it was.

    Raises PermissionDenied, or AuditRefusedError when the target is unknown, the value is no number, or the report is accepted.
    """
    report = _locked(actor, report)
    if report.status == PublishedReport.Status.ACCEPTED:
        raise AuditRefusedError("ACCEPTED", _("这份报告已采用；要更正请先撤回采用。"))
    before, value = corrected.read_target(report, target, value)
    row = Correction.objects.create(
        report=report, target=target, before=before, value=value, note=note.strip()[:300], corrected_by=actor
    )
    if target == "agency":
        report.agency_name = value
        report.agency = Agency.objects.filter(name=value, closed_on=None).first()
    elif target == "year":
        report.year = int(value)
    report.findings = _findings(report.holder, corrected.report(report), report.source.text)
    report.save()
    append(_event(report.source, actor, "corrected", {"report": report.number, "target": target}))
    return row


@transaction.atomic
def accept(*, actor: User, report: PublishedReport) -> PublishedReport:
    """Take the reading as right: from now on it stands in the series. Raises PermissionDenied or AuditRefusedError."""
    report = _locked(actor, report)
    if not report.agency_name or not report.year:
        raise AuditRefusedError("UNKNOWN", _("请先更正机构名称和年度，再采用。"))
    if report.status == PublishedReport.Status.ACCEPTED:
        return report
    report.status = PublishedReport.Status.ACCEPTED
    report.accepted_at, report.accepted_by = timezone.now(), actor
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise AuditRefusedError(
            "TWICE",
            _("%(agency)s%(year)s年度已采用另一份报告，请先撤回那一份。")
            % {"agency": report.agency_name, "year": report.year},
        ) from error
    append(_event(report.source, actor, "accepted", {"report": report.number}))
    return report


@transaction.atomic
def take_back(*, actor: User, report: PublishedReport) -> PublishedReport:
    """Undo `accept`. Raises PermissionDenied."""
    report = _locked(actor, report)
    if report.status != PublishedReport.Status.ACCEPTED:
        return report
    report.status, report.accepted_at, report.accepted_by = PublishedReport.Status.READ, None, None
    report.save()
    append(_event(report.source, actor, "taken_back", {"report": report.number}))
    return report


@transaction.atomic
def note_notice(*, actor: User, report: PublishedReport, findings: Sequence[str], on: date) -> None:
    """Put on record that a notice with these findings was written. Raises PermissionDenied or AuditRefusedError."""
    report = _locked(actor, report)
    if not findings:
        raise AuditRefusedError("NOTHING", _("请至少选择一条核查发现。"))
    append(_event(report.source, actor, "noticed", {"report": report.number, "findings": list(findings)}, on))


def _locked(actor: User, report: PublishedReport) -> PublishedReport:
    locked = PublishedReport.objects.select_for_update(of=("self",)).select_related("source", "holder")
    found = locked.get(pk=report.pk)
    access.require(actor, found.holder, *WRITERS)
    return found


def _event(
    source: SourceFile, actor: User | None, verb: str, data: dict[str, Any], on: date | None = None
) -> NewEvent:
    return NewEvent(KIND, source.pk, f"{KIND}.{verb}", on or timezone.localdate(), data, actor)
