"""What everybody may see of declared content: masked where the declaration says so, without what is never public, and only
as long as the publicity limit runs. Pure. Every outlet takes the content from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.catalog.schemas.kinds import masked, shown
from gongkai.catalog.schemas.model import Field, Publicity, Schema, Table, table_rows
from gongkai.law.periods import months_later


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One row in its public form. `number`: its place in the document, from 0; `values`: by field, what is never public left
    out; `masked`: the fields whose value is masked; `until`: the last day it is shown, None without a limit."""

    number: int
    values: dict[str, Any]
    masked: frozenset[str]
    until: date | None = None

    def shown_on(self, day: date) -> bool:
        """Whether the limit still runs."""
        return self.until is None or day <= self.until


def rows(schema: Schema, table: Table, data: Mapping[str, Any]) -> Iterator[PublicRow]:
    """Every row of a table in its public form, those whose limit is over too (`shown_on` tells)."""
    for number, row in enumerate(table_rows(data, table.name)):
        values, hidden = public_values(table.fields, row)
        until = limit(schema.shown_for, row) if schema.shown_for and schema.is_list else None
        yield PublicRow(number, values, hidden, until)


def public_values(fields: tuple[Field, ...], row: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """The public values of a row or of a record's single fields, and which of them are masked."""
    values: dict[str, Any] = {}
    hidden = set()
    for field in fields:
        openness = field.openness(row)
        if openness == "never":
            continue
        value = row.get(field.name)
        if openness == "masked" and value not in (None, ""):
            value = masked(value, field)
            hidden.add(field.name)
        values[field.name] = value
    return values, frozenset(hidden)


def limit(publicity: Publicity, row: Mapping[str, Any]) -> date | None:
    """The last day a row is shown; None when nothing limits it. A row without the date it counts from is not limited."""
    ends = []
    since, until = _day(row.get(publicity.since)), _day(row.get(publicity.until))
    if since and publicity.months:
        chosen = str(row.get(publicity.by) or "")
        months = publicity.months.get(chosen, publicity.months.get(""))
        if months is not None:
            ends.append(months_later(since, months))
    if until:
        ends.append(until)
    return min(ends, default=None)


def public_data(schema: Schema, data: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The whole content as everybody may have it on a day: for exports, programs and the screening of what goes out."""
    made: dict[str, Any] = public_values(schema.fields, data)[0]
    for table in schema.tables:
        made[table.name] = [row.values for row in rows(schema, table, data) if row.shown_on(on)]
    return made


def words(field: Field, row: PublicRow) -> str:
    """A value as people read it; a masked one is already text."""
    value = row.values.get(field.name)
    return str(value or "") if field.name in row.masked else shown(value, field)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
