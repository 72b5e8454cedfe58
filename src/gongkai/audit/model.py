"""What is read out of a published report: identity, table values, narrative facts, and what could not be read.

Every position is an offset into the text of the file as `gongkai.convert.extract` gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Number: TypeAlias = int | Decimal
Precision: TypeAlias = Literal["exact", "at_least", "about"]
Scope: TypeAlias = Literal["own", "area", "system", "cumulative"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the file's text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure stated in words. `kind`: an id of the documented list; `phrase`: the text it was read from.

    `precision`: exact, at_least (余、多、以上), about (约、近); `scope`: own, area, system or cumulative; `unit` as printed
    or as the kind implies; `confidence` between 0 and 1; `label`: the category or channel named, where the kind has one.
    """

    kind: str
    value: Number
    precision: Precision
    scope: Scope
    unit: str
    phrase: str
    start: int
    end: int
    confidence: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read. `code`: values_lost, table_missing, ambiguous, …; `what`: a Chinese sentence."""

    code: str
    what: str
    start: int
    end: int
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTables:
    """The table values found. `form`: 2021, 2019, 2014 or "" when there is no table; a blank cell is None.

    `where`: the span of each cell's text; `spans`: the stretches of text that are tables, which are no narrative.
    """

    form: str
    values: Mapping[str, Number | None]
    where: Mapping[str, Span]
    confidence: Mapping[str, float]
    unread: tuple[Unread, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One report of a file. `form`: 2021, 2019, 2014 or narrative; unknown is None or "", never a guess.

    `published_on` and `signed_on` are what the page and the signature block state; `dates`: every other date stated for them,
    with its source; `sections`: the heading and span of each part; `start`, `end`: the stretch of the file it is read from.
    """

    agency: str
    year: int | None
    period: tuple[date, date] | None
    published_on: date | None
    signed_on: date | None
    form: str
    title: str
    start: int
    end: int
    tables: ReadTables
    facts: tuple[Fact, ...]
    unread: tuple[Unread, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    sections: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file read: its `text`, the reports on it, and what of the file as a whole could not be read."""

    file: str
    kind: str
    text: str
    reports: tuple[ReadReport, ...]
    unread: tuple[Unread, ...] = ()
