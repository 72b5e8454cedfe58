"""Annual reports: of all agencies by year, and one report in the statutory format with its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import address, paged, typed
from gongkai.portal.presenters.reports import report_page, report_sections
from gongkai.portal.sharing import qr_svg
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import agencies_crumb, own_column, show
from gongkai.reports import exports, queries

PAGE_SIZE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The published reports of a year, in the order of the agencies."""
    years = queries.published_years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else (years[0] if years else None)
    query = typed(request.GET.get("q"))
    rows = queries.published_in(year or 0)
    if query:
        rows = rows.filter(agency__in=agencies.named(query))
    shown, pages, total = paged(request, rows, PAGE_SIZE)
    return show(
        request,
        "reports.html",
        nav="reports",
        crumbs=[(_("政府信息公开年报"), "")],
        column=own_column(_("政府信息公开年报"), _("各机关每年的政府信息公开工作年度报告"), "信息公开年报"),
        year=year,
        years=[
            {
                "label": _("%(year)d年度") % {"year": item},
                "url": address(request, year=str(item), page=""),
                "current": item == year,
            }
            for item in years
        ],
        query=query,
        reports=shown,
        total=total,
        pages=pages,
    )


@require_safe
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """One published report as it was signed."""
    agency, printed = _published(code, year)
    shown = report_page(request, agency, printed)
    return show(
        request,
        "report.html",
        nav="reports",
        crumbs=[
            agencies_crumb(),
            (agency.name, reverse("portal:agency", args=[code])),
            (_("政府信息公开年报"), reverse("portal:agency_reports", args=[code])),
            (printed.title, ""),
        ],
        column=own_column(_("政府信息公开年报"), _("各机关每年的政府信息公开工作年度报告"), "信息公开年报"),
        report=shown,
        sections=report_sections(printed),
        qr_svg=qr_svg(shown.url),
        pdf_url=reverse("portal:report_file", args=[code, year, "pdf"]),
    )


@require_safe
def report_file(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponse:
    """The report to save, as PDF or DOCX."""
    _agency, printed = _published(code, year)
    made = exports.pdf(printed) if kind == "pdf" else exports.docx(printed)
    return download(made, f"{printed.title}.{kind}")


def _published(code: str, year: int) -> tuple[Any, Any]:
    agency = agency_or_404(code)
    printed = queries.published(agency, year)
    if printed is None:
        raise Http404
    return agency, printed
