"""The printed tables with their merged headers, for whoever renders them (HTML, DOCX, PDF)."""

from __future__ import annotations

from itertools import groupby

from gongkai.law.datafiles import Table
from gongkai.law.forms.model import LayoutCell, LayoutTable

_T2_COLUMNS = 4
_LABEL_COLUMNS = 3


def layouts(form: Table) -> dict[str, LayoutTable]:
    """The three tables of the form by their ids."""
    return {"t2": _t2(form.table("t2")), "t3": _t3(form.table("t3")), "t4": _t4(form.table("t4"))}


def _heading(text: str, colspan: int = 1, rowspan: int = 1) -> LayoutCell:
    return LayoutCell("heading", text, colspan, rowspan)


def _label(text: str, colspan: int = 1, rowspan: int = 1) -> LayoutCell:
    return LayoutCell("label", text, colspan, rowspan)


def _value(cell: str, colspan: int = 1) -> LayoutCell:
    return LayoutCell("value", "", colspan, 1, cell)


def _t2(table: Table) -> LayoutTable:
    """Four blocks under each other, each with its heading across; a single column spreads over three."""
    rows: list[tuple[LayoutCell, ...]] = []
    for block in table.tables("blocks"):
        columns = block.tables("columns")
        wide = (_T2_COLUMNS - 1) // len(columns)
        rows.append((_heading(block.text("heading"), _T2_COLUMNS),))
        titles = tuple(_heading(column.text("label"), wide) for column in columns)
        rows.append((_heading(table.text("first_column")), *titles))
        for row in block.tables("rows"):
            ids = (f"t2.{row.text('id')}.{column.text('id')}" for column in columns)
            rows.append((_label(row.text("label")), *(_value(cell, wide) for cell in ids)))
    return LayoutTable("t2", "s2", _T2_COLUMNS, 2, tuple(rows))


def _t3(table: Table) -> LayoutTable:
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
            rows += _results(table, results, columns)
        else:
            rows += [(_label(row.text("label"), _LABEL_COLUMNS), *_values(row, columns)) for row in run]
    return LayoutTable("t3", "s3", _LABEL_COLUMNS + len(columns), 3, tuple(rows))


def _results(table: Table, results: list[Table], columns: list[Table]) -> list[tuple[LayoutCell, ...]]:
    rows: list[tuple[LayoutCell, ...]] = []
    for group, members in groupby(results, key=lambda row: row.text("group")):
        run = list(members)
        for number, row in enumerate(run):
            labels = [_label(row.text("label"), 1 if group else 2)]
            if group and number == 0:
                labels.insert(0, _label(group, 1, len(run)))
            if not rows:
                labels.insert(0, _label(table.text("results"), 1, len(results)))
            rows.append((*labels, *_values(row, columns)))
    return rows


def _values(row: Table, columns: list[Table]) -> list[LayoutCell]:
    return [_value(f"t3.{row.text('id')}.{column.text('id')}") for column in columns]


def _t4(table: Table) -> LayoutTable:
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
        tuple(_value(f"t4.{group.text('id')}.{column.text('id')}") for group in groups for column in columns),
    )
    return LayoutTable("t4", "s4", wide * len(groups), 3, rows)
