"""What waits for me."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import access, working_days
from gongkai.agencies.office import actor_of
from gongkai.review import clocks, queries
from gongkai.review.office.frame import show


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for my signature: the nearest limit first, then the oldest."""
    actor = actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    calendar = working_days.current()
    rows = [(row, clocks.left(row, calendar)) for row in queries.waiting_for(actor)]
    return show(request, "review/waiting.html", _("待我审签"), [], icon="check", rows=rows)
