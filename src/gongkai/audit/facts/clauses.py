"""A report's sentences and what surrounds a figure: plans, other years, for whom it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.audit.model import Scope, Span

SENTENCE = re.compile(r"[^。！？!?\n\r]+[。！？!?]?")
_PLAN = re.compile(
    r"(?:(?<!规划)(?<!工作)(?<!年度)计划(?!类|信息|总结|生育|[\d０-９])|拟|力争|争取|打算|预计|目标是?|确保(?:明年|全年)|下一步|今后|明年|下年度|来年|(?:我[局委办镇乡县市省]|本机关)将|(?:^|[，,])将(?!我|原|全|各|有关|本|该|这|所有|其|\d))"
)
_PLAN_SECTION = re.compile(
    r"(?:下一步|今后|改进(?:措施|方向|情况|意见|办法)|工作打算|工作计划|努力方向|整改措施)"
)
_OTHER_YEAR = re.compile(r"(?:上年|去年|上一年|前年|往年|上年度|去年同期|上年同期)(?:度|全年|同期)?")
_GROWTH = re.compile(r"(?:比|较|同比|与)[^，。；]{0,10}$")
_YEAR = re.compile(r"(20\d{2})\s*年")
_NOW = re.compile(r"目前|现在|现有|如今")
_YEAR_END = re.compile(r"截[至止](?:当年|本年)?12月(?:31日|底)[^。；]{0,24}累计")
_SINCE = re.compile(
    r"(?:自|从)[^，。；]{0,16}(?:以来|起|至今|开始)|截[至止][^，。；]{0,14}(?:底|日|末|止|月)"
)
_CUMULATIVE = re.compile(
    r"累计|总计达|自[^，。；]{0,16}(?:以来|起)|至今|截至目前|截止目前|截至[^，。；]{0,12}(?:目前|底|日|止)[^，。；]{0,6}(?:共|已|累计)|历年"
)
_OWN_TOTAL = re.compile(r"(?:全年|本年度?|今年|年内|当年|20\d{2}年度?)[^。；]{0,24}累计")
_THIS_YEAR = re.compile(r"本年度?|今年|全年|年内|当年|其中20\d{2}年")
_SYSTEM = re.compile(
    r"全[省市县区州国]?(?!政府|政务)[一-鿿]{0,6}(?<!管理)(?<!公开)(?<!平台)系统|本系统|系统内"
    r"|全[省市县区州国](?!各|级|直|有|所|政府|行政|相关)[一-鿿]{2,6}部门"
)
_AREA = re.compile(
    r"全[省市县区州盟旗镇乡](?!级|[一-鿿]{0,10}(?:系统|平台|网站?|目录))|各(?:乡镇|镇|乡|部门|单位|县区|区县|街道|市州|县市|地区?|级|政府部门)(?![一-鿿]{0,6}(?:负责人|成员))|(?:省|市|县|区)级各|(?:所辖|辖区内)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `text[start:end]` and the heading it stands under."""

    start: int
    end: int
    heading: str


def sentences(text: str, start: int, end: int, skip: list[Span]) -> Iterator[Sentence]:
    """The sentences of the stretch outside the tables. A short numbered line is the heading of what follows."""
    heading, at = "", start
    for span in [*skip, Span(end, end)]:
        stop = min(max(span.start, at), end)
        for match in SENTENCE.finditer(text, at, stop):
            words = match.group().strip()
            if _is_heading(words):
                heading = words
            yield Sentence(match.start(), match.end(), heading)
        at = max(at, span.end)


def _is_heading(words: str) -> bool:
    return len(words) <= 45 and bool(
        re.match(
            r"(?:[一二三四五六七八九十]+\s*[、．.]|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\))",
            words,
        )
    )


def is_plan(before: str, heading: str) -> bool:
    """Whether a figure with these words before it speaks of what is to come."""
    if _PLAN.search(before):
        return True
    return bool(_PLAN_SECTION.search(heading)) and bool(re.search(r"将|要|进一步|加强|加大", before))


def is_of_another_year(before: str, year: int | None) -> bool:
    """Whether a figure is last year's, quoted beside this year's."""
    said = [int(match[1]) for match in _YEAR.finditer(_SINCE.sub("", _NOW.split(before)[-1]))]
    if year is not None and said and said[-1] != year and said[-1] > 2000:
        return True
    match = last_of(_OTHER_YEAR, before)
    return (
        match is not None
        and not _GROWTH.search(before[: match.start()])
        and not re.search(r"增|减|升|降|多|少", before[match.end() :])
    )


def last_of(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The last place the pattern is found at."""
    found = None
    for match in pattern.finditer(words):
        found = match
    return found


def scope(before: str) -> Scope:
    """For whom a figure speaks, by the words before it in its sentence; the word nearest to it decides about the time."""
    before = _YEAR_END.sub("", before)
    cumulative = last_of(_CUMULATIVE, before)
    if (
        cumulative
        and not _THIS_YEAR.search(before, cumulative.end())
        and not _OWN_TOTAL.search(_SINCE.sub("", before))
    ):
        return "cumulative"
    if _SYSTEM.search(before):
        return "system"
    return "area" if _AREA.search(before) else "own"
