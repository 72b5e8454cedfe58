"""Build a form from its data file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import MappingProxyType

from gongkai.law import datafiles
from gongkai.law.datafiles import Table
from gongkai.law.errors import refuse
from gongkai.law.forms.layout import layouts
from gongkai.law.forms.model import Cell, Check, Form, FormMeta, Quote, Section, Sum

VERSIONS = ("2021",)
TOTAL = "total"
RESULTS_TOTAL = "results_total"


def load(version: int | str) -> Form:
    """The form of a version ("2021"). Raises LawInputError for a version that is not known."""
    if str(version) not in VERSIONS:
        raise refuse("unknown_form", f"没有 {version} 版报告格式（可用：{'、'.join(VERSIONS)}）", "form")
    return _form(str(version))


@cache
def _form(version: str) -> Form:
    table = datafiles.read(f"forms/{version}.yaml")
    cells = {cell.id: cell for cell in _cells(table)}
    results = tuple(row.text("id") for row in table.table("t3").tables("rows") if row.flag("result"))
    return Form(
        meta=_meta(table),
        sections=tuple(_section(row) for row in table.tables("sections")),
        tables=("t2", "t3", "t4"),
        cells=MappingProxyType(cells),
        sums=tuple(_sums(table)),
        checks=MappingProxyType({row.text("id"): _check(row) for row in table.tables("checks")}),
        quotes=tuple(Quote(row.text("pattern"), row.texts("cells")) for row in table.tables("quotes")),
        layout=MappingProxyType(layouts(table)),
        columns=tuple(row.text("id") for row in table.table("t3").tables("columns")),
        results=tuple(row for row in results if row != RESULTS_TOTAL),
    )


def _meta(table: Table) -> FormMeta:
    deadlines = table.table("deadlines")
    return FormMeta(
        id=table.text("id"),
        title=table.text("title"),
        document=table.text("document"),
        issued=table.day("issued"),
        first_year=table.number("first_year"),
        last_year=None,
        basis=table.text("basis"),
        deadlines=MappingProxyType({name: deadlines.text(name) for name in ("department", "government")}),
    )


def _section(row: Table) -> Section:
    number, title, kind, table = (row.text(word) for word in ("number", "title", "kind", "table"))
    return Section(row.text("id"), number, title, kind, table, row.texts("must_cover"))


def _check(row: Table) -> Check:
    checkable = row.get("checkable") is not False
    return Check(row.text("id"), row.text("severity"), row.text("text"), row.flag("printed"), checkable)


def _cells(table: Table) -> Iterator[Cell]:
    for block in table.table("t2").tables("blocks"):
        for row in block.tables("rows"):
            for column in block.tables("columns"):
                yield _cell("t2", row, column, computed=False)
    for row in table.table("t3").tables("rows"):
        for column in table.table("t3").tables("columns"):
            computed = column.text("id") == TOTAL or row.text("id") == RESULTS_TOTAL
            yield _cell("t3", row, column, computed=computed)
    for group in table.table("t4").tables("groups"):
        for column in table.table("t4").tables("columns"):
            yield _cell("t4", group, column, computed=column.text("id") == TOTAL)


def _cell(table: str, row: Table, column: Table, *, computed: bool) -> Cell:
    return Cell(
        id=f"{table}.{row.text('id')}.{column.text('id')}",
        table=table,
        row=row.text("id"),
        column=column.text("id"),
        row_label=row.text("label"),
        column_label=column.text("label"),
        decimal=column.flag("decimal"),
        computed=computed,
    )


def _sums(table: Table) -> Iterator[Sum]:
    columns = [row.text("id") for row in table.table("t3").tables("columns")]
    rows = table.table("t3").tables("rows")
    leaves = [row.text("id") for row in rows if row.flag("result") and row.text("id") != RESULTS_TOTAL]
    for row in rows:
        name = f"t3.{row.text('id')}"
        yield Sum(f"{name}.{TOTAL}", tuple(f"{name}.{column}" for column in columns[:-1]), "R2")
    for column in columns:
        yield Sum(f"t3.{RESULTS_TOTAL}.{column}", tuple(f"t3.{leaf}.{column}" for leaf in leaves), "R3")
    parts = [row.text("id") for row in table.table("t4").tables("columns") if row.text("id") != TOTAL]
    for group in table.table("t4").tables("groups"):
        name = f"t4.{group.text('id')}"
        yield Sum(f"{name}.{TOTAL}", tuple(f"{name}.{part}" for part in parts), "R4")
