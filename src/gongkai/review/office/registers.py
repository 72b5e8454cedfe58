"""The registers: every signature of a month, and the secrecy reviews of an agency and year; on screen and as files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office import actor_of, file_response
from gongkai.convert.sheet import harmless
from gongkai.review import papers, queries, registers, services
from gongkai.review.models import Signature, Submission
from gongkai.review.office.forms import MonthForm, YearForm
from gongkai.review.office.frame import show

PER_PAGE = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The sign-off register of a month, on screen or as CSV."""
    actor = actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    form = MonthForm(request.GET)
    month = form.cleaned_data["month"] if form.is_valid() else timezone.localdate().strftime("%Y-%m")
    rows = queries.register(actor, int(month[:4]), int(month[5:]))
    if request.GET.get("format") == "csv":
        services.record_export(
            actor=actor,
            agency=access.current_posts(actor)[0].agency,
            register="signatures",
            period=month,
            kind="csv",
            rows=rows.count(),
        )
        return _register_csv(rows, month)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return show(request, "review/register.html", _("审签登记册"), [], icon="list-ol", page=page, month=month)


@require_safe
def secrecy_register(request: HttpRequest) -> HttpResponse:
    """The secrecy reviews of an agency in a year; with `format` as DOCX or PDF, which is noted in the ledger."""
    actor = actor_of(request)
    agencies = registers.agencies_for(actor)
    first = agencies.first()
    if first is None:
        raise PermissionDenied
    years = registers.years(actor)
    values = {"agency": _own_agency(actor, first).pk, "year": years[0], **request.GET.dict()}
    form = YearForm(values, agencies=agencies, years=years)
    if not form.is_valid():
        if "agency" in form.errors and request.GET.get("agency"):
            raise Http404
        return show(
            request,
            "review/secrecy_register.html",
            _("保密审查登记"),
            [],
            icon="list-ol",
            form=form,
            page=None,
        )
    agency, year = form.cleaned_data["agency"], form.cleaned_data["year"]
    rows = registers.reviews(agency, year, form.cleaned_data["decision"], form.cleaned_data["q"])
    wanted = request.GET.get("format", "")
    if wanted in {"docx", "pdf"} and rows.count() > registers.MOST:
        messages.error(
            request, _("一份登记表最多%(many)d件，请按审查意见或标题分开导出。") % {"many": registers.MOST}
        )
    elif wanted in {"docx", "pdf"}:
        return _register_paper(actor, agency, year, rows, wanted, _selection(form))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    query = {key: value for key, value in values.items() if key not in {"p", "format"} and value}
    return show(
        request,
        "review/secrecy_register.html",
        _("保密审查登记"),
        [],
        icon="list-ol",
        form=form,
        page=page,
        entries=registers.entries(list(page.object_list), page.start_index() or 1),
        agency=agency,
        year=year,
        query=urlencode(query),
    )


@require_safe
def sheet(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The review sheet of one submission (保密审查表) as DOCX or PDF."""
    actor = actor_of(request)
    submission = get_object_or_404(Submission.objects.select_related("agency"), pk=pk)
    if not access.can_see(actor, submission.agency):
        raise Http404
    found = papers.sheet(submission)
    data, kind = (papers.docx(found), DOCX) if form == "docx" else (papers.pdf(found), PDF)
    services.record_export(
        actor=actor, agency=submission.agency, register="sheet", period=str(submission.pk), kind=form, rows=1
    )
    return file_response(data, f"{found.title}-{submission.pk}.{form}", kind)


def _own_agency(actor: Any, otherwise: Agency) -> Agency:
    posts = access.current_posts(actor)
    return posts[0].agency if posts else otherwise


def _register_paper(
    actor: Any, agency: Agency, year: int, rows: Any, form: str, selection: str
) -> HttpResponse:
    found = papers.register(agency, year, registers.entries(list(rows)), selection)
    data, kind = (papers.docx(found), DOCX) if form == "docx" else (papers.pdf(found), PDF)
    services.record_export(
        actor=actor,
        agency=agency,
        register="secrecy",
        period=str(year),
        kind=form,
        rows=len(found.rows),
    )
    return file_response(data, f"{agency.short_name}{year}年保密审查登记表.{form}", kind)


def _selection(form: YearForm) -> str:
    """By what the rows were chosen, in words."""
    decision, title = form.cleaned_data["decision"], form.cleaned_data["q"]
    parts = []
    if decision:
        parts.append(_("审查意见：%(decision)s") % {"decision": Signature.Decision(decision).label})
    if title:
        parts.append(_("标题含“%(title)s”") % {"title": title})
    return "；".join(parts)


def _register_csv(rows: Any, month: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sign-off-{month}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [
            _("时间"),
            _("机构"),
            _("标题"),
            _("环节"),
            _("决定"),
            _("意见"),
            _("签署人"),
            _("职务"),
            _("例外"),
            _("本人确认方式"),
            _("内容校验值"),
        ]
    )
    writer.writerows([harmless(cell) for cell in _cells(row)] for row in rows.iterator(chunk_size=500))
    return response


def _cells(row: Signature) -> Iterator[str]:
    yield timezone.localtime(row.signed_at).strftime("%Y-%m-%d %H:%M")
    yield row.agency.name
    yield row.object_title
    yield row.step_name
    yield str(row.get_decision_display())
    yield row.opinion
    yield row.signer
    yield row.post_title
    yield "、".join(row.exception_labels)
    yield str(row.get_confirmed_by_display())
    yield row.content_sha256
