"""The screens on files that were handed in: the list, handing in, a file with its reports, its original."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.office import actor_of
from gongkai.audit import office_pages, queries, services
from gongkai.audit.errors import AuditRefusedError
from gongkai.audit.models import PublishedReport, SourceFile
from gongkai.audit.office_pages import show

PER_PAGE = 50
WAITING_SECONDS = 3
MOST_FILES = 20
LONGEST_SEARCH = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Files and reports that were handed in, the latest first, with the form to hand in more."""
    return _index(request)


def _index(request: HttpRequest, *, refused: str = "", address: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    sources = queries.sources(actor).prefetch_related(office_pages.reports_of_sources())
    asked, sought = request.GET.get("status", ""), request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    if asked in PublishedReport.Status.values:
        sources = sources.filter(reports__status=asked)
    elif asked in SourceFile.Status.values:
        sources = sources.filter(status=asked)
    if sought:
        sources = sources.filter(Q(name__icontains=sought) | Q(reports__agency_name__icontains=sought))
    page = Paginator(sources.distinct(), PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "index",
        _("年报核查"),
        (),
        status,
        page=page,
        asked=asked,
        sought=sought,
        query=urlencode({"status": asked, "q": sought}),
        filters=office_pages.filters(),
        holders=list(access.acting_agencies(actor, *services.WRITERS).order_by("path")),
        refused=refused,
        address=address,
        most_files=MOST_FILES,
        most_shown=office_pages.MOST_SHOWN,
        waiting=sum(source.status == SourceFile.Status.WAITING for source in page.object_list),
    )


@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """Take files, or an address, to be read in the background."""
    actor = actor_of(request)
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
    return get_object_or_404(queries.sources(actor_of(request)), pk=pk)


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """A file: still waiting, unreadable and why, or the reports that were found on it."""
    found = _source(request, pk)
    rows = list(found.reports.order_by("number").defer("reading"))
    if len(rows) == 1 and found.status == SourceFile.Status.READ:
        return redirect("audit_office:report", rows[0].pk)
    response = show(
        request,
        "source",
        found.name,
        (),
        source=found,
        rows=[(row, office_pages.counts(row), office_pages.form_name(row.form)) for row in rows],
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
