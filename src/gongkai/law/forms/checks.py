"""The balance checks R1–R11 of a form over a set of values.

R10 (each request counted once, in the year of its final handling) cannot be seen in values; the report that is computed from
records keeps it by construction. Blank counts as 0; a blank total is computed, never accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from gongkai.law.forms.model import Finding, Form, Number, Values
from gongkai.law.forms.values import complete, plain, read_values

_DIGITS = r"(\d{1,3}(?:[,，]\d{3})+|\d+)"


def check(
    form: Form,
    values: Mapping[str, object],
    previous: Mapping[str, object] | None = None,
    *,
    parts: Sequence[Mapping[str, object]] | None = None,
    texts: Mapping[str, str] | None = None,
) -> list[Finding]:
    """What is wrong with the values, rule by rule.

    `previous`: last year's values of the same agency (R5, R6); `parts`: the values of every unit of an aggregated report (R8);
    `texts`: the text sections by id (R9). Raises LawInputError for unknown cells and for what is no number.
    """
    given = read_values(form, values)
    full = complete(form, given)
    findings = [*_balance(form, given, full), *_sums(form, given, full)]
    if previous is not None:
        before = read_values(form, previous, "previous")
        findings += _carried(form, given, full, before)
        findings += _valid(form, given, full, before)
    findings += _numbers(form, given)
    if parts is not None:
        findings += _aggregated(
            form, full, [read_values(form, part, f"parts[{n}]") for n, part in enumerate(parts)]
        )
    findings += _quoted(form, full, texts or {})
    findings += _blanks(form, given)
    return findings


def _finding(form: Form, rule: str, cells: Iterable[str], text: str) -> Finding:
    return Finding(rule, form.checks[rule].severity, tuple(cells), text)


def _column(form: Form, column: str) -> str:
    return form.cells[f"t3.new.{column}"].column_label


def _balance(form: Form, given: Values, full: Mapping[str, Number]) -> list[Finding]:
    """R1 for each column. The total column speaks only for itself: when none of its cells is given, the others do."""
    findings = []
    for column in form.columns:
        cells = [f"t3.{row}.{column}" for row in ("new", "carried_in", "results_total", "carried_out")]
        if column == form.columns[-1] and all(given.get(cell) is None for cell in cells):
            continue
        new, carried_in, results, carried_out = (full[cell] for cell in cells)
        if new + carried_in != results + carried_out:
            text = (
                f"“{_column(form, column)}”列：新收{plain(new)}＋上年结转{plain(carried_in)}＝{plain(new + carried_in)}，"
                f"办理结果总计{plain(results)}＋结转下年{plain(carried_out)}＝{plain(results + carried_out)}，两者不等"
            )
            findings.append(_finding(form, "R1", cells, text))
    return findings


def _sums(form: Form, given: Values, full: Mapping[str, Number]) -> list[Finding]:
    """R2, R3, R4: a printed total against the sum of its parts."""
    findings = []
    for total in form.sums:
        printed = given.get(total.total)
        computed = sum(full[part] for part in total.parts)
        if printed is not None and printed != computed:
            cell = form.cells[total.total]
            text = f"{_where(cell.table, cell.row_label, cell.column_label)}：填写{plain(printed)}，各项之和为{plain(computed)}"
            findings.append(_finding(form, total.rule, (total.total, *total.parts), text))
    return findings


def _where(table: str, row: str, column: str) -> str:
    return f"{'表三' if table == 't3' else '表四'}“{row}”之“{column}”"


def _carried(form: Form, given: Values, full: Mapping[str, Number], before: Values) -> list[Finding]:
    """R5: what came over from last year is what last year handed on."""
    findings = []
    last = complete(form, before)
    for column in form.columns:
        now, then = f"t3.carried_in.{column}", f"t3.carried_out.{column}"
        unsaid = given.get(now) is None and before.get(then) is None
        if not (column == form.columns[-1] and unsaid) and full[now] != last[then]:
            text = (
                f"“{_column(form, column)}”列：上年结转填写{plain(full[now])}，"
                f"上一年度报告结转下年度为{plain(last[then])}（机构合并、划转的除外）"
            )
            findings.append(_finding(form, "R5", (now, then), text))
    return findings


def _valid(form: Form, given: Values, full: Mapping[str, Number], before: Values) -> list[Finding]:
    """R6: rules and normative documents in force follow from last year's, unless amended or taken over."""
    findings = []
    last = complete(form, before)
    for row in ("rules", "normdocs"):
        made, repealed, valid = (f"t2.{row}.{column}" for column in ("made", "repealed", "valid"))
        if given.get(valid) is None and before.get(valid) is None:
            continue
        expected = last[valid] + full[made] - full[repealed]
        if full[valid] != expected:
            text = (
                f"{form.cells[valid].row_label}现行有效{plain(full[valid])}件，按上年{plain(last[valid])}件"
                f"加本年制发{plain(full[made])}件减废止{plain(full[repealed])}件应为{plain(expected)}件（修改、划转的除外）"
            )
            findings.append(_finding(form, "R6", (valid, made, repealed), text))
    return findings


def _numbers(form: Form, given: Values) -> list[Finding]:
    """R7: nothing negative, nothing fractional but money."""
    findings = []
    for key, value in given.items():
        if value is None:
            continue
        cell = form.cells[key]
        if value < 0:
            findings.append(_finding(form, "R7", (key,), f"{cell.label}填写{plain(value)}，不得为负数"))
        if not isinstance(value, int) and not cell.decimal:
            findings.append(_finding(form, "R7", (key,), f"{cell.label}填写{plain(value)}，应为整数"))
    return findings


def _aggregated(
    form: Form, full: Mapping[str, Number], parts: list[dict[str, Number | None]]
) -> list[Finding]:
    """R8: every cell of an aggregated report is the sum of its units'."""
    findings = []
    units = [complete(form, part) for part in parts]
    for key, cell in form.cells.items():
        expected = sum(unit[key] for unit in units)
        if full[key] != expected:
            text = f"{cell.label}填写{plain(full[key])}，各单位之和为{plain(expected)}"
            findings.append(_finding(form, "R8", (key,), text))
    return findings


def _quoted(form: Form, full: Mapping[str, Number], texts: Mapping[str, str]) -> list[Finding]:
    """R9: a number quoted in a text section against the table."""
    findings = []
    for section, text in texts.items():
        for quote in form.quotes:
            expected = sum(full[cell] for cell in quote.cells)
            for match in re.finditer(quote.pattern.replace("N", _DIGITS), text):
                number = next(group for group in match.groups() if group is not None)
                if int(re.sub(r"[,，]", "", number)) != expected:
                    said = f"第{section}部分写“{match.group()}”，表格为{plain(expected)}"
                    findings.append(_finding(form, "R9", quote.cells, said))
    return findings


def _blanks(form: Form, given: Values) -> list[Finding]:
    """R11: one finding for all the blanks; blank totals are computed and not counted."""
    blank = [key for key, cell in form.cells.items() if not cell.computed and given.get(key) is None]
    if not blank:
        return []
    return [_finding(form, "R11", blank, f"有{len(blank)}个单元格空白，按零计算；没有数据的应填写0")]
