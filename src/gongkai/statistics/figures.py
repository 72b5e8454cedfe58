"""What the figures of disclosure are made of: lines that can be compared, tables, rates. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gongkai.agencies.shares import change, rate, shares
from gongkai.statistics.periods import Period


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a dimension: documents published in the period, in the same days a year before, and until its end."""

    key: str
    label: str
    now: int
    before: int
    total: int
    depth: int = 0
    is_subtotal: bool = False  # the sum of other lines


@dataclass(frozen=True, slots=True)
class Line:
    """A count with its share of the period's sum; a subtotal has none."""

    count: Count
    share: Decimal | None

    @property
    def difference(self) -> int:
        """How many more than a year before."""
        return self.count.now - self.count.before

    @property
    def change(self) -> Decimal | None:
        """The same in per cent; None where there was nothing a year before."""
        return change(self.count.now, self.count.before)


@dataclass(frozen=True, slots=True)
class Table:
    """A dimension with its lines, and their sum."""

    dimension: str
    title: str
    lines: tuple[Line, ...]
    sum: Count


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole; `per_cent` is None when there is no whole."""

    part: int
    whole: int

    @property
    def per_cent(self) -> Decimal | None:
        """With one decimal; 100.0 only when nothing is missing."""
        return rate(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a period: what was published, what was taken down, how complete and how timely it was."""

    period: Period
    published: Line
    withdrawn: Line
    full_text: Rate
    on_time: Rate
    tables: tuple[Table, ...]


def table(dimension: str, title: str, counts: Iterable[Count]) -> Table:
    """Counts with shares that add up to 100.0, and their sum; subtotals are left out of both."""
    found = list(counts)
    whole = [count for count in found if not count.is_subtotal]
    given = iter(shares([count.now for count in whole]))
    lines = tuple(Line(count, None if count.is_subtotal else next(given)) for count in found)
    return Table(dimension, title, lines, total(whole))


def total(counts: Iterable[Count]) -> Count:
    """The sum of counts."""
    found = list(counts)
    return Count(
        "",
        "",
        sum(one.now for one in found),
        sum(one.before for one in found),
        sum(one.total for one in found),
    )
