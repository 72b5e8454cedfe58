"""Table three of the annual report: requests received and handled, each cell with the cases behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case as Choose
from django.db.models import F, Q, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongkai.foi.models import Applicant, Case, FeeRefund, ProcessingFee
from gongkai.law.outcomes import OUTCOMES

COLUMNS = tuple(Applicant.Kind.values)
ROWS = ("new", "carried_in", *OUTCOMES, "results_total", "carried_out")


def table_three(agencies: Iterable[Any], year: int, as_of: date | None = None) -> dict[str, list[int]]:
    """The cells `t3.<row>.<column>` with the ids of the cases behind them, totals included, with one query.

    A case counts as received on the day of Art 31; one awaiting confirmation does not count. It counts under its
    result in the year of its final handling: the day of the answer, of the withdrawal, or on which it was deemed abandoned.
    A case whose answer was set aside keeps the first result in its year and is not counted again (decision record 0102).
    While the year is running the figures are those of `as_of` (today). Every case stands in exactly one of new and
    carried in, and in exactly one of the results and carried out; so the form's first balance holds by construction.
    """
    first = date(year, 1, 1)
    last = min(date(year, 12, 31), as_of or timezone.localdate())
    cells: dict[str, list[int]] = {f"t3.{row}.{column}": [] for row in ROWS for column in (*COLUMNS, "total")}
    rows = (
        Case.objects.filter(agency__in=agencies, received_on__lte=last)
        .annotate(
            counted_on=Coalesce("first_closed_on", "closed_on"),
            counted_as=Choose(When(first_outcome="", then=F("outcome")), default=F("first_outcome")),
        )
        .filter(Q(counted_on__isnull=True) | Q(counted_on__gte=first))
        .order_by("id")
        .values_list("id", "applicant__kind", "received_on", "counted_on", "counted_as")
    )
    for case_id, column, received_on, closed_on, outcome in rows:
        came = "new" if received_on is not None and received_on >= first else "carried_in"
        went = [outcome, "results_total"] if closed_on is not None and closed_on <= last else ["carried_out"]
        for row in (came, *went):
            cells[f"t3.{row}.{column}"].append(case_id)
            cells[f"t3.{row}.total"].append(case_id)
    return cells


def fees_received(agencies: Iterable[Any], year: int) -> Decimal:
    """Processing fees paid in the year less what was paid back in it, in yuan (section six of the annual report)."""
    agencies = list(agencies)
    paid = ProcessingFee.objects.filter(case__agency__in=agencies, voided=False, paid_on__year=year)
    back = FeeRefund.objects.filter(
        fee__case__agency__in=agencies, fee__voided=False, fee__paid_on__isnull=False, refunded_on__year=year
    )
    received, returned = (rows.aggregate(total=Sum("amount"))["total"] or Decimal(0) for rows in (paid, back))
    return received - returned
