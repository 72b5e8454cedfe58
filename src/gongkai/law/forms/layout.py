"""The printed tables with their merged headers, for whoever renders them (HTML, DOCX, PDF)."""

from __future__ import annotations

from itertools import groupby
from typing import TypeAlias

from gongkai.law.datafiles import Table
from gongkai.law.forms.model import LayoutCell, LayoutTable

_BLOCK_COLUMNS = 4
_LABEL_COLUMNS = 3
Printed: TypeAlias = tuple[int, int, tuple[tuple[LayoutCell, ...], ...]]


def layout(name: str, section: str, table: Table) -> LayoutTable:
    """The printed table of a section, by its shape: blocks, applicants, groups or list."""
    shapes = {"blocks": _blocks, "applicants": _applicants, "groups": _groups, "list": _list}
    columns, header_rows, rows = shapes[table.text("shape")](name, table)
    return LayoutTable(name, section, columns, header_rows, rows, table.text("name"))


def _heading(text: str, colspan: int = 1, rowspan: int = 1) -> LayoutCell:
    return LayoutCell("heading", text, colspan, rowspan)


def _label(text: str, colspan: int = 1, rowspan: int = 1) -> LayoutCell:
    return LayoutCell("label", text, colspan, rowspan)


def _value(cell: str, colspan: int = 1) -> LayoutCell:
    return LayoutCell("value", "", colspan, 1, cell)


def _blocks(name: str, table: Table) -> Printed:
    """Blocks under each other, each with its heading across; fewer than three columns spread over the room of three."""
    rows: list[tuple[LayoutCell, ...]] = []
    for block in table.tables("blocks"):
        columns = block.tables("columns")
        room, count = _BLOCK_COLUMNS - 1, len(columns)
        wide = [room // count] * (count - 1) + [room - room // count * (count - 1)]
        rows.append((_heading(block.text("heading"), _BLOCK_COLUMNS),))
        titles = tuple(_heading(c.text("label"), span) for c, span in zip(columns, wide, strict=True))
        rows.append((_heading(table.text("first_column")), *titles))
        for row in block.tables("rows"):
            ids = (f"{name}.{row.text('id')}.{column.text('id')}" for column in columns)
            values = (_value(cell, span) for cell, span in zip(ids, wide, strict=True))
            rows.append((_label(row.text("label")), *values))
    return _BLOCK_COLUMNS, 2, tuple(rows)


def _applicants(name: str, table: Table) -> Printed:
    """Three label columns, seven of numbers; the results stand beside one tall label, their groups beside another."""
    columns = table.tables("columns")
    organizations = [column for column in columns if column.flag("organization")]
    natural, total = columns[0], columns[-1]
    rows: list[tuple[LayoutCell, ...]] = [
        (_heading(table.text("corner"), _LABEL_COLUMNS, 3), _heading(table.text("heading"), len(columns))),
        (
            _heading(natural.text("label"), 1, 2),
            _heading(table.text("organizations"), len(organizations)),
            _heading(total.text("label"), 1, 2),
        ),
        tuple(_heading(column.text("label")) for column in organizations),
    ]
    every = table.tables("rows")
    results = [row for row in every if row.flag("result")]
    for is_result, run in groupby(every, key=lambda row: row.flag("result")):
        if is_result:
            rows += _results(name, table, results, columns)
        else:
            rows += [(_label(row.text("label"), _LABEL_COLUMNS), *_values(name, row, columns)) for row in run]
    return _LABEL_COLUMNS + len(columns), 3, tuple(rows)


def _results(
    name: str, table: Table, results: list[Table], columns: list[Table]
) -> list[tuple[LayoutCell, ...]]:
    rows: list[tuple[LayoutCell, ...]] = []
    for group, members in groupby(results, key=lambda row: row.text("group")):
        run = list(members)
        for number, row in enumerate(run):
            labels = [_label(row.text("label"), 1 if group else 2)]
            if group and number == 0:
                labels.insert(0, _label(group, 1, len(run)))
            if not rows:
                labels.insert(0, _label(table.text("results"), 1, len(results)))
            rows.append((*labels, *_values(name, row, columns)))
    return rows


def _values(name: str, row: Table, columns: list[Table]) -> list[LayoutCell]:
    return [_value(f"{name}.{row.text('id')}.{column.text('id')}") for column in columns]


def _groups(name: str, table: Table) -> Printed:
    """One row of fifteen numbers; reconsideration on the left, the two kinds of suits under one heading."""
    groups, columns = table.tables("groups"), table.tables("columns")
    first, suits = groups[0], groups[1:]
    wide = len(columns)
    rows = (
        (_heading(first.text("label"), wide), _heading(table.text("suits"), wide * len(suits))),
        (
            *(_heading(column.text("label"), 1, 2) for column in columns),
            *(_heading(group.text("label"), wide) for group in suits),
        ),
        tuple(_heading(column.text("label")) for _ in suits for column in columns),
        tuple(
            _value(f"{name}.{group.text('id')}.{column.text('id')}") for group in groups for column in columns
        ),
    )
    return wide * len(groups), 3, rows


def _list(name: str, table: Table) -> Printed:
    """One number a row beside its unit; a heading row holds the dash the form prints where there is no number."""
    dash = table.text("no_value")
    rows: list[tuple[LayoutCell, ...]] = [tuple(_heading(text) for text in table.texts("heading"))]
    for row in table.tables("rows"):
        label, unit = _label(row.text("label")), row.text("unit")
        last = _value(f"{name}.{row.text('id')}") if unit else _note(dash)
        rows.append((label, _note(unit or dash), last))
    return len(rows[0]), 1, tuple(rows)


def _note(text: str) -> LayoutCell:
    return LayoutCell("note", text)
