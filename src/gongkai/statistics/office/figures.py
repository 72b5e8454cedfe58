"""What was published, in figures, with what only the office sees: drafts, classes, what was late and by how much."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.office import actor_of
from gongkai.statistics import counting, exports, population, presenting
from gongkai.statistics.asking import PeriodForm
from gongkai.statistics.office import pages

PER_PAGE = 40


def _asked(request: HttpRequest) -> tuple[Any, PeriodForm]:
    agency = pages.agency_of(actor_of(request), request.GET.get("agency", ""))
    form = PeriodForm(request.GET, years=counting.years(agency), today=timezone.localdate())
    return agency, form


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a period; this year of the person's highest agency without a question."""
    agency, form = _asked(request)
    overview = counting.overview(agency, form.period())
    place = reverse("statistics_office:documents")

    def address(parameters: dict[str, str]) -> str:
        return f"{place}?{presenting.query({'agency': agency.code} | parameters)}"

    return pages.show(
        request,
        "figures.html",
        _("公开统计"),
        agency=agency,
        agencies=pages.agency_choices(request.user),
        form=form,
        overview=overview,
        change=presenting.change(overview.published),
        full_text=presenting.rate(overview.full_text),
        on_time=presenting.rate(overview.on_time),
        late=counting.late(agency, overview.period),
        standings=population.by_standing(agency),
        tables=presenting.written(overview, address),
        definitions=exports.definitions(),
        query=request.GET.urlencode(),
    )


@require_safe
def figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same to save."""
    agency, form = _asked(request)
    overview = counting.overview(agency, form.period())
    title = _("%(agency)s政府信息公开统计") % {"agency": agency.name}
    made = exports.write(kind, overview, title)
    return pages.file_response(made, f"{title}-{overview.period.since}-{overview.period.until}.{kind}")


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The documents behind a number, newest first."""
    agency = pages.agency_of(actor_of(request), request.GET.get("agency", ""))
    asked = population.Behind.of(request.GET)
    if asked is None:
        raise Http404
    query = request.GET.copy()
    query.pop("p", None)
    return pages.show(
        request,
        "documents.html",
        _("统计所计的文件"),
        trail=(pages.crumb(_("公开统计"), "statistics_office:figures"),),
        agency=agency,
        asked=asked,
        page=Paginator(asked.documents(agency), PER_PAGE).get_page(request.GET.get("p")),
        query=query.urlencode(),
    )


@require_safe
def standing(request: HttpRequest, name: str) -> HttpResponse:
    """The documents, drafts included, that stand somewhere, the newest first."""
    agency = pages.agency_of(actor_of(request), request.GET.get("agency", ""))
    if name not in population.STANDINGS:
        raise Http404
    rows = population.standing_documents(agency, name)
    return pages.show(
        request,
        "documents.html",
        str(population.STANDINGS[name][0]),
        trail=(pages.crumb(_("公开统计"), "statistics_office:figures"),),
        agency=agency,
        page=Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        query=presenting.query({"agency": agency.code}),
    )
