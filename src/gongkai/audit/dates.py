"""Dates of a report: the period it covers, the day it was published, the day it was signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.audit import numbers

_YEAR = r"(?:20\d{2}|二[〇零○OＯ0][〇零○OＯ0一二三四五六七八九]{2})"
_MONTH = r"(?:\d{1,2}|[正元一二三四五六七八九十]{1,2})"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_ONES = str.maketrans("正元", "一一")
_ZEROS = str.maketrans("0OＯ", "〇〇〇")
_UNDER_A_HUNDRED = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
_TO = r"\s*(?:起|始)?\s*(?:,|，)?\s*(?:至|到|—+|－|-|~|～|止)\s*"
PERIOD = re.compile(
    rf"(?P<y1>{_YEAR})\s*年\s*(?P<m1>{_MONTH})\s*月\s*(?P<d1>{_DAY})\s*日{_TO}(?:(?P<y2>{_YEAR})\s*年|(?P<same>本年|当年|同年|年底)?)\s*"
    rf"(?P<m2>{_MONTH})\s*月\s*(?P<d2>{_DAY})\s*日"
)
DROPPED = re.compile(rf"(?P<y1>20\d{{2}})11日?{_TO}(?P<y2>20\d{{2}})(?P<rest>1231|630)日?")
"""A site that dropped 年 and 月: 自201411日起至20141231日."""

SCHOOL_YEAR = re.compile(r"(?P<y1>20\d{2})\s*[-—–－~～至]+\s*20\d{2}\s*学年")
"""Schools report from September to August."""

PUBLISHED = re.compile(
    r"(?<!引用)(?P<label>(?:发布|发文|公布|公开|生成|录入|更新|成文|印发)?\s*(?:时间|日期))\s*[：:]?\s*[\[【]?\s*"
    r"(?P<y>20\d{2})\s*[-年/.．]\s*(?P<m>\d{1,2})\s*[-月/.．]\s*(?P<d>\d{1,2})"
)
_STRONG = ("发布", "公布", "公开", "生成", "录入", "发文", "印发")
_ALONE = re.compile(
    rf"(?P<y>{_YEAR})\s*年\s*(?P<m>{_MONTH})\s*月\s*(?P<d>{_DAY})\s*日\s*[）)]?\s*$", re.MULTILINE
)
_NUMERIC_ALONE = re.compile(r"^\s*(?P<y>20\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})\s*$", re.MULTILINE)
SIGNATURE_LENGTH = 40
"""Characters a line with the signature's date may have: the agency's name before it, no sentence."""


def number(text: str) -> int | None:
    """A day or month in figures or Chinese numerals: 十二, 二十, 廿三, 正月's 正. None for what is no such numeral."""
    if text.isdecimal():
        return int(text)
    written = text.translate(_ONES).replace("廿", "二十").replace("卅", "三十")
    return numbers.numeral(written) if _UNDER_A_HUNDRED.fullmatch(written) else None


def year(text: str) -> int:
    """2017 or 二〇一七 as a number."""
    return int(text) if text.isdecimal() else numbers.numeral(text.translate(_ZEROS)) or 0


def made(years: str, months: str, days: str) -> date | None:
    """The day, or None when there is no such day."""
    month, day = number(months), number(days)
    try:
        return date(year(years), month or 0, day or 0)
    except ValueError:
        return None


def period(text: str, start: int, end: int) -> tuple[date, date] | None:
    """The period the report says it covers: the first one stated that is a month or longer."""
    for match in PERIOD.finditer(text, start, end):
        first = made(match["y1"], match["m1"], match["d1"])
        last = made(match["y2"] or match["y1"], match["m2"], match["d2"])
        if first and last and 27 <= (last - first).days <= 800:
            return first, last
    if school := SCHOOL_YEAR.search(text, start, end):
        first_year = int(school["y1"])
        return date(first_year, 9, 1), date(first_year + 1, 8, 31)
    for match in DROPPED.finditer(text, start, end):
        first = date(int(match["y1"]), 1, 1)
        last = date(int(match["y2"]), 12, 31) if match["rest"] == "1231" else date(int(match["y2"]), 6, 30)
        if last > first:
            return first, last
    return None


def published(text: str, start: int, end: int) -> Iterator[tuple[str, date]]:
    """Days the page states as those of publication, with their label, the surest first; a page's clock is none."""
    found = []
    for match in PUBLISHED.finditer(text, start, end):
        line_end = text.find("\n", match.end())
        rest = text[match.end() : line_end if line_end >= 0 else end][:30]
        day = made(match["y"], match["m"], match["d"])
        if day and "星期" not in rest:
            found.append((match["label"].strip(), day))
    yield from sorted(found, key=lambda pair: not pair[0].startswith(_STRONG))


def signed(text: str, start: int, end: int) -> tuple[date, int] | None:
    """The day of the signature block and where it stands: the last date alone on a line, at most with a name before it."""
    last = None
    for match in _ALONE.finditer(text, start, end):
        line = max(text.rfind("\n", start, match.start()) + 1, start)
        before = text[line : match.start()].strip()
        if len(before) <= SIGNATURE_LENGTH and not re.search(r"[，。；：:、至到]|日期|时间", before):
            day = made(match["y"], match["m"], match["d"])
            if day:
                last = day, match.start()
    if last is None:
        for match in _NUMERIC_ALONE.finditer(text, start, end):
            day = made(match["y"], match["m"], match["d"])
            if day and match.start() > start + (end - start) // 2:
                last = day, match.start()
    return last
