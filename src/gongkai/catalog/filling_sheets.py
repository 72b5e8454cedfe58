"""Rows of a declared table out of a sheet or a pasted block, added to those that are there; and the template to fill in. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.catalog.filling import filled
from gongkai.catalog.schemas.cleaning import MOST_ROWS
from gongkai.catalog.schemas.model import Field, Table
from gongkai.convert import tables
from gongkai.convert.sheet import Row
from gongkai.convert.tables.declared import plain
from gongkai.convert.tables.reading import HEADER_WITHIN
from gongkai.review.rules import Blocker, Refused

UNITS = ("元", "万元", "亿元")
APPEND, REPLACE, MERGE = "append", "replace", "merge"
MODES = (APPEND, REPLACE, MERGE)
TEMPLATE_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Taken:
    """What was read from a sheet: the rows, by field; the columns that mean nothing here; the fields no column has; the fields
    that have one."""

    rows: list[dict[str, str]]
    unused: tuple[str, ...]
    missing: tuple[str, ...]
    columns: tuple[str, ...] = ()


def pasted(text: str) -> list[Row]:
    """A block copied from a spreadsheet, as rows."""
    read = csv.reader(io.StringIO(text.strip("\n"), newline=""), delimiter="\t")
    return [
        Row(number, tuple(value.strip() for value in values))
        for number, values in enumerate(read, 1)
        if any(value.strip() for value in values)
    ]


def taken(table: Table, rows: Iterable[Row], *, headless: bool = False) -> Taken:
    """Rows of a sheet under their headings, wherever in the first rows these stand, merged or not.

    `headless`: without headings the columns stand in the order of the fields. Raises Refused when no headings are found.
    """
    declared = [
        tables.Field(one.name, one.label, _headings(one), required=one.required) for one in table.fields
    ]
    read = iter(rows)
    first = list(islice(read, HEADER_WITHIN))
    found = tables.find_headings(first, declared, tables.usual(declared))
    if found is None or len(found.columns) < min(2, len(table.fields)):
        if not headless:
            labels = "、".join(one.label for one in table.fields[:12])
            text = _("前20行里没有找到表头。表头应当是：%(labels)s。可以下载模板填写。") % {"labels": labels}
            raise Refused([Blocker("NO-HEADINGS", text)])
        places = {one.name: at for at, one in enumerate(table.fields)}
        return Taken([_cells(row, places, {}) for row in chain(first, read)], (), ())
    suffixes = {
        one.name: _unit(found.names[found.columns[one.name]], one)
        for one in table.fields
        if one.name in found.columns
    }
    body = (row for row in chain(first, read) if row.number > found.row)
    missing = tuple(one.label for one in table.fields if one.required and one.name not in found.columns)
    taken_rows = [_cells(row, found.columns, suffixes) for row in body]
    return Taken(taken_rows, tuple(name for name, _near in found.unused), missing, tuple(found.columns))


def _headings(one: Field) -> tuple[str, ...]:
    units = UNITS if one.unit in UNITS else (one.unit,) if one.unit else ()
    return (heading(one), *(f"{one.label}（{unit}）" for unit in units))


def heading(one: Field) -> str:
    """How a column of the template is called."""
    return f"{one.label}（{one.unit}）" if one.unit else one.label


def _unit(name: str, one: Field) -> str:
    """The unit a heading gives its numbers where it is not the field's."""
    return next(
        (unit for unit in UNITS if unit != one.unit and plain(name) == plain(f"{one.label}{unit}")), ""
    )


def _cells(row: Row, places: Mapping[str, int], units: Mapping[str, str]) -> dict[str, str]:
    made = {}
    for name, at in places.items():
        text = row.cells[at].strip() if at < len(row.cells) else ""
        unit = units.get(name, "")
        made[name] = f"{text}{unit}" if text and unit and text[-1:].isdigit() else text
    return made


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows after reading in, and what became of those that were read."""

    rows: list[dict[str, Any]]
    added: int
    changed: int
    replaced: int = 0


def joined(
    table: Table, present: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, str]], mode: str
) -> Joined:
    """Rows read in added to those that are there, put in their place, or merged by the key: a row with the same key gets the
    values of the columns that were read. Raises Refused for merging without a key, and for more rows than a list holds."""
    fresh = [dict(row) for row in read if filled(row)]
    kept = [dict(row) for row in present if filled(row)]
    if len(fresh) + (len(kept) if mode != REPLACE else 0) > MOST_ROWS:
        text = _("一份清单最多%(most)d行，请分成几份；没有读入。") % {"most": MOST_ROWS}
        raise Refused([Blocker("TOO-MANY-ROWS", text)])
    if mode == REPLACE:
        return Joined(fresh, len(fresh), 0, len(kept))
    if mode != MERGE:
        return Joined([*kept, *fresh], len(fresh), 0)
    if not table.key:
        raise Refused([Blocker("NO-KEY", _("这个表没有区分各行的栏目，不能按行更新；请选择追加或者替换。"))])
    places = {key: at for at, row in enumerate(kept) if (key := _key(table, row))}
    added = changed = 0
    for row in fresh:
        key = _key(table, row)
        if key in places:
            before = kept[places[key]]
            kept[places[key]] = {**before, **row}
            changed += kept[places[key]] != before
        else:
            places[key] = len(kept)
            kept.append(row)
            added += 1
    return Joined(kept, added, changed)


def _key(table: Table, row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(plain(part) for part in table.key_of(row))


def template(table: Table) -> bytes:
    """A workbook with the headings, marked where they must be filled in, and lists to choose from."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = table.label[:31]
    choices = book.create_sheet(_("选项"))
    for place, one in enumerate(table.fields, 1):
        letter = get_column_letter(place)
        cell = sheet.cell(1, place, heading(one))
        cell.font = Font(bold=True, color="9F2A1D" if one.required else "22201C")
        cell.fill = PatternFill("solid", fgColor="F1EFE8")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[letter].width = 32 if one.kind == "long_text" else 18
        offered = (_("是"), _("否")) if one.kind == "yes_no" else one.choices
        for number, choice in enumerate(offered, 1):
            choices.cell(number, place, choice)
        if offered:
            rule = DataValidation(
                "list", f"'{choices.title}'!${letter}$1:${letter}${len(offered)}", allow_blank=True
            )
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{TEMPLATE_ROWS}")
        elif not one.unit:
            sheet.column_dimensions[letter].number_format = "@"
    sheet.freeze_panes = "A2"
    choices.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
