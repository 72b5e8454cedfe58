"""Stretches of days figures are asked for. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

BEGINNING = date(1949, 10, 1)  # before anything that is counted
PARTS = {
    "year": (1, 12),
    "half1": (1, 6),
    "half2": (7, 12),
    **{f"q{number}": (number * 3 - 2, number * 3) for number in range(1, 5)},
    **{f"m{number}": (number, number) for number in range(1, 13)},
}


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included. Raises ValueError when it ends before it begins."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError("a period cannot end before it begins")

    @property
    def year_before(self) -> Period:
        """The same days a year earlier; the last day of February stays the last day of February."""
        return Period(_year_earlier(self.since, first=True), _year_earlier(self.until, first=False))

    @property
    def is_so_far(self) -> bool:
        """Whether it begins with the beginning: only its last day is worth telling."""
        return self.since <= BEGINNING

    @property
    def so_far(self) -> Period:
        """Everything by its last day."""
        return Period(min(BEGINNING, self.since), self.until)

    def within(self, other: Period) -> Period | None:
        """The days both have; None when there are none."""
        since, until = max(self.since, other.since), min(self.until, other.until)
        return Period(since, until) if since <= until else None


def of_month(year: int, month: int) -> Period:
    """A month."""
    return of_year(year, f"m{month}")


def of_year(year: int, part: str = "year") -> Period:
    """A year, or a part of it: `half1`, `q3`, `m12`. Raises KeyError for another name, ValueError outside 1–9999."""
    first, last = PARTS[part]
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _year_earlier(day: date, *, first: bool) -> date:
    last_of_february = day.month == 2 and day.day == monthrange(day.year, 2)[1]
    if last_of_february and not first:
        return date(day.year - 1, 2, monthrange(day.year - 1, 2)[1])
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
