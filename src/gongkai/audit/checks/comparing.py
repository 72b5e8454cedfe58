"""Figures in words against the tables, and against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import SURE, Case, CheckFinding
from gongkai.audit.facts import called
from gongkai.audit.model import Fact, Number, Span
from gongkai.law import forms
from gongkai.law.datafiles import Table
from gongkai.law.forms.values import plain

FARTHEST = 3
"""Two totals further apart than this factor are of two scopes rather than a contradiction."""

_LEAD = 40
_ENDS = re.compile(r"[。；;！!？?\n]")
_WHOLE = re.compile(r"共|总|合计|全年|年度|\d年|收到|受理|未|没有|无|发生")
_PART = re.compile(
    r"其中|通过|利用|网站|微信|微博|公众号|平台|专栏|栏目|上年|去年|往年|同期|同比|季度|上半年|下半年|累计|"
    r"下属|所属|乡镇|各[镇乡局]|全系统|系统|网上|网络|当面|信函|电子邮件|转办|结转|新增|按[^，]{1,6}分|类|\d月份?"
)


def findings(case: Case) -> Iterator[CheckFinding]:
    """Text against table first, then text against itself."""
    data = catalogue.table("comparisons.yaml")
    for row in data.tables("text_table"):
        if case.report.tables.form in row.texts("forms"):
            yield from _against_table(case, row)
    for kind in data.texts("once"):
        yield from _against_itself(case, kind)


def _sum(case: Case, cells: tuple[str, ...]) -> Number | None:
    """The sum of cells that were all surely read, else None."""
    tables = case.report.tables
    values = [tables.values.get(cell) for cell in cells]
    if any(tables.confidence.get(cell, 0) < SURE for cell in cells):
        return None
    return sum(value for value in values if value is not None) if None not in values else None


def _unread(case: Case, cells: tuple[str, ...]) -> bool:
    """Whether one of these was not surely read; what is printed blank was."""
    return any(case.report.tables.confidence.get(cell, 0) < SURE for cell in cells)


def _against_table(case: Case, row: Table) -> Iterator[CheckFinding]:
    shown = row.text("show")
    printed = _sum(case, (shown,))
    stated = [fact for fact in case.of_kind(row.text("kind")) if not fact.label and _is_whole(case, fact)]
    if printed is None or not stated or case.report.tables.form != case.report.form:
        return
    choices = [tuple(str(cell) for cell in group) for group in _groups(row)]
    if any(_unread(case, cells) for cells in choices):
        return
    sums = [_sum(case, cells) for cells in choices]
    if any(fact.value in sums for fact in stated):
        return
    fact = stated[0]
    cell = forms.load(case.report.tables.form).cells[shown]
    places = [case.report.tables.where[shown]] if shown in case.report.tables.where else []
    yield catalogue.finding(
        "text_table.differs",
        cells=[shown],
        phrases=[Span(fact.start, fact.end), *places],
        phrase=" ".join(fact.phrase.split()),
        value=plain(fact.value),
        cell=f"“{cell.label}”",
        table=plain(printed),
    )


def _groups(row: Table) -> list[list[object]]:
    found = row.get("cells")
    return [group for group in found if isinstance(group, list)] if isinstance(found, list) else []


def _is_whole(case: Case, fact: Fact) -> bool:
    """Whether the words up to the figure speak of the whole of the year and not of a part, a way or another year."""
    before = case.text[max(case.report.start, fact.start - _LEAD) : fact.start]
    said = _ENDS.split(before)[-1] + fact.phrase
    return bool(_WHOLE.search(said)) and not _PART.search(said)


def _against_itself(case: Case, kind: str) -> Iterator[CheckFinding]:
    whole = [fact for fact in case.of_kind(kind) if _is_whole(case, fact) and fact.value > 0]
    for _, group in groupby(sorted(whole, key=lambda fact: fact.label), key=lambda fact: fact.label):
        same = sorted(group, key=lambda fact: fact.start)
        values = [fact.value for fact in same]
        if len(set(values)) != 2 or max(values) > FARTHEST * min(values):
            continue
        first = same[0]
        other = next(fact for fact in same if fact.value != first.value)
        if not re.search(r"[。；;！\n]", case.text[first.end : other.start]):
            continue
        yield catalogue.finding(
            "text_text.differs",
            phrases=[Span(first.start, first.end), Span(other.start, other.end)],
            kind=called(kind),
            first_phrase=" ".join(first.phrase.split()),
            first=plain(first.value),
            phrase=" ".join(other.phrase.split()),
            value=plain(other.value),
        )
