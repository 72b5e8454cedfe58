"""What the requests ask of the signed-in person today."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Duty
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.foi.models import Case
from gongkai.foi.office import tasks, urgency
from gongkai.foi.services.acts import HANDLING
from gongkai.foi.services.approving import STAGE_DUTIES, waiting_for

# How urgent, which figure, and by which filter its list opens.
LINES = (
    (Urgency.OVERDUE, "overdue", "group"),
    (Urgency.SOON, "confirm", "group"),
    (Urgency.SOON, "soon", "group"),
    (Urgency.OPEN, "week", "group"),
    (Urgency.OPEN, "corrected", "task"),
    (Urgency.OPEN, "returned", "task"),
)


def items(request: HttpRequest) -> list[TodayItem]:
    """Lines by what the person may do: the limits for officers and supervisors, drafts for those who approve them."""
    duties = {post.duty for post in access.current_posts(request.user)}
    lines = []
    if duties & {*HANDLING, Duty.SUPERVISOR}:
        lines += _limits(access.acting_agencies(request.user, *HANDLING, Duty.SUPERVISOR))
    if duties & {*STAGE_DUTIES}:
        lines += _approvals(request.user)
    return lines


def _limits(agencies: Any) -> list[TodayItem]:
    today = timezone.localdate()
    horizon = urgency.Horizon.from_day(today, working_days.current())
    open_cases = Case.objects.filter(agency__in=agencies).exclude(closed_on__lte=today)
    many = urgency.grouped(open_cases, horizon).aggregate(
        overdue=Count("pk", filter=Q(urgency=urgency.OVERDUE)),
        confirm=Count("pk", filter=Q(urgency=urgency.TO_CONFIRM)),
        soon=Count("pk", filter=Q(urgency=urgency.SOON)),
        week=Count("pk", filter=Q(urgency=urgency.WEEK)),
        corrected=Count("pk", filter=tasks.corrected(today)),
        returned=Count("pk", filter=tasks.returned(today)),
    )
    return [
        TodayItem(level, _words(name, many[name]), _address(**{key: name}), many[name])
        for level, name, key in LINES
        if many[name]
    ]


def _words(name: str, number: int) -> str:
    """The line behind its figure."""
    return {
        "overdue": ngettext("件申请已逾期未答复", "件申请已逾期未答复", number),
        "confirm": ngettext("件申请待与申请人确认收到", "件申请待与申请人确认收到", number),
        "soon": ngettext("件答复在3个工作日内到期", "件答复在3个工作日内到期", number),
        "week": ngettext("件答复本周内到期", "件答复本周内到期", number),
        "corrected": ngettext("件补正已收到，期限重新起算", "件补正已收到，期限重新起算", number),
        "returned": ngettext("件答复拟稿被退回", "件答复拟稿被退回", number),
    }[name]


def _approvals(actor: Any) -> list[TodayItem]:
    found = waiting_for(actor)
    if not found:
        return []
    address = reverse("foi_office:case", args=found) if len(found) == 1 else _address(task="approval")
    text = ngettext("件答复拟稿等您审批", "件答复拟稿等您审批", len(found))
    return [TodayItem(Urgency.SOON, text, address, len(found))]


def _address(**query: str) -> str:
    return reverse("foi_office:worklist", query=query)
