"""公开时限 of a standard catalogue, free text in practice, as a number, a unit and a trigger. Pure.

What is not understood stays text: `unit` is empty then, and nothing is computed from it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import WorkCalendar

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER = r"(\d{1,3}|[零〇一二两三四五六七八九十百]{1,5})"
_SPAN = re.compile(_NUMBER + r"\s*个?\s*(工作日|自然日|日历日|小时|月|日|天|年)")
_CALENDAR_DATE = re.compile(
    r"(?:\d{4}年)|(?:[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}[日号]|底|末|初)?(?:之?前|以前)?)"
)
UNITS = {
    "工作日": "working_days",
    "自然日": "days",
    "日历日": "days",
    "日": "days",
    "天": "days",
    "月": "months",
    "年": "years",
    "小时": "hours",
}
_PERIODIC = (
    (re.compile(r"每年|按年|年度|逐年|每学年"), "per_year"),
    (re.compile(r"每季|按季|季度"), "per_quarter"),
    (re.compile(r"每月|按月|月度"), "per_month"),
)
_PROMPT = re.compile(r"实时|即时|及时|第一时间|随时|立即|当场|当日")
_STANDING = re.compile(r"长期|常年|持续|动态")
_TRIGGERS = (
    ("before", re.compile(r"提前|事前|之前\d|前\d")),
    ("approved", re.compile(r"审批|批准|批复|审定|核准")),
    ("decided", re.compile(r"作出|做出|决定")),
    ("issued", re.compile(r"印发|下发|出台|发布|制定")),
    ("formed", re.compile(r"形成|变更|产生|获取")),
)
MONTHS_OF = {"per_year": 12, "per_quarter": 3, "per_month": 1}


@dataclass(frozen=True, slots=True)
class Limit:
    """How soon. `unit`: working_days, days, months, years, hours; per_year, per_quarter, per_month; promptly; standing; "".

    `number` is None for units that count nothing. `trigger`: formed, approved, decided, issued, before, or "".
    """

    number: int | None = None
    unit: str = ""
    trigger: str = ""


def parse(text: str) -> Limit:
    """The first limit a text names; a repeated interval only where no number of days stands beside it."""
    flat = "".join(text.split())
    trigger = next((name for name, pattern in _TRIGGERS if pattern.search(flat)), "")
    spans = _CALENDAR_DATE.sub("", _months_kept(flat))
    if (found := _SPAN.search(spans)) and (number := _number(found[1])):
        return Limit(number, UNITS[found[2]], trigger)
    for pattern, unit in _PERIODIC:
        if pattern.search(flat):
            return Limit(None, unit, trigger)
    if _PROMPT.search(flat):
        return Limit(None, "promptly", trigger)
    if _STANDING.search(flat):
        return Limit(None, "standing", trigger)
    return Limit(None, "", trigger)


def _months_kept(text: str) -> str:
    """个月 counts months, 3月 names one: keep the former from being read as a date."""
    return text.replace("个月", "个 月")


def _number(text: str) -> int:
    """20, 二十, 三百: a number up to 999."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in ("十", "百"):
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def due_on(limit: Limit, since: date, calendar: WorkCalendar) -> date | None:
    """The last day counted from a day; None for limits that are no count of days, or lie before their event."""
    number = limit.number
    if not number or limit.trigger == "before":
        return None
    if limit.unit == "working_days":
        return calendar.add(since, number)
    if limit.unit == "days":
        return since + timedelta(days=number)
    if limit.unit == "hours":
        return since + timedelta(days=-(-number // 24))
    if limit.unit in ("months", "years"):
        return _months_later(since, number * (12 if limit.unit == "years" else 1))
    return None


def _months_later(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 + months
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
