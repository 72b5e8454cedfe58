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
from gongkai.statistics import behind, counting, exports, population, presenting
from gongkai.statistics.asking import PeriodForm
from gongkai.statistics.office import pages

PER_PAGE = 40


def _asked(request: HttpRequest) -> tuple[Any, PeriodForm]:
    agency = _scope(request)
    form = PeriodForm(request.GET, years=counting.years(agency), today=timezone.localdate())
    return agency, form


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a period; this year of the person's highest agency without a question."""
    agency, form = _asked(request)
    overview = counting.overview(agency, form.period())

    def address(name: str, parameters: dict[str, str]) -> str:
        place = reverse(f"statistics_office:{name}")
        return f"{place}?{presenting.query({'agency': agency.code} | parameters)}"

    return pages.show(
        request,
        "figures.html",
        _("公开统计"),
        agency=agency,
        agencies=pages.agency_choices(request.user),
        form=form,
        overview=overview,
        head=presenting.head(overview, address),
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
    """The documents behind a number, newest first; of late ones with the working days they were late."""
    agency, asked = _scope(request), behind.Behind.of(request.GET)
    if asked is None:
        raise Http404
    page = _page(request, asked.documents(agency))
    late = asked.only == behind.LATE
    return _behind(
        request, "documents.html", _("统计所计的文件"), agency=agency, page=page, period=asked.period, label=asked.label,
        lines=behind.with_days_late(page) if late else [(row, None) for row in page], late=late,
    )  # fmt: skip


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What was taken down in the days asked for, the latest first."""
    agency, period = _scope(request), behind.days_or_404(request.GET)
    page = _page(request, behind.withdrawn(agency, period))
    return _behind(
        request, "withdrawn.html", _("统计所计的撤下文件"), agency=agency, page=page, period=period
    )


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What went out on channels besides the site in the days asked for, the latest first."""
    agency, period = _scope(request), behind.days_or_404(request.GET)
    channel = request.GET.get("channel", "")
    rows = behind.releases(agency, channel, period)
    page = _page(request, rows)
    return _behind(
        request, "releases.html", _("统计所计的发布记录"), agency=agency, page=page, period=period,
        lines=[(row, behind.channel_label(row.channel)) for row in page], total=behind.pieces(rows),
        label=behind.channel_label(channel) if channel else "",
    )  # fmt: skip


def _scope(request: HttpRequest) -> Any:
    return pages.agency_of(actor_of(request), request.GET.get("agency", ""))


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))


def _behind(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    query = request.GET.copy()
    query.pop("p", None)
    trail = (pages.crumb(_("公开统计"), "statistics_office:figures"),)
    return pages.show(request, template, title, trail=trail, query=query.urlencode(), **context)


@require_safe
def standing(request: HttpRequest, name: str) -> HttpResponse:
    """The documents, drafts included, that stand somewhere, the newest first."""
    agency = _scope(request)
    if name not in population.STANDINGS:
        raise Http404
    page = _page(request, population.standing_documents(agency, name))
    return _behind(
        request, "documents.html", str(population.STANDINGS[name][0]), agency=agency, page=page,
        lines=[(row, None) for row in page],
    )  # fmt: skip
