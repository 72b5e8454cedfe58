"""The remedies' section on the page of a request, and their lines of today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Duty
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.foi.models import Case
from gongkai.foi.office.dates import remaining, remaining_words
from gongkai.law.calendar import WorkCalendar
from gongkai.remedies import queries, services
from gongkai.remedies.models import Remedy

SOON_WORKING_DAYS = 3


class CaseSection(Component):
    """Proceedings about a request, and until when the applicant may still bring one."""

    template_name = "remedies/office/case_section.html"

    def __init__(self, request: HttpRequest, case: Case) -> None:
        self.request, self.case = request, case

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Proceedings, limits, and whether one may be registered here."""
        return {
            "case": self.case,
            "remedies": list(queries.for_case(self.case)),
            "limits": queries.limits(self.case) if self.case.decided_on else None,
            "suit_comes_later": queries.reconsideration_comes_first(self.case),
            "may_record": access.holds(self.request.user, self.case.agency, *services.RECORDING),
        }


class AnswersDue(Component):
    """On the worklist of requests: answers due to reconsideration bodies and courts, the nearest first."""

    template_name = "remedies/office/answers_due.html"
    MOST = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The nearest ones with what is left, and whether there are more."""
        rows = list(queries.answers_due(self.request.user)[: self.MOST + 1])
        if not rows:
            return {"rows": [], "has_more": False}
        today, calendar = timezone.localdate(), working_days.current()
        return {
            "rows": [(row, _left(row, today, calendar)) for row in rows[: self.MOST]],
            "has_more": len(rows) > self.MOST,
        }


def _left(row: Remedy, today: date, calendar: WorkCalendar) -> dict[str, str]:
    left = remaining(calendar, today, row.answer_due_on)
    tone = "" if left is None or left > SOON_WORKING_DAYS else "overdue" if left < 0 else "soon"
    return {"words": remaining_words(left), "tone": tone}


def items(request: HttpRequest) -> list[TodayItem]:
    """Answers due to reconsideration bodies and courts."""
    agencies = access.acting_agencies(request.user, *services.RECORDING, Duty.SUPERVISOR)
    today = timezone.localdate()
    soon = working_days.current().add(today, SOON_WORKING_DAYS)
    week = max(soon, today + timedelta(days=6 - today.weekday()))
    due = Remedy.objects.filter(
        agency__in=agencies,
        result=Remedy.Result.PENDING,
        answered_on__isnull=True,
        answer_due_on__isnull=False,
    )
    many = due.aggregate(
        overdue=Count("pk", filter=Q(answer_due_on__lt=today)),
        soon=Count("pk", filter=Q(answer_due_on__gte=today, answer_due_on__lte=soon)),
        week=Count("pk", filter=Q(answer_due_on__gt=soon, answer_due_on__lte=week)),
    )
    address = f"{reverse('remedies_office:list')}?state=unanswered"
    texts = {
        "overdue": (
            Urgency.OVERDUE,
            ngettext("件复议诉讼的答复已逾期", "件复议诉讼的答复已逾期", many["overdue"]),
        ),
        "soon": (
            Urgency.SOON,
            ngettext("件复议诉讼的答复在3个工作日内到期", "件复议诉讼的答复在3个工作日内到期", many["soon"]),
        ),
        "week": (
            Urgency.OPEN,
            ngettext("件复议诉讼的答复本周内到期", "件复议诉讼的答复本周内到期", many["week"]),
        ),
    }
    return [
        TodayItem(level, text, address, many[name]) for name, (level, text) in texts.items() if many[name]
    ]
