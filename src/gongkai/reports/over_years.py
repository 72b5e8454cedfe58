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
    """The declared charts (`data/text.yaml`) over years; one with nothing but blanks is left out."""
    shown = years[recent([str(year) for year, _values in years])]
    figures = {row["id"]: row for row in text_figures.data()["figures"]}
    made = [_chart(row, shown, figures) for row in text_figures.data()["charts"]]
    return [chart for chart in made if any(v is not None for s in chart.series for v in s.values)]


def _chart(
    row: Mapping[str, Any], years: Sequence[tuple[int, Values]], figures: Mapping[str, Mapping[str, Any]]
) -> Chart:
    series = tuple(
        Series(
            shown["name"],
            tuple(
                text_figures.total(figures[shown["figure"]]["cells"], values)[0] for _year, values in years
            ),
        )
        for shown in row["series"]
    )
    return Chart(row["id"], row["title"], row["unit"], tuple(f"{year}年" for year, _values in years), series)
