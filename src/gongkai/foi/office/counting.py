"""The count behind the reply limit as a calendar: a row per week, each day numbered or with the reason it is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.foi import rules
from gongkai.law.clock.days import CountedDay, count_days
from gongkai.law.errors import LawInputError


@dataclass(frozen=True, slots=True)
class Cell:
    """One day. `tone` names how it is drawn; `note` says in words what it is when it is not simply counted."""

    day: date
    number: int
    note: str
    tone: str
    is_today: bool


Week = list[Cell | None]


def weeks(standing: rules.Standing, today: date) -> list[Week]:
    """Monday to Sunday from the day of receipt to the last day; empty while no limit runs."""
    try:
        days = count_days(standing.facts.law, standing.calendar, standing.as_of)
    except LawInputError:
        return []
    if not days:
        return []
    cells = {item.day: _cell(item, days[-1].day, today) for item in days}
    first = days[0].day - timedelta(days=days[0].day.weekday())
    found: list[Week] = []
    while first <= days[-1].day:
        found.append([cells.get(first + timedelta(days=offset)) for offset in range(7)])
        first += timedelta(days=7)
    return found


def _cell(item: CountedDay, last: date, today: date) -> Cell:
    notes = {
        "start": _("起算日"),
        "weekend": _("休"),
        "holiday": item.name or _("放假"),
        "statutory": item.name or _("法定节日"),
        "make_up": _("调休上班"),
        "consultation": _("征求意见"),
    }
    note, tone = notes.get(item.kind, ""), item.kind
    if item.day == last:
        note, tone = _("最后一日"), "last"
    return Cell(item.day, item.number, note, tone, item.day == today)
