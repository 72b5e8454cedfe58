"""Content by declared fields as HTML for other channels: only what everybody may see today, masked where it is masked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.catalog import schemas
from gongkai.catalog.models import Document
from gongkai.catalog.schemas import public
from gongkai.catalog.schemas.model import Field, Schema

MOST_ROWS = 50
"""Rows a text carries of one table; the rest is on the site."""


def html(document: Document, on: date) -> SafeString:
    """The declared content of a document as tables; blank when it has none or its declaration is gone."""
    schema = schemas.get(document.schema) if document.schema else None
    if schema is None:
        return SafeString("")
    values, hidden = public.public_values(schema.fields, document.data)
    record = public.PublicRow(0, values, hidden)
    facts = [(field.label, public.words(field, record)) for field in schema.fields if field.name in values]
    return _facts([pair for pair in facts if pair[1]]) + _tables(schema, document, on)


def _facts(pairs: Iterable[tuple[str, str]]) -> SafeString:
    rows = format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", pairs)
    return format_html("<table>{}</table>", rows) if rows else SafeString("")


def _tables(schema: Schema, document: Document, on: date) -> SafeString:
    made = SafeString("")
    for table in schema.tables:
        columns = _columns(table.fields)
        rows = [row for row in public.rows(schema, table, document.data) if row.shown_on(on)][:MOST_ROWS]
        if rows and columns:
            made += format_html("<table>{}{}</table>", _head(columns), _body(columns, rows))
    return made


def _columns(fields: Iterable[Field]) -> list[Field]:
    """Those the list page shows; all that may be public where none is chosen."""
    open_ones = [field for field in fields if field.public != "never"]
    return [field for field in open_ones if field.in_list] or open_ones


def _head(columns: Iterable[Field]) -> SafeString:
    return format_html(
        "<tr>{}</tr>", format_html_join("", "<th>{}</th>", ((field.label,) for field in columns))
    )


def _body(columns: list[Field], rows: Iterable[public.PublicRow]) -> SafeString:
    lines = (
        (format_html_join("", "<td>{}</td>", ((public.words(field, row),) for field in columns)),)
        for row in rows
    )
    return format_html_join("", "<tr>{}</tr>", lines)
