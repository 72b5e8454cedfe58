"""A synthetic report and what is true of it. Nothing here knows how the reader works."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Number: TypeAlias = int | Decimal


@dataclass(frozen=True, slots=True)
class TrueFact:
    """A figure the text states. `required` False: a reader may report it and need not (its meaning is open)."""

    kind: str
    value: Number
    precision: str = "exact"
    scope: str = "own"
    label: str = ""
    phrase: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class SeededError:
    """A fault put in on purpose. `check`: the id of the check that should say so; `certain`: the highest severity it may have."""

    check: str
    cells: tuple[str, ...] = ()
    phrase: str = ""
    certain: bool = False


@dataclass(slots=True)
class Truth:
    """What a careful person would read in the file.

    `tables`: cell id to number, None where the cell is blank; `lost`: cells no one can read for certain, with the code
    expected (values_lost, ambiguous, table_missing); `form`: 2021, 2019, 2014 or narrative.
    """

    agency: str
    year: int
    period: tuple[date, date] | None
    published_on: date | None
    signed_on: date | None
    form: str
    tables: dict[str, Number | None] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    facts: list[TrueFact] = field(default_factory=list)
    errors: list[SeededError] = field(default_factory=list)
    copies: list[tuple[int, str]] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A file and its truth. `variant`: the names of the traits it shows, joined by "+"; `others`: further reports on the page."""

    data: bytes
    name: str
    truth: Truth
    variant: str
    seed: int
    others: tuple[Truth, ...] = ()

    @property
    def truths(self) -> tuple[Truth, ...]:
        """Of every report in the file, from the top."""
        return (self.truth, *self.others)


@dataclass(slots=True)
class Cell:
    """A cell of a table to be rendered. `id`: of the value, "" for headings and labels."""

    text: str
    id: str = ""
    colspan: int = 1
    rowspan: int = 1
    heading: bool = False


@dataclass(slots=True)
class Grid:
    """A table to be rendered, as printed: only the top left cell of a merged area stands in `rows`."""

    id: str
    rows: list[list[Cell]]
    columns: int


@dataclass(slots=True)
class Block:
    """A piece of the report in order: kind title, line, heading, paragraph, signature or table."""

    kind: str
    text: str = ""
    grid: Grid | None = None
