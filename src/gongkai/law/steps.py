"""What a computation says about itself: the steps it took and the problems it met, each with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.calendar import DayReason, WorkCalendar, weekday_name


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
    steps += special_day_steps(calendar, start, due)
    if calendar.provisional(start, due):
        steps.append(provisional_step(calendar, start, due))
    steps.append(Step(due, "due", "", f"第{days}个工作日为{written(due)}"))
    return steps


def special_day_steps(calendar: WorkCalendar, start: date, due: date) -> list[Step]:
    """The weekdays off and worked weekends in (start, due], neighbouring days of one holiday in one step."""
    runs: list[list[DayReason]] = []
    for day in calendar.special_days(start, due):
        reason = calendar.reason(day)
        last = runs[-1][-1] if runs else None
        if (
            last
            and (last.kind, last.name, last.source) == (reason.kind, reason.name, reason.source)
            and not reason.working
        ):
            runs[-1].append(reason)
        else:
            runs.append([reason])
    return [_special_step(run) for run in runs]


def _special_step(run: list[DayReason]) -> Step:
    first, last = run[0], run[-1]
    if first.working:
        return Step(first.day, first.kind, first.source, f"{written(first.day)}调休上班，计入")
    name = first.name or "放假"
    if len(run) == 1:
        return Step(first.day, first.kind, first.source, f"{written(first.day)}{name}，不计入")
    text = f"{written(first.day)}至{written(last.day)}{name}，其间{len(run)}个平日不计入"
    return Step(first.day, first.kind, first.source, text)


def provisional_step(calendar: WorkCalendar, start: date, due: date) -> Step:
    """Says which years the count ran into without a notice."""
    first = (start + timedelta(days=1)).year
    years = "、".join(f"{year}年" for year in range(first, due.year + 1) if not calendar.covers(year))
    text = f"{years}放假通知未载入，暂按星期一至星期五扣除可以推知的法定节假日计算，补假和调休待通知载入后重新计算"
    return Step(due, "provisional", "《全国年节及纪念日放假办法》", text)
