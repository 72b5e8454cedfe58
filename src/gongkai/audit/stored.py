"""A report that was read, as JSON and back without loss: what the office keeps and a batch hands from process to process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.audit.model import Fact, Number, ReadReport, ReadTables, Span, Unread


def dump(report: ReadReport) -> dict[str, Any]:
    """Everything of the report in JSON's types; decimals and dates as text, spans as pairs."""
    tables = report.tables
    return {
        "agency": report.agency,
        "year": report.year,
        "period": [day.isoformat() for day in report.period] if report.period else None,
        "published_on": _iso(report.published_on),
        "signed_on": _iso(report.signed_on),
        "form": report.form,
        "title": report.title,
        "start": report.start,
        "end": report.end,
        "tables": {
            "form": tables.form,
            "values": {cell: number(value) for cell, value in tables.values.items()},
            "where": {cell: [span.start, span.end] for cell, span in tables.where.items()},
            "confidence": dict(tables.confidence),
            "unread": [_unread(item) for item in tables.unread],
            "spans": [[span.start, span.end] for span in tables.spans],
        },
        "facts": [_fact(fact) for fact in report.facts],
        "unread": [_unread(item) for item in report.unread],
        "dates": {name: day.isoformat() for name, day in report.dates.items()},
        "sections": [[title, span.start, span.end] for title, span in report.sections],
    }


def load(data: Mapping[str, Any]) -> ReadReport:
    """The report that `dump` was given."""
    tables = data["tables"]
    return ReadReport(
        agency=data["agency"],
        year=data["year"],
        period=(_day(data["period"][0]), _day(data["period"][1])) if data["period"] else None,
        published_on=_day(data["published_on"]) if data["published_on"] else None,
        signed_on=_day(data["signed_on"]) if data["signed_on"] else None,
        form=data["form"],
        title=data["title"],
        start=data["start"],
        end=data["end"],
        tables=ReadTables(
            form=tables["form"],
            values={cell: as_number(value) for cell, value in tables["values"].items()},
            where={cell: Span(*pair) for cell, pair in tables["where"].items()},
            confidence=dict(tables["confidence"]),
            unread=tuple(_load_unread(item) for item in tables["unread"]),
            spans=tuple(Span(*pair) for pair in tables["spans"]),
        ),
        facts=tuple(_load_fact(item) for item in data["facts"]),
        unread=tuple(_load_unread(item) for item in data["unread"]),
        dates={name: _day(day) for name, day in data["dates"].items()},
        sections=tuple((title, Span(start, end)) for title, start, end in data["sections"]),
    )


def number(value: Number | None) -> int | str | None:
    """A number in JSON: a decimal as text, so that no digit is lost."""
    return str(value) if isinstance(value, Decimal) else value


def as_number(value: int | str | None) -> Number | None:
    """A number back from JSON."""
    return Decimal(value) if isinstance(value, str) else value


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _unread(item: Unread) -> list[Any]:
    return [item.code, item.what, item.start, item.end, list(item.cells)]


def _load_unread(item: list[Any]) -> Unread:
    code, what, start, end, cells = item
    return Unread(code, what, start, end, tuple(cells))


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "value": number(fact.value),
        "precision": fact.precision,
        "scope": fact.scope,
        "unit": fact.unit,
        "phrase": fact.phrase,
        "start": fact.start,
        "end": fact.end,
        "confidence": fact.confidence,
        "label": fact.label,
    }


def _load_fact(item: dict[str, Any]) -> Fact:
    value = as_number(item["value"])
    if value is None:
        raise ValueError("a fact without a value")
    return Fact(**{**item, "value": value})
