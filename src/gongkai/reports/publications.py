"""Published figures for open data, charts and the picture story: what was frozen under the signature, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from gongkai.agencies.models import Agency
from gongkai.law import forms
from gongkai.law.forms import Form, Number
from gongkai.reports.figures import as_number
from gongkai.reports.models import AnnualReport
from gongkai.reports.text_figures import Counted
from gongkai.reports.text_sources import read_counted

PORTION = 50


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of one published report. `values`: every cell of its form; None is blank. `fees`: yuan."""

    report: int
    code: str
    agency: str
    path: str
    year: int
    form: str
    covers_subtree: bool
    published_on: date
    fees: Decimal
    values: Mapping[str, Number | None]
    counted: Counted
    sections: Mapping[str, str]

    @property
    def title(self) -> str:
        """云溪县财政局2025年政府信息公开工作年度报告."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    @property
    def layout(self) -> Form:
        """The form the report was made in."""
        return forms.load(self.form)


def public() -> QuerySet[AnnualReport]:
    """The one rule of what anybody may read: published reports."""
    return AnnualReport.objects.filter(status=AnnualReport.Status.PUBLISHED)


def figures_of(agency: Agency, year: int) -> Published | None:
    """The published figures of an agency for a year; None when there are none."""
    return next(_read(public().filter(agency=agency, year=year)), None)


def series_of(agency: Agency) -> list[Published]:
    """The published figures of an agency, the earliest year first. One query."""
    return list(_read(public().filter(agency=agency).order_by("year")))


def series_named(name: str) -> list[Published]:
    """The published figures of the agency of this name, the earliest year first. One query."""
    return list(_read(public().filter(agency__name=name).order_by("year")))


def counts(agencies: QuerySet[Agency]) -> dict[str, int]:
    """How many reports each of these agencies has published, by name; one without any is absent."""
    rows = public().filter(agency__in=agencies).order_by().values_list("agency__name")
    return dict(rows.annotate(number=Count("pk")))


def figures_in(year: int) -> Iterator[Published]:
    """The published figures of a year, agency by agency in the order of the tree; a portion in memory at a time."""
    return _read(public().filter(year=year, agency__closed_on=None).order_by("agency__path"))


def series_of_all() -> Iterator[Published]:
    """Every published report that is not already part of a published sum of the same year, by year. One pass."""
    reports = public().filter(agency__closed_on=None).order_by("year", "agency__path")
    sums: list[str] = []
    year = 0
    for published in _read(reports):
        if published.year != year:
            year, sums = published.year, []
        if any(published.path.startswith(path) for path in sums):
            continue
        if published.covers_subtree:
            sums.append(published.path)
        yield published


_FIELDS = (
    "pk", "agency__code", "agency__path", "year", "coverage", "published_on", "frozen__form", "frozen__agency",
    "frozen__values", "frozen__fees", "frozen__figures", "frozen__sections",
)  # fmt: skip


def _read(reports: QuerySet[AnnualReport]) -> Iterator[Published]:
    for row in reports.values(*_FIELDS).iterator(chunk_size=PORTION):
        if row["published_on"] is not None and row["frozen__values"]:
            yield _published(row)


def _published(row: Mapping[str, Any]) -> Published:
    form = str(row["frozen__form"])
    fees = Decimal(str(row["frozen__fees"]))
    return Published(
        report=row["pk"],
        code=row["agency__code"],
        agency=row["frozen__agency"],
        path=row["agency__path"],
        year=row["year"],
        form=form,
        covers_subtree=row["coverage"] == AnnualReport.Coverage.SUBTREE,
        published_on=row["published_on"],
        fees=fees,
        values=_values(forms.load(form), row["frozen__values"]),
        counted=read_counted({"figures": row["frozen__figures"], "fees": str(fees)}),
        sections=row["frozen__sections"],
    )


def _values(form: Form, stored: Mapping[str, Any]) -> dict[str, Number | None]:
    return {
        cell: None if (value := stored.get(cell)) is None else as_number(cell, value) for cell in form.cells
    }


def added_up(parts: Iterable[Published]) -> dict[int, tuple[int, dict[str, Number | None]]]:
    """By year: how many reports, and the sum of every cell over them."""
    found: dict[int, tuple[int, dict[str, Number | None]]] = {}
    for part in parts:
        count, sums = found.get(part.year, (0, {}))
        for cell, value in part.values.items():
            if value is not None:
                sums[cell] = (sums.get(cell) or 0) + value
        found[part.year] = (count + 1, sums)
    return found
