"""The checks of a form over a set of values: its formulas, then what every form has (numbers, sums of units, quotes, blanks).

R10 (each request counted once, in the year of its final handling) cannot be seen in values; the report that is computed from
records keeps it by construction. Blank counts as 0; a blank total is computed, never accused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from gongkai.law.forms import formulas
from gongkai.law.forms.converting import convert, convertible
from gongkai.law.forms.model import Finding, Form, Number, Values
from gongkai.law.forms.values import complete, known, plain, read_values

_DIGITS = r"(\d{1,3}(?:[,，]\d{3})+|\d+)"


def check(
    form: Form,
    values: Mapping[str, object],
    previous: Mapping[str, object] | None = None,
    *,
    parts: Sequence[Mapping[str, object]] | None = None,
    texts: Mapping[str, str] | None = None,
    may_make_rules: bool | None = None,
    previous_form: int | str = "",
    blank_unknown: bool = False,
) -> list[Finding]:
    """What is wrong with the values, rule by rule.

    `previous`: last year's values of the same agency, of the form `previous_form` when that is another one: they are converted
    first, and what has no equivalent is compared with nothing; `parts`: the values of every
    unit of an aggregated report; `texts`: the text sections by id; `may_make_rules`: whether the agency may make rules (规章,
    立法法: ministries, provinces, cities with districts), None when not known, which accuses nobody; `blank_unknown`: for values read
    from somebody else's report, a blank is no 0: only what no later number could refute is found. Raises LawInputError for
    unknown cells and for what is no number.
    """
    given = read_values(form, values)
    full = complete(form, given)
    before, converted = _before(form, previous, previous_form)
    findings = formulas.check(
        form, given, full, before, may_make_rules, blank_unknown=blank_unknown, converted=converted
    )
    findings += _numbers(form, given)
    if parts is not None:
        units = [read_values(form, part, f"parts[{n}]") for n, part in enumerate(parts)]
        findings += _aggregated(form, full, units)
    sure = known(form, given) if blank_unknown else frozenset(form.cells)
    findings += _quoted(form, full, sure, texts or {})
    if not blank_unknown:
        findings += _blanks(form, given)
    return findings


def _before(
    form: Form, previous: Mapping[str, object] | None, version: int | str
) -> tuple[dict[str, Number | None] | None, bool]:
    """Last year's values in this form, and whether they were converted; None when they cannot be compared at all."""
    if previous is None or str(version) in {"", form.meta.id}:
        return None if previous is None else read_values(form, previous, "previous"), False
    if not convertible(version, form.meta.id):
        return None, True
    return convert(previous, version, form.meta.id).values, True


def _rules(form: Form, kind: str) -> Iterator[tuple[str, str]]:
    """The id and severity of the form's checks of a kind."""
    return ((check.id, check.severity) for check in form.checks.values() if check.kind == kind)


def _said(form: Form, kind: str, cells: Iterable[str], text: str) -> Iterator[Finding]:
    named = tuple(cells)
    return (Finding(rule, severity, named, text) for rule, severity in _rules(form, kind))


def _numbers(form: Form, given: Values) -> list[Finding]:
    """Nothing negative but a change, nothing fractional but money."""
    findings: list[Finding] = []
    for key, value in given.items():
        if value is None:
            continue
        cell = form.cells[key]
        if value < 0 and not cell.signed:
            findings += _said(form, "numbers", (key,), f"{cell.label}填写{plain(value)}，不得为负数")
        if not isinstance(value, int) and not cell.decimal:
            findings += _said(form, "numbers", (key,), f"{cell.label}填写{plain(value)}，应为整数")
    return findings


def _aggregated(
    form: Form, full: Mapping[str, Number], parts: list[dict[str, Number | None]]
) -> list[Finding]:
    """Every cell of an aggregated report is the sum of its units'."""
    findings: list[Finding] = []
    units = [complete(form, part) for part in parts]
    for key, cell in form.cells.items():
        expected = sum(unit[key] for unit in units)
        if full[key] != expected:
            text = f"{cell.label}填写{plain(full[key])}，各单位之和为{plain(expected)}"
            findings += _said(form, "aggregated", (key,), text)
    return findings


def _quoted(
    form: Form, full: Mapping[str, Number], sure: Collection[str], texts: Mapping[str, str]
) -> list[Finding]:
    """A number quoted in a text section against the table."""
    findings: list[Finding] = []
    for section, text in texts.items():
        for quote in form.quotes:
            if any(cell not in sure for cell in quote.cells):
                continue
            expected = sum(full[cell] for cell in quote.cells)
            for match in re.finditer(quote.pattern.replace("N", _DIGITS), text):
                number = next(group for group in match.groups() if group is not None)
                if int(re.sub(r"[,，]", "", number)) != expected:
                    said = f"第{section}部分写“{match.group()}”，表格为{plain(expected)}"
                    findings += _said(form, "quoted", quote.cells, said)
    return findings


def _blanks(form: Form, given: Values) -> list[Finding]:
    """One finding for all the blanks; blank totals are computed and not counted."""
    blank = [key for key, cell in form.cells.items() if not cell.computed and given.get(key) is None]
    if not blank:
        return []
    text = f"有{len(blank)}个单元格空白，按零计算；没有数据的应填写0"
    return list(_said(form, "blanks", blank, text))
