"""Declared content as it is typed: what stands in the form becomes content, and back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.catalog.schemas.kinds import KINDS, typed
from gongkai.catalog.schemas.model import Field, Problem, Schema, Table, table_rows

MOST_CONTROLS = 800  # of one page, below what the web server takes
NEW_ROWS = 3


def page_size(schema: Schema) -> int:
    """How many rows of each table one page edits."""
    fields = sum(len(table.fields) + 1 for table in schema.tables) or 1
    return max(3, min(25, (MOST_CONTROLS - len(schema.fields)) // fields - NEW_ROWS))


@dataclass(frozen=True, slots=True)
class Control:
    """One value in the form. `name`: of its input; `errors`: what is wrong with it."""

    field: Field
    name: str
    value: str
    errors: list[str]

    @property
    def told(self) -> str:
        """The value by itself, or beside its label where it would be a bare figure."""
        if not KINDS[self.field.kind].numeric:
            return self.value[:40]
        return f"{self.field.label} {self.value}{self.field.unit}"

    @property
    def options(self) -> list[str]:
        """What may be chosen; a typed value that is none of the choices is kept among them."""
        known = [_("是"), _("否")] if self.field.kind == "yes_no" else list(self.field.choices)
        return known if not self.value or self.value in known else [self.value, *known]


@dataclass(frozen=True, slots=True)
class Line:
    """One row in the form. `at`: its place in the table, or new1, new2 …; `name`: by what people know it."""

    at: str
    controls: list[Control]
    errors: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether it is not in the table yet."""
        return self.at.startswith("new")

    @property
    def number(self) -> int:
        """Its number for people, from 1."""
        return 0 if self.is_new else int(self.at) + 1

    @property
    def name(self) -> str:
        """The first values of the row; a figure with what it counts and its unit."""
        return " · ".join(control.told for control in self.controls if control.value)[:90]

    @property
    def has_errors(self) -> bool:
        """Whether anything in it is wrong."""
        return bool(self.errors) or any(control.errors for control in self.controls)


class Problems:
    """What is wrong, by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self._by_place: dict[tuple[str, int | None, str], list[str]] = {}
        for problem in problems:
            place = (problem.table, problem.row, problem.field)
            self._by_place.setdefault(place, []).append(problem.text)

    def at(self, table: str, row: int | None, field_name: str) -> list[str]:
        """What is wrong at a place."""
        return self._by_place.get((table, row, field_name), [])

    def rows(self, table: str) -> list[int]:
        """The rows of a table in which something is wrong, in order."""
        return sorted({row for name, row, _field in self._by_place if name == table and row is not None})


def controls(schema: Schema, data: Mapping[str, Any], problems: Problems) -> list[Control]:
    """The single fields of a record."""
    return [
        Control(one, f"field-{one.name}", typed(data.get(one.name), one), problems.at("", None, one.name))
        for one in schema.fields
    ]


def lines(
    table: Table, rows: Sequence[Mapping[str, Any]], places: Iterable[int], problems: Problems
) -> list[Line]:
    """The rows at these places."""
    return [
        Line(
            str(at),
            [
                Control(
                    one,
                    f"{table.name}-{at}-{one.name}",
                    typed(rows[at].get(one.name), one),
                    problems.at(table.name, at, one.name),
                )
                for one in table.fields
            ],
            problems.at(table.name, at, ""),
        )
        for at in places
    ]


def new_lines(table: Table, count: int, rows: Sequence[Mapping[str, Any]] = ()) -> list[Line]:
    """Rows to fill in; those in `rows` were typed already."""
    given = [*rows, *({} for _number in range(count))]
    return [
        Line(
            f"new{number}",
            [
                Control(one, f"{table.name}-new{number}-{one.name}", typed(row.get(one.name), one), [])
                for one in table.fields
            ],
        )
        for number, row in enumerate(given, 1)
    ]


def posted(schema: Schema, data: Mapping[str, Any], post: QueryDict) -> dict[str, Any]:
    """The content with what the form says: rows it shows are changed or left out, new ones added, one of them moved. Rows the
    form does not show stay; a row without any value is left out."""
    made = {**data}
    for one in schema.fields:
        made[one.name] = post.get(f"field-{one.name}", typed(data.get(one.name), one))
    act, _colon, target = post.get("act", "").partition(":")
    for table in schema.tables:
        rows: list[dict[str, Any] | None] = [*table_rows(data, table.name)]
        added = []
        for at in dict.fromkeys(post.getlist(f"{table.name}-at")):
            values = _typed_row(table, at, post)
            if at.startswith("new"):
                added.append(values)
            elif at.isdecimal() and len(at) < 7 and int(at) < len(rows):
                rows[int(at)] = None if f"{table.name}-{at}-remove" in post else values
        if act in ("up", "down"):
            _move(rows, table.name, target, -1 if act == "up" else 1)
        made[table.name] = [row for row in [*rows, *added] if row and filled(row)]
    return made


def typed_rows(table: Table, post: QueryDict) -> list[dict[str, Any]]:
    """Every row the form holds, as it was typed."""
    found = [_typed_row(table, at, post) for at in dict.fromkeys(post.getlist(f"{table.name}-at"))]
    return [row for row in found if filled(row)]


def _typed_row(table: Table, at: str, post: QueryDict) -> dict[str, Any]:
    return {one.name: post.get(f"{table.name}-{at}-{one.name}", "") for one in table.fields}


def filled(row: Mapping[str, Any]) -> bool:
    return any(value not in (None, "") for value in row.values())


def _move(rows: list[dict[str, Any] | None], table: str, target: str, step: int) -> None:
    name, _dash, at = target.rpartition("-")
    if name != table or not at.isdecimal() or len(at) > 6:
        return
    here, there = int(at), int(at) + step
    if 0 <= here < len(rows) and 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
