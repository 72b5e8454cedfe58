"""Shares that add up to more than the whole, shares and growth that the figures beside them do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding, Sentence
from gongkai.audit.facts import called
from gongkai.audit.model import Span

_NUMBER = r"(\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,2})?)"
_UNIT = r"(?:条次|件次|人次|条|件|份|宗|次|篇|个|人|项|起)?"
_PERCENT = r"(\d{1,4}(?:\.\d{1,3})?)[ ]?[%％﹪]"
_UP, _DOWN = "增长|增加|上升|提高|提升", "下降|减少|降低|回落"
_MOVE = f"({_UP}|{_DOWN})"
_GROWTH_FROM = re.compile(
    rf"{_NUMBER}{_UNIT}[，,]?(?:同比|比|较|与)(?:上年|上一年|去年|\d{{4}}年)(?:度|同期)?的?{_NUMBER}{_UNIT}(?:相比)?[，,]?{_MOVE}了?{_PERCENT}"
)
_GROWTH_BY = re.compile(
    rf"{_NUMBER}{_UNIT}[，,](?:同比|比|较|与)?(?:上年|上一年|去年)?(?:度|同期)?(?:相比)?[，,]?{_MOVE}了?{_NUMBER}{_UNIT}[，,]?(?:同比)?(?:{_UP}|{_DOWN}|增幅|降幅|增长率|增长幅度)(?:为|达|达到|了)?{_PERCENT}"
)
_SHARE = re.compile(
    rf"占(?P<whole>[^，,。；;、\d%％]{{0,12}}?)(?:的|为|比为?|达|约)?(?P<about>约|近|超过?|逾)?{_PERCENT}"
)
_TWO_LISTS = re.compile(
    r"其中|按[^，,；;]{1,8}分|从[^，,；;]{1,8}[看分]|同比|上年|去年|渠道|网站|微信|微博|平台|累计"
)
_RATES = frozenset({"handled_rate", "satisfaction_rate", "full_text_rate"})
TOLERANCE = Decimal("0.1")
"""Rounding that is forgiven, besides half of the last digit that is printed."""


def findings(case: Case) -> Iterator[CheckFinding]:
    """Sentence by sentence; only those with a percent sign are looked at."""
    for sentence in case.sentences:
        if any(sign in sentence.text for sign in "%％﹪"):
            yield from _growth(case, sentence)
            yield from _shares(case, sentence)
    yield from _rates(case)


def _growth(case: Case, sentence: Sentence) -> Iterator[CheckFinding]:
    for match in _GROWTH_FROM.finditer(sentence.text):
        now, then, move, stated = match.groups()
        yield from _told(case, sentence, match, _number(now), _number(then), move, stated)
    for match in _GROWTH_BY.finditer(sentence.text):
        now, move, change, stated = match.groups()
        step = _number(change) if move in _UP.split("|") else -_number(change)
        yield from _told(case, sentence, match, _number(now), _number(now) - step, move, stated)


def _told(
    case: Case, sentence: Sentence, match: re.Match[str], now: Decimal, then: Decimal, move: str, stated: str
) -> Iterator[CheckFinding]:
    """The growth from `then` to `now` against the one that is stated, the way up or down included."""
    if then <= 0 or now < 0:
        return
    exact = (now - then) * 100 / then
    told = Decimal(stated)
    signed = told if move in _UP.split("|") else -told
    if abs(exact - signed) <= _slack(stated):
        return
    yield catalogue.finding(
        "percent.growth_wrong",
        phrases=[Span(sentence.start + match.start(), sentence.start + match.end())],
        phrase=match.group(),
        base=_plain(then),
        value=_plain(now),
        computed=_plain(exact.quantize(Decimal("0.1"))),
        stated=_plain(signed),
    )


def _shares(case: Case, sentence: Sentence) -> Iterator[CheckFinding]:
    """Shares of one whole: those of a single list, with the same words for the whole."""
    found = list(_SHARE.finditer(sentence.text))
    if len(found) < 2 or any(match["about"] for match in found):
        return
    wholes = {match["whole"].strip("其全部总的") for match in found} - {""}
    inside = sentence.text[found[0].start() : found[-1].end()]
    if len(wholes) > 1 or _TWO_LISTS.search(inside):
        return
    shares = [Decimal(match.group(3)) for match in found]
    if sum(shares) <= 100 + TOLERANCE + sum((_half(match.group(3)) for match in found), Decimal(0)):
        return
    lead = sentence.text[: found[0].start()]
    softer = "likely" if _TWO_LISTS.search(lead) or len(found) > 12 else ""
    yield catalogue.finding(
        "percent.over_100",
        severity=softer,
        phrases=[Span(sentence.start + match.start(), sentence.start + match.end()) for match in found],
        phrase=case.shown(Span(sentence.start, sentence.end), 100),
        parts="、".join(f"{match.group(3)}%" for match in found),
        sum=_plain(sum(shares, Decimal(0))),
    )


def _rates(case: Case) -> Iterator[CheckFinding]:
    for fact in case.facts:
        if fact.kind in _RATES and fact.value > 100:
            yield catalogue.finding(
                "percent.above_whole",
                phrases=[Span(fact.start, fact.end)],
                phrase=" ".join(fact.phrase.split()),
                kind=called(fact.kind),
                stated=fact.value,
            )


def _number(words: str) -> Decimal:
    return Decimal(words.replace(",", ""))


def _half(stated: str) -> Decimal:
    """Half of the last printed digit."""
    return Decimal(5).scaleb(-len(stated.partition(".")[2]) - 1)


def _slack(stated: str) -> Decimal:
    return _half(stated) + TOLERANCE


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"
