"""What the requests ask of the signed-in person today."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Duty
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.foi.models import Case, Decision
from gongkai.foi.office import urgency
from gongkai.foi.services.acts import DECIDING, HANDLING


def items(request: HttpRequest) -> list[TodayItem]:
    """Lines by what the person may do: two queries for whoever works on requests, none for others."""
    handled = access.acting_agencies(request.user, *HANDLING, Duty.SUPERVISOR)
    lines = _limits(handled)
    if any(post.duty in DECIDING for post in access.current_posts(request.user)):
        lines += _approvals(request.user)
    return lines


def _limits(agencies: Any) -> list[TodayItem]:
    today = timezone.localdate()
    horizon = urgency.Horizon.from_day(today, working_days.current())
    open_cases = Case.objects.filter(agency__in=agencies).exclude(closed_on__lte=today)
    draft = Decision.objects.filter(case=OuterRef("pk"), state=Decision.State.RETURNED)
    waiting = Decision.objects.filter(case=OuterRef("pk"), state=Decision.State.PROPOSED)
    cases = urgency.grouped(open_cases, horizon).annotate(
        came_back=Exists(
            Case.objects.filter(pk=OuterRef("pk"), corrections__received_on=today, corrections__voided=False)
        ),
        returned=Exists(draft) & ~Exists(waiting),
    )
    many = cases.aggregate(
        overdue=Count("pk", filter=Q(urgency=urgency.OVERDUE)),
        confirm=Count("pk", filter=Q(urgency=urgency.TO_CONFIRM)),
        soon=Count("pk", filter=Q(urgency=urgency.SOON)),
        week=Count("pk", filter=Q(urgency=urgency.WEEK)),
        came_back=Count("pk", filter=Q(came_back=True)),
        returned=Count("pk", filter=Q(returned=True)),
    )
    texts = {
        "overdue": (
            Urgency.OVERDUE,
            ngettext("件申请已逾期未答复", "件申请已逾期未答复", many["overdue"]),
            "?group=overdue",
        ),
        "confirm": (
            Urgency.SOON,
            ngettext("件申请待与申请人确认收到", "件申请待与申请人确认收到", many["confirm"]),
            "?group=confirm",
        ),
        "soon": (
            Urgency.SOON,
            ngettext("件答复在3个工作日内到期", "件答复在3个工作日内到期", many["soon"]),
            "?group=soon",
        ),
        "week": (Urgency.OPEN, ngettext("件答复本周内到期", "件答复本周内到期", many["week"]), "?group=week"),
        "came_back": (
            Urgency.OPEN,
            ngettext("件补正今天收到,期限已重新起算", "件补正今天收到,期限已重新起算", many["came_back"]),
            "",
        ),
        "returned": (Urgency.OPEN, ngettext("件答复拟稿被退回", "件答复拟稿被退回", many["returned"]), ""),
    }
    address = reverse("foi_office:worklist")
    return [
        TodayItem(level, text, f"{address}{link}", many[name])
        for name, (level, text, link) in texts.items()
        if many[name]
    ]


def _approvals(actor: Any) -> list[TodayItem]:
    agencies = access.acting_agencies(actor, *DECIDING)
    found = list(
        Decision.objects.filter(state=Decision.State.PROPOSED, case__agency__in=agencies)
        .exclude(drafted_by=actor)
        .order_by("case__due_on")
        .values_list("case_id", flat=True)[:100]
    )
    if not found:
        return []
    if len(found) == 1:
        address = reverse("foi_office:case", args=found)
    else:
        address = f"{reverse('foi_office:worklist')}?group=approval"
    text = ngettext("件答复拟稿等您审批", "件答复拟稿等您审批", len(found))
    return [TodayItem(Urgency.SOON, text, address, len(found))]
