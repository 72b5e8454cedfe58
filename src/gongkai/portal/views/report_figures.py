"""Published figures: as open data, as charts over the years, as a picture story. Nothing but published reports."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.portal.presenters.downloads import MEDIA_TYPES, download
from gongkai.portal.presenters.report_figures import chart_views, story_page
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import agencies_crumb, own_column, show
from gongkai.reports import over_years, publications, queries
from gongkai.reports.exports import opendata
from gongkai.reports.exports import story as stories


@require_safe
def story(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """一图读懂: the report as a picture, with everything in it as text below."""
    agency, told = _story(code, year)
    return show(
        request,
        "report_story.html",
        nav="reports",
        crumbs=[
            *_to_reports(agency),
            (told.title, reverse("portal:report", args=[code, year])),
            (_("一图读懂"), ""),
        ],
        column=_column(),
        story=story_page(request, agency.code, told),
    )


@require_safe
def story_picture(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponse:
    """The picture itself; shown in the page, and saved with ?save."""
    _agency, told = _story(code, year)
    made = stories.svg(told) if kind == "svg" else stories.png(told)
    if "save" in request.GET:
        return download(made, f"{told.title}（一图读懂）.{kind}")
    answer = HttpResponse(made, content_type=MEDIA_TYPES[kind])
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def report_data(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponse:
    """One report as open data."""
    report = publications.figures_of(agency_or_404(code), year)
    if report is None:
        raise Http404
    made = opendata.json_of(report) if kind == "json" else b"".join(opendata.csv_of([report]))
    return download(made, f"{report.title}.{kind}")


@require_safe
def year_data(request: HttpRequest, year: int, kind: str) -> HttpResponseBase:
    """Every published report of a year as open data, sent as it is read."""
    if year not in queries.published_years():
        raise Http404
    reports = publications.figures_in(year)
    pieces = opendata.json_of_year(year, reports) if kind == "json" else opendata.csv_of(reports)
    name = _("%(year)d年政府信息公开工作年度报告数据") % {"year": year}
    answer = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[kind])
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{kind}"
    ) or ("attachment")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the open data."""
    return HttpResponse(opendata.schema(), content_type="application/schema+json")


@require_safe
def agency_years(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of an agency over the years, as charts and tables."""
    agency = agency_or_404(code)
    series = publications.series_of(agency)
    title = _("%(agency)s历年年报数据") % {"agency": agency.name}
    return show(
        request,
        "report_years.html",
        nav="reports",
        crumbs=[*_to_reports(agency), (_("历年数据"), "")],
        column=_column(),
        title=title,
        charts=chart_views(over_years.of_agency(series)),
        years=[item.year for item in series],
        counts={},
        back_url=reverse("portal:agency_reports", args=[code]),
    )


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """All published reports added up, year by year, as charts and tables; and the data of each year to save."""
    charts, counts = over_years.of_all(publications.series_of_all())
    return show(
        request,
        "report_years.html",
        nav="reports",
        crumbs=[(_("政府信息公开年报"), reverse("portal:reports")), (_("历年数据"), "")],
        column=_column(),
        title=_("政府信息公开年报历年数据"),
        charts=chart_views(charts),
        years=sorted(counts),
        counts=counts,
        back_url=reverse("portal:reports"),
    )


def _story(code: str, year: int) -> tuple[Any, stories.Story]:
    """The story of a published report, told with the published report of the year before when there is one."""
    agency = agency_or_404(code)
    report = publications.figures_of(agency, year)
    if report is None:
        raise Http404
    return agency, stories.tell(report, publications.figures_of(agency, year - 1))


def _to_reports(agency: Any) -> list[tuple[str, str]]:
    return [
        agencies_crumb(),
        (agency.name, reverse("portal:agency", args=[agency.code])),
        (_("政府信息公开年报"), reverse("portal:agency_reports", args=[agency.code])),
    ]


def _column() -> Any:
    return own_column(_("政府信息公开年报"), _("各机关每年的政府信息公开工作年度报告"), "信息公开年报")
