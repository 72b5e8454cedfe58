"""Digits in every spelling, with the places they came from: full-width, set apart, over several cells, in Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff"
_DASHES = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_DOTS = ".·•‧∙⋅．。・"
_BLANKS = " \u00a0\u2002-\u200a\u202f\u3000"
_GAP = f"[{_BLANKS}\t\r\n{_DASHES}{_DOTS}()（）{INVISIBLE}]"
_NUMERALS = "〇零一二三四五六七八九幺两○Ｏ"
_NUMERAL = frozenset(_NUMERALS)
_VALUES = dict(zip(_NUMERALS, "001234567891200", strict=True))
_CHECK = "XxＸｘ×Χ"
_RUN = re.compile(rf"\d(?:{_GAP}{{0,4}}+\d){{6,}}+(?:{_GAP}{{0,3}}+[{_CHECK}](?![A-Za-z]))?")
_CHINESE_RUN = re.compile(
    rf"[\d{_NUMERALS}](?:{_GAP}{{0,4}}+[\d{_NUMERALS}]){{10,}}+(?:{_GAP}{{0,3}}+[{_CHECK}](?![A-Za-z]))?"
)
_GROUP = re.compile(rf"[\d{_NUMERALS}](?:[{INVISIBLE}]*+[\d{_NUMERALS}])*+")
_LINE, _TAB = re.compile(r"[\r\n]"), re.compile(r"\t")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that nothing visible parts: `digits` in ASCII, `at` the place of each in the text, `gap` what parts them from the last."""

    digits: str
    at: Sequence[int]
    gap: str


@dataclass(frozen=True, slots=True)
class Run:
    """Groups of digits that stand close together; `check`: the place of the letter X that ends them, -1 without."""

    groups: tuple[Group, ...]
    check: int


def runs(text: str) -> Iterator[Run]:
    """Every run of seven digits and more, then every run of eleven and more with Chinese numerals."""
    for match in _RUN.finditer(text):
        yield _run(match)
    for match in _CHINESE_RUN.finditer(text):
        if not _NUMERAL.isdisjoint(match.group()):
            yield _run(match)


def _run(match: re.Match[str]) -> Run:
    words, offset = match.group(), match.start()
    if words.isascii() and words.isdigit():
        return Run((Group(words, range(offset, match.end()), ""),), -1)
    check = -1
    if words[-1] in _CHECK:
        check = match.end() - 1
    groups, last = [], 0
    for group in _GROUP.finditer(words):
        places = [
            at for at, sign in enumerate(group.group(), group.start()) if sign.isdecimal() or sign in _VALUES
        ]
        digits = "".join(_VALUES.get(words[at]) or str(int(words[at])) for at in places)
        groups.append(Group(digits, [at + offset for at in places], gap_kind(words[last : group.start()])))
        last = group.end()
    return Run(tuple(groups), check)


_INVISIBLE = re.compile(f"[{INVISIBLE}]")


def gap_kind(gap: str) -> str:
    """What parts two groups: blank, tab, line, dash, dot, bracket or, of several kinds, mixed; empty for nothing."""
    signs = set(_INVISIBLE.sub("", gap))
    kinds = {_KINDS.get(sign, "blank") for sign in signs}
    if len(kinds) > 1:
        kinds.discard("blank")
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else ""


_KINDS = (
    {"\t": "tab", "\r": "line", "\n": "line"}
    | dict.fromkeys("()（）", "bracket")
    | dict.fromkeys(_DOTS, "dot")
    | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "dash")
)
