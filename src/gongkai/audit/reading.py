"""A file read: its text and tables, the reports on it, and of each report who, when, which figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongkai.audit import facts, identity, splitting, tables
from gongkai.audit.model import Number, ReadFile, ReadReport, ReadTables, Span, Unread
from gongkai.convert import extract
from gongkai.convert.extract import Extracted
from gongkai.convert.simplified import simplify


def read_file(path: Path) -> ReadFile:
    """Read a file from disk. Raises OSError and `extract.Unreadable`."""
    if path.stat().st_size > extract.MAX_BYTES:
        raise extract.Unreadable(
            "too_large", f"文件超过{extract.MAX_BYTES // 1024**2} MB的上限，没有读取；请压缩或者拆分。"
        )
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(data: bytes, name: str) -> ReadFile:
    """Read a file of any kind. Raises `extract.Unreadable` when no text can be got out of it.

    A file that holds no report has none, and says so in `unread`.
    """
    return read_extracted(extract.read(data, name), name)


def read_extracted(extracted: Extracted, name: str = "") -> ReadFile:
    """Read what was extracted before."""
    extracted = _simplified(extracted)
    spans = splitting.split(extracted.text)
    unread = [Unread(note.code, note.text, 0, 0) for note in extracted.notes]
    if not spans:
        unread.append(Unread("not_a_report", "这不像是政府信息公开工作年度报告。", 0, len(extracted.text)))
    reports = tuple(_report(extracted, span, alone=len(spans) == 1) for span in spans)
    return ReadFile(name, extracted.kind, extracted.text, reports, tuple(unread))


def _report(extracted: Extracted, span: Span, *, alone: bool) -> ReadReport:
    text = extracted.text
    who = identity.identify(text, span, page_title=extracted.title if alone else "", alone=alone)
    read_tables = tables.read(extracted, span.start, span.end)
    found = facts.read(text, span.start, span.end, skip=read_tables.spans, year=who.year)
    return ReadReport(
        agency=who.agency,
        year=who.year,
        period=who.period,
        published_on=who.published_on,
        signed_on=who.signed_on,
        form=read_tables.form or "narrative",
        title=who.title,
        start=span.start,
        end=span.end,
        tables=read_tables,
        facts=found,
        dates=who.dates,
        sections=who.sections,
    )


def _simplified(extracted: Extracted) -> Extracted:
    """The same with traditional characters read as simplified ones; every position stays."""
    text = simplify(extracted.text)
    if text == extracted.text:
        return extracted
    changed = tuple(
        replace(table, cells=tuple(replace(cell, text=text[cell.start : cell.end]) for cell in table.cells))
        for table in extracted.tables
    )
    return replace(extracted, text=text, tables=changed, title=simplify(extracted.title))


def as_dict(read: ReadFile) -> dict[str, Any]:
    """The file as the command line prints it (docs/reference/audit.md)."""
    return {
        "file": read.file,
        "reports": [_report_dict(report) for report in read.reports],
        "unread": [_unread_dict(item) for item in read.unread],
    }


def _report_dict(report: ReadReport) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "year": report.year,
        "period": [day.isoformat() for day in report.period] if report.period else None,
        "published_on": report.published_on.isoformat() if report.published_on else None,
        "signed_on": report.signed_on.isoformat() if report.signed_on else None,
        "form": report.form,
        "title": report.title,
        "dates": {label: day.isoformat() for label, day in report.dates.items()},
        "tables": _values(report.tables),
        "confidence": dict(report.tables.confidence),
        "facts": [
            {
                "kind": fact.kind,
                "label": fact.label,
                "value": _number(fact.value),
                "precision": fact.precision,
                "scope": fact.scope,
                "unit": fact.unit,
                "phrase": fact.phrase,
                "start": fact.start,
                "end": fact.end,
                "confidence": fact.confidence,
            }
            for fact in report.facts
        ],
        "unread": [_unread_dict(item) for item in (*report.unread, *report.tables.unread)],
    }


def _values(read: ReadTables) -> Mapping[str, int | float | None]:
    return {cell: _number(value) for cell, value in read.values.items()}


def _number(value: Number | None) -> int | float | None:
    """A number of JSON; money keeps its decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _unread_dict(item: Unread) -> dict[str, Any]:
    return {
        "code": item.code,
        "what": item.what,
        "start": item.start,
        "end": item.end,
        "cells": list(item.cells),
    }
