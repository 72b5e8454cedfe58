"""The reports on a page: mostly one, sometimes ten, sometimes none."""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.audit import titles
from gongkai.audit.model import Span

LEAST_LENGTH = 100
"""Characters without which a stretch is no report."""

_WHOLE_PAGE = 1500
"""Characters of a line from which it is a page whose line ends were lost."""

_NUMBERED = re.compile(
    r"^[^\S\n]*(?:第?[^\S\n]*[一二三四五六七八九十\d]{1,3}[^\S\n]*篇|(?:篇|范文)[^\S\n]*[一二三四五六七八九十\d]{1,3})[^\S\n]*$",
    re.MULTILINE,
)
_HEADING = re.compile(r"^\s*(?P<number>[一二三四五六七八九])\s*[、．.]\s*[^\n]{2,40}$", re.MULTILINE)
_SIGNS = re.compile(
    r"主动公开|依申请公开|申请公开|行政复议|行政诉讼|信息公开申请|存在的?(?:主要)?(?:问题|困难|不足)|收费|总体情况|公开情况|概述|政务公开"
)
_RULE = re.compile(
    r"^[^\n。，]{0,40}(?:信息公开|政务公开)[^\n。，]{0,20}(?:指南|目录|规定|办法|制度|条例|细则|方案|要点|流程图?|申请表)[^\S\n]*$",
    re.MULTILINE,
)
_HEAD = 400
_SUBJECT = re.compile(r"信息公开|政务公开|政务信息")


def split(text: str) -> list[Span]:
    """Where each report on the page begins and ends; empty when the page is none."""
    if len(numbered := _by_number(text)) > 1:
        return [span for span in _stretches(text, numbered) if _SUBJECT.search(text, span.start, span.end)]
    for starts in (_by_title(text), _by_restart(text)):
        spans = _spans(text, starts)
        if len(spans) > 1:
            return spans
    whole = Span(0, len(text))
    return [whole] if is_report(text, 0, len(text)) and not _is_rule(text) else []


def _is_rule(text: str) -> bool:
    """Whether a page without a report's title is headed as a guide, a rule or a plan, which speak of the same matters."""
    return bool(_RULE.search(text[:_HEAD])) and not titles.find(text, 0, len(text))


def is_report(text: str, start: int, end: int) -> bool:
    """Whether a stretch speaks of disclosure as reports do: long enough, on the subject, two of the usual matters."""
    if end - start < LEAST_LENGTH or not _SUBJECT.search(text, start, end):
        return False
    matters = {match.group()[:4] for match in _SIGNS.finditer(text, start, end)}
    titled = bool(titles.find(text, start, end))
    return len(matters) >= (1 if titled else 2)


def _spans(text: str, starts: list[int]) -> list[Span]:
    return [span for span in _stretches(text, starts) if is_report(text, span.start, span.end)]


def _stretches(text: str, starts: list[int]) -> list[Span]:
    return [Span(first, last) for first, last in pairwise([*starts, len(text)])]


def _by_number(text: str) -> list[int]:
    """Collections number their reports: 篇1, 篇2, …"""
    starts = [match.start() for match in _NUMBERED.finditer(text)]
    return starts if len(starts) > 1 else []


def _by_title(text: str) -> list[int]:
    """Titles of different agencies or years, each on a line of its own, each with a report's matters below it."""
    listed: list[tuple[int, tuple[str, int | None]]] = []
    for title in titles.find(text, 0, len(text)):
        line_start = text.rfind("\n", 0, title.start) + 1
        line_end = text.find("\n", title.end)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        if len(line.strip()) > len(title.words) + 15 and not _begins_amid(text, title, len(line)):
            continue
        key = (title.agency, title.year)
        if all(known != key for _, known in listed):
            listed.append((max(line_start, title.start) if len(line) > _WHOLE_PAGE else line_start, key))
    return _with_matter(text, [start for start, _key in listed])


def _begins_amid(text: str, title: titles.Title, line: int) -> bool:
    """Whether a title in the middle of a line that holds a whole page begins a report there, and is no mention."""
    if line < _WHOLE_PAGE:
        return False
    before, after = text[: title.start].rstrip()[-1:], text[title.end : title.end + 1]
    return before in ("", "。", "！", "日", "）", ">") and after not in (
        "》",
        "”",
        "的",
        "，",
        "、",
        "。",
        "）",
    )


def _by_restart(text: str) -> list[int]:
    """A new 一、 after 四、 or later, with a title within three lines above it, begins a report at that title.

    Without the title it is the statistics at the end, which number their sections anew.
    """
    starts, reached = [0], 0
    for match in _HEADING.finditer(text):
        number = "一二三四五六七八九".index(match["number"]) + 1
        if number == 1 and reached >= 4 and (title := _title_above(text, match.start())) is not None:
            starts.append(title)
        reached = number if number == 1 else max(reached, number)
    return _with_matter(text, starts) if len(starts) > 1 else []


def _title_above(text: str, at: int) -> int | None:
    """Where the line with a title begins, at most three lines with words above."""
    end = at
    for _line in range(4):
        end = len(text[:end].rstrip())
        start = text.rfind("\n", 0, end) + 1
        if end - start <= 80 and titles.BARE.search(text, start, end):
            return start
        end = start
    return None


def _with_matter(text: str, starts: list[int]) -> list[int]:
    """Starts with a report below them; a list of links to other reports is none."""
    kept: list[int] = []
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(text)
        if is_report(text, start, end) and len(set(_SIGNS.findall(text[start:end]))) >= 2:
            kept.append(start)
    return kept
