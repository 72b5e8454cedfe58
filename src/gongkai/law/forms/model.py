"""A report form as data: its sections, tables, cells, formulas, checks and printed layout."""

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
    """Which form this is and when it applies. `deadlines`: "MM-DD" of the year after, by kind of agency.

    `first_year`, `last_year`: the years reported on (None: still in force); `issued`: None where the day is not verified.
    """

    id: str
    title: str
    document: str
    issued: date | None
    first_year: int
    last_year: int | None
    basis: str
    deadlines: Mapping[str, str]
    not_verified: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report. `kind`: text or table; `must_cover`: subjects a text section has to speak of.

    `variants`: other titles the section is printed under.
    """

    id: str
    number: str
    title: str
    kind: str
    table: str
    must_cover: tuple[str, ...]
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the form. `computed`: a total, the sum of others; `signed`: may be negative (本年增/减).

    `unit`: the unit it is printed in; `group`: the printed label it stands under; `variants`: other official wordings of its
    row; `query`: the computed source of the `reports` room that fills it, empty for a number entered by hand; `counts`: whose records that source gives it, when not those of its own id.
    """

    id: str
    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    decimal: bool
    computed: bool
    unit: str = "件"
    signed: bool = False
    group: str = ""
    variants: tuple[str, ...] = ()
    query: str = ""
    counts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Row and column (or, in a list, the label above and the row), for messages and screens."""
        first, second = (
            (self.row_label, self.column_label) if self.column_label else (self.group, self.row_label)
        )
        return f"{first}／{second}" if first else second


@dataclass(frozen=True, slots=True)
class Formula:
    """One identity or bound between cells. `kind` says how `left` and `right` stand to each other.

    total: left is the sum of right · balance: sum of left equals sum of right · equal: one
    number stated twice · at_most: left ≤ right · between: left lies between
    the largest and the sum of right · same: right all hold one number · flow: left = right of last year + plus − minus ·
    zero: right are 0 where the agency may not make rules. `words` name the cells in the sentence; `severity_short`: the
    severity when parts fall short of their total, else the check's own; `least`: the number from which `same` speaks.
    """

    rule: str
    kind: str
    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    severity_short: str = ""
    least: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the cells it is the sum of, with the rule that says so (R2, R3, R4; A4 …)."""

    total: str
    parts: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the form. `checkable`: whether values alone can show a breach; `printed`: it stands on the form.

    `kind`: what the rule does when it is none of the formulas: numbers, aggregated, quoted, blanks; else formula.
    """

    id: str
    severity: str
    text: str
    printed: bool
    checkable: bool
    kind: str = "formula"


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A cell of the printed table. `kind`: heading, label, value, or note (a unit, a dash); a value cell carries its `cell` id."""

    kind: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    cell: str = ""


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table as printed: rows from top to bottom, the first `header_rows` of them heading; `columns` wide.

    `name`: how messages call it (表三).
    """

    id: str
    section: str
    columns: int
    header_rows: int
    rows: tuple[tuple[LayoutCell, ...], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A phrase of the text sections and the cells whose sum it must equal (R9)."""

    pattern: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: `cells` by id in printed order, `sums`, `formulas`, `checks`, and `layout` by table id.

    `columns`, `results`: the applicant columns and result rows of table three; empty for a form without it.
    """

    meta: FormMeta
    sections: tuple[Section, ...]
    tables: tuple[str, ...]
    cells: Mapping[str, Cell]
    sums: tuple[Sum, ...]
    formulas: tuple[Formula, ...]
    checks: Mapping[str, Check]
    quotes: tuple[Quote, ...]
    layout: Mapping[str, LayoutTable]
    columns: tuple[str, ...]
    results: tuple[str, ...]

    def in_force(self, year: int) -> bool:
        """Whether the report on a year is made in this form."""
        last = self.meta.last_year
        return self.meta.first_year <= year and (last is None or year <= last)

    def check_of(self, kind: str) -> str:
        """The id of the form's check of a kind (numbers, aggregated, quoted, blanks): R8 in one, A14 in another; "" for none."""
        return next((check.id for check in self.checks.values() if check.kind == kind), "")


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of a rule: its id, severity (error, warning or info), the cells concerned, a Chinese sentence."""

    id: str
    severity: str
    cells: tuple[str, ...]
    text: str

    def as_dict(self) -> dict[str, object]:
        """The finding as the command line prints it."""
        return {"id": self.id, "severity": self.severity, "cells": list(self.cells), "text": self.text}
