"""Where each cell of a form comes from. The form's own data says it (`query`); here each query is tied to a room.

Every function speaks of a form by its version; without one, of the newest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from gongkai.law import forms
from gongkai.law.forms import Number

FORM = forms.VERSIONS[-1]


class Source(StrEnum):
    """Who answers for a cell."""

    REQUESTS = "requests"
    REMEDIES = "remedies"
    DOCUMENTS = "documents"
    FEES = "fees"
    ENTERED = "entered"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Origin:
    """The source of a cell and, when it counts records, the kind of these records (as in the ledger)."""

    source: Source
    kind: str = ""


ORIGINS: dict[str, Origin] = {
    "": Origin(Source.ENTERED),
    "documents": Origin(Source.DOCUMENTS, "catalog.document"),
    "requests": Origin(Source.REQUESTS, "foi.case"),
    "remedies": Origin(Source.REMEDIES, "remedies.remedy"),
    "fees": Origin(Source.FEES),
}
CARRIED_IN = "t3.carried_in."


def form(version: str = FORM) -> forms.Form:
    """A version of the form; the newest without one."""
    return forms.load(version)


def all_cells(version: str = FORM) -> Collection[str]:
    """Every cell of the form, in its order."""
    return form(version).cells.keys()


def label(cell: str, version: str = FORM) -> str:
    """The cell's name in words: row and column."""
    return _cell(cell, version).label


def unit(cell: str, version: str = FORM) -> str:
    """The unit the cell is printed in."""
    return _cell(cell, version).unit


def is_sum(cell: str, version: str = FORM) -> bool:
    """Whether the form itself computes the cell from others."""
    return _cell(cell, version).computed


def is_decimal(cell: str, version: str = FORM) -> bool:
    """Whether the cell holds an amount; every other is a count."""
    return _cell(cell, version).decimal


@cache
def _cell(cell: str, version: str) -> forms.Cell:
    """A cell of the form; one that only another form has, of that one. Raises KeyError for a cell no form has."""
    for each in (version, *reversed(forms.VERSIONS)):
        found = form(each).cells.get(cell)
        if found is not None:
            return found
    raise KeyError(cell)


def is_known(cell: str) -> bool:
    """Whether any version of the form has the cell."""
    return any(cell in form(version).cells for version in forms.VERSIONS)


@cache
def parts(cell: str, version: str = FORM) -> tuple[str, ...]:
    """The cells a computed cell is the sum of."""
    return next(total.parts for total in form(version).sums if total.total == cell)


def complete(values: Mapping[str, Number | None], version: str = FORM) -> dict[str, Number | None]:
    """All cells of the form: the given ones, blanks left blank, and every sum computed from its parts."""
    leaves = {cell: value for cell, value in values.items() if not is_sum(cell, version)}
    full = forms.complete(form(version), leaves)
    return {cell: full[cell] if is_sum(cell, version) else leaves.get(cell) for cell in all_cells(version)}


def check(
    values: Mapping[str, Number | None],
    previous: Mapping[str, Number | None] | None,
    version: str = FORM,
    previous_version: str = "",
    *,
    may_make_rules: bool | None = None,
) -> list[forms.Finding]:
    """The checks of the form itself. `previous_version`: the form of last year's values, when it is another."""
    return forms.check(
        form(version), values, previous, previous_form=previous_version, may_make_rules=may_make_rules
    )


@cache
def origin(cell: str, version: str = FORM) -> Origin:
    """The origin of a cell. Raises KeyError for a cell no form has."""
    return ORIGINS[_cell(cell, version).query]


@cache
def entered(version: str = FORM) -> frozenset[str]:
    """Cells for which this system holds no records (in 2021: permits, penalties, coercion, charges)."""
    return frozenset(
        cell
        for cell in all_cells(version)
        if origin(cell, version).source is Source.ENTERED and not is_sum(cell, version)
    )


@cache
def carried_in(version: str = FORM) -> frozenset[str]:
    """The cells of the row 上年结转 that are not sums: entered while the year before is not in the system."""
    return frozenset(
        cell for cell in all_cells(version) if cell.startswith(CARRIED_IN) and not is_sum(cell, version)
    )
