"""What became of public documents since a harvester looked last, in the order of the ledger. Stands on `queries.public_documents`.

A place in that order is the number of an event. Events get their numbers under the lock of the ledger's chain, so that a lower
one never appears later: whoever goes on from a place misses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from gongkai.catalog import queries
from gongkai.catalog.changes import VALIDITY_CHANGED, WITHDRAWN
from gongkai.catalog.models import Document
from gongkai.catalog.queries import Tombstone
from gongkai.ledger.models import Event

PUBLISHED = "catalog.document.published"
TOLD = (PUBLISHED, WITHDRAWN, VALIDITY_CHANGED)


@dataclass(frozen=True, slots=True)
class Change:
    """A document as it is now, or what is left of it. `at`: its place in the order; one of the two others is there."""

    at: int
    document: Document | None
    gone: Tombstone | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, each document once; `until`: the place to go on from; `more`: whether there are more already."""

    found: list[Change]
    until: int
    more: bool


@dataclass(frozen=True, slots=True)
class State:
    """The newest place in the order, and when it was written; 0 and None before anything was published."""

    at: int
    moment: datetime | None


def state() -> State:
    """How far the order goes now."""
    newest = _events().order_by("-id").values_list("id", "recorded_at").first()
    return State(*newest) if newest else State(0, None)


def after(place: int, limit: int, agency: str = "") -> Changes:
    """The next changes after a place, of one agency (by code) or of all; four queries at most, whatever there is."""
    rows = _events().filter(id__gt=place)
    if agency:
        rows = rows.filter(object_id__in=Document.objects.filter(agency__code=agency).values("pk"))
    pairs = list(rows.order_by("id").values_list("id", "object_id")[: limit + 1])
    taken = pairs[:limit]
    last = {document: at for at, document in taken}
    public = queries.public_documents().defer("body", "body_text", "data").prefetch_related("files")
    shown = public.in_bulk(list(last))
    gone = queries.tombstones([pk for pk in last if pk not in shown])
    found = [
        Change(at, shown.get(pk), gone.get(pk))
        for pk, at in sorted(last.items(), key=lambda item: item[1])
        if pk in shown or pk in gone
    ]
    return Changes(found, taken[-1][0] if taken else place, len(pairs) > limit)


def _events() -> QuerySet[Event]:
    return Event.objects.filter(kind=Document.ledger_kind, type__in=TOLD)
