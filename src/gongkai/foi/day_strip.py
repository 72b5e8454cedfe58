"""The strip of days in words: a calendar by weeks with a mark on every day, its legend, and the same as text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.calendar import WorkCalendar
from gongkai.law.clock import Event
from gongkai.law.clock.strip import STRIP_KINDS, StripDay, calendar_strip
from gongkai.law.errors import LawInputError

# The letter that stands on a day; days that count carry their number.
MARKS = {
    "unconfirmed": gettext_lazy("待"),
    "start": gettext_lazy("起"),
    "counted": "1",
    "make_up": gettext_lazy("班"),
    "extension": gettext_lazy("延"),
    "delay": gettext_lazy("缓"),
    "weekend": gettext_lazy("休"),
    "holiday": gettext_lazy("假"),
    "consultation": gettext_lazy("征"),
    "awaiting_correction": gettext_lazy("补"),
    "awaiting_payment": gettext_lazy("费"),
    "overdue": gettext_lazy("逾"),
    "closed": gettext_lazy("结"),
}
LABELS = {
    "unconfirmed": gettext_lazy("等待双方确认收到，期限未起算"),
    "start": gettext_lazy("起算日，当日不计"),
    "counted": gettext_lazy("计入的工作日，数字是第几个"),
    "make_up": gettext_lazy("调休上班，计入"),
    "extension": gettext_lazy("延长的工作日"),
    "delay": gettext_lazy("延迟答复的合理期限"),
    "weekend": gettext_lazy("周末，不计"),
    "holiday": gettext_lazy("法定节假日，不计"),
    "consultation": gettext_lazy("书面征求意见，不计"),
    "awaiting_correction": gettext_lazy("等待申请人补正，不计"),
    "awaiting_payment": gettext_lazy("等待申请人缴费，不计"),
    "overdue": gettext_lazy("已逾期，数字是第几个工作日"),
    "closed": gettext_lazy("办结"),
}
STARTS = {
    "received": gettext_lazy("收到申请，当日不计，自次日起算"),
    "correction": gettext_lazy("收到补正，自次日起重新计算"),
    "payment": gettext_lazy("完成缴费，自次日起重新计算"),
    "reopened": gettext_lazy("须重新答复，自次日起重新计算"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: `kind` as in `law.clock.strip`, the `mark` it carries, a short `note`, and a full sentence with its article.

    `label` is the day of the month, with the month where a week or a month begins.
    """

    day: date
    label: str
    kind: str
    number: int
    mark: str
    note: str
    text: str
    article: str
    is_due: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A kind of day that occurs, with its mark."""

    kind: str
    mark: str
    label: str
    article: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Weeks from Monday to Sunday (None: not a day of the request), the days one by one, and what the marks mean."""

    weeks: list[list[Cell | None]]
    days: list[Cell]
    legend: list[LegendEntry]


def strip_of(events: Sequence[Event], calendar: WorkCalendar, as_of: date) -> Strip:
    """The strip of a request on a day; empty when its events contradict each other (that is said elsewhere)."""
    try:
        found = calendar_strip(events, calendar, as_of)
    except LawInputError:
        found = ()
    mondays = {item.day - timedelta(days=item.day.weekday()): item.day for item in reversed(found)}
    opening = set(mondays.values())
    days = [_cell(item, as_of, opens=item.day.day == 1 or item.day in opening) for item in found]
    return Strip(_weeks(days), days, _legend(days))


def _cell(item: StripDay, today: date, *, opens: bool) -> Cell:
    return Cell(
        day=item.day,
        label=f"{item.day.month}.{item.day.day}" if opens else str(item.day.day),
        kind=item.kind,
        number=item.number,
        mark=_mark(item),
        note=_note(item),
        text=_text(item),
        article=item.article,
        is_due=item.is_due,
        is_today=item.day == today,
    )


def _mark(item: StripDay) -> str:
    letter = str(MARKS[item.kind])
    if item.kind == "counted":
        return str(item.number)
    if item.kind in ("make_up", "extension", "delay"):
        return f"{item.number}{letter}"
    return f"{letter}{item.number}" if item.kind == "overdue" and item.number else letter


def _note(item: StripDay) -> str:
    """The few words under the mark: the last day, a holiday's name."""
    if item.is_due:
        return _("期限")
    return item.name if item.kind == "holiday" else ""


def _text(item: StripDay) -> str:
    texts = {
        "counted": _("第%(number)d个工作日") % {"number": item.number},
        "make_up": _("调休上班，计入，第%(number)d个工作日") % {"number": item.number},
        "extension": _("延长的期限，第%(number)d个工作日") % {"number": item.number},
        "delay": _("延迟答复的合理期限，第%(number)d个工作日") % {"number": item.number},
        "holiday": _("%(name)s放假，不计") % {"name": item.name},
        "overdue": _("已逾期%(number)d个工作日") % {"number": item.number}
        if item.number
        else _("已逾期，休息日"),
        "start": str(STARTS.get(item.name, LABELS["start"])),
    }
    text = texts.get(item.kind) or str(LABELS[item.kind])
    return _("%(text)s；期限的最后一日") % {"text": text} if item.is_due else text


def _weeks(days: Sequence[Cell]) -> list[list[Cell | None]]:
    """Weeks in which something was; those between an end and a reopening are left out."""
    by_monday: dict[date, list[Cell | None]] = {}
    for cell in days:
        monday = cell.day - timedelta(days=cell.day.weekday())
        week = by_monday.setdefault(monday, [None] * 7)
        week[cell.day.weekday()] = cell
    return list(by_monday.values())


def _legend(days: Sequence[Cell]) -> list[LegendEntry]:
    first = {cell.kind: cell for cell in reversed(days)}
    return [
        LegendEntry(kind, str(MARKS[kind]), str(LABELS[kind]), first[kind].article)
        for kind in STRIP_KINDS
        if kind in first
    ]
