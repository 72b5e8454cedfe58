"""Figures, charts and the picture story of every form: what each form has, and on one axis only what means the same."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongkai.law import forms
from gongkai.law.forms import Number
from gongkai.reports import over_years, text_figures
from gongkai.reports.exports import charts, story
from gongkai.reports.publications import Published
from gongkai.reports.text_figures import Counted

COUNTED = Counted(
    {"documents.published": 42, "fees.received": Decimal(0)},
    {"requests.channels": [("当面提交", 2), ("互联网渠道", 3)]},
)


def full(version: str, seed: int = 1, **more: Number) -> dict[str, Number | None]:
    """Every cell of a form with a number; totals are the sums of their parts."""
    chance, form = random.Random(seed), forms.load(version)
    leaves = {cell.id: chance.randint(1, 40) for cell in form.cells.values() if not cell.computed}
    return {**leaves, **forms.complete(form, {**leaves, **more})}


def published(year: int, version: str, values: dict[str, Number | None]) -> Published:
    return Published(
        report=1, code="finance", agency="云溪县财政局", path="0001", year=year, form=version, covers_subtree=False,
        published_on=date(year + 1, 1, 20), fees=Decimal(0), values=values, counted=COUNTED, sections={},
    )  # fmt: skip


@pytest.mark.parametrize("version", ["2014", "2019"])
def test_a_figure_means_the_same_in_an_earlier_form_as_the_conversion_says(version: str) -> None:
    """Whatever law.forms.convert states in full is what the figure amounts to in the earlier form."""
    values = full(version)
    converted = forms.convert(values, version, "2021").values
    compared = 0
    for row in text_figures.data()["figures"]:
        wanted = [
            cell for name in row["cells"] for cell in text_figures.matching(name, forms.load("2021").cells)
        ]
        if "only" not in row and wanted and all(cell in converted for cell in wanted):
            assert text_figures.declared(row, values)[0] == text_figures.declared(row, converted)[0], row[
                "id"
            ]
            compared += 1
    assert compared > 3


def test_what_the_conversion_leaves_open_has_no_bar() -> None:
    values = full("2014")
    known = {row["id"]: text_figures.declared(row, values)[0] for row in text_figures.data()["figures"]}
    assert known["requests.new"] == values["s.received"]
    assert known["remedies.suits"] == values["s.suit"]
    assert {
        key for key in ("requests.handled", "results.deny", "normative.made") if known[key] is not None
    } == set()


def test_charts_hold_each_year_where_its_form_says_something() -> None:
    years = [(year, full(forms.form_for(year).meta.id, year)) for year in range(2012, 2023)]
    made = {chart.id: chart for chart in over_years.charts(years)}
    assert made["disclosed"].labels == tuple(f"{year}年" for year in range(2014, 2019))
    assert made["procurement"].labels == ("2019年", "2020年")
    assert made["decisions"].labels == tuple(f"{year}年" for year in range(2019, 2023))
    requests = made["requests"]
    assert requests.labels == tuple(f"{year}年" for year in range(2015, 2023))
    received, handled, _carried = requests.series
    assert None not in received.values
    assert handled.values[:4] == (None,) * 4
    assert None not in handled.values[4:]
    assert all(charts.svg(chart).startswith("<svg") for chart in made.values())


@pytest.mark.parametrize(
    ("year", "headline", "outcomes", "remedies"),
    [
        (2023, "新收信息公开申请", 6, 3),
        (2020, "对外公开规范性文件", 6, 3),
        (2016, "主动公开总数", 8, 3),
        (2010, "主动公开政府信息", 0, 0),
    ],
)
def test_the_story_of_each_era(year: int, headline: str, outcomes: int, remedies: int) -> None:
    version = forms.form_for(year).meta.id
    told = story.tell(published(year, version, full(version)), published(year - 1, version, full(version, 2)))
    assert headline in {line.label for line in told.headline}
    assert len(told.headline) <= story.MOST_HEADLINES
    assert (len(told.outcomes), len(told.remedies)) == (outcomes, remedies)
    assert bool(told.compared) == bool(outcomes)
    assert story.svg(told).lstrip().startswith(b"<svg")


def test_a_story_says_what_its_form_does_not_count() -> None:
    words = dict(story.tell(published(2010, "2008", {})).parts)
    assert words["申请办理结果"] == [
        "这一年度的报告没有统计表，办理情况见报告正文",
        "新收申请按提交方式分：当面提交2件、互联网渠道3件",
    ]
    none: dict[str, Any] = dict.fromkeys(forms.load("2021").cells, 0)
    assert (
        dict(story.tell(published(2023, "2021", none)).parts)["申请办理结果"][0]
        == "本年度没有办结的政府信息公开申请"
    )


def test_last_year_in_another_form_is_compared_where_that_is_sound() -> None:
    told = story.tell(published(2019, "2019", full("2019")), published(2018, "2014", full("2014")))
    compared = {line.label for line in told.compared}
    assert {"新收信息公开申请", "予以公开", "行政诉讼"} <= compared
    assert not {"办理申请", "制发规范性文件", "结转下年度办理"} & compared
