"""What the rooms below answer for the cells: record ids, fees, and the numbers typed into reports."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.foi import queries as foi
from gongkai.foi.models import Case, ProcessingFee
from gongkai.law.forms import Number
from gongkai.remedies import queries as remedies
from gongkai.remedies.models import Remedy
from gongkai.reports import cells
from gongkai.reports.models import AnnualReport, ManualCell

CHANNEL = "channel."
YUAN_PER_UNIT = 10_000


def records(
    agencies: Sequence[Agency], year: int, as_of: date | None = None, version: str = cells.FORM
) -> dict[str, list[int]]:
    """The ids of the records behind every counted cell of a form: requests, remedies, normative documents.

    A cell of an earlier form counts the records of the cells of 2021 its data names (`counts`).
    """
    found = _newest(agencies, year, as_of)
    if version == cells.FORM:
        return found
    form = cells.form(version)
    if any(name.startswith(CHANNEL) for cell in form.cells.values() for name in cell.counts):
        found |= _channels(agencies, year)
    return {
        cell: [
            pk
            for name in declared.counts or (cell,)
            for key in fnmatch.filter(found, name)
            for pk in found[key]
        ]
        for cell, declared in form.cells.items()
        if declared.query and cells.origin(cell, version).kind
    }


def _newest(agencies: Sequence[Agency], year: int, as_of: date | None) -> dict[str, list[int]]:
    documents = {
        f"t2.{row}.{column}": ids for (row, column), ids in catalog.normative_counts(agencies, year).items()
    }
    return {
        **documents,
        **foi.table_three(agencies, year, as_of),
        **remedies.table_four(agencies, year, as_of),
    }


def _channels(agencies: Sequence[Agency], year: int) -> dict[str, list[int]]:
    """The requests received in the year by way in; `channel.` and the channel's id."""
    found: dict[str, list[int]] = {f"{CHANNEL}{channel}": [] for channel in Case.Channel.values}
    rows = Case.objects.filter(agency__in=agencies, received_on__year=year).order_by("id")
    for pk, channel in rows.values_list("pk", "channel"):
        found[f"{CHANNEL}{channel}"].append(pk)
    return found


def fees(agencies: Sequence[Agency], year: int) -> Decimal:
    """Processing fees the agencies received in the year, in yuan."""
    paid = ProcessingFee.objects.filter(case__agency__in=agencies, paid_on__year=year, voided=False)
    return paid.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def amounts(agencies: Sequence[Agency], year: int, version: str) -> dict[str, Number]:
    """The cells of a form that hold an amount the records know, in 万元: the processing fees (2014 to 2018)."""
    wanted = [c for c in cells.all_cells(version) if cells.origin(c, version).source is cells.Source.FEES]
    return dict.fromkeys(wanted, fees(agencies, year) / YUAN_PER_UNIT) if wanted else {}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the records of one agency give: ids by counted cell, amounts by cell, processing fees in yuan."""

    records: Mapping[str, Sequence[int]]
    amounts: Mapping[str, Number]
    fees: Decimal


def of_all(agencies: Sequence[Agency], year: int, as_of: date | None, version: str) -> Evidence:
    """What the records of these agencies give together."""
    return Evidence(
        records(agencies, year, as_of, version), amounts(agencies, year, version), fees(agencies, year)
    )


def of_each(agencies: Sequence[Agency], year: int, version: str) -> dict[int, Evidence]:
    """The same agency by agency, by key; as many queries for a thousand agencies as for one."""
    owners = {
        "foi.case": dict(Case.objects.filter(agency__in=agencies).values_list("pk", "agency")),
        "remedies.remedy": dict(Remedy.objects.filter(agency__in=agencies).values_list("pk", "agency")),
        "catalog.document": dict(Document.objects.filter(agency__in=agencies).values_list("pk", "agency")),
    }
    split: dict[int, dict[str, list[int]]] = {agency.pk: {} for agency in agencies}
    for cell, ids in records(agencies, year, version=version).items():
        owner = owners[cells.origin(cell, version).kind]
        for found in split.values():
            found[cell] = []
        for pk in ids:
            split[owner[pk]][cell].append(pk)
    paid = ProcessingFee.objects.filter(case__agency__in=agencies, paid_on__year=year, voided=False)
    received = dict(paid.order_by().values_list("case__agency").annotate(Sum("amount")))
    wanted = [c for c in cells.all_cells(version) if cells.origin(c, version).source is cells.Source.FEES]
    return {
        key: Evidence(
            found,
            dict.fromkeys(wanted, received.get(key, Decimal(0)) / YUAN_PER_UNIT),
            received.get(key, Decimal(0)),
        )
        for key, found in split.items()
    }


def manual_cells(reports: Sequence[AnnualReport]) -> QuerySet[ManualCell]:
    """Numbers typed into these reports, with who typed them."""
    return ManualCell.objects.filter(report__in=reports).select_related("report__agency", "entered_by")
