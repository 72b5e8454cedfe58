"""The content of a document against its declaration: what can be read is brought into its one form, the rest stays as typed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import category

from django.utils.translation import gettext as _

from gongkai.catalog.schemas import checks
from gongkai.catalog.schemas.kinds import KINDS, WrongValueError, typed
from gongkai.catalog.schemas.model import Field, Problem, Schema, Table, table_rows

MOST_ROWS = 20_000
MOST_PROBLEMS = 1_000


def clean(schema: Schema, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """The content in its kept form, and everything that is wrong with it (at most MOST_PROBLEMS, in reading order).

    A value that cannot be read stays as it was typed, so that nothing is lost; what no field declares is left out. Cleaning
    what is clean changes nothing.
    """
    problems: list[Problem] = []
    cleaned = _fields(schema.fields, data, "", None, problems)
    for table in schema.tables:
        rows = table_rows(data, table.name)
        if len(rows) > MOST_ROWS:
            text = _("有%(have)d行，一份清单最多%(most)d行，请分成几份。")
            problems.append(
                Problem("TOO-MANY-ROWS", text % {"have": len(rows), "most": MOST_ROWS}, table.name)
            )
            rows = rows[:MOST_ROWS]
        cleaned[table.name] = made = [
            _fields(table.fields, row, table.name, number, problems) for number, row in enumerate(rows)
        ]
        problems += [*_too_few(table, made), *_repeated(table, made), *_sums(table, made)]
    problems += checks.further(schema.slug, cleaned)
    order = {name: number for number, name in enumerate(["", *(table.name for table in schema.tables)])}
    problems.sort(key=lambda problem: (order[problem.table], -1 if problem.row is None else problem.row))
    return cleaned, problems[:MOST_PROBLEMS]


def _fields(
    fields: Sequence[Field], given: Mapping[str, Any], table: str, row: int | None, problems: list[Problem]
) -> dict[str, Any]:
    made = {}
    for field in fields:
        try:
            made[field.name] = value(given.get(field.name), field)
        except WrongValueError as wrong:
            made[field.name] = _written(given.get(field.name), field) or None
            problems.append(Problem(wrong.code, wrong.text, table, row, field.name))
    return made


def value(given: Any, field: Field) -> Any:
    """One value in its kept form; None when nothing was given. Raises WrongValueError."""
    text = _written(given, field)
    if not text:
        if field.required:
            raise WrongValueError("MISSING", _("没有填写，请补上。"))
        return None
    return KINDS[field.kind].read(text, field)


def _written(given: Any, field: Field) -> str:
    """A value as text, without what no database keeps and nobody sees."""
    text = typed(given, field) if isinstance(given, str | int | float | bool) else ""
    return "".join(sign for sign in text if sign in "\n\t" or not category(sign).startswith("C")).strip()


def _too_few(table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    if len(rows) < table.min_rows:
        text = _("“%(label)s”至少要有%(least)d行。") % {"label": table.label, "least": table.min_rows}
        yield Problem("TOO-FEW-ROWS", text, table.name)


def _repeated(table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    if not table.key:
        return
    first: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows):
        key = table.key_of(row)
        if key and first.setdefault(key, number) != number:
            text = _("与第%(row)d行重复：%(key)s。") % {"row": first[key] + 1, "key": "、".join(key)[:80]}
            yield Problem("REPEATED-KEY", text, table.name, number, table.key[0])


def _sums(table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    for total in table.sums:
        for number, row in enumerate(rows):
            values = [_number(row.get(name)) for name in (total.field, *total.parts)]
            given, parts = values[0], [part for part in values[1:] if part is not None]
            if given is None or not parts or given == sum(parts):
                continue
            labels = {field.name: field.label for field in table.fields}
            text = _("“%(total)s”是%(given)s，各分项（%(parts)s）合计是%(sum)s，请核对。")
            yield Problem(
                "TOTAL",
                text
                % {
                    "total": labels[total.field],
                    "given": given,
                    "parts": "、".join(labels[name] for name in total.parts),
                    "sum": sum(parts),
                },
                table.name,
                number,
                total.field,
            )


def _number(kept: Any) -> Decimal | None:
    try:
        return Decimal(str(kept)) if kept is not None else None
    except ArithmeticError:
        return None
