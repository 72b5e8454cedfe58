"""The room's place in the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access, deadlines, regular, today
from gongkai.matters import deadlines as limits
from gongkai.matters import retention


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/matters/."""
    return [path("matters/", include("gongkai.matters.office"))]


class StaffMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds any post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """办件."""
    return StaffMenuItem(
        gettext_lazy("办件"), reverse("matters_office:list"), name="matters", icon_name="list-ul", order=125
    )


hooks.register(deadlines.HOOK, limits.of)
hooks.register(today.HOOK, limits.today_items)
hooks.register(regular.HOOK, retention.work)
