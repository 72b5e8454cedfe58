"""What must be done first: requests in groups by urgency, as the database sorts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from gongkai.foi.models import Case
from gongkai.law.calendar import WorkCalendar

OVERDUE, TO_CONFIRM, SOON, WEEK, LATER, WAITING, CLOSED = range(7)
SOON_WORKING_DAYS = 3

LABELS = {
    OVERDUE: _("已逾期"),
    TO_CONFIRM: _("待确认收到"),
    SOON: _("3个工作日内到期"),
    WEEK: _("本周内到期"),
    LATER: _("其他办理中"),
    WAITING: _("等待申请人或者征求意见"),
    CLOSED: _("已办结"),
}
MEANINGS = {
    OVERDUE: _("答复期限已过，仍未答复"),
    TO_CONFIRM: _("收到当日与申请人联系确认（条例第三十一条）"),
    SOON: _("请优先办理"),
    WEEK: "",
    LATER: "",
    WAITING: _("期限暂停或者尚未重新起算"),
    CLOSED: "",
}
SLUGS = {
    "overdue": OVERDUE,
    "confirm": TO_CONFIRM,
    "soon": SOON,
    "week": WEEK,
    "later": LATER,
    "waiting": WAITING,
    "closed": CLOSED,
}


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days that part the groups, seen from `today`."""

    today: date
    soon: date
    week: date

    @classmethod
    def from_day(cls, today: date, calendar: WorkCalendar) -> Horizon:
        """Three working days on, and the Sunday of this week."""
        return cls(today, calendar.add(today, SOON_WORKING_DAYS), today + timedelta(days=6 - today.weekday()))


def grouped(cases: QuerySet[Case], horizon: Horizon) -> QuerySet[Any]:
    """Annotate `current_status` and `urgency`, most urgent first."""
    waiting = Q(current_status__in=["awaiting_correction", "awaiting_payment", "suspended"])
    groups: list[Any] = [
        When(closed_on__lte=horizon.today, then=Value(CLOSED)),
        When(current_status="overdue", then=Value(OVERDUE)),
        When(current_status="awaiting_confirmation", then=Value(TO_CONFIRM)),
        When(waiting, then=Value(WAITING)),
        When(due_on__lte=horizon.soon, then=Value(SOON)),
        When(due_on__lte=horizon.week, then=Value(WEEK)),
    ]
    annotated: QuerySet[Any] = cases.with_status(horizon.today).annotate(  # type: ignore[attr-defined]
        urgency=Choose(*groups, default=Value(LATER), output_field=IntegerField())
    )
    return annotated
