"""Days that do not exist, weekdays that do not fit, days written in several ways (GB/T 15835, GB/T 9704)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from gongkai.quality.form.characters import without_addresses
from gongkai.quality.form.model import Block, Facts, Finding, Text, in_block

_FULL = re.compile(r"(?<!\d)(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_SHORT = re.compile(r"(?<![\d年])(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ISO = re.compile(r"(?<![A-Za-z0-9_-])((?:19|20)\d\d)-(0?[1-9]|1[0-2])-(\d{1,2})(?![A-Za-z0-9_-]|\s*号)")
_DOTTED = re.compile(r"(?<![\d.])(\d{4})[./](\d{1,2})[./](\d{1,2})(?![\d.])")
_NUMERAL = re.compile(
    r"[一二][一二三四五六七八九〇○0零]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_WEEKDAY = re.compile(
    r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日\s*[（(]?\s*(?:星期|周)([一二三四五六日天])\s*[）)]?"
)
_PADDED = re.compile(r"(?:(?<=年)|(?<=月))0(?=[1-9][月日])")
_ZERO = re.compile(r"(?<=[一二三四五六七八九〇])[○0零](?=[一二三四五六七八九〇○0零]{0,2}年)")
_DAYS = "一二三四五六日"
LEAP = 2024


def impossible(text: Text, facts: Facts) -> Iterator[Finding]:
    """二月三十日, a thirteenth month."""
    for block in text.blocks:
        plain = without_addresses(block.text)
        for found in (*_FULL.finditer(plain), *_ISO.finditer(plain)):
            if not _exists(*map(int, found.groups())):
                yield _no_such_day(block, *found.span())
        for found in _SHORT.finditer(plain):
            if not _exists(LEAP, int(found[1]), int(found[2])):
                yield _no_such_day(block, *found.span())


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]


def _no_such_day(block: Block, start: int, end: int) -> Finding:
    return in_block("form.date", block, start, end, f"没有“{block.text[start:end]}”这一天，请核对。")


def weekday(text: Text, facts: Facts) -> Iterator[Finding]:
    """A weekday beside a full date that is another."""
    for block in text.blocks:
        for found in _WEEKDAY.finditer(block.text):
            year, month, day = map(int, found.groups()[:3])
            if not _exists(year, month, day):
                continue
            is_on = _DAYS[date(year, month, day).weekday()]
            if is_on != found[4].replace("天", "日"):
                why = f"{year}年{month}月{day}日是星期{is_on}，请核对日期和星期。"
                yield in_block("form.weekday", block, *found.span(), why)


def writing(text: Text, facts: Facts) -> Iterator[Finding]:
    """Padded months and days, the wrong zero, several ways of writing days in one text."""
    ways: dict[str, tuple[Block, int, int]] = {}
    for block in text.running:
        for found in _PADDED.finditer(block.text):
            yield in_block("form.date_zero", block, *found.span(), "月、日不编虚位，“0”应当去掉。", "")
        for found in _ZERO.finditer(block.text):
            yield in_block("form.date_zero", block, *found.span(), "汉字年份中的零应当写作“〇”。", "〇")
        for name, pattern in (
            ("2026年3月2日", _FULL),
            ("2026-3-2", _ISO),
            ("2026.3.2", _DOTTED),
            ("二〇二六年三月二日", _NUMERAL),
        ):
            found_first = pattern.search(without_addresses(block.text))
            if found_first and name not in ways:
                ways[name] = (block, *found_first.span())
    if len(ways) > 1:
        block, start, end = list(ways.values())[1]
        why = f"同一文件中日期有{len(ways)}种写法（{'、'.join(ways)}），请统一。"
        yield in_block("form.date_ways", block, start, end, why)
