"""Last year's report on the coverage map (条例第四十九条): it must be public once its day has passed."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max

from gongkai.agencies.models import Agency
from gongkai.catalog.coverage.expected import REPORT
from gongkai.catalog.coverage.rules import Found
from gongkai.reports.publications import public


def found(agencies: list[Agency], today: date) -> dict[tuple[int, str], Found]:
    """The published reports of agencies: how many, when the last one went out, and whether the one that is due is there."""
    rows = public().filter(agency__in=[agency.pk for agency in agencies]).order_by()
    known = rows.values("agency_id").annotate(last=Max("year"), out=Max("published_on"), number=Count("pk"))
    newest = {
        agency: (year, out, number)
        for agency, year, out, number in known.values_list("agency_id", "last", "out", "number")
    }
    made = {}
    for agency in agencies:
        if agency.pk in newest:
            year, out, number = newest[agency.pk]
            day = date(today.year, 3, 31) if agency.is_government else date(today.year, 1, 31)
            owed = today.year - (1 if today > day else 2)
            made[agency.pk, REPORT] = Found(number, 0, out, is_current=year >= owed)
    return made
