"""What a computation says about itself: the steps it took and the problems it met, each with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import WorkCalendar, weekday_name


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: the day it concerns, a stable rule name, the article, a Chinese sentence."""

    on: date
    rule: str
    article: str
    text: str

    def as_dict(self) -> dict[str, str]:
        """The step as the command line prints it."""
        return {"on": self.on.isoformat(), "rule": self.rule, "article": self.article, "text": self.text}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something done against the rules that the computation had to live with."""

    code: str
    article: str
    text: str

    def as_dict(self) -> dict[str, str]:
        """The problem as the command line prints it."""
        return {"code": self.code, "article": self.article, "text": self.text}


def written(day: date) -> str:
    """2026年2月28日（星期六）."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_name(day)}）"


def counting_steps(calendar: WorkCalendar, start: date, due: date, days: int) -> list[Step]:
    """How `days` working days after `start` end on `due`: the first day, the special days on the way, the last."""
    steps = [
        Step(
            start + timedelta(days=1),
            "count_from_next_day",
            "《中华人民共和国民法典》第二百零一条",
            f"{written(start)}当日不计入，自次日起计算",
        )
    ]
    day = start
    while day < due:
        day += timedelta(days=1)
        reason = calendar.reason(day)
        if reason.kind == "make_up" or (reason.kind in ("holiday", "statutory") and day.weekday() < 5):
            counts = "计入" if reason.working else "不计入"
            steps.append(
                Step(day, reason.kind, reason.source, f"{written(day)}：{_why(reason.text)}，{counts}")
            )
    if calendar.provisional(start, due):
        steps.append(provisional_step(calendar, start, due))
    steps.append(Step(due, "due", "", f"第{days}个工作日为{written(due)}"))
    return steps


def _why(text: str) -> str:
    return text.split("（星期", 1)[0] if "（星期" in text else text.split("，")[-1]


def provisional_step(calendar: WorkCalendar, start: date, due: date) -> Step:
    """Says which years the count ran into without a notice."""
    first = (start + timedelta(days=1)).year
    years = "、".join(f"{year}年" for year in range(first, due.year + 1) if not calendar.covers(year))
    text = f"{years}放假通知未载入，暂按星期一至星期五扣除可以推知的法定节假日计算，补假和调休待通知载入后重新计算"
    return Step(due, "provisional", "《全国年节及纪念日放假办法》", text)
