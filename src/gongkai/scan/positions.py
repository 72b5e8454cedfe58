"""Geographic positions that show where somebody lives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.scan.context import Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity

_GAP = r"[\s,，、;；/|]{1,4}"
_FRACTION = re.compile(r"\.\d{4}")
_PAIR = re.compile(
    r"(?:"
    rf"(?:1[0-3]\d|7[3-9]|[89]\d)\.\d{{4,15}}°?E?{_GAP}(?:北纬|纬度|N)?[:：]?\s?(?:[3-9]|[1-4]\d|5[0-4])\.\d{{4,15}}"
    rf"|(?:[3-9]|[1-4]\d|5[0-4])\.\d{{4,15}}°?N?{_GAP}(?:东经|经度|E)?[:：]?\s?(?:1[0-3]\d|7[3-9]|[89]\d)\.\d{{4,15}}"
    r")(?![\d.])°?[NE]?"
)
_ANGLE = r"\d{1,3}\s?[°度]\s?(?:\d{1,2}\s?[′'’分]\s?(?:\d{1,2}(?:\.\d{1,6})?\s?(?:[″\"”秒]|''))?)?"
_ANGLES = re.compile(
    rf"(?:东经|北纬|[EN])?\s?[:：]?\s?{_ANGLE}[EN]?[\s,，、;；和]{{0,4}}(?:东经|北纬|[EN])?\s?[:：]?\s?{_ANGLE}[EN]?"
)
_LABELLED = re.compile(
    r"(?:经度|东经)\s?[:：]?\s?\d{2,3}\.\d{3,15}°?[\s,，、;；]{0,4}(?:纬度|北纬)\s?[:：]?\s?\d{1,2}\.\d{3,15}°?"
    r"|(?:纬度|北纬)\s?[:：]?\s?\d{1,2}\.\d{3,15}°?[\s,，、;；]{0,4}(?:经度|东经)\s?[:：]?\s?\d{2,3}\.\d{3,15}°?"
)
_HOME = re.compile(r"户主|农户|住户|住址|家庭|家中|住宅|居住|贫困户|住房|定位|本人|姓名")
_TILE = re.compile(
    r"tile|瓦片|bbox|extent|zoom|center|viewport|://|MULTIPOINT|POLYGON|LINESTRING", re.IGNORECASE
)
_REACH = 60


def find(context: Context) -> Iterator[Hit]:
    """Every pair of longitude and latitude precise to some ten metres."""
    text = context.narrow
    yield from _pairs(context, text)
    if "position" in context.roles:
        yield from _found(context, _LABELLED, text)
    if "°" in text or "position" in context.roles:
        yield from _found(context, _ANGLES, text)


def _pairs(context: Context, text: str) -> Iterator[Hit]:
    done = 0
    for fraction in _FRACTION.finditer(text):
        start = fraction.start()
        while start > fraction.start() - 3 and text[start - 1 : start].isdecimal():
            start -= 1
        if start < done or text[start - 1 : start] in ("-", ".") or text[start - 1 : start].isdecimal():
            continue
        match = _PAIR.match(text, start)
        if match:
            done = match.end()
            yield from _hit(context, match, text, labelled=False)


def _found(context: Context, pattern: re.Pattern[str], text: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        yield from _hit(context, match, text, labelled=True)


def _hit(context: Context, match: re.Match[str], text: str, *, labelled: bool) -> Iterator[Hit]:
    before = text[max(0, match.start() - _REACH) : match.start()].rpartition("\n")[2]
    if _TILE.search(before):
        return
    if not labelled:
        labelled = "position" in (context.role(match.start()), context.before(match.start(), near=True))
    column = context.column(match.start())
    if _HOME.search(before) or (column is not None and "name" in column.others):
        severity, confidence, why = Severity.WARNING, 0.85, "经纬度坐标，前文写有住户"
    elif labelled:
        severity, confidence, why = Severity.INFORMATION, 0.7, "写明是经纬度坐标，没有写明是住户的位置"
    else:
        severity, confidence, why = Severity.INFORMATION, 0.4, "像经纬度坐标"
    yield Hit("person.position", severity, confidence, match.start(), match.end(), why, 3)
