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
from gongkai.visits import rules
from gongkai.visits.models import DailyVisits
from gongkai.visits.spool import Page

MONTHS = 30
DAYS = (4, 11, 18, 25)
"""On which days of a month pages were opened, as long as days are kept; a month before that is one total."""


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
    kept = rules.rule().days_kept_months
    for back in range(MONTHS + 1):
        year, month = divmod(as_of.year * 12 + as_of.month - 1 - back, 12)
        first = date(year, month + 1, 1)
        days = [first.replace(day=day) for day in DAYS] if back <= kept else [first]
        days = [day for day in days if day < as_of]
        weight = declared["growth"] if year == as_of.year else 1
        for page, since in pages:
            if days and since <= days[0]:
                count = declared["opened"][page.kind] * weight / len(DAYS if back <= kept else days)
                yield from (
                    _total(day, page, round(count * rng.uniform(0.6, 1.4)), back > kept) for day in days
                )


def _total(day: date, page: Page, count: int, is_month: bool) -> DailyVisits:
    return DailyVisits(
        day=day,
        page=page.name,
        kind=page.kind,
        agency_id=page.agency,
        column_id=page.column,
        document_id=page.document,
        count=count,
        is_month=is_month,
    )


def _pages(places: dict[str, Place], documents: int) -> Iterator[tuple[Page, date]]:
    """The pages opened, with the day since when they are there."""
    for kind in ("home", "search", "agencies"):
        yield Page(kind, kind), date.min
    for place in list(places.values())[:8]:
        yield Page(f"agency:{place.agency.pk}", "agency", place.agency.pk), date.min
    shown = list(catalog.public_documents().defer("body", "body_text", "data"))
    for row in shown[:: max(1, len(shown) // documents)]:
        since = row.published_on.date() if row.published_on else date.max
        yield Page(f"document:{row.pk}", "document", row.agency_id, row.column_id, row.pk), since
