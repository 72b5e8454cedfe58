"""Issuing index numbers: one serial per agency and year, safe when many publish at once."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction

from gongkai.law import index_number


def issue(agency: Any, year: int) -> str:
    """The next index number of the agency in that year. The counter's row is locked until the transaction ends.

    A number belongs to its document for ever; a serial is never given twice, and a refused publication rolls the
    counter back with everything else.
    """
    return issue_many(agency, year, 1)[0]


@transaction.atomic
def issue_many(agency: Any, year: int, many: int) -> list[str]:
    """The next numbers at once. What an imported document brings along, published or still waiting, is passed over."""
    agency.index_counters.get_or_create(year=year)
    counter = agency.index_counters.select_for_update().get(year=year)
    found: list[str] = []
    while len(found) < many:
        first = counter.last + 1
        counter.last += many - len(found)
        numbers = [
            index_number.issue(agency.organization_code, year, serial)
            for serial in range(first, counter.last + 1)
        ]
        taken = _taken(numbers)
        found += [number for number in numbers if number not in taken]
    counter.save(update_fields=["last"])
    return found


def _taken(numbers: list[str]) -> set[str]:
    taken: set[str] = set()
    for name in ("Document", "ImportRecord"):  # not imported: the model's own saving ends here
        rows = apps.get_model("catalog", name)._default_manager.filter(index_number__in=numbers)
        taken |= set(rows.values_list("index_number", flat=True))
    return taken
