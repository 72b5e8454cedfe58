"""The only reader of what was read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db.models import Count, QuerySet

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.audit import corrected
from gongkai.audit.model import Number, ReadReport
from gongkai.audit.models import KIND, PublishedReport, SourceFile
from gongkai.ledger.models import Event
from gongkai.ledger.queries import history
from gongkai.reports import queries as own_reports


def sources(actor: Any) -> QuerySet[SourceFile]:
    """Files handed in by the agencies the actor may see, the latest first."""
    return (
        SourceFile.objects.filter(holder__in=access.visible_agencies(actor))
        .select_related("holder", "uploaded_by")
        .defer("text")
        .order_by("-uploaded_at", "-pk")
    )


def reports(actor: Any) -> QuerySet[PublishedReport]:
    """Reports read in by the agencies the actor may see."""
    return (
        PublishedReport.objects.filter(holder__in=access.visible_agencies(actor))
        .select_related("source", "holder", "agency")
        .defer("source__text")
    )


def events(source: SourceFile) -> QuerySet[Event]:
    """Everything that was done to a file and its reports, oldest first."""
    return history(KIND, source.pk)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure followed over the years: the cell it stands in, by form, and the narrative fact that states it."""

    id: str
    label: str
    unit: str
    cells: Mapping[str, str]
    fact: str


@dataclass(frozen=True, slots=True)
class Point:
    """A measure in a year. `report`: the read-in report it comes from, None for one of our own; `phrase`: its words."""

    value: Number | None
    precision: str
    report: int | None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over the years; a year without a report has no point, a report that does not state it a blank one."""

    measure: Measure
    points: Mapping[int, Point]


@cache
def measures() -> tuple[Measure, ...]:
    """The measures, as data/series.yaml lists them."""
    listed = yaml.safe_load(files("gongkai.audit").joinpath("data/series.yaml").read_text(encoding="utf-8"))
    return tuple(
        Measure(row["id"], row["label"], row["unit"], row.get("cells", {}), row.get("fact", ""))
        for row in listed
    )


def followed(actor: Any) -> list[tuple[str, int]]:
    """Names of agencies that have accepted reports, with how many."""
    rows = reports(actor).filter(status=PublishedReport.Status.ACCEPTED)
    counted = rows.order_by("agency_name").values_list("agency_name").annotate(number=Count("pk"))
    return [(name, number) for name, number in counted]


def series(actor: Any, agency_name: str) -> list[Series]:
    """Every measure of an agency from 2008 on, from accepted readings; our own published reports go before them."""
    points: dict[str, dict[int, Point]] = {measure.id: {} for measure in measures()}
    rows = (
        reports(actor)
        .filter(status=PublishedReport.Status.ACCEPTED, agency_name=agency_name)
        .prefetch_related("corrections")
    )
    for row in rows:
        if row.year is not None:
            read = corrected.report(row)
            for measure in measures():
                points[measure.id][row.year] = _point(measure, read, row.pk)
    for year, form, values in _own(actor, agency_name):
        for measure in measures():
            cell = measure.cells.get(form)
            if cell is not None:
                points[measure.id][year] = Point(values.get(cell), "exact", None)
    return [Series(measure, dict(sorted(points[measure.id].items()))) for measure in measures()]


def _own(actor: Any, agency_name: str) -> list[tuple[int, str, Mapping[str, Any]]]:
    """Year, form and values of the agency's reports published here; the public may see them, so may the actor."""
    agency = Agency.objects.filter(name=agency_name).first()
    if agency is None:
        return []
    return [
        (report.year, report.form, report.frozen["values"])
        for report in own_reports.published_for(agency).defer(None)
        if report.frozen
    ]


def _point(measure: Measure, read: ReadReport, pk: int) -> Point:
    """The cell of the table, or else what is stated exactly in words about the agency itself."""
    cell = measure.cells.get(read.tables.form)
    if cell is not None and read.tables.values.get(cell) is not None:
        return Point(read.tables.values[cell], "exact", pk)
    for fact in read.facts:
        if fact.kind == measure.fact and not fact.label and fact.scope in ("own", "system", "area"):
            return Point(fact.value, fact.precision, pk, fact.phrase)
    return Point(None, "exact", pk)
