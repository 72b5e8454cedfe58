"""The form's own checks over the table values, held back wherever a cell was not surely read; and what was left blank."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import SURE, Case, CheckFinding
from gongkai.audit.model import Number, ReadTables, Span
from gongkai.law import forms
from gongkai.law.forms import Finding, Form
from gongkai.law.forms.values import LARGEST

_LOST = frozenset({"values_lost", "ambiguous"})


def findings(case: Case) -> Iterator[CheckFinding]:
    """Rules of the form that the values break; blank cells; cells nobody can read."""
    tables = case.report.tables
    yield from _unread(case)
    if tables.form not in forms.VERSIONS or not tables.values:
        return
    form = forms.load(tables.form)
    known = catalogue.kinds()
    before = _previous(case)
    found = forms.check(
        form,
        _values(form, tables),
        _values(forms.load(before.form), before) if before else None,
        previous_form=before.form if before else "",
        may_make_rules=case.body.may_make_rules,
        blank_unknown=True,
    )
    for item in found:
        if f"form.{item.id}" in known and _sure(tables, item, before):
            yield _said(case, item)
    yield from _blanks(case, form)


def _values(form: Form, tables: ReadTables) -> dict[str, Number | None]:
    """The values the form knows; a number nobody can mean is left out."""
    return {
        cell: value
        for cell, value in tables.values.items()
        if cell in form.cells and (value is None or -LARGEST <= value <= LARGEST)
    }


def _previous(case: Case) -> ReadTables | None:
    """Last year's tables, when the report is of the year before and they were read in full."""
    previous = case.previous
    if previous is None or not previous.tables.values or previous.tables.form not in forms.VERSIONS:
        return None
    if not case.report.year or previous.year != case.report.year - 1:
        return None
    return previous.tables


def _sure(tables: ReadTables, item: Finding, before: ReadTables | None) -> bool:
    """Whether every cell of the finding that has a number was surely read, and none is among the unread."""
    lost = {cell for unread in tables.unread for cell in unread.cells}
    if lost.intersection(item.cells):
        return False
    cells = [cell for cell in item.cells if tables.values.get(cell) is not None]
    if any(tables.confidence.get(cell, 0) < SURE for cell in cells):
        return False
    if before is None or item.id not in {"R5", "R6"}:
        return True
    return not before.unread and not any(level < SURE for level in before.confidence.values())


def _said(case: Case, item: Finding) -> CheckFinding:
    where = case.report.tables.where
    spans = [where[cell] for cell in item.cells if cell in where and case.report.tables.values.get(cell)]
    name = f"form.{item.id}"
    softer = "likely" if item.severity == "warning" and catalogue.kinds()[name].severity == "certain" else ""
    if item.id == "R12" and case.body.level not in {"town", "county"}:
        softer = "likely"
    return catalogue.finding(name, cells=item.cells, phrases=spans, severity=softer, text=item.text)


def _blanks(case: Case, form: Form) -> Iterator[CheckFinding]:
    """One finding for all the cells that are printed and blank; blank totals are not counted."""
    tables = case.report.tables
    lost = {cell for unread in tables.unread for cell in unread.cells}
    blank = [
        cell
        for cell, value in tables.values.items()
        if value is None and cell in form.cells and not form.cells[cell].computed and cell not in lost
    ]
    rule = next((check.id for check in form.checks.values() if check.kind == "blanks"), "")
    if blank and rule and not lost:
        text = f"表格有{len(blank)}个单元格空白；没有数据的应填写0"
        yield catalogue.finding(f"form.{rule}", cells=blank, text=text)


def _unread(case: Case) -> Iterator[CheckFinding]:
    listed = [item for item in (*case.report.tables.unread, *case.report.unread) if item.code in _LOST]
    if listed:
        yield catalogue.finding(
            "table.values_lost",
            cells=tuple(dict.fromkeys(cell for item in listed for cell in item.cells)),
            phrases=tuple(Span(item.start, item.end) for item in listed),
            count=len(listed),
            what=listed[0].what.rstrip("。"),
        )
