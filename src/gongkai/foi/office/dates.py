"""Days as the office reads and writes them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.calendar import WorkCalendar


def remaining_words(remaining: int | None) -> str:
    """「还有3个工作日」「今天到期」「已逾期2个工作日」."""
    if remaining is None:
        return ""
    if remaining == 0:
        return _("今天到期")
    if remaining > 0:
        return _("还有%(days)d个工作日") % {"days": remaining}
    return _("已逾期%(days)d个工作日") % {"days": -remaining}


def remaining(calendar: WorkCalendar, today: date, due_on: date | None) -> int | None:
    """Working days left until the limit ends; negative once it has passed (at least one)."""
    if due_on is None:
        return None
    if due_on < today:
        return min(-1, -calendar.count(due_on, today))
    return calendar.count(today, due_on)
