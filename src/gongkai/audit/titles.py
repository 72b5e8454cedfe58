"""The title of a report: who, which year, and that it is one. The patterns every other reader of identity stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.audit import dates

YEAR = r"(?:20\d{2}|20[*×xX]{1,2}|二[〇零○OＯ0][〇零○OＯ0一二三四五六七八九]{2})"
_MASK = re.compile(r"[*×xX]")
_NAME = r"[^\n\t：:，,。；;！!？?《》“”|｜]{0,45}?"
_SUBJECT = r"(?:(?:政府|政务)?信息(?:主动)?公开|政务公开)(?:工作)?"
_KIND = r"(?:年度|年终|半年|情况|自查|总结|执行|简要)*(?:工作)?(?:情况)?(?:的)?(?:报告|年报|总结)"
TITLE = re.compile(
    rf"(?P<agency>{_NAME})(?:关于)?(?P<year>{YEAR})\s*年?\s*度?\s*(?P<half>上半年)?\s*(?:全年)?{_SUBJECT}\s*{_KIND}"
    rf"|(?P<agency2>{_NAME}){_SUBJECT}\s*{_KIND}\s*[（(]?\s*(?P<year2>{YEAR})\s*年?\s*度?\s*(?P<half2>上半年)?[）)]?"
)
_ANCHOR = re.compile(r"(?:信息(?:主动)?公开|政务公开)[^\n。，,；]{0,26}?(?:报告|年报|总结)")
_BOUNDS = "\n\t：:，,。；;！？《"
BARE = re.compile(rf"(?P<agency>{_NAME}){_SUBJECT}\s*{_KIND}")
_LEAD = re.compile(
    r".*(?:有用\+\d+|已投票\d+|浏览(?:次数|量)?\d+|>>|[>›»→/＞]|(?:当前|所在)位置)\s*|^[\s\d.、·●■◆★\[\]【】]+"
)
_SUFFIX = (
    r"政府|办公室|办公厅|办事处|管委会|管理委员会|委员会|指挥部|政务服务中心|中心|管理局|分局|总局|支队|大队|公司|集团|"
    r"大学|学院|中学|小学|学校|幼儿园|医院|研究院|研究所|检察院|法院|海关|银行|税务局|街道|开发区|园区|协会|学会|联合会|"
    r"[省市县区州盟旗局委办厅部镇乡署院所站队社会]"
)
AGENCY = re.compile(rf"[一-鿿（）()·〇○*×\d]{{2,40}}?(?:{_SUFFIX})(?![一-鿿])")
_DONE = re.compile(r"召开|主持|举办|印发|开展|参加")
_ENDS_LIKE_AGENCY = re.compile(rf"(?:{_SUFFIX})$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title at `text[start:end]`. `year` is None when it is masked or absent; `half`: it covers half a year."""

    agency: str
    year: int | None
    half: bool
    start: int
    end: int
    words: str


def year_of(text: str) -> int | None:
    """2017, 二〇一七 or 二0一七 as a number; None for a masked one."""
    return None if _MASK.search(text) else dates.year(text)


def find(text: str, start: int, end: int) -> list[Title]:
    """Every title in the stretch, in order: with a year or, alone on its line, without one."""
    found: list[Title] = []
    bare: list[Title] = []
    at = start
    for anchor in _ANCHOR.finditer(text, start, end):
        if anchor.start() < at:
            continue
        left = max(at, anchor.start() - 75, *(text.rfind(mark, at, anchor.start()) + 1 for mark in _BOUNDS))
        right = min(end, anchor.end() + 16)
        match = TITLE.search(text, left, right)
        if match is not None:
            found.append(_title(match))
            at = match.end()
        elif match := BARE.search(text, left, right):
            if match["agency"] and text[match.end() : match.end() + 1] in ("", "\n", "\t"):
                name = clean(match["agency"])
                bare.append(Title(name, None, False, match.start(), match.end(), match.group()))
            at = match.end()
    return found or bare


def _title(match: re.Match[str]) -> Title:
    agency = clean(match["agency"] or match["agency2"] or "")
    year = year_of(match["year"] or match["year2"])
    half = bool(match["half"] or match["half2"])
    return Title(agency, year, half, match.start(), match.end(), _LEAD.sub("", match.group().strip()))


def clean(name: str) -> str:
    """An agency's name without breadcrumbs, numbering and 关于 before it; empty when what is left names none."""
    name = _LEAD.sub("", name.strip())
    name = re.sub(r"^(?:关于|发布|印发|公布|标题|当前位置|信息详情|首页)+|(?:关于|的)+$", "", name.strip())
    name = re.sub(r"\s+", "", name)
    name = re.sub(
        r"^(?:现将|现就|将|根据要求)|^(?:我|本)(?:[省市县区州盟旗局厅委办镇乡院校处]|单位|机关|部门)$",
        "",
        name,
    )
    name = re.sub(r"^(?:我|本)(?:[省市县区州盟旗局厅委办镇乡院校处]|单位|机关|部门)$", "", name)
    return name if 2 <= len(name) <= 45 and not re.search(r"[《》“”]", name) else ""


def is_agency(name: str) -> bool:
    """Whether a name ends as the names of authorities and public bodies do, and tells of nothing done."""
    return bool(_ENDS_LIKE_AGENCY.search(name)) and len(name) >= 3 and not _DONE.search(name)
