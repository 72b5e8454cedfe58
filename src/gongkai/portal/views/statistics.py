"""What was published, in figures: for the site and for one agency, with the documents behind each number."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.catalog import queries as catalog
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import paged
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import agencies_crumb, own_column, show
from gongkai.statistics import behind, counting, exports, presenting
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
    scope = {"agency": code} if code else {}

    def address(name: str, parameters: dict[str, str]) -> str:
        return f"{reverse(f'portal:statistics_{name}')}?{presenting.query(scope | parameters)}"

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
        head=presenting.head(overview, address),
        tables=presenting.written(overview, address),
        definitions=exports.definitions(),
        downloads=[(kind, kind.upper()) for kind in KINDS],
        query=request.GET.urlencode(),
    )


@require_safe
def statistics_file(request: HttpRequest, kind: str, code: str = "") -> HttpResponse:
    """The same figures to save."""
    agency = agency_or_404(code) if code else None
    overview = counting.overview(agency, _asked(request, agency).period())
    made = exports.write(kind, overview, _title(agency))
    return download(made, f"{_title(agency)}-{overview.period.since}-{overview.period.until}.{kind}")


def _scope(request: HttpRequest) -> Any:
    code = request.GET.get("agency", "")
    return agency_or_404(code) if code else None


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The public documents behind a number, newest first."""
    agency, asked = _scope(request), behind.Behind.of(request.GET)
    if asked is None:
        raise Http404
    found, pages, total = paged(request, asked.documents(agency))
    return _behind(
        request, "statistics_documents.html", agency, _("统计所计的文件"), documents=listed(found), total=total,
        pages=pages, period=asked.period, label=asked.label,
    )  # fmt: skip


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What was taken down in the days asked for: what remains visible of it, the latest first."""
    agency, period = _scope(request), behind.days_or_404(request.GET)
    found, pages, total = paged(request, behind.withdrawn(agency, period))
    return _behind(
        request, "statistics_withdrawn.html", agency, _("统计所计的撤下文件"), total=total, pages=pages, period=period,
        stones=[catalog.tombstone_of(row) for row in found],
    )  # fmt: skip


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What went out on channels besides the site in the days asked for, the latest first."""
    agency, period = _scope(request), behind.days_or_404(request.GET)
    channel = request.GET.get("channel", "")
    rows = behind.releases(agency, channel, period)
    found, pages, records = paged(request, rows)
    return _behind(
        request, "statistics_releases.html", agency, _("统计所计的发布记录"), releases=behind.told(found),
        total=behind.pieces(rows), records=records, pages=pages, period=period,
        label=behind.channel_label(channel) if channel else "",
    )  # fmt: skip


def _behind(request: HttpRequest, template: str, agency: Any, title: str, **context: Any) -> HttpResponse:
    return show(
        request, template, nav="agencies", crumbs=[*_crumbs(agency), (title, "")], column=_column(), title=title,
        agency=agency, **context,
    )  # fmt: skip
