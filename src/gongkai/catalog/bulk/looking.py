"""A file seen through a mapping before anything is stored: its first rows as they would come in, the words it uses for choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.catalog.bulk import fields, package
from gongkai.catalog.bulk.places import Places
from gongkai.catalog.bulk.reading import Entry, Reader
from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import Field, Headings, Layout, find_headings
from gongkai.convert.tables.declared import plain
from gongkai.convert.tables.reading import HEADER_WITHIN

PREVIEWED = 20
LOOKED_AT = 5_000
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the table for a choice, and in how many rows it stands. `code`: what it is understood as, or empty."""

    text: str
    rows: int
    code: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One of the first rows: what it would become, or why it would not come in."""

    row: int
    cells: tuple[str, ...]
    entry: Entry | None
    faults: tuple[str, ...]


@dataclass(slots=True)
class Look:
    """What a person has to know before a file is brought in. `columns`: field -> place among `names`; `unused`: headings nobody
    reads; `looked_at`: how many rows were looked at for words; `words`: by field, what is not understood first."""

    names: tuple[str, ...]
    columns: dict[str, int]
    unused: tuple[str, ...]
    looked_at: int
    rows: list[Seen] = field(default_factory=list)
    words: dict[str, list[Word]] = field(default_factory=dict)


def look(path: Path, layout: Layout, *, actor: Any, agency: Agency, today: date) -> Look:
    """Read the beginning of a file. Raises FileRefused."""
    with package.opened(path) as opened:
        rows = list(islice(sheet.rows(opened.table, layout.sheet), LOOKED_AT + HEADER_WITHIN))
        if not rows:
            raise FileRefused("no_rows", _("表格是空的。"))
        declared = fields.declared()
        headings = find_headings(rows[:HEADER_WITHIN], declared, layout)
        if headings is None:
            headings = Headings(rows[0].number, rows[0].cells, {}, (), declared)
        below = [row for row in rows if row.number > headings.row]
        places = Places(actor)
        found = Look(
            headings.names, dict(headings.columns), tuple(name for name, _near in headings.unused), len(below)
        )
        found.words = _words(below, headings, layout, places, agency)
        reader = None if headings.missing else Reader(layout, headings, places, opened, agency, today)
        found.rows = [_seen(reader, row) for row in below[:PREVIEWED]]
        return found


def _seen(reader: Reader | None, row: sheet.Row) -> Seen:
    result = reader.read(row) if reader else []
    if isinstance(result, Entry):
        return Seen(row.number, row.cells, result, ())
    return Seen(row.number, row.cells, None, tuple(f"{one.column}：{one.text}" for one in result))


def _words(
    rows: Sequence[sheet.Row], headings: Headings, layout: Layout, places: Places, agency: Agency
) -> dict[str, list[Word]]:
    found = {}
    for one in fields.declared():
        at = headings.columns.get(one.name)
        if one.kind != "choice" or at is None:
            continue
        counted = Counter(
            row.cells[at].strip() for row in rows if at < len(row.cells) and row.cells[at].strip()
        )
        words = [
            Word(text[:200], many, _understood(one, text, layout, places, agency))
            for text, many in counted.most_common(MOST_WORDS)
        ]
        found[one.name] = sorted(words, key=lambda word: bool(word.code))
    return {name: words for name, words in found.items() if words}


def _understood(one: Field, text: str, layout: Layout, places: Places, agency: Agency) -> str:
    code = layout.words[one.name].get(plain(text), "")
    if not one.open:
        return code
    place = places.agency(code or text) if one.name == "agency" else places.column(agency, code or text)
    return "" if place is None else place.code if isinstance(place, Agency) else place.slug
