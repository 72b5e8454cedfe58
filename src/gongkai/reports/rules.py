"""Pure decisions about a report: its limit, what may be typed into a cell, what its text must cover."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.law import forms
from gongkai.reports import cells
from gongkai.reports.errors import Problem

LARGEST = 99_999_999
NOTE_LIMIT = 300
_WHOLE = re.compile(r"\d{1,8}")
_DECIMAL = re.compile(r"\d{1,8}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A number somebody wants to enter; `value` None withdraws what stands there."""

    cell: str
    value: Decimal | None
    note: str
    overrides: bool


def first_year() -> int:
    """The first year reported on: 2008, when the Regulation came into force."""
    return min(forms.load(version).meta.first_year for version in forms.VERSIONS)


def form_of(year: int) -> str:
    """The version of the form in which a year is reported. Raises LawInputError before the first."""
    return forms.form_for(year).meta.id


def due_on(year: int, *, is_government: bool) -> date:
    """The last day of publication: 31 January for departments, 31 March for governments, of the year after (Art 49).

    Until the reports on 2018 all were due on 31 March (2008 Regulation, Art 31). Towns and authorised organisations follow the date of departments: their lead department normally sets it so.
    """
    month, day = (
        forms.form_for(year).meta.deadlines["government" if is_government else "department"].split("-")
    )
    return date(year + 1, int(month), int(day))


def text_sections(version: str = cells.FORM) -> dict[str, tuple[str, ...]]:
    """The text sections of the form and the matters each must cover."""
    return {
        section.id: section.must_cover for section in cells.form(version).sections if section.kind == "text"
    }


def read_entry(
    cell: str, text: str, note: str, enterable: Collection[str], *, override: bool, version: str = cells.FORM
) -> Entry | Problem:
    """What was typed into a cell of a form, or why it cannot stand."""
    if cell not in cells.all_cells(version):
        return Problem("CELL-UNKNOWN", "error", _("报告格式中没有“%(cell)s”这一格。") % {"cell": cell[:60]})
    note = " ".join(note.split())
    overrides = cell not in enterable
    refused = _not_enterable(cell, version, note, overrides=overrides, override=override)
    if refused:
        return Problem("CELL-COMPUTED", "error", refused, (cell,))
    if len(note) > NOTE_LIMIT:
        return Problem(
            "NOTE-LENGTH", "error", _("数据来源不得超过%(limit)s字。") % {"limit": NOTE_LIMIT}, (cell,)
        )
    typed = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not typed:
        return Entry(cell, None, note, overrides)
    refused = _no_number(cell, version, typed)
    if refused:
        return Problem("CELL-NUMBER", "error", refused, (cell,))
    return Entry(cell, Decimal(typed), note, overrides)


def _no_number(cell: str, version: str, typed: str) -> str:
    """Why a typed text is no number of the cell; a change (本年增/减) may be negative."""
    declared = cells.form(version).cells[cell]
    digits = typed.removeprefix("-") if declared.signed else typed
    if (_DECIMAL if declared.decimal else _WHOLE).fullmatch(digits):
        return ""
    wanted = _("至多六位小数的数") if declared.decimal else _("整数")
    if declared.signed:
        return _("“%(label)s”应填整数，减少的填负数，没有的填0。") % {"label": declared.label}
    return _("“%(label)s”应填不小于零的%(wanted)s，没有的填0。") % {"label": declared.label, "wanted": wanted}


def _not_enterable(cell: str, version: str, note: str, *, overrides: bool, override: bool) -> str:
    label = cells.label(cell, version)
    if cells.is_sum(cell, version):
        return _("“%(label)s”由表内各项相加得出，不能填写。") % {"label": label}
    if overrides and not override:
        return _("“%(label)s”由系统记录算出，不能直接填写；确需改写的，请用“改写”并说明理由。") % {
            "label": label
        }
    if overrides and not note:
        return _("改写“%(label)s”须说明理由。") % {"label": label}
    return ""


def clean_text(text: str) -> str:
    """Plain paragraphs: one line each, no blank lines, no control characters, no trailing blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = (
        "".join(c for c in line if c == "\t" or unicodedata.category(c) != "Cc").strip() for line in lines
    )
    return "\n".join(line for line in kept if line)


def counted_twice(records: Mapping[str, Iterable[int]]) -> list[Problem]:
    """R10: each request is counted exactly once among the results, those carried out included."""
    seen: dict[int, str] = {}
    problems = []
    for cell, ids in records.items():
        if not cell.startswith("t3.") or cells.is_sum(cell) or cell.startswith(("t3.new.", cells.CARRIED_IN)):
            continue
        for case in ids:
            if case in seen:
                message = _("同一件申请既计入“%(one)s”又计入“%(other)s”。") % {
                    "one": cells.label(seen[case]),
                    "other": cells.label(cell),
                }
                problems.append(Problem("R10", "error", message, (seen[case], cell)))
            seen[case] = cell
    return problems
