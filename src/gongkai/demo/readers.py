"""Readers of the county: openings of pages over two years, and three people who want mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.catalog import queries as catalog
from gongkai.demo import chance, datafiles
from gongkai.demo.places import Place
from gongkai.subscriptions import links, services
from gongkai.subscriptions.models import SubscriberMail, Subscription
from gongkai.visits.models import DailyVisits
from gongkai.visits.spool import Page

MONTHS = 24
MIDDLE = 15


def read(places: dict[str, Place], as_of: date) -> None:
    """Write the totals and the subscriptions."""
    declared = datafiles.read("readers")
    DailyVisits.objects.bulk_create(_visits(places, declared, as_of), batch_size=500)
    for row in declared["subscribers"]:
        agency = places[row["agency"]].agency if "agency" in row else None
        services.subscribe(**{**row, "agency": agency})
        services.confirm(key=links.confirmation_key(Subscription.objects.latest("pk")))
    SubscriberMail.objects.all().delete()  # they were read long ago


def _visits(places: dict[str, Place], declared: dict[str, Any], as_of: date) -> Iterator[DailyVisits]:
    rng = chance.stream("readers")
    pages = list(_pages(places, declared["documents"]))
    for back in range(1, MONTHS + 1):
        year, month = divmod(as_of.year * 12 + as_of.month - 1 - back, 12)
        day = date(year, month + 1, MIDDLE)
        weight = declared["growth"] if year == as_of.year else 1
        for page, since in pages:
            if since <= day:
                count = round(declared["opened"][page.kind] * weight * rng.uniform(0.6, 1.4))
                yield DailyVisits(
                    day=day,
                    page=page.name,
                    kind=page.kind,
                    agency_id=page.agency,
                    column_id=page.column,
                    document_id=page.document,
                    count=count,
                )


def _pages(places: dict[str, Place], documents: int) -> Iterator[tuple[Page, date]]:
    """The pages opened, with the day since when they are there."""
    for kind in ("home", "search", "agencies"):
        yield Page(kind, kind), date.min
    for place in list(places.values())[:8]:
        yield Page(f"agency:{place.agency.pk}", "agency", place.agency.pk), date.min
    for row in catalog.latest(None, documents):
        since = row.published_on.date() if row.published_on else date.max
        yield Page(f"document:{row.pk}", "document", row.agency_id, row.column_id, row.pk), since
