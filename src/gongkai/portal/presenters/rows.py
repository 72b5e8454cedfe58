"""Rows of declared lists as tables, pages and charts; what a document holds by declared fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.catalog import entries_queries as entries
from gongkai.catalog import schemas
from gongkai.catalog.schemas import public
from gongkai.catalog.schemas.kinds import KINDS, shown
from gongkai.catalog.schemas.model import Field, Schema
from gongkai.guides.phones import dialled
from gongkai.portal.presenters.lists import marked
from gongkai.portal.presenters.report_figures import ChartView, chart_views
from gongkai.reports.exports.charts import Chart, Series

ON_DOCUMENT = 50
NUMERIC = ("integer", "decimal", "money", "percent")
SENTENCE = 80
YEARS_DRAWN = 6
SERIES_DRAWN = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its label. `html`: with the words that were searched for marked; `url`: where a link leads; `whole`: in one
    line where there is room."""

    label: str
    html: SafeString | str
    numeric: bool = False
    url: str = ""
    masked: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its address (empty where it has none), whose it is, its cells."""

    url: str
    agency: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their labels. `agencies`: with a column of who published it."""

    caption: str
    fields: tuple[Field, ...]
    rows: list[Row]
    agencies: bool = False
    numeric: frozenset[str] = frozenset(NUMERIC)


def cell(
    field: Field, value: Any, *, is_masked: bool, words: list[str] | None = None, short: bool = False
) -> Cell:
    """A public value as it is shown; in lists long texts are cut."""
    text = str(value or "") if is_masked else shown(value, field)
    if short and len(text) > SENTENCE:
        text = f"{text[: SENTENCE - 1]}…"
    return Cell(
        field.label,
        marked(text, words or []),
        KINDS[field.kind].numeric,
        "" if is_masked else _leads_to(field, text),
        is_masked,
        field.kind == "date",
    )


def _leads_to(field: Field, text: str) -> str:
    """What a value opens: an address, or a telephone that dials it; mostly nothing."""
    if field.kind == "telephone":
        return dialled(text)
    return text if field.kind == "link" else ""


def table(
    schema: Schema, rows: Iterable[Any], *, words: list[str] | None = None, agencies: bool = True
) -> Table:
    """Entries as the table of a list page."""
    columns = schema.rows.columns
    made = [
        Row(
            reverse("portal:list_row", args=[schema.slug, entry.pk]),
            entry.document.agency.name,
            [
                cell(
                    field,
                    entry.values.get(field.name),
                    is_masked=field.name in entry.masked,
                    words=words if field.searchable else None,
                    short=True,
                )
                for field in columns
            ],
        )
        for entry in rows
    ]
    return Table(schema.label, columns, made, agencies)


def page_cells(schema: Schema, entry: Any) -> list[Cell]:
    """Every public field of a row that says something."""
    made = (
        cell(field, entry.values.get(field.name), is_masked=field.name in entry.masked)
        for field in schema.rows.fields
        if field.public != "never"
    )
    return [one for one in made if one.html]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a document holds by declared fields. `url`: where all its rows are; `total`: how many are shown there; `ended`: how
    many are no longer shown because their publicity limit is over."""

    label: str
    cells: list[Cell]
    tables: list[Table]
    url: str = ""
    total: int = 0
    ended: int = 0


def declared(reader: Any, document: Any) -> Declared | None:
    """The declared content of a public document; None when it has none or its declaration is gone."""
    schema = schemas.get(document.schema) if document.schema else None
    if schema is None:
        return None
    if schema.is_list:
        rows = entries.found(reader, schema, entries.Narrowing(document=document.pk)).order_by("number")
        total = rows.count()
        url = f"{reverse('portal:list', args=[schema.slug])}?document={document.pk}"
        made = table(schema, rows[:ON_DOCUMENT], agencies=False)
        over = entries.ended(reader, schema.slug, document=document) if schema.shown_for else 0
        return Declared(schema.label, [], [made] if made.rows else [], url, total, over)
    values, hidden = public.public_values(schema.fields, document.data)
    cells = [
        cell(field, values.get(field.name), is_masked=field.name in hidden)
        for field in schema.fields
        if field.name in values
    ]
    tables = [_record_table(schema, one, document.data) for one in schema.tables]
    return Declared(schema.label, [one for one in cells if one.html], [one for one in tables if one.rows])


def _record_table(schema: Schema, of: Any, data: dict[str, Any]) -> Table:
    columns = tuple(field for field in of.fields if field.public != "never")
    rows = [
        Row(
            "",
            "",
            [
                cell(field, row.values.get(field.name), is_masked=field.name in row.masked)
                for field in columns
            ],
        )
        for row in public.rows(schema, of, data)
    ]
    return Table(of.label, columns, rows)


def charts(schema: Schema, rows: Iterable[Any]) -> list[ChartView]:
    """An agency's figures over the years, one chart for each kind of rows (budget, final accounts)."""
    if schema.chart is None:
        return []
    groups: dict[str, dict[int, Any]] = {}
    for entry in rows:
        if entry.year is not None:
            groups.setdefault(str(entry.values.get(schema.chart.by) or ""), {})[entry.year] = entry.values
    made = []
    fields = [field for name in schema.chart.values if (field := schema.rows.field(name))][:SERIES_DRAWN]
    for number, (group, by_year) in enumerate(groups.items()):
        years = sorted(by_year)[-YEARS_DRAWN:]
        series = tuple(
            Series(field.label, tuple(figure(by_year[year].get(field.name)) for year in years))
            for field in fields
        )
        title = f"{schema.label}{group}"
        made.append(
            Chart(f"list-{number}", title, fields[0].unit, tuple(_("%d年") % year for year in years), series)
        )
    return chart_views(made)


def figure(value: Any) -> Decimal | None:
    """A kept number; None for anything else."""
    try:
        return Decimal(str(value)) if value is not None else None
    except ArithmeticError:
        return None
