"""The office's page: numbers only. Nobody in the office sees an address."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access
from gongkai.agencies.office import actor_of, show
from gongkai.subscriptions import queries


class StaffMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds any post."""
        return bool(access.current_posts(request.user))


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many subscribe, how often they want mail, and how the mails fare."""
    if not access.current_posts(actor_of(request)):
        raise PermissionDenied
    return show(
        request,
        "subscriptions/figures.html",
        _("邮件订阅"),
        [],
        icon="mail",
        figures=queries.figures(),
    )
