"""The only reader of published lists for other rooms. A row is seen where its document is (`queries.public_documents`) and its
publicity limit still runs; both are asked here alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import queries, words
from gongkai.catalog.models import Document, Entry
from gongkai.catalog.schemas.model import Schema

MAX_WORDS = 6
NEWEST, OLDEST, LARGEST, SMALLEST, AS_WRITTEN = "new", "old", "most", "least", "written"
ORDERS: dict[str, tuple[Any, ...]] = {
    NEWEST: (F("on").desc(nulls_last=True), "-id"),
    OLDEST: (F("on").asc(nulls_last=True), "id"),
    LARGEST: (F("amount").desc(nulls_last=True), "-id"),
    SMALLEST: (F("amount").asc(nulls_last=True), "id"),
    AS_WRITTEN: (F("year").desc(nulls_last=True), "-document_id", "number"),
}


def orders(schema: Schema) -> list[str]:
    """How a list may be sorted, the usual way first: by its dates, or as it was written where it has none; by its amounts."""
    kinds = {field.kind for field in schema.rows.fields if field.public != "never"}
    usual = [NEWEST, OLDEST] if "date" in kinds else [AS_WRITTEN]
    return [*usual, *([LARGEST, SMALLEST] if "money" in kinds else [])]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """By what a list is narrowed; what is empty does not narrow. `choices`: values of choice fields by field."""

    words: str = ""
    agency: str = ""
    year: int = 0
    document: int = 0
    choices: Mapping[str, str] | None = None
    least: Decimal | None = None
    most: Decimal | None = None


def shown(
    reader: Any = None, schema: str = "", *, agency: str = "", as_of: date | None = None
) -> QuerySet[Entry]:
    """The rows anybody may see on a day (today), of one list or of all, of an agency (by code) or of all."""
    return _public(reader, schema, agency).filter(_running(as_of))


def _public(reader: Any, schema: str, agency: str = "") -> QuerySet[Entry]:
    documents = queries.public_documents(reader).order_by()
    if agency:  # among the documents, of which there are few: the rows need no other table then
        documents = documents.filter(agency__code=agency)
    if schema:
        documents = documents.filter(schema=schema)
    rows = Entry.objects.filter(schema=schema) if schema else Entry.objects.all()
    return rows.filter(document__in=documents.values("pk"))


def _running(as_of: date | None) -> Q:
    return Q(shown_until__isnull=True) | Q(shown_until__gte=as_of or timezone.localdate())


def found(
    reader: Any, schema: Schema, narrowing: Narrowing, *, sort: str = "", as_of: date | None = None
) -> QuerySet[Entry]:
    """The rows of a list that are asked for, sorted (`orders`; anything else the usual way), each with document and agency."""
    rows = shown(reader, schema.slug, agency=narrowing.agency, as_of=as_of)
    for word in narrowing.words.casefold().split()[:MAX_WORDS]:
        rows = rows.filter(words__holds=words.wanted(word), text__contains=word)
    if narrowing.document:
        rows = rows.filter(document_id=narrowing.document)
    if narrowing.year:
        rows = rows.filter(year=narrowing.year)
    known = {field.name for field in schema.rows.fields if field.kind == "choice" and field.public == "full"}
    chosen = [words.chosen(name, value) for name, value in (narrowing.choices or {}).items() if name in known]
    if chosen:
        rows = rows.filter(words__holds=chosen)
    if narrowing.least is not None:
        rows = rows.filter(amount__gte=narrowing.least)
    if narrowing.most is not None:
        rows = rows.filter(amount__lte=narrowing.most)
    return (
        rows.select_related("document", "document__agency")
        .defer("text", "words", "document__body", "document__body_text", "document__data")
        .order_by(*ORDERS[sort if sort in ORDERS else orders(schema)[0]])
    )


def entry_for(reader: Any, schema: str, pk: int) -> Entry | None:
    """One row, if anybody may see it now."""
    rows = shown(reader, schema).select_related("document", "document__agency")
    return rows.defer("document__body", "document__body_text", "document__data").filter(pk=pk).first()


def ended(
    reader: Any, schema: str, *, agency: str = "", document: Document | None = None, as_of: date | None = None
) -> int:
    """How many rows of public documents are no longer shown because their publicity limit is over."""
    rows = _public(reader, schema, agency).exclude(_running(as_of))
    return (rows.filter(document=document) if document else rows).count()


@dataclass(frozen=True, slots=True)
class Held:
    """How much of a list is public, and the newest day a document of it was put out."""

    rows: int
    latest: Any


def counts(reader: Any = None, *, agency: str = "") -> dict[str, Held]:
    """By list: how many rows are shown and when something was last put out. One query."""
    rows = shown(reader, agency=agency)
    found = (
        rows.order_by().values("schema").annotate(rows=Count("pk"), latest=Max("document__last_published_at"))
    )
    return {row["schema"]: Held(row["rows"], row["latest"]) for row in found}


def years(reader: Any, schema: str) -> list[int]:
    """The years its rows speak of, the latest first."""
    rows = shown(reader, schema).filter(year__isnull=False).order_by().values_list("year", flat=True)
    return sorted({year for year in rows.distinct() if year is not None}, reverse=True)


def agencies_of(reader: Any, schema: str) -> list[Agency]:
    """The agencies that show rows of a list, in official order."""
    documents = shown(reader, schema).order_by().values("document__agency_id").distinct()
    return list(Agency.objects.filter(pk__in=documents).order_by("path"))


def series(reader: Any, schema: Schema, agency: str, as_of: date | None = None) -> QuerySet[Entry]:
    """The rows an agency's figures over the years are drawn from, by year."""
    return found(reader, schema, Narrowing(agency=agency), as_of=as_of).order_by("year", "number", "id")
