"""The screen of one published report: what was read in its place, correcting, accepting, and the notice to the agency."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import User
from gongkai.agencies.office import actor_of
from gongkai.audit import notice as letters
from gongkai.audit import office_pages, queries, services
from gongkai.audit.errors import AuditRefusedError
from gongkai.audit.models import PublishedReport
from gongkai.audit.office_pages import show

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _report(request: HttpRequest, pk: int) -> PublishedReport:
    rows = queries.reports(actor_of(request)).defer(None).prefetch_related("corrections__corrected_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report with its figures marked in the text, the list of what was read, and what the checks found."""
    return _show_report(request, _report(request, pk))


def _show_report(
    request: HttpRequest,
    row: PublishedReport,
    *,
    refused: str = "",
    chosen: Collection[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    may_write = access.holds(request.user, row.holder, *services.WRITERS)
    may_correct = may_write and row.status == PublishedReport.Status.READ
    typed = request.POST
    asked = typed.get("target", "") or request.GET.get("correct", "")
    trail = [(row.source.name, reverse("audit_office:source", args=[row.source_id]))]
    return show(
        request,
        "report",
        office_pages.name(row),
        trail if row.source.reports.count() > 1 else (),
        status,
        **office_pages.report(row, asked, chosen, may_correct=may_correct),
        may_write=may_write,
        may_correct=may_correct,
        rival=queries.rival(actor_of(request), row),
        refused=refused,
        typed=typed,
        events=office_pages.history(row.source),
    )


def _act(
    request: HttpRequest, pk: int, act: Callable[[User, PublishedReport], Any], done: str, place: str = ""
) -> HttpResponse:
    """One act on a report; a refusal shows the page again with what was typed."""
    row = _report(request, pk)
    try:
        act(actor_of(request), row)
    except AuditRefusedError as refused:
        return _show_report(request, _report(request, pk), refused=refused.text, status=422)
    messages.success(request, done)
    return redirect(reverse("audit_office:report", args=[pk]) + place)


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was read wrongly; the page comes back at the line that was corrected."""
    typed = request.POST
    target = typed.get("target", "")
    return _act(
        request,
        pk,
        lambda actor, row: services.correct(
            actor=actor,
            report=row,
            target=target,
            value=typed.get("value", ""),
            note=typed.get("note", ""),
        ),
        _("已更正，核查已重新进行。"),
        f"#list-{target.replace(':', '-')}" if ":" in target else "",
    )


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the reading as right."""
    return _act(
        request, pk, lambda actor, row: services.accept(actor=actor, report=row), _("已采用，计入历年数据。")
    )


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo `accept`."""
    return _act(
        request,
        pk,
        lambda actor, row: services.take_back(actor=actor, report=row),
        _("已撤回采用，可以更正。"),
    )


@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice to the agency with the chosen findings, as DOCX."""
    row = _report(request, pk)
    today = timezone.localdate()
    chosen = {number for number in request.POST.getlist("finding") if number.isdecimal()}
    findings = [finding for at, finding in enumerate(row.findings) if str(at) in chosen]
    try:
        services.note_notice(
            actor=actor_of(request), report=row, findings=[finding["id"] for finding in findings], on=today
        )
    except AuditRefusedError as refused:
        return _show_report(request, row, refused=refused.text, chosen=chosen, status=422)
    response = HttpResponse(
        letters.docx(row, [finding["sentence"] for finding in findings], today), content_type=DOCX
    )
    name = f"{office_pages.name(row)}{_('年报核查通知')}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
