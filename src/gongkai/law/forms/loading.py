"""Build a form from its data file. A new form is a new file under `law/data/forms` and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from gongkai.law import datafiles
from gongkai.law.datafiles import Table
from gongkai.law.errors import refuse
from gongkai.law.forms import reading
from gongkai.law.forms.layout import layout
from gongkai.law.forms.model import Check, Form, FormMeta, Formula, LayoutTable, Quote, Section, Sum

VERSIONS = tuple(path.removeprefix("forms/").removesuffix(".yaml") for path in datafiles.names("forms"))
RESULTS_TOTAL = "results_total"


def load(version: int | str) -> Form:
    """The form of a version ("2021"). Raises LawInputError for a version that is not known."""
    if str(version) not in VERSIONS:
        raise refuse("unknown_form", f"没有 {version} 版报告格式（可用：{'、'.join(VERSIONS)}）", "form")
    return _form(str(version))


def form_for(year: int) -> Form:
    """The form in force for the report on a year. Raises LawInputError before 2008, the first year reported on."""
    found = next((form for form in map(load, VERSIONS) if form.in_force(year)), None)
    if found is None:
        raise refuse("no_form", f"{year}年没有政府信息公开工作年度报告格式（自2008年起编制）", "year")
    return found


@cache
def _form(version: str) -> Form:
    table = datafiles.read(f"forms/{version}.yaml")
    sections = tuple(_section(row) for row in table.tables("sections"))
    tables = tuple(section.table for section in sections if section.table)
    plain = {cell.id: cell for name in tables for cell in reading.cells(name, table.table(name))}
    formulas = tuple(reading.formulas(table, plain))
    totals = {formula.left[0] for formula in formulas if formula.kind == "total"}
    cells = {name: replace(cell, computed=name in totals) for name, cell in plain.items()}
    applicants = table.table("t3")
    results = (row.text("id") for row in applicants.tables("rows") if row.flag("result"))
    return Form(
        meta=_meta(table),
        sections=sections,
        tables=tables,
        cells=MappingProxyType(cells),
        sums=tuple(_sums(formulas)),
        formulas=formulas,
        checks=MappingProxyType({row.text("id"): _check(row) for row in table.tables("checks")}),
        quotes=tuple(Quote(row.text("pattern"), row.texts("cells")) for row in table.tables("quotes")),
        layout=MappingProxyType(_layouts(table, sections)),
        columns=tuple(row.text("id") for row in applicants.tables("columns")),
        results=tuple(row for row in results if row != RESULTS_TOTAL),
    )


def _layouts(table: Table, sections: tuple[Section, ...]) -> dict[str, LayoutTable]:
    return {
        section.table: layout(section.table, section.id, table.table(section.table))
        for section in sections
        if section.table
    }


def _meta(table: Table) -> FormMeta:
    deadlines = table.table("deadlines")
    return FormMeta(
        id=table.text("id"),
        title=table.text("title"),
        document=table.text("document"),
        issued=table.day("issued") if table.get("issued") else None,
        first_year=table.number("first_year"),
        last_year=table.number("last_year") if table.get("last_year") else None,
        basis=table.text("basis"),
        deadlines=MappingProxyType({name: deadlines.text(name) for name in ("department", "government")}),
        not_verified=table.text("not_verified"),
    )


def _section(row: Table) -> Section:
    number, title, kind, table = (row.text(word) for word in ("number", "title", "kind", "table"))
    return Section(
        row.text("id"), number, title, kind, table, row.texts("must_cover"), row.texts("title_variants")
    )


def _check(row: Table) -> Check:
    checkable = row.get("checkable") is not False
    kind = row.text("kind") or "formula"
    return Check(row.text("id"), row.text("severity"), row.text("text"), row.flag("printed"), checkable, kind)


def _sums(formulas: tuple[Formula, ...]) -> Iterator[Sum]:
    for formula in formulas:
        if formula.kind == "total":
            yield Sum(formula.left[0], formula.right, formula.rule)
