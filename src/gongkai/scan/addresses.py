"""Home addresses down to the door: in towns by building, unit and room, in villages by group and house."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.scan.context import Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity

_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,5}|[A-Z甲乙丙丁东南西北中]\d{0,3})"
_B = r"[ \u3000]?"
# What makes an address one of a door: building, unit and room; group and house number; street number with more behind it.
_ROOM = rf"\d{{1,5}}(?:[\-—]\d{{1,5}}){{0,3}}{_B}(?:室|房|户|号(?!楼|院|街|路|线|文|令|公告|通知|地块|宗地|图斑|井|桥|机组))"
_BUILDING = rf"{_NUMBER}{_B}(?:号楼|号院|幢|栋|座|号)"
_UNIT = rf"{_NUMBER}{_B}单元"
_DOOR = re.compile(
    rf"(?:{_BUILDING}{_B}(?:{_UNIT}{_B})?(?:{_NUMBER}{_B}(?:层|楼){_B})?(?:{_ROOM}|\d{{3,4}}(?!\d))"
    rf"|{_BUILDING}{_B}{_UNIT}"
    rf"|{_UNIT}{_B}(?:{_NUMBER}{_B}(?:层|楼){_B})?(?:{_ROOM}|\d{{3,4}}(?!\d))"
    rf"|{_NUMBER}{_B}(?:村民小组|居民小组|小组|组|队|社){_B}(?:附)?\d{{1,4}}{_B}号(?!地块|宗地|图斑)(?:附\d{{1,3}}号)?"
    rf"|(?<=[小区苑园庭府城湾郡居庄舍村里]){_B}\d{{1,3}}[\-—]\d{{1,3}}[\-—]\d{{2,5}}(?!\d){_B}室?)"
)
# A word for a door behind a number (with lookbehind, so that the search leaps from word to word), or numbers parted by dashes behind a quarter.
_COUNTED = "0-9一二三四五六七八九十甲乙丙丁A-H"
_ANCHOR = re.compile(
    rf"(?:[室栋幢座]|单元)(?:(?<=[{_COUNTED}].)|(?<=[{_COUNTED}][ \u3000].)|(?<=[{_COUNTED}]单元)|(?<=[{_COUNTED}][ \u3000]单元))"
    r"|楼(?<=号楼)|[组队社](?=[ \u3000]?附?[0-9])|[小区苑园庭府城湾郡居庄舍村里](?=[ \u3000]?[0-9]{1,3}[\-—][0-9]{1,3}[\-—][0-9])"
)
_AROUND, _AHEAD = 24, 120
_START = re.compile(r"[\u4e00-\u9fffA-Za-z\d·\-—（）() \u3000]{0,60}$")
_BREAK = re.compile(
    r"家住|居住在|居住于|现居住?|暂住|住所?地?[:：]?|住址|户籍地?|坐落于?|位于|地址|产权人|邮寄至|送至|寄到|寄往|送到|送往|搬到|家在|租住在?|住在|[男女]?[，。；：:、\n\t（(]"
)
_HOME_WORDS = re.compile(
    r"小区|花园|家园|公寓|宿舍|家属[院楼区]|新村|佳苑|[\u4e00-\u9fff]苑|嘉园|名都|名城|雅居|豪庭|华府|公馆|华庭|家苑|安置房|安居|廉租房|公租房|经济适用房|单元|村民小组|居民小组|[\u4e00-\u9fff](?:村|屯|寨|庄|湾|坪|冲|洼|沟)"
)
_OFFICE_WORDS = re.compile(
    r"(?:局|委员会|人民政府|镇政府|乡政府|县政府|市政府|区政府|服务中心|政务中心|行政中心|大厅|机关|写字楼|法院|检察院|会议室|办公室|办公楼|窗口|厅|大厦|科技园|产业园|工业园|银行|公司|酒店|宾馆|学院|大学|医院|商务|广场|商铺|门面|店铺|门市|物业|居委会|村委会|党群|活动室|卫生室|警务室|车库|车位|储藏室|架空层|幼儿园|小学|中学|中心|政府大院)"
)
_RESIDENCE = re.compile(r"家属|宿舍|小区|公寓|花园|家园|单元")
_LIVES = re.compile(
    r"(?:家住|居住在?|居住于|现住|现居|暂住|住所?|住址|户籍(?:地|所在地)?|住在|家庭住址|房屋坐落(?:于|在)?)[:：为于]?[ \u3000]?$"
)
_DOOR_END = re.compile(
    r"(?:\d[ \u3000]?(?:室|房|户)?|(?:组|队|社)[ \u3000]?附?\d{1,4}[ \u3000]?号(?:附\d{1,3}号)?)$"
)
_LIVED_AT = re.compile(
    r"住(?:[在于址]|所地?)?[:：为]?([\u4e00-\u9fff]{2,30}?(?:路|街|巷|道|弄|胡同|[组队社])[ ]?[\d一二三四五六七八九十]{1,5}[ ]?号)"
    r"(?!楼|院|地块|线)"
)
_DETAIL = re.compile(r"[\d一二三四五六七八九十]{1,5}[ ]?(?:号|室|组|队|栋|幢|单元|楼|社)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,}")


def find(context: Context) -> Iterator[Hit]:
    """Every such address; where somebody works is none."""
    yield from _labelled(context)
    yield from _unlabelled(context)
    yield from _lived_at(context)


def _labelled(context: Context) -> Iterator[Hit]:
    for value in context.values(("home",)):
        words = context.text[value.start : value.end]
        stop = re.search(r"[，,、](?![\d一二三四五六七八九十])|\s{2,}", words)
        words = words[: stop.start()] if stop else words
        start = value.start + len(words) - len(words.lstrip())
        words = words.strip()
        if _DETAIL.search(words) and _PLACE.search(words):
            yield _hit(Severity.SERIOUS, 0.95, start, start + len(words), "写明是住址，具体到门牌", 5)


def _lived_at(context: Context) -> Iterator[Hit]:
    for match in _LIVED_AT.finditer(context.text):
        if not _OFFICE_WORDS.search(match.group(1)):
            yield _hit(Severity.SERIOUS, 0.9, *match.span(1), "写明是居住地址，具体到门牌", 4)


def _unlabelled(context: Context) -> Iterator[Hit]:
    text, done, searched = context.narrow, 0, 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done or anchor.end() + _AROUND <= searched:
            continue
        searched = anchor.end() + _AHEAD
        door = _DOOR.search(text, max(done, anchor.start() - _AROUND), searched)
        if door is None:
            continue
        done = searched = door.end()
        start = _beginning(text, max(0, door.start() - 60), door.start())
        hit = _judged(context, start, door)
        if hit:
            yield hit


def _beginning(text: str, low: int, end: int) -> int:
    """Where the address begins that leads to a door: behind the last sign or word that cannot be in one."""
    start = low
    for match in _BREAK.finditer(text, low, end):
        start = match.end()
    allowed = _START.search(text, start, end)
    start = allowed.start() if allowed else end
    while start < end and text[start].isspace():
        start += 1
    return start


def _judged(context: Context, start: int, door: re.Match[str]) -> Hit | None:
    text, end = context.text, door.end()
    words = text[start:end]
    if not _PLACE.search(text[start : door.start() + 2]):
        return None
    lives = bool(_LIVES.search(text[max(0, start - 8) : start]))
    office = _OFFICE_WORDS.search(words) and not _RESIDENCE.search(words)
    role = context.role(start)
    if role == "home" or lives:
        return _hit(Severity.SERIOUS, 0.93, start, end, "写明是居住地址，具体到门牌", 5)
    if office or _OFFICE_WORDS.match(text, end):
        return None
    if not _HOME_WORDS.search(words) or not _DOOR_END.search(words):
        return None
    if role == "address":
        return _hit(Severity.WARNING, 0.7, start, end, "地址具体到住宅的房号或者村民小组门牌", 3)
    return _hit(Severity.SERIOUS, 0.85, start, end, "住宅地址，具体到房号或者村民小组门牌", 4)


def _hit(severity: Severity, confidence: float, start: int, end: int, why: str, weight: int) -> Hit:
    return Hit("person.home_address", severity, confidence, start, end, why, weight)
