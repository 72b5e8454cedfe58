"""The only reader of what was read in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db.models import Count, QuerySet

from gongkai.agencies import access
from gongkai.audit import copying, corrected
from gongkai.audit.checks.body import classify
from gongkai.audit.model import Fact, Number, ReadReport
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


def rival(actor: Any, row: PublishedReport) -> PublishedReport | None:
    """The report of the same agency and year that was accepted instead of this one."""
    same = reports(actor).filter(holder=row.holder, agency_name=row.agency_name, year=row.year)
    accepted = same.filter(status=PublishedReport.Status.ACCEPTED).exclude(pk=row.pk)
    return accepted.exclude(agency_name="").defer("reading").first()


def events(source: SourceFile) -> QuerySet[Event]:
    """Everything that was done to a file and its reports, oldest first."""
    return history(KIND, source.pk)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure followed over the years, with one meaning: the cells whose sum it is, by form, and the fact that states it.

    `fact_forms`: the forms in which the words of the fact mean the same; empty: all. The narrative time has the form "".
    """

    id: str
    label: str
    unit: str
    cells: Mapping[str, Sequence[str]]
    fact: str
    fact_forms: tuple[str, ...] = ()

    def is_stated_by(self, form: str) -> bool:
        """Whether the words of a report in this form can state it."""
        return bool(self.fact) and (not self.fact_forms or form in self.fact_forms)


@dataclass(frozen=True, slots=True)
class Point:
    """A measure in a year. `report`: the read-in report it comes from, with its words; `own`: the report of this system.

    `cell`: where it stands in the own report, when it is no sum.
    """

    value: Number | None
    precision: str
    report: int | None = None
    phrase: str = ""
    own: int | None = None
    cell: str = ""


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
        Measure(
            row["id"],
            row["label"],
            row["unit"],
            row.get("cells", {}),
            row.get("fact", ""),
            tuple(row.get("fact_forms", ())),
        )
        for row in listed
    )


def followed(actor: Any) -> list[tuple[str, int]]:
    """Names of the agencies whose years can be followed, with how many reports: accepted readings and our own published ones."""
    rows = reports(actor).filter(status=PublishedReport.Status.ACCEPTED)
    counted = Counter(
        dict(rows.order_by().values_list("agency_name").annotate(number=Count("pk")))
    ) + Counter(own_reports.published_counts(access.visible_agencies(actor)))
    return sorted(counted.items())


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
    opens = access.visible_agencies(actor).filter(name=agency_name).exists()
    for published in own_reports.series_named(agency_name):
        for measure in measures():
            cells = measure.cells.get(published.form)
            if cells:
                points[measure.id][published.year] = Point(
                    _sum(cells, published.values),
                    "exact",
                    own=published.report if opens else None,
                    cell=cells[0] if len(cells) == 1 else "",
                )
    return [Series(measure, dict(sorted(points[measure.id].items()))) for measure in measures()]


def _sum(cells: Sequence[str], values: Mapping[str, Number | None]) -> Number | None:
    """The sum of the cells; None unless each of them is stated."""
    stated = [values.get(cell) for cell in cells]
    return None if None in stated else sum(value for value in stated if value is not None)


def _point(measure: Measure, read: ReadReport, pk: int) -> Point:
    """What the table states, or else the words about the agency itself (for a government: about its area)."""
    cells = measure.cells.get(read.tables.form)
    value = _sum(cells, read.tables.values) if cells else None
    if value is not None:
        return Point(value, "exact", pk)
    scopes = {"own", "area"} if classify(read.agency).kind == "government" else {"own"}
    if measure.is_stated_by(read.tables.form):
        for fact in read.facts:
            if fact.kind == measure.fact and not fact.label and fact.scope in scopes:
                return Point(_in_unit(fact, measure.unit), fact.precision, pk, fact.phrase)
    return Point(None, "exact", pk)


def _in_unit(fact: Fact, unit: str) -> Number:
    """The value of a fact in the unit of the series: yuan as ten thousands of yuan."""
    return Decimal(fact.value) / 10_000 if (fact.unit, unit) == ("元", "万元") and fact.value else fact.value


MOST_COMPARED = 500
"""Reports the office compares while somebody waits: a second or two; the command line takes thousands."""


def texts(actor: Any, also: int | None = None, most: int = MOST_COMPARED) -> list[copying.Document]:
    """The prose of the reports the actor may see, each by its key: the latest read, at most so many, and `also` this one."""
    fields = ("pk", "agency_name", "source__text", "reading")
    rows = list(reports(actor).order_by("-pk").values_list(*fields)[:most])
    if also is not None and all(pk != also for pk, *_rest in rows):
        rows += reports(actor).filter(pk=also).values_list(*fields)
    return [copying.document(str(pk), text, reading, agency) for pk, agency, text, reading in rows]
