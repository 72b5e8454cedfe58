"""A report form as data: its sections, tables, cells, sums, checks and printed layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Number: TypeAlias = int | Decimal
Values: TypeAlias = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class FormMeta:
    """Which form this is and when it applies. `deadlines`: "MM-DD" of the year after, by kind of agency."""

    id: str
    title: str
    document: str
    issued: date
    first_year: int
    last_year: int | None
    basis: str
    deadlines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report. `kind`: text or table; `must_cover`: subjects a text section has to speak of."""

    id: str
    number: str
    title: str
    kind: str
    table: str
    must_cover: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the form. `computed`: a total, the sum of others; `unit`: 件 or 万元."""

    id: str
    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    decimal: bool
    computed: bool

    @property
    def unit(self) -> str:
        """The unit the number is printed in."""
        return "万元" if self.decimal else "件"

    @property
    def label(self) -> str:
        """Row and column, for messages and screens."""
        return f"{self.row_label}／{self.column_label}"


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the cells it is the sum of, with the rule that says so (R2, R3 or R4)."""

    total: str
    parts: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the form. `checkable`: whether values alone can show a breach; `printed`: it stands on the form."""

    id: str
    severity: str
    text: str
    printed: bool
    checkable: bool


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A cell of the printed table. `kind`: heading, label or value; a value cell carries its `cell` id."""

    kind: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    cell: str = ""


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table as printed: rows from top to bottom, the first `header_rows` of them heading; `columns` wide."""

    id: str
    section: str
    columns: int
    header_rows: int
    rows: tuple[tuple[LayoutCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A phrase of the text sections and the cells whose sum it must equal (R9)."""

    pattern: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: `cells` by id in printed order, `sums`, `checks`, and `layout` by table id."""

    meta: FormMeta
    sections: tuple[Section, ...]
    tables: tuple[str, ...]
    cells: Mapping[str, Cell]
    sums: tuple[Sum, ...]
    checks: Mapping[str, Check]
    quotes: tuple[Quote, ...]
    layout: Mapping[str, LayoutTable]
    columns: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of a rule: its id, severity (error or warning), the cells concerned, a Chinese sentence."""

    id: str
    severity: str
    cells: tuple[str, ...]
    text: str

    def as_dict(self) -> dict[str, object]:
        """The finding as the command line prints it."""
        return {"id": self.id, "severity": self.severity, "cells": list(self.cells), "text": self.text}
