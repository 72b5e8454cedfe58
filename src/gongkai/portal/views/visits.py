"""How often pages were opened, and what counts as opening one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.report_figures import chart_views
from gongkai.portal.views.page import own_column, show
from gongkai.reports.exports.charts import Chart, Series
from gongkai.visits import queries, rules, table

SHOWN = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rule, and the figures up to yesterday."""
    until = _yesterday()
    since = date(until.year, 1, 1)
    return show(
        request,
        "visits.html",
        crumbs=[(_("浏览量"), "")],
        column=own_column(_("浏览量"), _("各页面打开的次数和计数规则"), "数据发布"),
        rule=rules.rule(),
        since=since,
        until=until,
        counted_since=queries.first_day(),
        total=queries.of_site(since, until),
        charts=chart_views(_charts(until.year), _("月份")),
        agencies=queries.by_agency(since, until)[:SHOWN],
        documents=queries.most_opened(since, until, SHOWN),
        kinds=[(label, count) for label, count in _kinds(queries.by_kind(since, until)) if count],
    )


@require_safe
def save(request: HttpRequest) -> HttpResponse:
    """The figures as a workbook."""
    until = _yesterday()
    name = _("浏览量%(year)d年.xlsx") % {"year": until.year}
    return download(table.workbook(until.year, until), name)


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def _charts(year: int) -> list[Chart]:
    """The months of a year beside those of the year before, half a year in each chart."""
    found = queries.year_on_year(year)
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


def _kinds(found: dict[str, int]) -> list[tuple[str, int]]:
    labels: dict[str, Any] = {
        "document": _("文件"),
        "column": _("栏目"),
        "agency": _("机关主页和公开指南等"),
        "home": _("首页"),
        "search": _("查找"),
        "agencies": _("机关名录"),
    }
    return sorted(
        ((labels.get(kind, _("其他")), count) for kind, count in found.items()), key=lambda row: -row[1]
    )
