"""Dated parameters: one YAML file each under `data/parameters`; a new law is a new row there, never an `if year`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law import datafiles
from gongkai.law.errors import refuse


@dataclass(frozen=True, slots=True)
class Dated:
    """A value in force since a day. `mark`: V verified, M from memory, I our reading."""

    since: date
    number: int
    instrument: str
    article: str
    mark: str

    @property
    def citation(self) -> str:
        """Instrument and article in one breath."""
        return f"{self.instrument}{self.article}"


@dataclass(frozen=True, slots=True)
class Repealed:
    """From this day on there is no value."""

    since: date


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its whole history, oldest value first. `unit`: working_days, calendar_days, months, flag."""

    id: str
    title: str
    unit: str
    note: str
    history: tuple[Dated | Repealed, ...]

    def at(self, on: date) -> Dated | None:
        """The value in force on a day; None before the first and after a repeal."""
        known = [entry for entry in self.history if entry.since <= on]
        return known[-1] if known and isinstance(known[-1], Dated) else None


def entry(row: datafiles.Table) -> Dated | Repealed:
    """One row of a parameter's history; a null value is a repeal."""
    since, source = row.day("since"), row.table("source")
    if row.get("value") is None:
        return Repealed(since)
    return Dated(
        since, row.number("value"), source.text("instrument"), source.text("article"), row.text("mark")
    )


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter by its id."""
    found: dict[str, Parameter] = {}
    for path in datafiles.names("parameters"):
        table = datafiles.read(path)
        history = tuple(sorted((entry(row) for row in table.tables("values")), key=lambda value: value.since))
        found[table.text("id")] = Parameter(
            table.text("id"), table.text("title"), table.text("unit"), table.text("note"), history
        )
    return found


def dated(name: str, on: date) -> Dated | None:
    """The value of a parameter in force on a day, with its source; None when there is none on that day.

    Raises KeyError for a name that is no parameter.
    """
    return parameters()[name].at(on)


def required(name: str, on: date) -> Dated:
    """The value in force on a day. Raises LawInputError when nothing is in force then, KeyError for no such name."""
    found = dated(name, on)
    if found is None:
        raise refuse("parameter_not_in_force", f"{on} 没有施行中的“{parameters()[name].title}”", name)
    return found


def value(name: str, on: date) -> int:
    """The number in force on a day. Raises as `required` does."""
    return required(name, on).number
