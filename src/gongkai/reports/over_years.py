"""The figures of several years as charts with their tables: of one agency, or of all published reports together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongkai.law.forms import Number
from gongkai.reports import text_figures
from gongkai.reports.exports.charts import Chart, Series, recent
from gongkai.reports.publications import Published, added_up

Values = Mapping[str, Number | None]


def of_agency(series: Sequence[Published]) -> list[Chart]:
    """The charts of one agency, the earliest year first."""
    return charts([(item.year, item.values) for item in series])


def of_all(parts: Iterable[Published]) -> tuple[list[Chart], dict[int, int]]:
    """The charts of all published reports added up, and how many reports each year holds."""
    sums = added_up(parts)
    years = [(year, values) for year, (_count, values) in sorted(sums.items())]
    return charts(years), {year: count for year, (count, _values) in sorted(sums.items())}


def charts(years: Sequence[tuple[int, Values]]) -> list[Chart]:
    """The declared charts (`data/text.yaml`), each over the years whose form says something of it; one without any is left out.

    A form that counts a thing differently has no bar for it: — stands in its place, and years at either end without bars go.
    """
    figures = {row["id"]: row for row in text_figures.data()["figures"]}
    made = [_chart(row, years, figures) for row in text_figures.data()["charts"]]
    return [chart for chart in made if chart.labels]


def _chart(
    row: Mapping[str, Any], years: Sequence[tuple[int, Values]], figures: Mapping[str, Mapping[str, Any]]
) -> Chart:
    drawn = [figures[shown["figure"]] if "figure" in shown else shown for shown in row["series"]]
    numbers = [[text_figures.declared(one, values)[0] for one in drawn] for _year, values in years]
    stated = [at for at, said in enumerate(numbers) if any(number is not None for number in said)]
    kept = range(stated[0], stated[-1] + 1) if stated else range(0)
    kept = kept[recent([str(at) for at in kept])]
    series = tuple(
        Series(shown["name"], tuple(numbers[at][number] for at in kept))
        for number, shown in enumerate(row["series"])
    )
    return Chart(row["id"], row["title"], row["unit"], tuple(f"{years[at][0]}年" for at in kept), series)
