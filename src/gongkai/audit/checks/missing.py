"""What a report must have and has not: tables, sections, the statement on fees; and words that are no part of any report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding
from gongkai.audit.model import Span
from gongkai.law import forms

SHORT = 400
"""Characters below which a text is rather a part of a report, or a notice of one."""

_FEES = re.compile(r"收费|处理费|费用|收取|免费|减免|检索费|复制费")
_SUBJECTS = (
    ("主动公开政府信息", re.compile("主动公开|公开信息|公开政府信息|信息公开")),
    ("依申请公开", re.compile("申请")),
    ("行政复议、行政诉讼", re.compile("复议|诉讼|申诉")),
    ("存在的问题及改进情况", re.compile("问题|不足|改进|困难|薄弱|差距|下一步|打算")),
)


def findings(case: Case) -> Iterator[CheckFinding]:
    """Nothing is missed in a report of which something could not be read."""
    yield from _hijacked(case)
    if case.report.year is None:
        return
    tables = [
        item for item in (*case.report.tables.unread, *case.report.unread) if item.code == "table_missing"
    ]
    for item in tables[:1]:
        yield catalogue.finding(
            "missing.table",
            phrases=[Span(item.start, item.end)],
            year=case.report.year,
            part=case.shown(Span(item.start, item.end), 30) or "表格部分",
        )
    if len("".join(case.prose.split())) < SHORT:
        return
    yield from _sections(case, case.report.year)
    yield from _subjects(case, case.report.year)


def _subjects(case: Case, year: int) -> Iterator[CheckFinding]:
    whole = case.text[case.report.start : case.report.end or len(case.text)]
    for name, words in _SUBJECTS:
        if not words.search(whole):
            yield catalogue.finding("missing.subject", year=year, part=name)
    asked = year >= 2021 or year <= 2018
    if asked and not _FEES.search(whole):
        yield catalogue.finding("missing.fees", year=year)


def _sections(case: Case, year: int) -> Iterator[CheckFinding]:
    """One section of the form's is missing while all the others are there, and its title is nowhere in the text."""
    if case.report.form not in {"2021", "2019"} or year < 2019:
        return
    whole = re.sub(r"\s", "", case.text[case.report.start : case.report.end or len(case.text)])
    titles = [(section.title, *section.variants) for section in forms.load(case.report.form).sections]
    absent = [names for names in titles if not any(_key(name) in whole for name in names)]
    if len(absent) == 1 and len(titles) > 3:
        yield catalogue.finding("missing.section", year=year, part=absent[0][0])


def _key(title: str) -> str:
    """The part of a title that is never written another way."""
    return re.sub(r"\s|情况$|的$", "", title)[-6:]


@cache
def _promotion() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = catalogue.table("words.yaml").table("hijacked")
    strong, weak, against = (
        re.compile("|".join(map(re.escape, words.texts(name)))) for name in ("strong", "weak", "against")
    )
    return strong, weak, against


def _hijacked(case: Case) -> Iterator[CheckFinding]:
    """Promotion of gambling or pornography anywhere on the page; what an office says against it is none."""
    strong, weak, against = _promotion()
    found = [
        match
        for match in strong.finditer(case.text)
        if not against.search(case.text[max(0, match.start() - 30) : match.end() + 30])
    ]
    if not found:
        return
    words = dict.fromkeys(match.group() for match in found)
    around = case.text[max(0, found[0].start() - 60) : found[0].end() + 60]
    sure = len(words) > 1 or len(set(weak.findall(around)) - set(words)) > 1 or len(found) > 2
    yield catalogue.finding(
        "page.hijacked",
        severity="" if sure else "likely",
        phrases=[Span(match.start(), match.end()) for match in found[:20]],
        phrase="、".join(list(words)[:3]),
    )
