"""Issuing index numbers: one serial per agency and year, safe when many publish at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gongkai.law import index_number


def issue(agency: Any, year: int) -> str:
    """The next index number of the agency in that year. The counter's row is locked until the transaction ends.

    A number belongs to its document for ever; a serial is never given twice, and a refused publication rolls the
    counter back with everything else.
    """
    with transaction.atomic():
        agency.index_counters.get_or_create(year=year)
        counter = agency.index_counters.select_for_update().get(year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
    return index_number.issue(agency.organization_code, year, counter.last)
