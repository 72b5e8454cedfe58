"""The rows of published lists as records of their own: one function writes them, and they can be made again from the documents."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.catalog import occasions, queries, schemas
from gongkai.catalog.models import Document, Entry
from gongkai.catalog.models import words as word_index
from gongkai.catalog.schemas import public
from gongkai.catalog.schemas.model import Field, Schema, Table, table_rows
from gongkai.catalog.words import entry_text, entry_words

WRITTEN = (
    "number",
    "values",
    "masked",
    "name",
    "text",
    "words",
    "on",
    "year",
    "amount",
    "shown_until",
    "schema",
)
BATCH = 500
NAME_LENGTH = 200


def on_occasion(document: Document, act: str) -> None:
    """Rows appear with their document and go with it (see `occasions`)."""
    if not document.schema:
        return
    if act == occasions.PUBLISHED:
        project(document)
    elif act == occasions.WITHDRAWN:
        Entry.objects.filter(document=document).delete()


@transaction.atomic
def project(document: Document) -> int:
    """Make the rows of a live document what its content says; a row that stays keeps its number. Returns how many were written
    or removed."""
    wanted = {entry.identity: entry for entry in expected(document)}
    kept = {entry.identity: entry for entry in Entry.objects.filter(document=document)}
    gone = [entry.pk for identity, entry in kept.items() if identity not in wanted]
    new = [entry for identity, entry in wanted.items() if identity not in kept]
    changed = []
    for identity, entry in wanted.items():
        if identity in kept and _content(kept[identity]) != _content(entry):
            entry.pk = kept[identity].pk
            changed.append(entry)
    for at in range(0, len(gone), BATCH):
        Entry.objects.filter(pk__in=gone[at : at + BATCH]).delete()
    Entry.objects.bulk_create(new, batch_size=BATCH)
    Entry.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    return len(gone) + len(new) + len(changed)


def expected(document: Document) -> list[Entry]:
    """The rows a document should have: none unless it is of a declared list."""
    schema = schemas.get(document.schema)
    return list(_entries(document, schema)) if schema is not None and schema.is_list else []


def _entries(document: Document, schema: Schema) -> Iterator[Entry]:
    table, seen = schema.rows, Counter[str]()
    facts = Facts(schema)
    kept = table_rows(document.data, table.name)
    for row in public.rows(schema, table, document.data):
        basis = table.key_of(kept[row.number]) or (
            json.dumps(row.values, sort_keys=True, ensure_ascii=False),
        )
        digest = hashlib.sha256("\x1f".join(basis).encode()).hexdigest()
        seen[digest] += 1
        identity = digest if seen[digest] == 1 else f"{digest[:52]}-{seen[digest]}"
        text = entry_text(schema, row)
        yield Entry(
            document=document,
            schema=schema.slug,
            identity=identity,
            number=row.number,
            values=row.values,
            masked=sorted(row.masked),
            name=facts.name(row)[:NAME_LENGTH],
            text=text,
            words=entry_words(schema, text, row.values, row.masked),
            on=facts.day(row),
            year=facts.year(row),
            amount=facts.amount(row),
            shown_until=row.until,
        )


class Facts:
    """By what rows of a list are sorted and narrowed: its first field, first date, year, and first amount of money."""

    def __init__(self, schema: Schema) -> None:
        table = schema.rows
        self.named = table.columns[0]
        self.dated = _first(table, "date")
        self.priced = _first(table, "money")
        chart_year = table.field(schema.chart.year) if schema.chart else None
        self.yearly = chart_year or _first(table, "period") or self.dated

    def name(self, row: public.PublicRow) -> str:
        """What the row is called in a list."""
        return public.words(self.named, row)

    def day(self, row: public.PublicRow) -> date | None:
        """The day it is sorted by."""
        try:
            return date.fromisoformat(str(row.values.get(self.dated.name))) if self.dated else None
        except ValueError:
            return None

    def year(self, row: public.PublicRow) -> int | None:
        """The year it is narrowed by."""
        text = str(row.values.get(self.yearly.name) or "")[:4] if self.yearly else ""
        return int(text) if len(text) == 4 and text.isdecimal() else None

    def amount(self, row: public.PublicRow) -> Decimal | None:
        """The amount it is narrowed by."""
        if self.priced is None or self.priced.name in row.masked:
            return None
        value = row.values.get(self.priced.name)
        try:
            return Decimal(str(value)) if value is not None else None
        except ArithmeticError:
            return None


def _first(table: Table, kind: str) -> Field | None:
    shown = (field for field in table.fields if field.public != "never")
    return next((field for field in shown if field.kind == kind), None)


def _content(entry: Entry) -> list[Any]:
    return [getattr(entry, name) for name in WRITTEN]


def _public_lists() -> Any:
    slugs = [schema.slug for schema in schemas.lists()]
    return queries.public_documents().filter(schema__in=slugs).order_by("pk")


def rebuild() -> tuple[int, int]:
    """Make the rows of every public list again: (lists looked at, rows written or removed). Run it after a declaration changed."""
    looked = written = 0
    for document in _public_lists().iterator(chunk_size=50):
        looked += 1
        written += project(document)
    stray = Entry.objects.exclude(document__in=_public_lists().order_by().values("pk"))
    written += stray.count()
    stray.delete()
    word_index.rebuild()
    return looked, written


def differences() -> list[str]:
    """Rows that are not what the published documents say, for `gongkai verify`. Empty: all agree."""
    found = []
    for document in _public_lists().iterator(chunk_size=50):
        wanted = {entry.identity: _content(entry) for entry in expected(document)}
        kept = {entry.identity: _content(entry) for entry in document.entries.all()}
        wrong = sum(kept.get(identity) != content for identity, content in wanted.items())
        wrong += len(kept.keys() - wanted.keys())
        if wrong:
            found.append(
                _("catalog.document %(pk)d：清单条目有%(count)d条与公开内容不一致")
                % {"pk": document.pk, "count": wrong}
            )
    stray = Entry.objects.exclude(document__in=_public_lists().order_by().values("pk")).count()
    if stray:
        found.append(_("catalog.entry：%(count)d条属于没有公开的清单") % {"count": stray})
    if not word_index.is_whole():
        found.append(_("catalog.entry：检索词索引与清单条目不一致，请运行 gongkai schemas rebuild"))
    return found
