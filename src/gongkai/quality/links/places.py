"""Which addresses stand where: written when a document is published or looked at, forgotten when it is withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from urllib.parse import urldefrag, urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.catalog import schemas
from gongkai.catalog.models import Document
from gongkai.catalog.schemas import public
from gongkai.convert import outside
from gongkai.quality.form import read
from gongkai.quality.links import own
from gongkai.quality.models import Address, LinkPlace

KIND = Document.ledger_kind
LONGEST = 2000
NEITHER_TRIED = ("mailto", "tel")


def normal(url: str) -> str:
    """The address as it is kept: without blanks around it and without the place within a page; empty for what is not tried."""
    bare = urldefrag(url.strip())[0][:LONGEST]
    return "" if bare.partition(":")[0].lower() in NEITHER_TRIED else bare


def key_of(url: str) -> str:
    """By what an address is known."""
    return hashlib.sha256(normal(url).encode()).hexdigest()


def links_of(document: Document) -> dict[str, str]:
    """The addresses in the body and in the declared content as everybody may see it, each with the words it stands under."""
    found = {normal(link.address): link.text for link in read(str(document.body)).links}
    schema = schemas.get(document.schema) if document.schema else None
    if schema is not None:
        shown = [(schema.fields, public.public_values(schema.fields, document.data)[0])]
        shown += [
            (table.fields, row.values)
            for table in schema.tables
            for row in public.rows(schema, table, document.data)
            if row.shown_on(timezone.localdate())
        ]
        for fields, values in shown:
            found |= {
                normal(str(values.get(field.name))): field.label
                for field in fields
                if field.kind == "link" and values.get(field.name)
            }
    found.pop("", None)
    return found


@transaction.atomic
def record(documents: Sequence[Document]) -> dict[str, Address]:
    """Write where the links of these public documents lead, instead of what stood there before; the addresses by key. Constant
    queries."""
    links = {document.pk: links_of(document) for document in documents}
    urls = {url for found in links.values() for url in found}
    Address.objects.bulk_create((_new(url) for url in sorted(urls)), ignore_conflicts=True)
    rows = {row.url: row for row in Address.objects.filter(key__in=[key_of(url) for url in urls])}
    judge_own(rows.values())
    LinkPlace.objects.filter(kind=KIND, object_id__in=links).delete()
    LinkPlace.objects.bulk_create(
        LinkPlace(
            address=rows[url],
            agency_id=document.agency_id,
            kind=KIND,
            object_id=document.pk,
            title=document.title[:200],
            text=text[:200],
        )
        for document in documents
        for url, text in links[document.pk].items()
        if url in rows
    )
    return {row.key: row for row in rows.values()}


def _new(url: str) -> Address:
    is_own = bool(own.path_of(url))
    is_sound = is_own or outside.is_web_address(url)
    return Address(
        url=url,
        key=key_of(url),
        host=(urlsplit(url).hostname or "")[:255] if is_sound else "",
        is_own=is_own,
        state=Address.State.UNTRIED if is_sound else Address.State.MALFORMED,
        next_at=timezone.now() if is_sound and not is_own else None,
    )


def judge_own(addresses: Iterable[Address]) -> None:
    """Look up those of our own again and write what became of them."""
    rows = [row for row in addresses if row.is_own]
    judged = own.judged([own.path_of(row.url) for row in rows]) if rows else {}
    for row in rows:
        said = judged[own.path_of(row.url)]
        row.state, row.answer, row.target_id, row.tried_at = (
            said.state,
            said.answer,
            said.target,
            timezone.now(),
        )
    Address.objects.bulk_update(rows, ["state", "answer", "target", "tried_at"])


def forget(document: Document) -> None:
    """What is public no more leads nowhere; addresses that stand nowhere go."""
    LinkPlace.objects.filter(kind=KIND, object_id=document.pk).delete()
    Address.objects.filter(places=None).delete()


def leading_to(document: Document) -> QuerySet[Address]:
    """The addresses that lead to a document or one of its files."""
    return Address.objects.filter(is_own=True, target=document)


def standing_in(addresses: Iterable[Address]) -> list[int]:
    """The documents in which one of these addresses stands."""
    rows = LinkPlace.objects.filter(address__in=list(addresses), kind=KIND)
    return list(rows.values_list("object_id", flat=True).distinct())
