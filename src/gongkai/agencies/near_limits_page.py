"""The screen of near and missed limits: agencies, the list, the act of prompting, and the line of today."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access, near_limits, office, prompting, working_days
from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.law.calendar import WorkCalendar

PER_PAGE = 40


def items(request: HttpRequest) -> list[TodayItem]:
    """What ends soon at the agencies one supervises; what one's own superior has asked for."""
    url, found = reverse("agencies_near_limits"), []
    if near_limits.supervises(request.user):
        today = timezone.localdate()
        many = sum(1 for limit in near_limits.of(request.user) if limit.due_on >= today)
        text = ngettext("件下级事项即将到期，请督促", "件下级事项即将到期，请督促", many)
        found += [TodayItem(Urgency.SOON, text, url, many)] if many else []
    if prompting.heard(request.user).exists():
        many = len(near_limits.of(request.user))
        text = ngettext("件事项上级已催办", "件事项上级已催办", many)
        found += [TodayItem(Urgency.SOON, text, url, many)] if many else []
    return found


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Agencies, the worst first; behind each number its limits, the nearest first."""
    actor = office.actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    agencies = near_limits.agencies_of(actor)
    narrowed = bool({"agency", "room", "late", "p"} & request.GET.keys())
    if near_limits.supervises(actor) and not narrowed:
        return _agencies(request, agencies)
    return _limits(request, agencies)


def _agencies(request: HttpRequest, agencies: Any) -> HttpResponse:
    everyone = near_limits.by_agency(agencies)
    rows = [row for row in everyone if row.presses]
    shown = [
        code for code in near_limits.ROOMS if any(row.late_by[code] or row.near_by[code] for row in rows)
    ]
    return office.show(
        request,
        "agencies/supervised.html",
        _("下级期限"),
        [(_("下级期限"), "")],
        icon="time",
        rooms=[near_limits.ROOMS[code] for code in shown],
        rows=[{"row": row, "cells": [_cell(row, code) for code in shown]} for row in rows],
        idle=[row.agency for row in everyone if not row.presses],
        late=sum(row.late for row in rows),
        near=sum(row.near for row in rows),
        text_limit=prompting.TEXT_LIMIT,
    )


def _cell(row: near_limits.Row, room: str) -> dict[str, Any]:
    query = urlencode({"agency": row.agency.pk, "room": room})
    return {"late": row.late_by[room], "near": row.near_by[room], "url": f"?{query}"}


def _limits(request: HttpRequest, agencies: Any) -> HttpResponse:
    asked, today, calendar = request.GET, timezone.localdate(), working_days.current()
    limits = near_limits.of(request.user)
    chosen = _chosen(agencies, asked.get("agency", ""))
    if chosen:
        limits = [limit for limit in limits if limit.agency_id == chosen.pk]
    if asked.get("room") in near_limits.ROOMS:
        limits = [limit for limit in limits if near_limits.room_of(limit) == asked["room"]]
    if asked.get("late"):
        limits = [limit for limit in limits if limit.due_on < today]
    found = Paginator(limits, PER_PAGE).get_page(asked.get("p"))
    query = asked.copy()
    query.pop("p", None)
    rows = [_line(limit, today, calendar) for limit in found]
    title = _("%(agency)s的期限") % {"agency": chosen.name} if chosen else _("临近和已过的期限")
    return office.show(
        request,
        "agencies/near_limits.html",
        title,
        [(_("下级期限"), reverse("agencies_near_limits")), (title, "")] if chosen else [(title, "")],
        icon="time",
        page=found,
        query=query.urlencode(),
        rows=rows,
        room=near_limits.ROOMS.get(asked.get("room", "")),
        prompts=prompting.heard(request.user),
    )


def _line(limit: Deadline, today: date, calendar: WorkCalendar) -> dict[str, Any]:
    """A limit with its working days: left, or since it was missed."""
    left, late = calendar.count(today, limit.due_on), limit.due_on < today
    return {"limit": limit, "late": late, "days": max(1, -left) if late else left}


def _chosen(agencies: Any, number: str) -> Agency | None:
    """The agency asked for, if it is one of these."""
    found: Agency | None = (
        agencies.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    )
    return found


@require_POST
def prompt(request: HttpRequest) -> HttpResponse:
    """Prompt the agencies that were ticked."""
    actor = office.actor_of(request)
    numbers = [number for number in request.POST.getlist("agency") if number.isdecimal() and len(number) < 19]
    chosen = list(near_limits.agencies_of(actor).filter(pk__in=numbers).order_by("path"))
    try:
        done = prompting.prompt(actor=actor, agencies=chosen, text=request.POST.get("text", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("agencies_near_limits")
    if done.prompts:
        text = ngettext(
            "已催办%(number)d个机构，即时列入对方的今日待办，并随下一封每日邮件发送。",
            "已催办%(number)d个机构，即时列入对方的今日待办，并随下一封每日邮件发送。",
            len(done.prompts),
        )
        messages.success(request, text % {"number": len(done.prompts)})
    for agencies, reason in (
        (done.told_today, _("今天已经催办过")),
        (done.idle, _("没有临近或者逾期的事项")),
    ):
        if agencies:
            names = _("、").join(agency.short_name for agency in agencies)
            messages.warning(
                request, _("%(names)s：%(reason)s，没有再发。") % {"names": names, "reason": reason}
            )
    return redirect("agencies_near_limits")
