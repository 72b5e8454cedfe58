"""What the rooms below answer for the cells: record ids, fees, and the numbers typed into reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.foi import queries as foi
from gongkai.foi.models import ProcessingFee
from gongkai.remedies import queries as remedies
from gongkai.reports.models import AnnualReport, ManualCell


def records(agencies: Sequence[Agency], year: int, as_of: date | None = None) -> dict[str, list[int]]:
    """The ids of the records behind every counted cell: requests, remedies, normative documents."""
    documents = {
        f"t2.{row}.{column}": ids for (row, column), ids in catalog.normative_counts(agencies, year).items()
    }
    return {
        **documents,
        **foi.table_three(agencies, year, as_of),
        **remedies.table_four(agencies, year, as_of),
    }


def fees(agencies: Sequence[Agency], year: int) -> Decimal:
    """Processing fees the agencies received in the year, in yuan."""
    paid = ProcessingFee.objects.filter(case__agency__in=agencies, paid_on__year=year, voided=False)
    return paid.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def manual_cells(reports: Sequence[AnnualReport]) -> QuerySet[ManualCell]:
    """Numbers typed into these reports, with who typed them."""
    return ManualCell.objects.filter(report__in=reports).select_related("report__agency", "entered_by")
