"""Rows of declared lists to save, and their declaration for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from gongkai.catalog.schemas.kinds import KINDS, shown
from gongkai.catalog.schemas.model import Field, Schema
from gongkai.convert.sheet import harmless
from gongkai.portal.presenters.rows import NUMERIC, figure

MOST_IN_WORKBOOK = 50_000


def heading(field: Field) -> str:
    """The label of a field with its unit."""
    return f"{field.label}（{field.unit}）" if field.unit and field.kind in NUMERIC else field.label


def _columns(schema: Schema) -> tuple[Field, ...]:
    return tuple(field for field in schema.rows.fields if field.public != "never")


def _head(schema: Schema) -> list[str]:
    labels = [heading(field) for field in _columns(schema)]
    return [*labels, _("发布机构"), _("索引号"), _("公示至")]


def _line(schema: Schema, entry: Any) -> list[Any]:
    values = []
    for field in _columns(schema):
        value = entry.values.get(field.name)
        if isinstance(value, bool):
            value = shown(value, field)
        values.append("" if value is None else value)
    document = entry.document
    return [
        *values,
        document.agency.name,
        document.index_number,
        entry.shown_until.isoformat() if entry.shown_until else "",
    ]


def as_csv(schema: Schema, rows: Iterable[Any]) -> Iterator[bytes]:
    """The rows as CSV, line by line, readable by spreadsheets."""
    yield "\ufeff".encode()
    yield _csv_line(_head(schema))
    for entry in rows:
        yield _csv_line(_line(schema, entry))


def _csv_line(cells: list[Any]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerow([_safe(value) for value in cells])
    return target.getvalue().encode()


def _safe(value: Any) -> str:
    """A number stays one; any other text is nothing a spreadsheet runs."""
    text = str(value)
    try:
        Decimal(text)
    except ArithmeticError:
        return harmless(text)
    return text


def as_json(schema: Schema, rows: Iterable[Any], site: str) -> Iterator[bytes]:
    """The rows as JSON, row by row: the name of the declaration, where it is, when this was made, the rows."""
    head = {
        "schema": schema.slug,
        "schema_url": site + reverse("portal:list_schema", args=[schema.slug]),
        "made_at": timezone.now().isoformat(timespec="seconds"),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": ['
    for number, entry in enumerate(rows):
        one = {
            "id": entry.pk,
            "url": site + reverse("portal:list_row", args=[schema.slug, entry.pk]),
            "agency": {"code": entry.document.agency.code, "name": entry.document.agency.name},
            "index_number": entry.document.index_number,
            "shown_until": entry.shown_until.isoformat() if entry.shown_until else None,
            "masked": entry.masked,
            "values": entry.values,
        }
        yield (b",\n" if number else b"\n") + json.dumps(one, ensure_ascii=False).encode()
    yield b"\n]}\n"


def as_xlsx(schema: Schema, rows: Iterable[Any]) -> bytes:
    """The rows as a workbook of one sheet; numbers are numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(schema.label[:31])
    sheet.append(_head(schema))
    columns = _columns(schema)
    for entry in rows:
        line = _line(schema, entry)
        for place, field in enumerate(columns):
            if KINDS[field.kind].numeric and line[place] != "":
                line[place] = figure(line[place]) if figure(line[place]) is not None else line[place]
        sheet.append([harmless(value) if isinstance(value, str) else value for value in line])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def described(schema: Schema) -> dict[str, Any]:
    """A declaration as programs read it: what each public field means, and by what law the list is published."""
    return {
        "slug": schema.slug,
        "label": schema.label,
        "statutory_item": schema.statutory_item,
        "article": schema.article,
        "basis": schema.basis,
        "key": list(schema.rows.key),
        "shown_for": schema.shown_for.source if schema.shown_for else None,
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "kind": field.kind,
                "required": field.required,
                "unit": field.unit or None,
                "choices": list(field.choices) or None,
                "public": "masked" if field.public == "masked" or field.masked_when else "full",
            }
            for field in _columns(schema)
        ],
    }
