"""What was published, in figures: for the site and for one agency, with the documents behind each number."""

from __future__ import annotations

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
from gongkai.statistics import counting, exports, population, presenting
from gongkai.statistics.asking import PeriodForm

KINDS = ("xlsx", "csv", "json")


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
        downloads=[(kind, kind.upper()) for kind in KINDS],
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
    made = exports.write(kind, overview, _title(agency))
    return download(made, f"{_title(agency)}-{overview.period.since}-{overview.period.until}.{kind}")


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The public documents behind a number, newest first."""
    code = request.GET.get("agency", "")
    agency = agency_or_404(code) if code else None
    asked = population.Behind.of(request.GET)
    if asked is None:
        raise Http404
    found, pages, total = paged(request, asked.documents(agency))
    return show(
        request,
        "statistics_documents.html",
        nav="agencies",
        crumbs=[*_crumbs(agency), (_("统计所计的文件"), "")],
        column=_column(),
        documents=listed(found),
        total=total,
        pages=pages,
        agency=agency,
        asked=asked,
    )
