"""The only reader of guides, phone books and handbooks for other rooms. What is public is asked of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from gongkai.agencies import queries as agencies
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Attachment, Document
from gongkai.guides.reading import SCHEMA, Guide

HANDBOOK = "handbook"
MAX_WORDS = 6


def guide_documents(reader: Any = None) -> QuerySet[Document]:
    """The documents of the public guides, newest first."""
    return catalog.public_documents(reader).filter(schema=SCHEMA).defer("body", "body_text")


def found(
    reader: Any = None,
    words: str = "",
    *,
    agency: str = "",
    theme: str = "",
    audience: str = "",
) -> QuerySet[Document]:
    """Public guides whose name or code holds all the words, of an agency (code), a theme, somebody."""
    rows = guide_documents(reader)
    terms = words.split()[:MAX_WORDS]
    if terms:
        rows = rows.filter(
            reduce(and_, (Q(title__icontains=term) | Q(data__code__icontains=term) for term in terms))
        )
    if agency:
        rows = rows.filter(agency__code=agency)
    if theme:
        rows = rows.filter(data__theme=theme)
    if audience:
        rows = rows.filter(data__audience__icontains=audience)
    return rows.order_by("agency__path", "title", "id")


def with_forms(reader: Any = None, words: str = "") -> QuerySet[Document]:
    """Public guides that have files, found by the words in their name or in the name of a file."""
    rows = guide_documents(reader).exclude(attached=[])
    for term in words.split()[:MAX_WORDS]:
        named = Attachment.objects.filter(document=OuterRef("pk"), title__icontains=term)
        rows = rows.filter(Q(title__icontains=term) | Exists(named))
    return rows.prefetch_related("files").order_by("agency__path", "title", "id")


def guide_for(reader: Any, pk: int) -> Guide | None:
    """One public guide."""
    document = catalog.public_documents(reader).filter(schema=SCHEMA, pk=pk).first()
    return Guide(document) if document else None


def handbooks(reader: Any = None) -> QuerySet[Document]:
    """The public handbooks, newest first."""
    rows = catalog.public_documents(reader).filter(schema=HANDBOOK)
    return rows.defer("body", "body_text").prefetch_related("files")


def guides_numbered(reader: Any, numbers: Iterable[str]) -> dict[str, Guide]:
    """Public guides by their index number; one that is not public (any more) is missing."""
    rows = catalog.public_documents(reader).filter(schema=SCHEMA, index_number__in=list(numbers))
    return {document.index_number: Guide(document) for document in rows}


@dataclass(frozen=True, slots=True)
class Offered:
    """By what the public guides can be narrowed: the agencies and themes that have some."""

    agencies: list[Agency]
    themes: list[str]


def offered(reader: Any = None) -> Offered:
    """The agencies in official order and the themes, only those with public guides. Two queries."""
    rows = guide_documents(reader).order_by()
    places = agencies.open_agencies().filter(pk__in=rows.values("agency_id"))
    themes = rows.values_list("data__theme", flat=True).distinct()
    return Offered(list(places), sorted(theme for theme in themes if isinstance(theme, str) and theme))


def offering(agency: Agency) -> list[Agency]:
    """The agency and those below it that have public guides, in official order."""
    return [one for one in offered().agencies if one.path.startswith(agency.path)]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How many public guides an agency has, and when the newest and the stalest were last put out."""

    count: int
    newest: datetime | None
    stalest: datetime | None


def coverage(reader: Any = None, schema: str = SCHEMA) -> dict[int, Freshness]:
    """By agency (pk): its public documents of a schema; an agency without any is missing. One query."""
    rows = (
        catalog.public_documents(reader)
        .filter(schema=schema)
        .order_by()
        .values("agency_id")
        .annotate(count=Count("pk"), newest=Max("last_published_at"), stalest=Min("last_published_at"))
    )
    return {row["agency_id"]: Freshness(row["count"], row["newest"], row["stalest"]) for row in rows}
