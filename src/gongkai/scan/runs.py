"""Digits in every spelling, with the places they came from: full-width, set apart, over several cells, in Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_DASHES = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_DOTS = ".·•‧∙⋅．。・"
_BLANKS = " \u00a0\u2002-\u200a\u202f\u3000"
_GAP = f"[{_BLANKS}\t\r\n,{_DASHES}{_DOTS}()（）]"
_NUMERALS = "〇零一二三四五六七八九幺两○Ｏ"
_VALUES = dict(zip(_NUMERALS, "001234567891200", strict=True))
_CHECK = "XxＸｘ×Χ"
_DIGIT = "0-9０-９𝟎-𝟿"
_RUN = re.compile(rf"[{_DIGIT}](?:{_GAP}{{0,4}}+[{_DIGIT}]){{6,}}+(?:{_GAP}{{0,3}}+[{_CHECK}](?![A-Za-z]))?")
_CHINESE_RUN = re.compile(
    rf"[{_NUMERALS}](?:{_GAP}{{0,4}}+[{_DIGIT}{_NUMERALS}]){{10,}}+(?:{_GAP}{{0,3}}+[{_CHECK}](?![A-Za-z]))?"
)
_GROUP = re.compile(rf"[{_DIGIT}{_NUMERALS}]+")
_PLAIN_GROUP = re.compile(r"[0-9]+")


class Group(NamedTuple):
    """Digits that nothing parts: `digits` in ASCII, `at` the place of each in the text, `gap` what parts them from the last."""

    digits: str
    at: Sequence[int]
    gap: str


class Run(NamedTuple):
    """Groups of digits that stand close together; `check`: the place of the letter X that ends them, -1 without."""

    groups: tuple[Group, ...]
    check: int


def runs(text: str) -> Iterator[Run]:
    """Every run of seven digits and more, then every run of eleven and more that begins with a Chinese numeral."""
    for match in _RUN.finditer(text):
        yield _run(match)
    for match in _CHINESE_RUN.finditer(text):
        yield _run(match)


def _run(match: re.Match[str]) -> Run:
    words, offset = match.group(), match.start()
    check = match.end() - 1 if words[-1] in _CHECK else -1
    if words.isascii():
        if words.isdecimal():
            return Run((Group(words, range(offset, match.end()), ""),), -1)
        return Run(tuple(_plain_groups(words, offset)), check)
    return Run(tuple(_groups(words, offset)), check)


def _plain_groups(words: str, offset: int) -> Iterator[Group]:
    last = 0
    for group in _PLAIN_GROUP.finditer(words):
        start, end = group.span()
        yield Group(group.group(), range(offset + start, offset + end), gap_kind(words[last:start]))
        last = end


def _groups(words: str, offset: int) -> Iterator[Group]:
    last = 0
    for group in _GROUP.finditer(words):
        start, end = group.span()
        digits = "".join(_VALUES.get(sign) or str(int(sign)) for sign in group.group())
        yield Group(digits, range(offset + start, offset + end), gap_kind(words[last:start]))
        last = end


@lru_cache(maxsize=1024)
def gap_kind(gap: str) -> str:
    """What parts two groups: blank, line, comma, dash, dot, bracket or, of several kinds, mixed; tab (the next cell) outweighs all; empty for nothing."""
    kinds = {_KINDS.get(sign, "blank") for sign in gap}
    if "tab" in kinds:
        return "tab"
    if len(kinds) > 1:
        kinds.discard("blank")
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else ""


_KINDS = (
    {"\t": "tab", "\r": "line", "\n": "line", ",": "comma"}
    | dict.fromkeys("()（）", "bracket")
    | dict.fromkeys(_DOTS, "dot")
    | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "dash")
)
