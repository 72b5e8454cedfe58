"""The screens on published reports: hand in, look at what was read in its place, correct, accept, follow, write a notice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import User
from gongkai.audit import notice as letters
from gongkai.audit import office_pages, queries, services
from gongkai.audit.errors import AuditRefusedError
from gongkai.audit.models import PublishedReport, SourceFile

PER_PAGE = 50
WAITING_SECONDS = 3
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_FILES = 20


def _actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):  # the office lets nobody in without signing in
        raise PermissionDenied
    return request.user


def _show(
    request: HttpRequest,
    template: str,
    title: str,
    trail: list[tuple[str, str]],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render in Wagtail's frame, with the way back."""
    crumbs = [
        (reverse("wagtailadmin_home"), _("今日待办")),
        (reverse("audit_office:index"), _("年报核查")),
        *trail,
    ]
    frame = {
        "page_title": title,
        "header_title": title,
        "header_icon": "search",
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in crumbs],
    }
    return render(request, f"audit/office/{template}.html", {**frame, **context}, status=status)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Files and reports that were handed in, the latest first, with the form to hand in more."""
    return _index(request)


def _index(request: HttpRequest, *, refused: str = "", address: str = "", status: int = 200) -> HttpResponse:
    actor = _actor(request)
    sources = queries.sources(actor).prefetch_related(office_pages.reports_of_sources())
    asked = request.GET.get("status", "")
    if asked == PublishedReport.Status.READ:
        sources = sources.filter(reports__status=asked).distinct()
    elif asked in SourceFile.Status.values:
        sources = sources.filter(status=asked)
    page = Paginator(sources, PER_PAGE).get_page(request.GET.get("page"))
    response = _show(
        request,
        "index",
        _("年报核查"),
        [],
        status,
        page=page,
        asked=asked,
        holders=list(access.acting_agencies(actor, *services.WRITERS).order_by("path")),
        refused=refused,
        address=address,
        most_files=MOST_FILES,
    )
    if any(source.status == SourceFile.Status.WAITING for source in page.object_list):
        response["Refresh"] = str(WAITING_SECONDS)
    return response


@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take files, or an address, to be read in the background."""
    actor = _actor(request)
    holders = access.acting_agencies(actor, *services.WRITERS)
    holder = get_object_or_404(holders, code=request.POST.get("holder", ""))
    files = request.FILES.getlist("files")
    address = request.POST.get("address", "").strip()
    try:
        if address:
            handed = [services.hand_in_address(actor=actor, holder=holder, address=address)]
        elif not files:
            raise AuditRefusedError("NOTHING", _("请选择文件，或者填写报告的网址。"))
        elif len(files) > MOST_FILES:
            raise AuditRefusedError(
                "TOO_MANY",
                _("一次最多%(most)s个文件；成批的报告请用命令行 gongkai audit check。")
                % {"most": MOST_FILES},
            )
        else:
            handed = [
                services.hand_in(actor=actor, holder=holder, data=_bytes(file), name=str(file.name))
                for file in files
            ]
    except AuditRefusedError as refused:
        return _index(request, refused=refused.text, address=address, status=422)
    if len(handed) == 1:
        return redirect("audit_office:source", handed[0].pk)
    messages.success(request, _("已收下%(count)s个文件，正在读取。") % {"count": len(handed)})
    return redirect("audit_office:index")


def _bytes(file: Any) -> bytes:
    """The file's content, not more than one byte over the limit: the service says that it is too large."""
    data: bytes = file.read(services.MAX_BYTES + 1)
    return data


def _source(request: HttpRequest, pk: int) -> SourceFile:
    return get_object_or_404(queries.sources(_actor(request)), pk=pk)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """A file: still waiting, unreadable and why, or the reports that were found on it."""
    found = _source(request, pk)
    rows = list(found.reports.order_by("number"))
    if len(rows) == 1 and found.status == SourceFile.Status.READ:
        return redirect("audit_office:report", rows[0].pk)
    response = _show(
        request,
        "source",
        found.name,
        [],
        source=found,
        rows=[(row, office_pages.counts(row)) for row in rows],
        events=office_pages.history(found),
    )
    if found.status == SourceFile.Status.WAITING:
        response["Refresh"] = str(WAITING_SECONDS)
    return response


@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was handed in, to be saved, never opened in the office's own window."""
    found = _source(request, pk)
    if not found.content:
        raise Http404
    response = FileResponse(found.content.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _report(request: HttpRequest, pk: int) -> PublishedReport:
    rows = queries.reports(_actor(request)).defer(None).prefetch_related("corrections__corrected_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report with its figures marked in the text, the list of what was read, and what the checks found."""
    return _show_report(request, _report(request, pk))


def _show_report(
    request: HttpRequest, row: PublishedReport, *, refused: str = "", status: int = 200
) -> HttpResponse:
    may_write = access.holds(request.user, row.holder, *services.WRITERS)
    trail = [(reverse("audit_office:source", args=[row.source_id]), row.source.name)]
    return _show(
        request,
        "report",
        str(row),
        trail if row.source.reports.count() > 1 else [],
        status,
        **office_pages.report(row),
        may_write=may_write,
        may_correct=may_write and row.status == PublishedReport.Status.READ,
        refused=refused,
        typed=request.POST,
        events=office_pages.history(row.source),
    )


def _act(
    request: HttpRequest, pk: int, act: Callable[[User, PublishedReport], Any], done: str
) -> HttpResponse:
    """One act on a report; a refusal shows the page again with what was typed."""
    row = _report(request, pk)
    try:
        act(_actor(request), row)
    except AuditRefusedError as refused:
        return _show_report(request, _report(request, pk), refused=refused.text, status=422)
    messages.success(request, done)
    return redirect("audit_office:report", pk)


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was read wrongly."""
    typed = request.POST
    return _act(
        request,
        pk,
        lambda actor, row: services.correct(
            actor=actor,
            report=row,
            target=typed.get("target", ""),
            value=typed.get("value", ""),
            note=typed.get("note", ""),
        ),
        _("已更正，核查已重新进行。"),
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
            actor=_actor(request), report=row, findings=[finding["id"] for finding in findings], on=today
        )
    except AuditRefusedError as refused:
        return _show_report(request, row, refused=refused.text, status=422)
    response = HttpResponse(
        letters.docx(row, [finding["sentence"] for finding in findings], today), content_type=DOCX
    )
    name = f"{row}{_('年报核查通知')}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_safe
def series(request: HttpRequest) -> HttpResponse:
    """An agency's figures from 2008 on."""
    actor = _actor(request)
    names = queries.followed(actor)
    asked = request.GET.get("agency", "") or (names[0][0] if names else "")
    found = queries.series(actor, asked) if asked else []
    title = _("历年数据")
    return _show(request, "series", title, [], names=names, asked=asked, **office_pages.series(found))


@require_safe
def series_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV for a spreadsheet."""
    asked = request.GET.get("agency", "")
    found = queries.series(_actor(request), asked)
    text = io.StringIO()
    writer = csv.writer(text)
    shown = office_pages.series(found)
    writer.writerow([_("项目"), _("单位"), *shown["years"]])
    for line in shown["lines"]:
        writer.writerow([line.measure.label, line.measure.unit, *(cell.plain for cell in line.cells)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{asked}{_('历年数据')}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
