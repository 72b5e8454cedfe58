"""What a template left in the text: placeholders, instructions to its user, no figure at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding, Sentence
from gongkai.audit.model import Span

EMPTY_FROM = 600
"""Characters from which a report without any figure is remarked on."""

_BLANKED = "[XＸ×]"
_PLACEHOLDER = re.compile(
    rf"(?:20{_BLANKED}{{2}}|(?<![A-Za-z0-9]){_BLANKED}{{2,6}})\s?(?:年度?|月|日|条|件|次|人次|篇|份|万元|项|期|[%％])(?![村镇乡区县市])"
    rf"|(?<![A-Za-z0-9]){_BLANKED}{{1,6}}(?:次|条|件)(?=[，,。、；])"
    rf"|(?<![A-Za-z0-9一-鿿]){_BLANKED}{{2,6}}(?:局|单位|部门|委员会|厅|镇|乡|街道)(?=[{'XＸ×'}]|认真|高度|积极|共|严格|政府信息|按照)"
    r"|_{3,20}\s?(?:条|件|次|人|篇|万元|年|月|日)"
)
_ANONYMISED = re.compile(r"申请人|申请公开|要求公开|某|原告|诉|投诉人|案号|号牌|工程|项目")
_INSTRUCTION = re.compile(
    r"(?:[一二三四五六小初]号)[^。；\n]{0,6}(?:仿宋|黑体|楷体|宋体|小标宋)"
    r"|(?:仿宋|黑体|楷体|小标宋)(?:_?GB2312|[^。；\n]{0,3}[一二三四五六小初]号)"
    r"|行(?:间)?距[^。；\n]{0,4}\d{1,2}\s?磅"
    r"|[（(【〔\[](?:此处|请)(?:填写|补充|插入|写明|列明|根据)[^）)】〕\]\n]{0,60}[）)】〕\]]"
    r"|[（(【〔\[](?:填写|单位名称|机关名称|填报单位名称)[）)】〕\]]"
    r"|[（(【〔\[][^）)】〕\]\n]{0,24}(?:不超过|控制在)\s?\d{2,5}\s?字(?:以内|左右)?[^）)】〕\]\n]{0,10}[）)】〕\]]"
)
_STYLE = re.compile(r"font|style|[{}<>]|mso|;\s*[a-z-]+:", re.IGNORECASE)
_FORMS = re.compile(r"验证码|关键词|邮箱|评论|留言|申请表|搜索")


def findings(case: Case) -> Iterator[CheckFinding]:
    """The first placeholder, the first instruction, and a text that says nothing in figures."""
    for check, find in (("residue.placeholder", _placeholder), ("residue.instruction", _instruction)):
        for sentence in case.sentences:
            match = find(sentence)
            if match:
                span = Span(sentence.start + match.start(), sentence.start + match.end())
                around = Span(max(sentence.start, span.start - 10), min(sentence.end, span.end + 10))
                yield catalogue.finding(check, phrases=[span], phrase=case.shown(around))
                break
    yield from _no_figure(case)


def _placeholder(sentence: Sentence) -> re.Match[str] | None:
    if not any(sign in sentence.text for sign in "XＸ×_") or _ANONYMISED.search(sentence.text):
        return None
    return _PLACEHOLDER.search(sentence.text)


def _instruction(sentence: Sentence) -> re.Match[str] | None:
    match = _INSTRUCTION.search(sentence.text)
    if match is None or _STYLE.search(sentence.text) or _FORMS.search(sentence.text):
        return None
    return match


def _no_figure(case: Case) -> Iterator[CheckFinding]:
    length = len("".join(case.prose.split()))
    report = case.report
    if length < EMPTY_FROM or report.tables.values or report.facts or report.unread or report.tables.unread:
        return
    if re.search(r"\d+\s?(?:条|件|次|人|篇|份|期|个)", case.prose):
        return
    yield catalogue.finding("residue.no_figure", length=length)
