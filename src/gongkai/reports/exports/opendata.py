"""Published figures as open data: JSON and CSV, one report or a whole year. Documented in docs/reference/open-data.md.

The schema is `data/annual-report.schema.json`; a change of meaning is a new version of it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.law.forms import Number
from gongkai.reports.publications import Published
from gongkai.reports.text_figures import money, plain

VERSION = 1
COLUMNS = (
    "agency_code", "agency", "year", "form", "coverage", "published_on",
    "cell", "table", "row", "column", "unit", "value",
)  # fmt: skip
COVERAGE = {False: "own", True: "subtree"}


@cache
def schema() -> bytes:
    """The JSON Schema of one report and of a year."""
    return (files("gongkai.reports") / "data" / "annual-report.schema.json").read_bytes()


def as_dict(report: Published) -> dict[str, Any]:
    """One report as the schema has it."""
    form = report.layout
    titles = {section.id: section for section in form.sections}
    return {
        "version": VERSION,
        "agency": {"code": report.code, "name": report.agency},
        "year": report.year,
        "title": report.title,
        "form": report.form,
        "coverage": COVERAGE[report.covers_subtree],
        "published_on": report.published_on.isoformat(),
        "processing_fees_yuan": money(report.fees),
        "cells": [
            {
                "id": cell,
                "table": form.cells[cell].table,
                "row": form.cells[cell].row_label,
                "column": form.cells[cell].column_label,
                "unit": form.cells[cell].unit,
                "value": _json_number(value),
            }
            for cell, value in report.values.items()
        ],
        "sections": [
            {"id": key, "heading": f"{titles[key].number}、{titles[key].title}", "text": text}
            for key, text in report.sections.items()
            if key in titles
        ],
    }


def _json_number(value: Number | None) -> int | float | None:
    return value if value is None or isinstance(value, int) else float(value)


def json_of(report: Published) -> bytes:
    """One report as JSON in UTF-8."""
    return (json.dumps(as_dict(report), ensure_ascii=False, indent=1) + "\n").encode()


def json_of_year(year: int, reports: Iterable[Published]) -> Iterator[bytes]:
    """A year as JSON, report by report, so that any number of agencies can be sent."""
    yield f'{{"version": {VERSION}, "year": {year}, "reports": ['.encode()
    for number, report in enumerate(reports):
        yield (",\n" if number else "\n").encode() + json.dumps(as_dict(report), ensure_ascii=False).encode()
    yield b"\n]}\n"


def csv_of(reports: Iterable[Published]) -> Iterator[bytes]:
    """One cell a line, UTF-8 with the mark that spreadsheets want; a blank value is a blank field."""
    yield "\ufeff".encode() + _line(COLUMNS)
    for report in reports:
        form = report.layout
        head = [
            report.code, report.agency, report.year, report.form, COVERAGE[report.covers_subtree], report.published_on,
        ]  # fmt: skip
        lines = [
            [
                *head,
                cell,
                at.table,
                at.row_label,
                at.column_label,
                at.unit,
                "" if value is None else plain(value),
            ]
            for cell, value in report.values.items()
            for at in (form.cells[cell],)
        ]
        yield b"".join(_line(line) for line in lines)


def _line(fields: Iterable[object]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_harmless(str(field)) for field in fields])
    return buffer.getvalue().encode()


def _harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "@", "\t", "\r"} else text
