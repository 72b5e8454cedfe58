"""Where people can read on paper, and where boards and screens stand (条例 Art 25)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.channels import queries
from gongkai.portal.views.page import own_column, show


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every open place, by the agency that set it up; boards and screens after the rooms people can sit in."""
    rows = list(queries.open_reading_places(timezone.localdate()))
    name = _("公开查阅点")
    return show(
        request,
        "reading_places.html",
        nav="agencies",
        crumbs=[(name, "")],
        column=own_column(name, _("查阅政府信息的场所、公告栏和信息屏"), "信息公开目录"),
        rooms=[row for row in rows if row.kind in queries.STAFFED],
        boards=[row for row in rows if row.kind not in queries.STAFFED],
    )
