"""Charts and picture stories of annual reports as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.portal.presenters.reports import Cell, Row, Table
from gongkai.reports.exports import charts
from gongkai.reports.exports.charts import Chart
from gongkai.reports.exports.story import Story


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart beside its table."""

    id: str
    title: str
    svg: SafeString
    table: Table


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The picture of a report, its addresses, and the same in words."""

    title: str
    report_url: str
    picture_url: str
    svg_url: str
    png_url: str
    parts: list[tuple[str, list[str]]]


def chart_views(made: list[Chart], period: str = "") -> list[ChartView]:
    """Charts drawn, each with its table; `period` heads the first column, a year unless given."""
    return [
        ChartView(chart.id, chart.title, mark_safe(charts.svg(chart)), _table(chart, period or _("年度")))
        for chart in made
    ]


def _table(chart: Chart, period: str) -> Table:
    head = [Cell(period, header=True, scope="col")]
    head += [Cell(series.name, header=True, scope="col", numeric=True) for series in chart.series]
    rows = [
        Row([Cell(label, header=True, scope="row"), *(Cell(text, numeric=True) for text in texts)])
        for label, texts in chart.rows
    ]
    caption = _("%(title)s（%(unit)s）") % {"title": chart.title, "unit": chart.unit}
    return Table(caption, [head], rows, form=False)


def story_page(request: HttpRequest, code: str, story: Story) -> StoryPage:
    """The story with its addresses."""
    place: list[Any] = [code, story.year]
    picture = {kind: reverse("portal:story_picture", args=[*place, kind]) for kind in ("svg", "png")}
    return StoryPage(
        story.title,
        reverse("portal:report", args=place),
        picture["png"],
        f"{picture['svg']}?save",
        f"{picture['png']}?save",
        story.parts,
    )
