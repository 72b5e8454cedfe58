"""The calendar subscription: the feed a calendar program reads, and the office page that opens and closes it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access, calendar_address, deadlines, ics
from gongkai.agencies.models import Duty

WORKING = (Duty.INFORMATION_OFFICER, Duty.REVIEWER, Duty.LEADER, Duty.SUPERVISOR)
MOST_ENTRIES = 2000
_SHOWN_ONCE = "agencies.calendar-token"


@sensitive_variables("token")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The limits of the agencies at which the holder of the token works, as all-day events. No session is needed."""
    holder = calendar_address.holder_of(token)
    if holder is None:
        raise Http404
    body = _text(holder).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = 'inline; filename="gongkai.ics"'
    return answer


def _text(holder: Any) -> str:
    limits = deadlines.running(access.acting_agencies(holder, *WORKING))[:MOST_ENTRIES]
    entries = [
        ics.AllDay(
            uid=f"{limit.matter}@{settings.SITE_DOMAIN}",
            day=limit.due_on,
            stamped=limit.since,
            summary=limit.title,
            url=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{limit.url}",
        )
        for limit in limits
    ]
    return ics.calendar(_("政府信息公开期限"), "-//gongkai//deadlines//ZH", entries)


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest) -> HttpResponse:
    """Open, replace or close one's own address. A new one is shown once, on the page after the act."""
    if request.method == "POST":
        if request.POST.get("act") == "close":
            calendar_address.close_address(actor=request.user)
            messages.success(request, _("日历订阅已停用，原来的地址不再有效。"))
        else:
            request.session[_SHOWN_ONCE] = calendar_address.open_address(actor=request.user)
        return redirect("agencies_calendar")
    token = request.session.pop(_SHOWN_ONCE, "")
    path = reverse("calendar_feed", args=[token]) if token else ""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("今日待办")},
        {"url": None, "label": _("日历订阅")},
    ]
    context = {
        "page_title": _("日历订阅"),
        "breadcrumbs_items": crumbs,
        "address": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}" if path else "",
        "subscription": calendar_address.current(request.user),
    }
    answer = render(request, "agencies/calendar.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer
