"""Limits that will soon be missed, for those who supervise: a line of today, and the list behind it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gongkai.agencies import access, deadlines, working_days
from gongkai.agencies.models import Duty
from gongkai.agencies.today import TodayItem, Urgency


def supervises(actor: Any) -> bool:
    """Whether the person supervises any agency today."""
    return any(post.duty == Duty.SUPERVISOR for post in access.current_posts(actor))


def of(actor: Any) -> list[deadlines.Deadline]:
    """The near and missed limits of the agencies the actor supervises."""
    agencies = access.acting_agencies(actor, Duty.SUPERVISOR)
    return deadlines.near(agencies, timezone.localdate(), working_days.current())


def items(request: HttpRequest) -> list[TodayItem]:
    """One line: how many limits end within the warning days and need a word now."""
    if not supervises(request.user):
        return []
    today = timezone.localdate()
    many = sum(1 for limit in of(request.user) if limit.due_on >= today)
    if not many:
        return []
    text = ngettext("件下级事项即将到期，请督促", "件下级事项即将到期，请督促", many)
    return [TodayItem(Urgency.SOON, text, reverse("agencies_near_limits"), many)]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list, the nearest first."""
    if not supervises(request.user):
        raise PermissionDenied
    today, calendar = timezone.localdate(), working_days.current()
    rows = [
        {"limit": limit, "left": left, "late": -left}
        for limit in of(request.user)
        for left in [_left(calendar, today, limit.due_on)]
    ]
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("今日待办")},
        {"url": None, "label": _("临期事项")},
    ]
    context = {"page_title": _("临期事项"), "breadcrumbs_items": crumbs, "rows": rows}
    return render(request, "agencies/near_limits.html", context)


def _left(calendar: Any, today: Any, due_on: Any) -> int:
    """Working days left; below zero once the day has passed."""
    number: int = calendar.count(today, due_on)
    return min(number, -1) if due_on < today else number
