"""The limits of publication (Art 26 and the special ones): which one applies, when it ends, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law import datafiles, parameters, periods
from gongkai.law.calendar import WorkCalendar
from gongkai.law.steps import Step, counting_steps, provisional_step, written

PUBLICATION, INTERPRETATION, REASSESSMENT = "publication", "interpretation", "reassessment"
EXPIRY, GUIDE = "expiry", "guide"
UNIT_WORDS = {"working_days": "个工作日", "calendar_days": "日", "months": "个月"}


@dataclass(frozen=True, slots=True)
class Value:
    """A number in force since a day; None: from this day on this limit says nothing. `mark`: V, M, I, or O for an office's own."""

    since: date
    number: int | None
    unit: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit with its history. What is empty does not narrow; `nearness` is 0 for the law's data, higher the nearer the agency."""

    id: str
    kind: str
    title: str
    trigger: str
    values: tuple[Value, ...]
    document_type: str = ""
    schema: str = ""
    column: str = ""
    note: str = ""
    nearness: int = 0

    def at(self, on: date) -> Value | None:
        """The value in force on a day, None where there is none."""
        known = [value for value in self.values if value.since <= on]
        latest = max(known, key=lambda value: value.since, default=None)
        return latest if latest and latest.number is not None else None


@dataclass(frozen=True, slots=True)
class Matter:
    """What a limit is looked for: its kind and what the document is."""

    kind: str
    document_type: str = ""
    schema: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, the limit it follows from, and how it was counted; `provisional` when a year without a notice was touched."""

    due_on: date
    limit: Limit
    value: Value
    provisional: bool
    steps: tuple[Step, ...]


@cache
def bundled() -> tuple[Limit, ...]:
    """The limits of the law's data: the general one of Art 26 first, then the special ones."""
    table = datafiles.read("publication_limits.yaml")
    return (_general(), *(_limit(row) for row in table.tables("limits")))


def _general() -> Limit:
    parameter = parameters.parameters()["publication_limit"]
    values = tuple(
        Value(entry.since, entry.number, parameter.unit, entry.citation, entry.mark)
        for entry in parameter.history
        if isinstance(entry, parameters.Dated)
    )
    return Limit("general", PUBLICATION, parameter.title, "形成或者变更", values)


def _limit(row: datafiles.Table) -> Limit:
    values = tuple(
        Value(
            item.day("since"),
            item.number("number"),
            item.text("unit"),
            item.text("source"),
            item.text("mark"),
        )
        for item in row.tables("values")
    )
    return Limit(
        row.text("id"), row.text("kind"), row.text("title"), row.text("trigger"), values,
        document_type=row.text("document_type"), schema=row.text("schema"), note=row.text("note"),
    )  # fmt: skip


def chosen(matter: Matter, on: date, limits: Iterable[Limit]) -> tuple[Limit, Value] | None:
    """The limit in force on a day: the most special (column, then structure, then type), of those the agency's nearest."""
    found = [
        (limit, value)
        for limit in limits
        if limit.kind == matter.kind
        and limit.document_type in ("", matter.document_type)
        and limit.schema in ("", matter.schema)
        and limit.column in ("", matter.column)
        and (value := limit.at(on)) is not None
    ]
    return max(found, key=lambda pair: _rank(*pair), default=None)


def _rank(limit: Limit, value: Value) -> tuple[bool, bool, bool, int, date]:
    return bool(limit.column), bool(limit.schema), bool(limit.document_type), limit.nearness, value.since


def due(
    matter: Matter, start: date, calendar: WorkCalendar, limits: Iterable[Limit] | None = None
) -> Due | None:
    """The last day for what began on a day, with the steps of the count; None when no limit was in force then."""
    pair = chosen(matter, start, bundled() if limits is None else limits)
    if pair is None:
        return None
    limit, value = pair
    number = value.number or 0
    due_on, last = periods.ends_on(start, number, value.unit, calendar)
    provisional = calendar.provisional(start, due_on)
    steps = _steps(limit, value, start, last, due_on, calendar)
    return Due(due_on, limit, value, provisional, tuple(steps))


def _steps(
    limit: Limit, value: Value, start: date, last: date, due_on: date, calendar: WorkCalendar
) -> Iterable[Step]:
    span = f"{value.number}{UNIT_WORDS[value.unit]}" if value.number else "同日"
    yield Step(
        start, "limit", value.source, f"{limit.title}：自{limit.trigger}之日（{written(start)}）起{span}"
    )
    if not value.number:
        return
    if value.unit == periods.WORKING_DAYS:
        yield from counting_steps(calendar, start, due_on, value.number)
        return
    yield Step(
        last, "due", "《中华人民共和国民法典》第二百零一条", f"开始当日不计入，满{span}为{written(last)}"
    )
    if due_on != last:
        text = f"{written(last)}为休息日，顺延至{written(due_on)}"
        yield Step(due_on, "rolled", "《中华人民共和国民法典》第二百零三条", text)
    if calendar.provisional(start, due_on):
        yield provisional_step(calendar, start, due_on)
