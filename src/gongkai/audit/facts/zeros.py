"""Nothing, said in words: 未收到, 没有发生, 均为零, （无）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.audit.facts import clauses
from gongkai.audit.facts.clauses import Sentence
from gongkai.audit.facts.kinds import KINDS
from gongkai.audit.model import Fact

NONE = re.compile(
    r"(?:暂|尚|均|也|还|都)*(?:未|没有?|无)(?:有)?(?:收到|接到|接收|受理|发生|出现|产生|收取|进行|涉及|因|被|关于|公民|群众|任何|对|就|向)"
    r"|未(?:有|予|曾|出现|收)|没有|不存在|不收取|不收费|免费(?!用)|(?:均|都)?为(?:零|0|０)(?!\d)|(?:为|：|:)?零(?:件|次|元|起|份|宗)?(?:$|[，。；、）)])|[:：（(]\s*无\s*[）)。]?|^\s*无[。]?\s*$"
    r"|(?:情况|诉讼|复议|申请|投诉|费用|申诉)\s*[:：]?\s*(?:无|没有)\s*[。）)]?\s*$|无[^，。；]{0,14}(?:情况|案件|申请|收费|诉讼|复议|投诉|发生)|(?:无|未配备|未设)专职"
)
_ASKED_REVIEW = re.compile(
    r"申请(?:的)?(?:政府信息公开)?(?:行政)?复议|复议(?:的)?申请|申请(?:而|所)?(?:引发|引起|提起|导致)[^，。；]{0,16}(?:复议|诉讼)|因[^，。；]{0,20}申请(?=[^，。；]{0,12}(?:复议|诉讼))"
)
_WORDS = {
    "reconsiderations": re.compile(r"复议"),
    "suits": re.compile(r"诉讼|被?起诉"),
    "complaints": re.compile(r"举报|投诉|申诉"),
    "requests_not_accepted": re.compile(r"不予受理(?:的)?(?:政府信息公开)?(?:申请)?"),
    "requests_received": re.compile(r"申请(?!表|书|流程|方式|渠道|受理机制|办法|制度|指南|程序)|依申请公开"),
    "fees": re.compile(r"收费|费用|收取[^，。；]{0,14}费|(?:检索|复制|邮寄|处理)费"),
    "fees_waived": re.compile(r"减免"),
    "enquiries": re.compile(r"咨询"),
    "responses": re.compile(r"舆情|(?:回应|关切)"),
    "suggestions": re.compile(r"建议(?!提案)"),
    "proposals": re.compile(r"建议提案|提案"),
    "staff_full_time": re.compile(r"专职(?:工作)?人员"),
    "clarifications": re.compile(r"虚假[^，。；]{0,6}不(?:完整|实)"),
    "withheld_items": re.compile(r"不予公开(?:的)?(?:政府)?信息(?:目录|备案|事项)"),
}
_OWN_CLAUSE = frozenset(("fees_waived", "proposals", "staff_full_time", "clarifications", "withheld_items"))
"""Kinds whose negation must stand in the very clause that names them."""

_NOT_A_ZERO = re.compile(
    r"没有(?:明确|规定|依据|收费(?:依据|标准)|法律|及时|充分|形成|完全|直接|得到|做到|按|按照|建立|专门|现成|条件|固定|真正|落实)"
    r"|未(?:能|及时|按|经|公开|建立|明确|完全|予公开|设置|落实|主动|进行公开|形成|更新|达到)|免费(?:提供|发放|查阅|向|为|开放)"
)
_CLAUSE_ON_REVIEW = re.compile(r"[^，,；;。]*(?:复议|诉讼)[^，,；;。]*")
_REQUEST = re.compile(r"(?:政府)?信息公开(?:工作)?申请")
_UNTIL = re.compile(r"截[至止]")
_PLAINLY_NONE = re.compile(r"未收取|没有收费行为|未收到|未接到|未发生|没有发生|为零|无专职")


def stated(text: str, sentence: Sentence, numbered: frozenset[str]) -> Iterator[Fact]:
    """The kinds a sentence says there were none of. `numbered`: kinds the sentence gives a number for."""
    words = text[sentence.start : sentence.end]
    negations = list(NONE.finditer(words))
    if not negations or (_NOT_A_ZERO.search(words) and not _PLAINLY_NONE.search(words)):
        return
    rest = _without_what_names_another(words)
    for kind_id, pattern in _WORDS.items():
        subject = words if kind_id == "requests_not_accepted" else rest
        if kind_id in numbered or not KINDS[kind_id].zero or not pattern.search(subject):
            continue
        near = _nearest(words, negations, pattern, commas=0 if kind_id in _OWN_CLAUSE else 1)
        if near is None:
            continue
        start, end = _clauses(words, *near)
        if clauses.is_plan(words[:start], sentence.heading):
            continue
        yield Fact(
            kind_id,
            0,
            "exact",
            clauses.scope(_UNTIL.sub("", words[: near[1]])),
            KINDS[kind_id].unit,
            words[start:end],
            sentence.start + start,
            sentence.start + end,
            0.95,
        )


def _without_what_names_another(words: str) -> str:
    """The sentence without the words of one kind that only name another: 申请复议 is no request, 申请人 neither."""
    rest = _ASKED_REVIEW.sub(
        lambda match: "复议" * ("复议" in match.group()) + "诉讼" * ("诉讼" in match.group()), words
    )
    rest = _CLAUSE_ON_REVIEW.sub(lambda match: _REQUEST.sub("", match.group()), rest)
    if re.search(r"收费|收取|费用", words) and not re.search(r"收到|接到|受理|接收", words):
        rest = re.sub(r"依?申请(?:公开|提供|人)?", "", rest)
    rest = re.sub(r"申请人|依申请提供", "", rest)
    refused = _WORDS["requests_not_accepted"].search(rest)
    return rest[: refused.start()] + rest[refused.end() :] if refused else rest


def _nearest(
    words: str, negations: list[re.Match[str]], pattern: re.Pattern[str], *, commas: int
) -> tuple[int, int] | None:
    """The stretch from the matter to the negation nearest to it, in the same clause or `commas` clauses away."""
    best: tuple[int, int] | None = None
    fewest: tuple[int, int] | None = None
    for found in pattern.finditer(words):
        for none in negations:
            start, end = min(found.start(), none.start()), max(found.end(), none.end())
            between = words[start:end]
            crossed = len(re.findall(r"[，,]", between))
            if len(between) > 60 or re.search(r"[；;]", between) or crossed > commas:
                continue
            if fewest is None or (crossed, end - start) < fewest:
                best, fewest = (start, end), (crossed, end - start)
    return best


def _clauses(words: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to whole clauses, without blanks and marks at its ends."""
    while start > 0 and words[start - 1] not in "，,；;。\n":
        start -= 1
    while end < len(words) and words[end] not in "，,；;\n":
        end += 1
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end
