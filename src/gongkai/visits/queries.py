"""The only reader of visits for other rooms: counts of openings by page, column, agency, kind and month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear, TruncMonth

from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column, Document
from gongkai.visits.models import DailyVisits


def between(since: date, until: date) -> QuerySet[DailyVisits]:
    """The daily totals from a day to a day, both included: to be narrowed and summed by room statistics."""
    return DailyVisits.objects.filter(day__gte=since, day__lte=until)


def of_document(document: Document, until: date) -> int:
    """How often the page of a document was opened up to the end of a day."""
    return _sum(DailyVisits.objects.filter(document=document, day__lte=until))


def of_site(since: date, until: date) -> int:
    """How often pages of the site were opened."""
    return _sum(between(since, until))


@dataclass(frozen=True, slots=True)
class Totals:
    """Openings of a year (so far), of the same days a year before, and since counting began."""

    now: int
    before: int
    total: int


def totals(since: date, until: date, past: tuple[date, date], **narrowed: Any) -> Totals:
    """The three sums, of the whole site unless narrowed (agency=, column=, document=, kind=). One query."""
    found = DailyVisits.objects.filter(day__lte=until, **narrowed).aggregate(
        now=Sum("count", filter=Q(day__gte=since), default=0),
        before=Sum("count", filter=Q(day__range=past), default=0),
        total=Sum("count", default=0),
    )
    return Totals(**found)


def by_day(since: date | None, until: date, **narrowed: Any) -> QuerySet[Any, Any]:
    """The days behind a total, the latest first: `day`, `is_month` (the days of that month are kept no longer), `sum`."""
    rows = DailyVisits.objects.filter(day__lte=until, **narrowed)
    rows = rows.filter(day__gte=since) if since else rows
    return rows.values("day", "is_month").annotate(sum=Sum("count")).order_by("-day", "is_month")


def _sum(rows: QuerySet[DailyVisits]) -> int:
    return rows.aggregate(total=Sum("count"))["total"] or 0


def by_agency(since: date, until: date) -> list[tuple[Agency, int]]:
    """Openings of the pages of each agency and its documents, most first."""
    sums = dict(
        between(since, until).exclude(agency=None).order_by().values_list("agency").annotate(n=Sum("count"))
    )
    agencies = Agency.objects.in_bulk(list(sums))
    return sorted(((agencies[pk], n) for pk, n in sums.items()), key=lambda row: (-row[1], row[0].path))


def by_column(since: date, until: date, agency: Agency | None = None) -> list[tuple[Column, int]]:
    """Openings of each column and its documents, most first."""
    rows = between(since, until).exclude(column=None)
    if agency is not None:
        rows = rows.filter(agency=agency)
    sums = dict(rows.order_by().values_list("column").annotate(n=Sum("count")))
    columns = Column.objects.select_related("agency").in_bulk(list(sums))
    return sorted(((columns[pk], n) for pk, n in sums.items()), key=lambda row: (-row[1], row[0].pk))


def by_kind(since: date, until: date, **narrowed: Any) -> dict[str, int]:
    """Openings by kind of page."""
    return dict(
        between(since, until).filter(**narrowed).order_by().values_list("kind").annotate(n=Sum("count"))
    )


def by_month(since: date, until: date, **narrowed: Any) -> dict[date, int]:
    """Openings by month (its first day), of the whole site unless narrowed (agency=, column=, document=)."""
    rows = between(since, until).filter(**narrowed).order_by().annotate(month=TruncMonth("day"))
    return dict(rows.values_list("month").annotate(n=Sum("count")))


def year_on_year(last_year: int, until: date, **narrowed: Any) -> dict[int, dict[int, int]]:
    """Openings by year and month, of a year up to a day and the one before."""
    rows = between(date(last_year - 1, 1, 1), until).filter(**narrowed).order_by()
    rows = rows.annotate(year=ExtractYear("day"), month=ExtractMonth("day"))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for year, month, count in rows.values_list("year", "month").annotate(n=Sum("count")):
        found[year][month] = count
    return {last_year - 1: found[last_year - 1], last_year: found[last_year]}


def most_opened(
    since: date, until: date, limit: int = 20, agency: Agency | None = None
) -> list[tuple[Document, int]]:
    """The documents opened most that are public still, of all or as an agency's."""
    rows = between(since, until).filter(document__in=catalog.public_documents().order_by().values("pk"))
    rows = rows.filter(agency=agency) if agency is not None else rows
    sums = dict(
        rows.order_by().values_list("document").annotate(n=Sum("count")).order_by("-n", "document")[:limit]
    )
    documents = catalog.public_documents().defer("body", "body_text").in_bulk(list(sums))
    return [(documents[pk], count) for pk, count in sums.items() if pk in documents]


def first_day() -> date | None:
    """Since when openings are counted."""
    return DailyVisits.objects.order_by("day").values_list("day", flat=True).first()
