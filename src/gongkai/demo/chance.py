"""Chance that repeats: every part of the county draws from its own generator, so adding to one part moves no other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from gongkai.law.calendar import WorkCalendar

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = (
    "文博", "雨桐", "建国", "秀英", "志远", "晓梅", "海涛", "佳宁", "立新", "玉兰", "家豪", "思源", "春生", "丽华",
    "明哲", "静怡", "永康", "慧敏", "振东", "淑芬", "子墨", "国栋", "爱华", "景行",
)  # fmt: skip
FIRMS = (
    "禾田",
    "润泽",
    "启明",
    "恒远",
    "云岭",
    "青禾",
    "瑞丰",
    "汇通",
    "新航",
    "博远",
    "金穗",
    "泰和",
    "松鹤",
    "清源",
    "万里",
    "众合",
)
TRADES = (
    "建筑工程",
    "食品",
    "机械制造",
    "物流",
    "农业开发",
    "商贸",
    "环保科技",
    "餐饮管理",
    "电子",
    "文化传媒",
)


def stream(name: str) -> random.Random:
    """The generator of one part of the county."""
    return random.Random(f"gongkai-demo:{name}")  # noqa: S311 - invented data, not a secret


def person(rng: random.Random) -> str:
    """An invented name."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def firm(rng: random.Random) -> str:
    """An invented company of the county."""
    return f"云溪县{rng.choice(FIRMS)}{rng.choice(TRADES)}有限公司"


def working_day(rng: random.Random, calendar: WorkCalendar, first: date, last: date) -> date:
    """A working day in [first, last]; the last one before `first` when there is none."""
    for _attempt in range(20):
        day = first + timedelta(days=rng.randint(0, max((last - first).days, 0)))
        if calendar.is_working_day(day):
            return day
    return on_or_before(calendar, last)


def on_or_before(calendar: WorkCalendar, day: date) -> date:
    """The day itself when worked, else the last worked day before it."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def back(calendar: WorkCalendar, day: date, working_days: int) -> date:
    """The working day so many working days before `day`."""
    day = on_or_before(calendar, day)
    for _step in range(working_days):
        day = on_or_before(calendar, day - timedelta(days=1))
    return day


def split(rng: random.Random, total: int, parts: Sequence[str]) -> list[int]:
    """Whole numbers that add up to `total`, one per part."""
    weights = [rng.uniform(0.5, 1.5) for _part in parts]
    shares = [int(total * weight / sum(weights)) for weight in weights]
    shares[0] += total - sum(shares)
    return shares


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
