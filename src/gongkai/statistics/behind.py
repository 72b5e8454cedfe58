"""What a number counts, opened: the documents, what was withdrawn, what went out on other channels."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.agencies import working_days
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.channels import declared
from gongkai.channels import queries as channels
from gongkai.channels.models import Release
from gongkai.statistics.periods import BEGINNING, Period
from gongkai.statistics.population import (
    DIMENSIONS,
    NONE,
    below,
    came_late,
    had_limit,
    has_text,
    label_of,
    path_of,
    scope,
    within,
)

UNREAD = ("document__body", "document__body_text", "document__data")
LATE, HAD_LIMIT, ON_TIME, WITH_TEXT = "late", "limit", "on_time", "text"
ONLY: dict[str, tuple[Any, Callable[[], Q]]] = {
    LATE: (gettext_lazy("晚于公开期限"), came_late),
    HAD_LIMIT: (gettext_lazy("有公开期限"), had_limit),
    ON_TIME: (gettext_lazy("在公开期限内公开"), lambda: had_limit() & ~came_late()),
    WITH_TEXT: (gettext_lazy("有可读的全文"), has_text),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """What a number counts: a value of a dimension, the days of publication, only those of a kind (`ONLY`)."""

    by: str = ""
    key: str = ""
    period: Period | None = None
    only: str = ""

    @classmethod
    def of(cls, query: Any) -> Behind | None:
        """Read from the parameters of an address (`by`, `key`, `since`, `until`, `only`); None for nonsense."""
        by, key, only = (query.get(name, "") for name in ("by", "key", "only"))
        try:
            period = asked_days(query)
        except ValueError:
            return None
        known = by in DIMENSIONS or by in ("", "agency")
        return cls(by, key, period, only) if known and (not only or only in ONLY) else None

    def documents(self, top: Agency | None) -> QuerySet[Document]:
        """The public documents counted, at an agency and below it, the newest first."""
        found = scope(top) if self.period is None else within(scope(top), self.period)
        if self.only:
            found = found.filter(ONLY[self.only][1]())
        if self.by == "agency":
            own = self.key.startswith("=")
            where = {"agency__code": self.key[1:]} if own else {"agency__path__startswith": path_of(self.key)}
            found = found.filter(**where)
        elif self.by:
            value = "" if self.key == NONE else self.key
            same = Q(value=value) if value else Q(value="") | Q(value__isnull=True)
            found = found.alias(value=DIMENSIONS[self.by].field).filter(same)
        return found.order_by("-published_on", "-id").defer("body", "body_text")

    @property
    def label(self) -> str:
        """The value and the kind in words."""
        value = label_of(self.by, self.key) if self.by else ""
        return "　".join(part for part in (value, str(ONLY[self.only][0]) if self.only else "") if part)


def asked_days(query: Any) -> Period | None:
    """The days in `since` and `until`; without a first day everything by the last one, without a last day no limit.

    Raises ValueError for nonsense.
    """
    until = query.get("until", "")
    first = date.fromisoformat(query.get("since") or BEGINNING.isoformat())
    return Period(first, date.fromisoformat(until)) if until else None


def days_or_404(query: Any) -> Period:
    """The days of a list that has none without them. Raises Http404 for nonsense and for none."""
    try:
        period = asked_days(query)
    except ValueError as wrong:
        raise Http404 from wrong
    if period is None:
        raise Http404
    return period


def withdrawn(top: Agency | None, period: Period) -> QuerySet[Document]:
    """Documents that were public and were taken down in a period, the latest first.

    For the public they are tombstones (`catalog.queries.Tombstone`): number, agency, day and reason, never a title.
    """
    rows = Document.objects.filter(
        withdrawn_on__range=(period.since, period.until), published_on__isnull=False
    )
    rows = rows if top is None else rows.filter(agency__path__startswith=top.path)
    return rows.select_related("agency", "column").defer("body", "body_text").order_by("-withdrawn_on", "-id")


def releases(top: Agency | None, channel: str, period: Period) -> QuerySet[Release]:
    """What went out on one channel besides the site in a period, or on all, the latest first."""
    rows = channels.counted(below(top), period.since, period.until)
    rows = rows.filter(channel=channel) if channel else rows
    return rows.select_related("agency", "document").defer(*UNREAD).order_by("-on", "-id")


def pieces(rows: QuerySet[Release]) -> int:
    """How many pieces these releases are together."""
    return rows.order_by().aggregate(sum=Sum("pieces"))["sum"] or 0


def with_days_late(rows: Iterable[Document]) -> list[tuple[Document, int]]:
    """Documents that came late, each with the working days it was late."""
    calendar = working_days.current()
    return [
        (row, calendar.count(row.publication_due_on, timezone.localdate(row.published_on)))
        for row in rows
        if row.publication_due_on and row.published_on
    ]


@dataclass(frozen=True, slots=True)
class ToldRelease:
    """A release as everybody may know it. `document`: what went out, only while it is public: titles that were never
    reviewed, and those of documents that were withdrawn, are told to nobody."""

    channel: str
    agency: str
    on: date
    pieces: int
    document: Document | None


def told(rows: Iterable[Release]) -> list[ToldRelease]:
    """Releases in their public form; one query."""
    found = list(rows)
    public = set(
        catalog.public_documents()
        .filter(pk__in=[row.document_id for row in found])
        .values_list("pk", flat=True)
    )
    return [
        ToldRelease(
            channel_label(row.channel), row.agency.name, row.on, row.pieces,
            row.document if row.document_id in public else None,
        )
        for row in found
    ]  # fmt: skip


def channel_label(slug: str) -> str:
    """A channel in words; one that is no longer declared as it is."""
    channel = declared.every().get(slug)
    return str(channel.label) if channel else slug
