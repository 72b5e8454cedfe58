"""Write docs/reference/forms.md from the report forms of `law`. usage: forms_reference.py [--stdout]"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from gongkai.law import datafiles, forms
from gongkai.law.datafiles import Table
from gongkai.law.forms import Cell, Form

TARGET = Path(__file__).parent.parent / "docs/reference/forms.md"
HEAD = """# Forms of the annual report

Written by `scripts/forms_reference.py` from `src/gongkai/law/data/forms/`; do not edit. A new form is a new file there.

How each line is known: **[V]** seen in the instrument or in published reports, **[M]** from memory of published reports, not compared
with an original, **[I]** a reading of ours that the instrument does not settle. What cannot be seen in values alone is in brackets.
"""
SEVERITIES = {"error": "error", "warning": "warning", "info": "information"}


class Evidence:
    """How the parts of one form are known; the first line that names a part speaks for it, one that names it exactly before all."""

    def __init__(self, rows: Iterable[Table]) -> None:
        self.rows = [(row.text("mark"), row.text("source"), row.texts("of")) for row in rows]

    def mark(self, part: str) -> str:
        """[V], [M] or [I]. Raises LookupError for a part no line names."""
        return f"[{self._of(part)[0]}]"

    def source(self, part: str) -> str:
        """Where it was seen, or why it is read so."""
        return self._of(part)[1]

    def _of(self, part: str) -> tuple[str, str]:
        exact = [row for row in self.rows if part in row[2]]
        for mark, source, names in exact or self.rows:
            if exact or any(fnmatchcase(part, name) for name in names):
                return mark, source
        raise LookupError(f"nothing says how {part} is known")


def page() -> str:
    """The whole page, the newest form first."""
    return HEAD + "".join(_form(forms.load(version)) for version in reversed(forms.VERSIONS))


def _form(form: Form) -> str:
    data = datafiles.read(f"forms/{form.meta.id}.yaml")
    evidence = Evidence(data.tables("evidence"))
    meta = form.meta
    years = f"{meta.first_year}–{meta.last_year}" if meta.last_year else f"{meta.first_year} and later"
    due = f"departments {meta.deadlines['department']}, governments {meta.deadlines['government']} of the year after"
    lines = [
        f"\n## {meta.id}: {meta.title}\n",
        f"Reports on {years}. {meta.document} {evidence.mark('document')}; basis: {meta.basis}. "
        f"Due: {due} {evidence.mark('deadlines')}.\n",
        f"Not verified: {meta.not_verified}。\n",
        "| Section | Title | Must cover |\n|---|---|---|",
        *(_section(form, number, evidence) for number in range(len(form.sections))),
    ]
    for table in form.tables:
        lines += ["", *_table(form, table, evidence)]
    if form.checks:
        lines += ["", "| Check | Severity | What it says | How it is known |\n|---|---|---|---|"]
        lines += [_check(form, key, evidence) for key in form.checks]
    for item in data.tables("converts"):
        lines += ["", *_conversion(item, evidence)]
    return "\n".join(lines) + "\n"


def _section(form: Form, number: int, evidence: Evidence) -> str:
    section = form.sections[number]
    covers = (
        f"{'、'.join(section.must_cover)} {evidence.mark(f'cover.{section.id}')}"
        if section.must_cover
        else ""
    )
    return f"| {section.number} | {section.title} {evidence.mark(f'section.{section.id}')} | {covers} |"


def _table(form: Form, table: str, evidence: Evidence) -> Iterator[str]:
    """The rows of a table; their columns stand once above it where all rows have the same."""
    yield f"### {form.layout[table].name or table}\n"
    rows: dict[str, list[Cell]] = {}
    for cell in form.cells.values():
        if cell.table == table:
            rows.setdefault(cell.row, []).append(cell)
    columns = {row: _columns(cells) for row, cells in rows.items()}
    differ = len(set(columns.values())) > 1
    if not differ and (shared := next(iter(columns.values()))):
        yield f"Columns: {shared}.\n"
    yield f"| Cells | Label |{' Columns |' * differ} Unit | Filled from | Known |\n|---|---|{'---|' * differ}---|---|---|"
    for row, cells in rows.items():
        first = cells[0]
        label = f"{first.group}／{first.row_label}" if first.group else first.row_label
        named = f"`{table}.{row}" + (".*`" if first.column else "`")
        units = "、".join(dict.fromkeys(cell.unit for cell in cells))
        marks = " ".join(dict.fromkeys(evidence.mark(cell.id) for cell in cells))
        middle = f" {columns[row]} |" if differ else ""
        yield f"| {named} | {label} |{middle} {units} | {_filled(cells)} | {marks} |"


def _columns(cells: Iterable[Cell]) -> str:
    return "、".join(f"`{cell.column}` {cell.column_label}" for cell in cells if cell.column)


def _filled(cells: Iterable[Cell]) -> str:
    return ", ".join(dict.fromkeys("sum" if cell.computed else cell.query or "entered" for cell in cells))


def _check(form: Form, key: str, evidence: Evidence) -> str:
    check = form.checks[key]
    said = check.text if check.checkable else f"（{check.text}）"
    printed = "；格式上印有" if check.printed else ""
    return f"| {key} | {SEVERITIES[check.severity]} | {said} | {evidence.mark(key)} {evidence.source(key)}{printed} |"


def _conversion(item: Table, evidence: Evidence) -> Iterator[str]:
    """What the values of an earlier form mean in this one."""
    version = item.text("form")
    part = f"convert.{version}"
    yield f"### Values of {version} in this form {evidence.mark(part)}\n"
    yield f"{evidence.source(part)}。\n"
    yield "| From | To | |\n|---|---|---|"
    for row in item.tables("cells"):
        for same in row.texts("same"):
            yield f"| `{same}` | the same | |"
        if row.get("from"):
            each = row.get("for")
            words = ", ".join(each) if isinstance(each, list) else f"each of {each}" if each else ""
            only = f"only 0: {row.text('reason')}" if row.flag("zero") else ""
            only = "; ".join(filter(None, (f"{{}}: {words}" if words else "", only)))
            yield f"| {_ids(row.texts('from'), ' + ')} | {_ids(row.texts('to'), ', ')} | {only} |"
    for row in item.tables("none"):
        yield f"| {_ids(row.texts('cells'), ', ')} | none | {row.text('reason')} |"


def _ids(names: Iterable[str], joint: str) -> str:
    return joint.join(f"`{name}`" for name in names)


if __name__ == "__main__":
    if "--stdout" in sys.argv:
        sys.stdout.write(page())
    else:
        TARGET.write_text(page(), encoding="utf-8")
