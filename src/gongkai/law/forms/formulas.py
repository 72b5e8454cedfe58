"""What each kind of formula looks for, and the sentence it has for the agency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from gongkai.law.forms.model import Finding, Form, Formula, Number, Values
from gongkai.law.forms.values import complete, known, plain


@dataclass(frozen=True, slots=True)
class _Case:
    """One formula over the values: `given` as filled in, `full` with blanks as 0; last year's likewise when there is one.

    `known`, `known_before`: the cells that may be relied on; None where every blank is a 0.
    """

    form: Form
    formula: Formula
    given: Values
    full: Mapping[str, Number]
    before: Values | None
    last: Mapping[str, Number]
    may_make_rules: bool | None
    known: frozenset[str] | None
    known_before: frozenset[str] | None

    def sum(self, cells: Iterable[str]) -> Number:
        return sum(self.full[cell] for cell in cells)

    def sure(self, *cells: str) -> bool:
        """Whether none of these is a blank that may hide a number."""
        return self.known is None or self.known.issuperset(cells)

    def unsaid(self, cells: Iterable[str]) -> bool:
        return all(self.given.get(cell) is None for cell in cells)

    def label(self, cell: str) -> str:
        """Where a total stands: its table, row and column."""
        found = self.form.cells[cell]
        table = self.form.layout[found.table].name
        column = f"之“{found.column_label}”" if found.column_label else ""
        return f"{table}“{found.row_label}”{column}"

    def word(self, number: int, cell: str) -> str:
        words = self.formula.words
        return words[number] if number < len(words) else f"“{self.form.cells[cell].row_label}”"


def check(
    form: Form,
    given: Values,
    full: Mapping[str, Number],
    before: Values | None,
    may_make_rules: bool | None,
    *,
    blank_unknown: bool = False,
    converted: bool = False,
) -> list[Finding]:
    """The findings of every formula of the form, in its order. `before`: last year's values, None when not known.

    `blank_unknown`: a blank is not taken for 0, so that nothing is said that a number read later would refute; `converted`: last
    year's values come from another form, where a cell that is absent is unknown too.
    """
    last = {} if before is None else complete(form, before)
    sure = known(form, given) if blank_unknown else None
    sure_before = known(form, before or {}) if blank_unknown or converted else None
    findings = []
    for formula in form.formulas:
        case = _Case(form, formula, given, full, before, last, may_make_rules, sure, sure_before)
        found = _KINDS[formula.kind](case)
        if found:
            text, severity = found
            cells = (*formula.left, *formula.right, *formula.plus, *formula.minus)
            named = tuple(dict.fromkeys(cells))
            findings.append(
                Finding(formula.rule, severity or form.checks[formula.rule].severity, named, text)
            )
    return findings


_Found = tuple[str, str] | None


def _total(case: _Case) -> _Found:
    """A printed total against the sum of its parts (R2, R3, R4; A4–A10)."""
    cell = case.formula.left[0]
    printed, computed = case.given.get(cell), case.sum(case.formula.right)
    if printed is None or printed == computed:
        return None
    if not case.sure(*case.formula.right) and computed < printed:
        return None
    severity = case.formula.severity_short if computed < printed else ""
    return f"{case.label(cell)}：填写{plain(printed)}，各项之和为{plain(computed)}", severity


def _balance(case: _Case) -> _Found:
    """Two sums that must be equal (R1). Computed totals speak only for themselves: when none is given, their parts do."""
    formula = case.formula
    every = (*formula.left, *formula.right)
    if all(case.form.cells[cell].computed for cell in every) and case.unsaid(every):
        return None
    if not case.sure(*every):
        return None
    left, right = case.sum(formula.left), case.sum(formula.right)
    if left == right:
        return None
    head = f"“{formula.name}”列：" if formula.name else ""
    return (
        f"{head}{_side(case, formula.left, 0)}，{_side(case, formula.right, len(formula.left))}，两者不等",
        "",
    )


def _side(case: _Case, cells: tuple[str, ...], first: int) -> str:
    terms = [f"{case.word(first + n, cell)}{plain(case.full[cell])}" for n, cell in enumerate(cells)]
    return terms[0] if len(terms) == 1 else f"{'＋'.join(terms)}＝{plain(case.sum(cells))}"


def _equal(case: _Case) -> _Found:
    """Two numbers that are one thing seen twice (A6). Silent unless both are given."""
    one, other = case.formula.left[0], case.formula.right[0]
    if case.given.get(one) is None or case.given.get(other) is None or case.full[one] == case.full[other]:
        return None
    return (
        f"{case.label(one)}{plain(case.full[one])}，{case.label(other)}{plain(case.full[other])}，通常应当一致",
        "",
    )


def _at_most(case: _Case) -> _Found:
    """A part or a subset above its whole (A1, A3, A11). Silent unless both are given."""
    small, large = case.formula.left[0], case.formula.right[0]
    if case.given.get(small) is None or case.given.get(large) is None or case.full[small] <= case.full[large]:
        return None
    return (
        f"{case.label(small)}{plain(case.full[small])}，大于{case.label(large)}{plain(case.full[large])}",
        "",
    )


def _between(case: _Case) -> _Found:
    """A number of things counted once, against the ways each was counted in (A2)."""
    cell, ways = case.formula.left[0], case.formula.right
    value, most = case.full[cell], max(case.full[way] for way in ways)
    if case.given.get(cell) is None or case.unsaid(ways):
        return None
    if value < most:
        return f"{case.label(cell)}{plain(value)}，少于其中一个渠道的{plain(most)}", ""
    if value > case.sum(ways) and case.sure(*ways):
        return f"{case.label(cell)}{plain(value)}，多于各渠道之和{plain(case.sum(ways))}", ""
    return None


def _same(case: _Case) -> _Found:
    """One number in every channel, from `least` on: copied rather than counted (A12)."""
    values = [case.given.get(cell) for cell in case.formula.right]
    said = {value for value in values if value is not None}
    if None in values or len(said) != 1 or max(said) < case.formula.least:
        return None
    return f"各渠道的公开数都是{plain(said.pop())}，请核对是否分渠道统计", ""


def _flow(case: _Case) -> _Found:
    """What last year's report hands on, with this year's changes, against what this year's states (R5, R6)."""
    formula = case.formula
    now = formula.left[0]
    if case.before is None:
        return None
    if not case.sure(now, *formula.plus, *formula.minus):
        return None
    if case.known_before is not None and not case.known_before.issuperset(formula.right):
        return None
    if case.given.get(now) is None and all(case.before.get(cell) is None for cell in formula.right):
        return None
    then = sum(case.last[cell] for cell in formula.right)
    expected = then + case.sum(formula.plus) - case.sum(formula.minus)
    if case.full[now] == expected:
        return None
    own, old, unless = formula.words[:3]
    place = f"“{formula.name}”列：" if formula.name else f"“{case.form.cells[now].row_label}”"
    changes = "".join(
        f"{sign}{word}{plain(case.full[cell])}"
        for sign, word, cell in zip("加减", formula.words[3:], (*formula.plus, *formula.minus), strict=False)
    )
    result = f"，{changes}应为{plain(expected)}" if changes else ""
    text = f"{place}{own}填写{plain(case.full[now])}，上一年度报告{old}为{plain(then)}{result}（{unless}）"
    return text, ""


def _zero(case: _Case) -> _Found:
    """Rules (规章) in the report of an agency that may not make any (R12, 立法法). Unknown power accuses nobody."""
    wrong = [cell for cell in case.formula.right if case.full[cell] > 0]
    if case.may_make_rules is not False or not wrong:
        return None
    stated = "、".join(f"{case.form.cells[cell].column_label}{plain(case.full[cell])}" for cell in wrong)
    return f"规章{stated}：本机关没有规章制定权，应为0（是否误填了规范性文件）", ""


_KINDS: dict[str, Callable[[_Case], _Found]] = {
    "total": _total,
    "balance": _balance,
    "equal": _equal,
    "at_most": _at_most,
    "between": _between,
    "same": _same,
    "flow": _flow,
    "zero": _zero,
}
