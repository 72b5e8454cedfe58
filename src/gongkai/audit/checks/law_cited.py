"""The regulation and notices a report cites: wrong numbers, repealed texts, texts that were not yet there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding, Sentence
from gongkai.audit.model import Span

_DECREE = re.compile(
    r"政府信息公开条例》?[^。；;\n《》、和]{0,12}?国务院(?:令)?[^。；;\n《》、\d]{0,6}第\s*(\d{2,4})\s*号"
)
_BASIS = re.compile(r"根据|依据|按照|依照|遵照|贯彻|落实|要求")
_HISTORY = re.compile(r"修订|修改|原|废止|旧|替代|同时|颁布|以来|711|30号")
_OLD_NOTICE = re.compile(r"国办公开办函[〔\[（(]?2019[〕\]）)]?\s*60\s*号")
_NEW_NOTICE = re.compile(r"国办公开办函[〔\[（(]?2021[〕\]）)]?\s*30\s*号")


def findings(case: Case) -> Iterator[CheckFinding]:
    """At most one finding of each kind: a report that cites wrongly does so throughout."""
    seen: set[str] = set()
    for sentence in case.sentences:
        for found in _in_sentence(case, sentence):
            if found.id not in seen:
                seen.add(found.id)
                yield found


def _in_sentence(case: Case, sentence: Sentence) -> Iterator[CheckFinding]:
    year, text = case.report.year, sentence.text
    for match in _DECREE.finditer(text):
        number = match.group(1)
        if number not in {"492", "711"}:
            yield _said("law.decree_number", case, sentence, match)
        elif year and number == "492" and year >= 2020 and _is_basis(text):
            yield _said("law.repealed_decree", case, sentence, match)
        elif year and number == "711" and year <= 2017:
            yield _said("law.too_early", case, sentence, match)
    if not year:
        return
    old, new = _OLD_NOTICE.search(text), _NEW_NOTICE.search(text)
    if old and not new and year >= 2021 and _is_basis(text):
        yield _said("law.old_notice", case, sentence, old)
    if old and year <= 2018:
        yield _said("law.too_early", case, sentence, old)
    elif new and year <= 2019:
        yield _said("law.too_early", case, sentence, new)


def _is_basis(sentence: str) -> bool:
    """Whether the sentence cites the text as what it acts by, and not as what once was."""
    return bool(_BASIS.search(sentence)) and not _HISTORY.search(sentence)


def _said(check: str, case: Case, sentence: Sentence, match: re.Match[str]) -> CheckFinding:
    span = Span(sentence.start + match.start(), sentence.start + match.end())
    return catalogue.finding(check, phrases=[span], phrase=case.shown(span))
