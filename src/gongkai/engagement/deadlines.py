"""By when outcomes are to be published, for calendars, digests and warnings; lines for the opening page. Never a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.agencies import access
from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.engagement import limits, queries
from gongkai.engagement.models import Consultation
from gongkai.engagement.rules import State
from gongkai.engagement.services.recording import DESTROYING, HANDLING
from gongkai.law.periods import months_later

SOON_DAYS = 7


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Closed consultations of these agencies whose outcome is due up to a day; their titles are public."""
    running, found = limits.in_force(), []
    for row in queries.waiting(agencies):
        due_on = running.outcome_due(row.closes_on).due_on
        if until is None or due_on <= until:
            title = _("公布“%(title)s”的意见采纳情况（%(agency)s）")
            found.append(
                Deadline(
                    matter=f"{Consultation.ledger_kind}-{row.pk}",
                    agency_id=row.agency_id,
                    due_on=due_on,
                    since=row.closes_on,
                    title=title % {"title": row.title, "agency": row.agency.short_name},
                    url=reverse("consultations_office:one", args=[row.pk]),
                )
            )
    return found


def today_items(request: HttpRequest) -> list[TodayItem]:
    """Outcomes that are late or due, announcements that wait, periods that end soon, originals to destroy."""
    actor: Any = request.user
    agencies, today = access.acting_agencies(actor, *HANDLING), timezone.localdate()
    page = reverse("consultations_office:list")
    found = []
    limits_running = of(agencies)
    late = sum(1 for one in limits_running if one.due_on < today)
    if late:
        text = ngettext("项征求意见逾期没有公布采纳情况", "项征求意见逾期没有公布采纳情况", late)
        found.append(TodayItem(Urgency.OVERDUE, text, f"{page}?state=overdue", late))
    if waiting := len(limits_running) - late:
        text = ngettext("项征求意见已截止，要公布采纳情况", "项征求意见已截止，要公布采纳情况", waiting)
        found.append(TodayItem(Urgency.SOON, text, f"{page}?state={State.WAITING}", waiting))
    rows = queries.with_standing(Consultation.objects.filter(agency__in=agencies))
    if count := queries.in_state(rows, State.PREPARING, today).count():
        text = ngettext("项征求意见在准备，公告没有公开", "项征求意见在准备，公告没有公开", count)
        found.append(TodayItem(Urgency.OPEN, text, f"{page}?state={State.PREPARING}", count))
    return [*found, *_to_destroy(actor, today)]


def _to_destroy(actor: Any, today: date) -> list[TodayItem]:
    led = access.acting_agencies(actor, *DESTROYING)
    rows = queries.with_standing(Consultation.objects.filter(agency__in=led, destroyed_on__isnull=True))
    years = limits.in_force().retention_years()
    ended = [
        (row, timezone.localdate(row.answered_at) if row.answered_at else row.called_off_on) for row in rows
    ]
    due = [row for row, day in ended if day and months_later(day, 12 * years) < today]
    if not due:
        return []
    text = ngettext("项征求意见的原件保存期满，可以销毁", "项征求意见的原件保存期满，可以销毁", len(due))
    return [TodayItem(Urgency.OPEN, text, reverse("consultations_office:one", args=[due[0].pk]), len(due))]
