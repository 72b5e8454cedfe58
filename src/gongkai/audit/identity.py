"""Whose report it is, of which year and period, when it was published and signed. Unknown stays unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.audit import dates, titles
from gongkai.audit.model import Span

HEAD = 600
"""Characters at the beginning of a page where sites put the publisher and the date."""

_BY = re.compile(
    r"(?:由|经)(?P<agency>[^\n，。、；：（）()]{4,40}?)(?:办公室)?(?:负责)?(?:编制|编写|汇总|发布|公布)"
)
_PUBLISHER = re.compile(
    r"(?:来源|发布机构|发布单位|公开机构|信息来源|作者|责任部门|编制单位|发布主体)\s*[：:]\s*(?P<agency>[^\s：:，,。|｜]{3,40})"
)
_DID = re.compile(
    r"(?:^|(?<=[。；;\n]))\s*(?:[（(][一二三四五六七八九十][)）])?(?:20[\d*×xX]{1,2}年度?[，,]?)?"
    r"(?P<agency>(?!我|本|各|全|该|为|由|通过|经|局|领导|上级|省委|市委|县委)(?:(?![我本年])[一-鿿*]){2,12}?(?:局|委员会|办公室|人民政府|办事处|管委会))"
    r"(?=20[\d*×xX]{1,2}年|全年|今年|本年|共|政府信息|主动|没有|暂?未|立足|高度重视|认真|积极|严格|用于|利用|结合|切实|坚持)",
    re.MULTILINE,
)
_SECTION = re.compile(
    r"^\s*(?P<heading>[一二三四五六七八九十]{1,2}\s*[、．.]\s*[^\n\t。；]{2,45})\s*$", re.MULTILINE
)
_YEAR_SAID = re.compile(r"(?P<year>20\d{2})\s*年")


@dataclass(frozen=True, slots=True)
class Identity:
    """See `ReadReport`."""

    agency: str
    year: int | None
    period: tuple[date, date] | None
    published_on: date | None
    signed_on: date | None
    title: str
    dates: Mapping[str, date] = field(default_factory=dict)
    sections: tuple[tuple[str, Span], ...] = ()


def identify(text: str, span: Span, *, page_title: str = "", alone: bool = True) -> Identity:
    """The identity of the report at `span`. `alone`: the page holds no other, so that the page's head speaks of it."""
    start, end = span.start, span.end
    found = _title(text, start, end, page_title)
    period = dates.period(text, start, end)
    signature = dates.signed(text, start, end)
    stated: dict[str, date] = {}
    for label, day in dates.published(text, 0 if alone else start, len(text) if alone else end):
        stated.setdefault(label, day)
    year = found.year if found else None
    if year is None and period and not _masked(found):
        year = period[0].year if period[0].year == period[1].year else None
    if year is None and not _masked(found):
        year = _most_said(text, start, end, signature[0] if signature else None)
    if period is None and found and found.half and found.year:
        period = date(found.year, 1, 1), date(found.year, 6, 30)
    published = next(iter(stated.values()), None)
    return Identity(
        agency=_agency(text, start, end, found, signature, alone=alone),
        year=year,
        period=period,
        published_on=published,
        signed_on=signature[0] if signature else None,
        title=found.words if found else "",
        dates={**stated, **({"signature": signature[0]} if signature else {})},
        sections=sections(text, start, end),
    )


def sections(text: str, start: int, end: int) -> tuple[tuple[str, Span], ...]:
    """The headings numbered 一、二、… and the stretch below each."""
    found = list(_SECTION.finditer(text, start, end))
    ends = [*(match.start() for match in found[1:]), end] if found else []
    return tuple(
        (match["heading"].strip(), Span(match.start("heading"), last))
        for match, last in zip(found, ends, strict=True)
    )


def _title(text: str, start: int, end: int, page_title: str) -> titles.Title | None:
    """The title that names both agency and year, or the best there is; the page's own title when the text has none."""
    found = [title for title in titles.find(text, start, min(end, start + 4000)) if len(title.words) < 90]
    if page_title:
        found += [
            titles.Title(title.agency, title.year, title.half, start, start, title.words)
            for title in titles.find(page_title, 0, len(page_title))
        ]
    if not found:
        return None
    return max(
        found,
        key=lambda title: (bool(title.agency and titles.is_agency(title.agency)), title.year is not None),
    )


def _masked(found: titles.Title | None) -> bool:
    """Whether the title hides its year (20*年)."""
    return found is not None and found.year is None and bool(re.search(r"20[*×xX]", found.words))


def _agency(
    text: str,
    start: int,
    end: int,
    found: titles.Title | None,
    signature: tuple[date, int] | None,
    *,
    alone: bool,
) -> str:
    """The title's agency, the signature's, who is said to have written it, or the page's publisher."""
    if found and found.agency and titles.is_agency(found.agency):
        return found.agency
    if signature:
        above = text[max(start, signature[1] - 80) : signature[1]].strip().splitlines()
        if above and titles.is_agency(name := re.sub(r"\s+", "", above[-1])) and len(name) <= 40:
            return name
    for line in text[start : min(end, start + 120)].splitlines():
        name = re.sub(r"\s+", "", line)
        if 4 <= len(name) <= 30 and titles.AGENCY.fullmatch(name) and titles.is_agency(name):
            return name
    if (match := _BY.search(text, start, min(end, start + 1500))) and titles.is_agency(match["agency"]):
        return match["agency"].strip()
    if alone and (match := _PUBLISHER.search(text, 0, HEAD)) and titles.is_agency(match["agency"]):
        return match["agency"].strip()
    if found and found.agency and len(found.agency) >= 4:
        return found.agency
    return _subject(text, start, end)


def _subject(text: str, start: int, end: int) -> str:
    """Who the sentences say did the work, when they name one twice or more; empty when they say 我局 only or name several."""
    said = Counter(match["agency"] for match in _DID.finditer(text, start, end))
    names = sorted(said, key=len, reverse=True)
    whole = [name for name in names if not any(other != name and other.endswith(name) for other in names)]
    if len(whole) != 1 or said.total() < 2:
        return ""
    return whole[0]


def _most_said(text: str, start: int, end: int, signed: date | None) -> int | None:
    """The year the text speaks of most, when that is clear; the year before the signature confirms it."""
    said = Counter(int(match["year"]) for match in _YEAR_SAID.finditer(text, start, end))
    if not said:
        return None
    (year, times), *others = said.most_common(2)
    if signed and said[signed.year - 1] >= 1:
        return signed.year - 1
    return year if times >= 2 and (not others or times > others[0][1]) else (year if not others else None)
