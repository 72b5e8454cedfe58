"""What a declaration says, as values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

ROWS = "rows"
"""The name of the one table of a list."""

Form = Literal["list", "record"]
Openness = Literal["full", "masked", "never"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the content. `row` counts from 0; None: not in a row. `field` may be empty: the whole row."""

    code: str
    text: str
    table: str = ""
    row: int | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `public`: shown to everybody as it is, masked, or never; `masked_when`: masked in rows where another
    field has one of these values. `in_list`: a column of the list page. `filter`: offered there to narrow by."""

    name: str
    label: str
    kind: str
    required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    help: str = ""
    public: Openness = "full"
    masked_when: Mapping[str, tuple[str, ...]] | None = None
    in_list: bool = False
    searchable: bool = False
    max_length: int = 0

    def openness(self, row: Mapping[str, Any]) -> Openness:
        """How the field of this row is shown to everybody."""
        if self.public == "full" and self.masked_when:
            hidden = any(row.get(name) in values for name, values in self.masked_when.items())
            return "masked" if hidden else "full"
        return self.public


@dataclass(frozen=True, slots=True)
class Total:
    """A number that must be the sum of others in its row."""

    field: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same fields. `key`: the fields that tell one row from another; empty: rows may repeat."""

    name: str
    label: str
    fields: tuple[Field, ...]
    min_rows: int = 0
    key: tuple[str, ...] = ()
    sums: tuple[Total, ...] = ()

    def field(self, name: str) -> Field | None:
        """A field by its name."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields a list shows: those declared so, or all, without what is never public."""
        shown = [field for field in self.fields if field.public != "never"]
        return tuple(field for field in shown if field.in_list) or tuple(shown)

    def key_of(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """What tells the row from others; empty when nothing does or a part is missing."""
        parts = tuple(str(row.get(name) or "") for name in self.key)
        return parts if all(parts) else ()


@dataclass(frozen=True, slots=True)
class Publicity:
    """How long a row is shown: so many months from the date in `since`, by the value of `by` ("" is any other), and never
    beyond the date in `until` where the row gives one."""

    since: str = ""
    by: str = ""
    months: Mapping[str, int] | None = None
    until: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures over the years: `year` names the field of the year, `by` what else tells rows apart, `values` the figures."""

    year: str
    values: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """One declared structure. A list has one table `rows`; a record has single fields and any tables."""

    slug: str
    label: str
    form: Form
    statutory_item: str
    article: str
    basis: str
    mark: str
    column_type: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    title: str = ""
    summary: str = ""
    shown_for: Publicity | None = None
    chart: Chart | None = None

    @property
    def rows(self) -> Table:
        """The table of a list. Raises LookupError for a record."""
        found = self.table(ROWS)
        if found is None:
            raise LookupError(f"{self.slug} is no list")
        return found

    @property
    def is_list(self) -> bool:
        """Whether its rows stand in the public lists."""
        return self.form == "list"

    def table(self, name: str) -> Table | None:
        """A table by its name."""
        return next((table for table in self.tables if table.name == name), None)

    def field(self, name: str) -> Field | None:
        """A single field of a record by its name."""
        return next((field for field in self.fields if field.name == name), None)


def blank(schema: Schema) -> dict[str, Any]:
    """The content of a new document: every field empty, every table without rows."""
    return {**{field.name: None for field in schema.fields}, **{table.name: [] for table in schema.tables}}


def table_rows(data: Mapping[str, Any], table: str) -> list[dict[str, Any]]:
    """The rows of a table; nothing that is not a row, whatever the content looks like."""
    found = data.get(table)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
