"""What the page of an agency's figures over the years shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from gongkai.audit import queries
from gongkai.audit.model import Number
from gongkai.audit.office_pages import plain, with_precision


@dataclass(frozen=True, slots=True)
class SeriesCell:
    """A year of a measure. `url`: where it comes from; `phrase`: its words; all empty in a year without a report."""

    year: int
    plain: str
    shown: str
    url: str
    phrase: str


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A measure over all years, with the lines of a small drawing (120 × 28)."""

    measure: queries.Measure
    cells: tuple[SeriesCell, ...]
    drawing: tuple[str, ...]


def series(found: Sequence[queries.Series]) -> dict[str, Any]:
    """Years and lines of the series' table; measures nobody states are left out."""
    years = sorted({year for one in found for year in one.points})
    lines = []
    for one in found:
        if not any(point.value is not None for point in one.points.values()):
            continue
        cells = tuple(_series_cell(year, one.points.get(year)) for year in years)
        known = {year: point.value for year, point in one.points.items() if point.value is not None}
        lines.append(SeriesLine(one.measure, cells, drawing(known, years[0], years[-1])))
    return {"years": years, "lines": lines}


def _series_cell(year: int, point: queries.Point | None) -> SeriesCell:
    if point is None:
        return SeriesCell(year, "", "", "", "")
    text = with_precision(point.value, point.precision)
    return SeriesCell(year, plain(point.value), text, _url(point), point.phrase)


def _url(point: queries.Point) -> str:
    """The report a number was read from, or the page behind a number of one of our own reports."""
    if point.report:
        return reverse("audit_office:report", args=[point.report])
    if point.own and point.cell:
        return reverse("reports_office:cell", args=[point.own, point.cell])
    return reverse("reports_office:report", args=[point.own]) if point.own else ""


def drawing(
    values: Mapping[int, Number], first: int, last: int, width: int = 120, height: int = 28
) -> tuple[str, ...]:
    """The points of SVG polylines from the first year to the last; a year without a value breaks the line, never bends it."""
    top = float(max(values.values())) or 1.0
    step = (width - 4) / max(last - first, 1)
    runs: list[list[str]] = []
    for year in sorted(values):
        point = f"{2 + (year - first) * step:.1f},{height - 3 - float(values[year]) / top * (height - 6):.1f}"
        if year - 1 in values:
            runs[-1].append(point)
        else:
            runs.append([point])
    return tuple(" ".join(run if len(run) > 1 else run * 2) for run in runs)
