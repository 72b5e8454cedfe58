"""What the rooms below answer for the cells: record ids, fees, and the numbers typed into reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.reports.models import AnnualReport, ManualCell


def records(agencies: Sequence[Agency], year: int, as_of: date | None = None) -> dict[str, list[int]]:
    """The ids of the records behind every counted cell: requests, remedies, normative documents."""
    return {}


def fees(agencies: Sequence[Agency], year: int) -> Decimal:
    """Processing fees the agencies received in the year, in yuan."""
    return Decimal(0)


def manual_cells(reports: Sequence[AnnualReport]) -> QuerySet[ManualCell]:
    """Numbers typed into these reports, with who typed them."""
    return ManualCell.objects.filter(report__in=reports).select_related("report__agency", "entered_by")
