"""How often pages were opened, of the site and of an agency, with the days behind each total, and what counts as opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.catalog import queries as catalog
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import paged
from gongkai.portal.presenters.report_figures import chart_views
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import READER, agencies_crumb, own_column, show
from gongkai.reports.exports.charts import Chart, Series
from gongkai.statistics import figures, periods, presenting
from gongkai.statistics.periods import Period
from gongkai.statistics.presenting import Number
from gongkai.visits import queries, rules, table

SHOWN = 20
DAYS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was opened: its name, where it is, whose it is, and how often, opening the days behind that."""

    label: str
    url: str
    owner: str
    count: Number


@require_safe
def index(request: HttpRequest, code: str = "") -> HttpResponse:
    """The figures of a year, this one unless another is asked for, up to yesterday."""
    agency = agency_or_404(code) if code else None
    first, period = queries.first_day(), _period(request)
    narrowed: dict[str, Any] = {"agency": agency} if agency else {}
    address = {"agency": code} if code else {}
    past = period.year_before
    totals = queries.totals(period.since, period.until, (past.since, past.until), **narrowed)
    change = figures.Line(figures.Count("", "", totals.now, totals.before, totals.total), None)
    return show(
        request,
        "visits.html",
        nav="agencies" if agency else "",
        crumbs=_crumbs(agency),
        column=own_column(_("浏览量"), _("各页面打开的次数和计数规则"), "数据发布"),
        title=_title(agency),
        agency=agency,
        rule=rules.rule(),
        period=period,
        counted_since=first,
        years=_years(request, first, period),
        now=_number(totals.now, period, **address),
        before=_number(totals.before, past, **address),
        total=_number(totals.total, None, until=period.until, **address),
        change=presenting.change(change),
        charts=chart_views(
            _charts(queries.year_on_year(period.until.year, period.until, **narrowed)), _("月份")
        ),
        parts=[(name, title, lines) for name, title, lines in _parts(period, agency, address) if lines],
        file=reverse("portal:agency_visits_file", args=[code]) if code else reverse("portal:visits_file"),
    )


@require_safe
def save(request: HttpRequest, code: str = "") -> HttpResponse:
    """The same as a workbook."""
    agency, period = agency_or_404(code) if code else None, _period(request)
    name = f"{_title(agency)}{_('%(year)d年') % {'year': period.until.year}}.xlsx"
    return download(table.workbook(period.since, period.until, agency), name)


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """The days behind a total, the latest first; of months whose days are kept no longer, the month."""
    since, until = (_day(request.GET.get(name, "")) for name in ("since", "until"))
    narrowed, label = _narrowed(request)
    until = min(until or _yesterday(), _yesterday())
    rows = queries.by_day(since, until, **narrowed)
    found, pages, lines = paged(request, rows, DAYS_PER_PAGE)
    total = sum(row["sum"] for row in rows)
    return show(
        request,
        "visits_days.html",
        crumbs=[*_crumbs(None), (_("各天的浏览次数"), "")],
        column=own_column(_("浏览量"), _("各页面打开的次数和计数规则"), "数据发布"),
        label=label,
        since=since,
        until=until,
        days=found,
        lines=lines,
        total=total,
        pages=pages,
    )


def _title(agency: Any) -> str:
    return _("%(agency)s浏览量") % {"agency": agency.name} if agency else _("浏览量")


def _crumbs(agency: Any) -> list[tuple[str, str]]:
    if agency is None:
        return [(_("浏览量"), reverse("portal:visits"))]
    own = (_("浏览量"), reverse("portal:agency_visits", args=[agency.code]))
    return [agencies_crumb(), (agency.name, reverse("portal:agency", args=[agency.code])), own]


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def _period(request: HttpRequest) -> Period:
    """The year asked for, up to yesterday; this one when none or nonsense is."""
    last, asked = _yesterday(), request.GET.get("year", "")
    known = asked.isascii() and asked.isdigit() and len(asked) == 4 and 1990 <= int(asked) < last.year
    return periods.of_year(int(asked)) if known else Period(date(last.year, 1, 1), last)


def _years(request: HttpRequest, first: date | None, period: Period) -> list[tuple[str, str, bool]]:
    """The years to choose from, the latest first: (label, address, whether it is shown)."""
    if first is None:
        return []
    found = range(_yesterday().year, min(first, period.since).year - 1, -1)
    return [
        (_("%(year)d年") % {"year": year}, f"{request.path}?year={year}", year == period.until.year)
        for year in found
    ]


def _number(number: int, period: Period | None, **asked: Any) -> Number:
    of = {"since": period.since, "until": period.until} if period else {}
    query = urlencode({name: value for name, value in {**asked, **of}.items() if value})
    return Number(f"{number:,}", f"{reverse('portal:visits_days')}?{query}" if number else "")


def _parts(period: Period, agency: Any, address: dict[str, str]) -> list[tuple[str, str, list[Line]]]:
    since, until = period.since, period.until
    documents = [
        Line(row.title, reverse("portal:document", args=[row.pk]), "" if agency else row.agency.name,
             _number(count, period, document=row.pk, **address))
        for row, count in queries.most_opened(since, until, SHOWN, agency)
    ]  # fmt: skip
    columns = [
        Line(row.name, reverse("portal:column", args=[row.agency.code, row.slug]), "" if agency else row.agency.name,
             _number(count, period, column=row.pk, **address))
        for row, count in queries.by_column(since, until, agency)[:SHOWN]
    ]  # fmt: skip
    agencies = [
        Line(row.name, reverse("portal:agency_visits", args=[row.code]), "", _number(count, period, agency=row.code))
        for row, count in (queries.by_agency(since, until)[:SHOWN] if agency is None else ())
    ]  # fmt: skip
    narrowed = {"agency": agency} if agency else {}
    kinds = [
        Line(label, "", "", _number(count, period, kind=kind, **address))
        for kind, label, count in _kinds(queries.by_kind(since, until, **narrowed))
    ]
    return [
        ("documents", _("打开最多的文件"), documents),
        ("columns", _("打开最多的栏目"), columns),
        ("agencies", _("打开最多的机关"), agencies),
        ("kinds", _("按页面种类"), kinds),
    ]


def _narrowed(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """What the days are of: public documents, columns and agencies that are there. Raises Http404 for others."""
    found: dict[str, Any] = {}
    words = []
    if code := request.GET.get("agency", ""):
        found["agency"] = agency_or_404(code)
        words.append(found["agency"].name)
    if pk := _pk(request.GET.get("column", "")):
        found["column"] = catalog.column_by_number(pk)
        words.append(found["column"].name if found["column"] else "")
    if pk := _pk(request.GET.get("document", "")):
        found["document"] = catalog.public_documents(READER).filter(pk=pk).first()
        words.append(found["document"].title if found["document"] else "")
    if kind := request.GET.get("kind", ""):
        found["kind"] = kind[:20]
        words.append(str(KINDS.get(kind, _("其他"))))
    if None in found.values():
        raise Http404
    return found, "　".join(words)


def _pk(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text or 0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise Http404 from wrong


def _charts(found: dict[int, dict[int, int]]) -> list[Chart]:
    """The months of a year beside those of the year before, half a year in each chart."""
    halves = [("first", _("上半年各月浏览量"), range(1, 7)), ("second", _("下半年各月浏览量"), range(7, 13))]
    return [
        Chart(
            f"visits-{name}",
            title,
            _("次"),
            tuple(_("%(month)d月") % {"month": month} for month in months),
            tuple(
                Series(_("%(year)d年") % {"year": one}, tuple(counts.get(month) for month in months))
                for one, counts in found.items()
            ),
        )
        for name, title, months in halves
    ]


KINDS: dict[str, Any] = {
    "document": gettext_lazy("文件"),
    "column": gettext_lazy("栏目"),
    "agency": gettext_lazy("机关主页和公开指南等"),
    "home": gettext_lazy("首页"),
    "search": gettext_lazy("查找"),
    "agencies": gettext_lazy("机关名录"),
    "consultations": gettext_lazy("征求意见"),
}


def _kinds(found: dict[str, int]) -> list[tuple[str, str, int]]:
    rows = [(kind, str(KINDS.get(kind, _("其他"))), count) for kind, count in found.items() if count]
    return sorted(rows, key=lambda row: -row[2])
