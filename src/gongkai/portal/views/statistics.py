"""What was published, in figures: for the site and for one agency, with the documents behind each number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import paged
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import agencies_crumb, own_column, show
from gongkai.statistics import counting, exports, presenting
from gongkai.statistics.asking import FIRST_YEAR, PeriodForm
from gongkai.statistics.periods import Period

WRITERS = {"xlsx": None, "csv": exports.csv_of, "json": exports.json_of}


def _asked(request: HttpRequest, agency: Any) -> PeriodForm:
    return PeriodForm(request.GET, years=counting.years(agency), today=timezone.localdate())


def _title(agency: Any) -> str:
    return _("%(agency)s政府信息公开统计") % {"agency": agency.name} if agency else _("政府信息公开统计")


def _crumbs(agency: Any) -> list[tuple[str, str]]:
    if agency is None:
        return [(_("政府信息公开统计"), reverse("portal:statistics"))]
    return [
        agencies_crumb(),
        (agency.name, reverse("portal:agency", args=[agency.code])),
        (_("公开统计"), reverse("portal:agency_statistics", args=[agency.code])),
    ]


def _column() -> Any:
    return own_column(_("政府信息公开统计"), _("按机关、事项、类型和月份统计公开的政府信息"), "数据发布")


@require_safe
def statistics(request: HttpRequest, code: str = "") -> HttpResponse:
    """The figures of a period; this year without a question."""
    agency = agency_or_404(code) if code else None
    form = _asked(request, agency)
    overview = counting.overview(agency, form.period())
    place = reverse("portal:statistics_documents")
    scope = {"agency": code} if code else {}

    def address(parameters: dict[str, str]) -> str:
        return f"{place}?{presenting.query(scope | parameters)}"

    return show(
        request,
        "statistics.html",
        nav="agencies",
        crumbs=_crumbs(agency),
        column=_column(),
        title=_title(agency),
        agency=agency,
        form=form,
        overview=overview,
        change=presenting.change(overview.published),
        full_text=presenting.rate(overview.full_text),
        on_time=presenting.rate(overview.on_time),
        tables=presenting.written(overview, address),
        definitions=exports.definitions(),
        downloads=[(kind, kind.upper()) for kind in WRITERS],
        query=request.GET.urlencode(),
        late_url=address(
            {"late": "1", "since": str(overview.period.since), "until": str(overview.period.until)}
        ),
    )


@require_safe
def statistics_file(request: HttpRequest, kind: str, code: str = "") -> HttpResponse:
    """The same figures to save."""
    agency = agency_or_404(code) if code else None
    overview = counting.overview(agency, _asked(request, agency).period())
    writer = WRITERS[kind]
    made = writer(overview) if writer else exports.xlsx(overview, _title(agency))
    return download(made, f"{_title(agency)}-{overview.period.since}-{overview.period.until}.{kind}")


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The public documents behind a number, newest first."""
    code = request.GET.get("agency", "")
    agency = agency_or_404(code) if code else None
    period = _days(request)
    by, key = request.GET.get("by", ""), request.GET.get("key", "")
    try:
        rows = counting.behind(agency, period, by, key)
    except (KeyError, ValueError) as unknown:
        raise Http404 from unknown
    if "late" in request.GET and period is not None:
        rows = counting.published_late(rows)
    found, pages, total = paged(request, rows)
    return show(
        request,
        "statistics_documents.html",
        nav="agencies",
        crumbs=[*_crumbs(agency), (_("统计所计的文件"), "")],
        column=_column(),
        documents=listed(found),
        total=total,
        pages=pages,
        period=period,
        agency=agency,
        late="late" in request.GET,
        narrowed=counting.label_of(by, key) if by else "",
    )


def _days(request: HttpRequest) -> Period | None:
    """The days in the address; from the beginning when only the last one stands there."""
    given = {name: request.GET.get(name, "") for name in ("since", "until")}
    if not given["until"]:
        return None
    try:
        since = date.fromisoformat(given["since"]) if given["since"] else date(FIRST_YEAR, 1, 1)
        return Period(since, date.fromisoformat(given["until"]))
    except ValueError as wrong:
        raise Http404 from wrong
