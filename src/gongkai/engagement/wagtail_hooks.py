"""The room's place in the back office, and what it does when documents are published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access, deadlines, today
from gongkai.catalog import occasions
from gongkai.engagement import deadlines as limits
from gongkai.engagement.services import drafting


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/consultations/."""
    return [path("consultations/", include("gongkai.engagement.office.urls"))]


class StaffMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds any post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """征求意见."""
    address = reverse("consultations_office:list")
    return StaffMenuItem(
        gettext_lazy("征求意见"), address, name="consultations", icon_name="group", order=124
    )


hooks.register(occasions.HOOK, drafting.on_occasion)
hooks.register(deadlines.HOOK, limits.of)
hooks.register(today.HOOK, limits.today_items)
