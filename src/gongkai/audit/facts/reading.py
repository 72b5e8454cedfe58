"""The figures of a stretch of text, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gongkai.audit import numbers
from gongkai.audit.facts import clauses, matching, zeros
from gongkai.audit.facts.clauses import Sentence
from gongkai.audit.facts.kinds import KINDS
from gongkai.audit.facts.matching import Match
from gongkai.audit.model import Fact, Number, Scope, Span
from gongkai.audit.numbers import Token

_WORTH = re.compile(r"[\d０-９零〇两一二三四五六七八九十百]|未|没|无|不收|免费")
_NO_FACT = re.compile(
    r"《[^》]{0,60}(?<!报)》|“[^”]{0,30}”(?=(?:的)?(?:原则|要求|方针))|〔[^〕]{0,8}〕\s*\d+\s*号|20\d{2}\s*年|第[一二三四五六七八九十百\d]+[条项款章]"
)
_FURNITURE = re.compile(
    r"浏览(?:次数|量)\s*[:：]|点击(?:量|数|次数)\s*[:：]|阅读(?:次数|量)?\s*[:：]|访问(?:量|次数)?\s*[:：]|字号|分享|收藏|备案(?:序)?号|标识码|邮编|电话\s*[:：]|传真\s*[:：]|ICP|网安备|"
    r"(?:发布|发文|生成)(?:时间|日期)\s*[:：]"
)
_GROUPS = {"requests_received", "proactive_total", "enquiries", "budget"}
_GROWN = re.compile(
    r"(?:增长|增加|上升|提高|减少|下降|降低|增幅|减幅|降幅|多|少)(?:了|约|幅度|率)?(?:为|达)?\s*$"
)
_CHANNEL_TELLS = re.compile(
    r"(?:网站|门户网|官网|微博|微信|公众号|客户端)(?:全年|今年|共|累计|已|上)*(?:发布|公开|更新|推送)"
)
_ASKED_OTHERWISE = re.compile(r"来信|信件|留言|咨询|投诉|举报|建议|提案|热线|工单|信箱|诉求")
_LEADING = re.compile(r"[，,、：:；;\s（(]*(?:[一二三四五六七八九十\d]{1,2}[)）])?[，,、：:；;\s（(]*")
_LIST_OF_CONTENT = re.compile(
    r"(?:公开|发布)的?(?:政府|政务)?(?:信息|内容)+[^。；]{0,8}(?:有|包括|为|是|中)\s*[：:，,]"
)
_ACT = re.compile(
    r"收到|受理|报送|召开|组织|举办|开展|发放|接待|接受|答复|办理|回应|公开(?!类|的)|发布|编[印发制]|设[立置](?!类)|建立|印发|发送|播|刊|培训|新增|访问|"
    r"浏览|点击|登录|咨询|申请|较|比上年|同比|人员|会议|占|共|总"
)


def read(
    text: str, start: int, end: int, *, skip: Sequence[Span] = (), year: int | None = None
) -> tuple[Fact, ...]:
    """Every figure stated in `text[start:end]` outside the tables, in order; `year`: the report's, to tell other years' apart.

    Figures of other years, plans, names and page furniture are left out; nothing is guessed from what is not said.
    """
    found: list[Fact] = []
    parents: frozenset[str] = frozenset()
    for sentence in clauses.sentences(text, start, end, sorted(skip, key=lambda span: span.start)):
        words = text[sentence.start : sentence.end]
        if not _WORTH.search(words) or _FURNITURE.search(words):
            continue
        if not re.match(r"\s*(?:其中|按|（|\()", words):
            parents = frozenset({"proactive_total"} if _LIST_OF_CONTENT.search(words) else ())
        facts, parents = _numbered(text, sentence, year, parents)
        found += _of_a_channel(_of_everything(text, facts), found)
        if not _of_another_year(words, year):
            found += zeros.stated(text, sentence, frozenset(fact.kind for fact in facts))
    return tuple(found)


def _of_another_year(words: str, year: int | None) -> bool:
    said = [int(match[1]) for match in re.finditer(r"(20\d{2})\s*年", words)]
    return year is not None and bool(said) and year not in said and "条例" not in words


def _numbered(
    text: str, sentence: Sentence, year: int | None, parents: frozenset[str]
) -> tuple[list[Fact], frozenset[str]]:
    """The figures of a sentence and the totals its lists stand below."""
    masked = _masked(text, sentence)
    facts: list[Fact] = []
    left = sentence.start
    for token in numbers.tokens(masked, sentence.start, sentence.end):
        before = text[sentence.start : token.start]
        if not clauses.is_plan(before, sentence.heading):
            other = clauses.is_of_another_year(text[left : token.start] if facts else before, year)
            match = _grown(masked, left, token) if other else _match(masked, left, token, parents)
            if match is not None:
                match = _of_what_was_asked(before, match)
                scope = clauses.scope(before)
                facts += [
                    _fact(text, one, token, scope, left)
                    for one in (*_beside(text, match, token.value), match)
                ]
                if match.kind.id in _GROUPS:
                    parents = frozenset({match.kind.id})
        left = token.end
    return facts, parents


def _of_what_was_asked(before: str, match: Match) -> Match:
    """收到来信120件，办结118件: what was dealt with are letters, not requests for information."""
    if match.kind.id == "requests_answered" and "申请" not in before and _ASKED_OTHERWISE.search(before):
        return replace(match, kind=KINDS["items_handled"])
    return match


def _of_everything(text: str, facts: list[Fact]) -> list[Fact]:
    """信息公开数共61条，其中主动公开42条: the first is the total of all that was disclosed, not of what was proactively."""
    totals = [fact for fact in facts if fact.kind == "proactive_total"]
    if len(totals) != 2 or "主动" in totals[0].phrase or "主动公开" not in totals[1].phrase:
        return facts
    if not re.match(r"[，,；;（(\s]*其中", text[totals[0].end : totals[1].end]):
        return facts
    return [replace(fact, kind="disclosed_total") if fact is totals[0] else fact for fact in facts]


def _of_a_channel(facts: list[Fact], earlier: list[Fact]) -> list[Fact]:
    """A total that repeats the figure of a channel, given before below a larger total, is the channel's."""
    largest = max((fact.value for fact in earlier if fact.kind == "proactive_total"), default=0)
    channels = {fact.value: fact.label for fact in earlier if fact.kind == "by_channel"}
    return [
        replace(fact, kind="by_channel", label=channels[fact.value])
        if fact.kind == "proactive_total" and fact.value < largest and fact.value in channels
        else fact
        for fact in facts
    ]


_BESIDE = {
    "suits": (
        "reconsiderations",
        re.compile(
            r"复议(?:的)?(?:案件|申请)?(?:、|和|或|及|以及|,|，)?(?:被)?(?:提起|引起)?(?:的)?(?:行政)?$"
        ),
    )
}


def _beside(text: str, match: Match, value: Number) -> list[Match]:
    """What else shares the number: 申请行政复议、提起行政诉讼的情况0件; 同意公开、部分公开和免予公开的信息0条."""
    if match.kind.id == "requests_by_outcome" and value == 0:
        return matching.outcomes_before(text, match)
    other, pattern = _BESIDE.get(match.kind.id, ("", None))
    if pattern is None:
        return []
    words = text[max(0, match.start - 16) : match.start]
    found = pattern.search(words)
    return [Match(KINDS[other], match.start - len(words) + found.start(), match.distance)] if found else []


def _masked(text: str, sentence: Sentence) -> str:
    """The text up to the sentence's end with names, document numbers and years of the sentence made blank, at equal length."""
    words = _NO_FACT.sub(lambda match: "〓" * len(match.group()), text[sentence.start : sentence.end])
    return " " * sentence.start + words


def _match(text: str, left: int, token: Token, parents: frozenset[str]) -> Match | None:
    if token.unit in ("%", "倍", "个百分点"):
        return matching.nearest(text, left, token, frozenset())
    return (
        _grown(text, left, token)
        or _listed(text, left, token, parents)
        or _of_category(
            text, token, _through_channel(text, left, token, matching.nearest(text, left, token, parents))
        )
    )


def _of_category(text: str, token: Token, match: Match | None) -> Match | None:
    """公开政策法规类政府信息44条 is a category's figure, not the total."""
    if match is None or match.kind.id != "proactive_total":
        return match
    words = text[max(0, token.start - 40) : token.start]
    found = re.search(
        r"(?:公开|发布)的?(?!各|多|这|该|此|以下|下列|本|同)([^，。；：、\s]{2,12})类(?:的)?(?:政府|政务)?信息(?:共|共计|数)?$",
        words,
    )
    if found is None:
        return match
    return Match(KINDS["by_category"], token.start - len(words) + found.start(), 0, found[1])


def _grown(text: str, left: int, token: Token) -> Match | None:
    """Growth against last year: 比上年增加6条, 增长12.5%."""
    before = text[left : token.start]
    compared = re.search(r"比|较|同比|上年|去年", text[max(0, token.start - 30) : token.start])
    if compared and (found := _GROWN.search(before)):
        return Match(KINDS["growth"], left + found.start(), 0)
    return None


def _listed(text: str, left: int, token: Token, parents: frozenset[str]) -> Match | None:
    """A part of a list below a total of documents or of money: a bare name before the number, no act."""
    clause = text[left : token.start]
    clause = clause[matching.clause_start(clause) :]
    act = re.split(r"[，,；;。：:（(]", text[left : token.start])[-1]
    for parent, part in (("proactive_total", "by_category"), ("budget", "budget_part")):
        kind = KINDS[part]
        if token.unit not in kind.units or not (
            parent in parents or (part == "by_category" and "类" in clause)
        ):
            continue
        label = matching.category(text, left, token)
        if label and not _ACT.search(act) and not matching.channel(clause):
            return Match(kind, token.start - len(clause.lstrip()), 0, label)
    return None


def _through_channel(text: str, left: int, token: Token, match: Match | None) -> Match | None:
    """Information that went out through a channel named in the same clause is a part, not the total."""
    if match is None or match.kind.id != "proactive_total" or token.unit not in KINDS["by_channel"].units:
        return match
    clause = text[left : token.start]
    start = max((clause.rfind(mark) for mark in "，,；;。：:（("), default=-1) + 1
    label = matching.channel(clause[start:])
    if label and _CHANNEL_TELLS.search(clause[start:]):
        return Match(KINDS["by_channel"], left + start, match.distance, label)
    if re.search(r"等[^，。；]{0,8}(?:渠道|方式|形式|平台|载体|途径|媒体)", clause[start:]):
        return match
    if label and re.search(r"通过|利用|依托|借助|运用|在|向|公众号|微博|微信|经", clause[start:]):
        return Match(KINDS["by_channel"], left + start, match.distance, label)
    return match


def _fact(text: str, match: Match, token: Token, scope: Scope, left: int) -> Fact:
    start = _clause_start(text, match.start, left)
    if found := _LEADING.match(text, start, token.start):
        start = found.end()
    value: Number = token.value
    if isinstance(value, Decimal) and value == value.to_integral_value() and token.unit != "%":
        value = int(value)
    confidence = 0.95 if match.distance <= 8 and token.unit else 0.8
    return Fact(
        match.kind.id,
        value,
        token.precision,
        scope,
        token.unit or match.kind.unit,
        text[start : max(match.end, token.end)],
        start,
        max(match.end, token.end),
        confidence,
        match.label,
    )


def _clause_start(text: str, start: int, left: int) -> int:
    """Where the clause begins that the words at `start` stand in, when that is near: a phrase is not to begin within a word."""
    words = text[max(left, start - 16) : start]
    broken = max((words.rfind(mark) for mark in "，,；;。：:（(、\n"), default=-1)
    if broken >= 0:
        return start - len(words) + broken + 1
    return left if left > start - 16 else start
