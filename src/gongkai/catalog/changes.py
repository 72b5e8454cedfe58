"""When what is public changed last, and what vanished: for feeds, site maps and caches. Stands on `queries.visible_to`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.ledger.models import Event

VALIDITY_CHANGED = "catalog.document.validity_changed"
WITHDRAWN = "catalog.document.withdrawn"


def with_changed_at(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Each document with `changed_at`: when its public content or its validity changed last."""
    published = Coalesce(Greatest("last_published_at", "published_on"), "published_on")
    return documents.annotate(
        changed_at=Coalesce(
            Greatest(published, _last(VALIDITY_CHANGED)), published, output_field=DateTimeField()
        )
    )


def _last(act: str) -> Subquery:
    events = Event.objects.filter(kind=Document.ledger_kind, object_id=OuterRef("pk"), type=act)
    latest = events.order_by().values("object_id").annotate(at=Max("recorded_at")).values("at")
    return Subquery(latest, output_field=DateTimeField())


def latest_first(documents: QuerySet[Document]) -> QuerySet[Document]:
    """The documents with `changed_at`, what changed last first."""
    ordered: QuerySet[Any] = with_changed_at(documents)
    return ordered.order_by("-changed_at", "-pk")


def changed_at(document: Document) -> datetime:
    """The same of one public document."""
    rows: QuerySet[Any] = with_changed_at(Document.objects.filter(pk=document.pk))
    found: datetime = rows.values_list("changed_at", flat=True).get()
    return found


@dataclass(frozen=True, slots=True)
class Gone:
    """A document that was public and is no more: its number and when, never a word of it."""

    pk: int
    published_on: datetime
    at: datetime


def withdrawn(agency: Agency | None = None, limit: int = 50) -> list[Gone]:
    """What was taken down last, of one agency or of all, newest first."""
    rows: QuerySet[Any] = Document.objects.filter(withdrawn_on__isnull=False, published_on__isnull=False)
    if agency is not None:
        rows = rows.filter(agency=agency)
    found = rows.annotate(at=_last(WITHDRAWN)).filter(at__isnull=False).order_by(F("at").desc(), "-pk")
    return [Gone(*row) for row in found.values_list("pk", "published_on", "at")[:limit]]
