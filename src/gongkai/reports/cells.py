"""Where each cell of the form comes from. Data, not code: the longest matching beginning of the cell's id decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from gongkai.law import forms
from gongkai.law.forms import Number

FORM = "2021"


class Source(StrEnum):
    """Who answers for a cell."""

    REQUESTS = "requests"
    REMEDIES = "remedies"
    DOCUMENTS = "documents"
    ENTERED = "entered"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of a cell and, when it counts records, the kind of these records (as in the ledger)."""

    source: Source
    kind: str = ""


ORIGINS: dict[str, Origin] = {
    "t2.": Origin(Source.ENTERED),
    "t2.rules.": Origin(Source.DOCUMENTS, "catalog.document"),
    "t2.normdocs.": Origin(Source.DOCUMENTS, "catalog.document"),
    "t3.": Origin(Source.REQUESTS, "foi.case"),
    "t4.": Origin(Source.REMEDIES, "remedies.remedy"),
}
CARRIED_IN = "t3.carried_in."


@cache
def form() -> forms.Form:
    """The form of 2021 (国办公开办函〔2021〕30号)."""
    return forms.load(FORM)


def all_cells() -> Collection[str]:
    """Every cell of the form, in its order."""
    return form().cells.keys()


def label(cell: str) -> str:
    """The cell's name in words: row and column."""
    return form().cells[cell].label


def is_sum(cell: str) -> bool:
    """Whether the form itself computes the cell from others."""
    return form().cells[cell].computed


def is_decimal(cell: str) -> bool:
    """Whether the cell holds an amount; every other is a count."""
    return form().cells[cell].decimal


@cache
def parts(cell: str) -> tuple[str, ...]:
    """The cells a computed cell is the sum of."""
    return next(total.parts for total in form().sums if total.total == cell)


def complete(values: Mapping[str, Number | None]) -> dict[str, Number | None]:
    """All cells of the form: the given ones, blanks left blank, and every sum computed from its parts."""
    leaves = {cell: value for cell, value in values.items() if not is_sum(cell)}
    full = forms.complete(form(), leaves)
    return {cell: full[cell] if is_sum(cell) else leaves.get(cell) for cell in all_cells()}


def check(
    values: Mapping[str, Number | None], previous: Mapping[str, Number | None] | None
) -> list[forms.Finding]:
    """The checks of the form itself (R1–R7, R11)."""
    return forms.check(form(), values, previous)


@cache
def origin(cell: str) -> Origin:
    """The origin of a cell. Raises KeyError for a cell the form does not have."""
    if cell not in all_cells():
        raise KeyError(cell)
    start = max((start for start in ORIGINS if cell.startswith(start)), key=len)
    return ORIGINS[start]


@cache
def entered() -> frozenset[str]:
    """Cells for which this system holds no records: permits, penalties, coercion, charges."""
    return frozenset(cell for cell in all_cells() if origin(cell).source is Source.ENTERED)


@cache
def carried_in() -> frozenset[str]:
    """The cells of the row 上年结转 that are not sums: entered while the year before is not in the system."""
    return frozenset(cell for cell in all_cells() if cell.startswith(CARRIED_IN) and not is_sum(cell))
