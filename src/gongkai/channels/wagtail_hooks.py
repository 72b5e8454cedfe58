"""The channels' part of the back office, and what this room does when documents change and as time goes by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from gongkai.agencies import access, deadlines, regular, today
from gongkai.catalog import desk as catalog_desk
from gongkai.catalog import occasions as catalog_occasions
from gongkai.channels import limits, occasions
from gongkai.channels.office import desk
from gongkai.channels.services import newsletters, webhooks
from gongkai.channels.viewsets import VIEWSETS


class StaffMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds any post."""
        return bool(access.current_posts(request.user))


class ChannelsViewSetGroup(ModelViewSetGroup):
    """发布渠道: work first, then what is declared."""

    menu_label = _("发布渠道")
    menu_name = "channels"
    menu_icon = "globe"
    menu_order = 130
    items = VIEWSETS

    def get_submenu_items(self) -> list[Any]:
        """Jobs, register, figures and briefings before the declared records."""
        pages = [
            (_("发布任务"), "list", "tasks"),
            (_("发布记录"), "releases", "list-ol"),
            (_("渠道统计"), "figures", "order"),
            (_("简报"), "briefings", "doc-full"),
            (_("渠道一览"), "channels", "globe"),
        ]
        found: list[Any] = [
            StaffMenuItem(
                label,
                reverse(f"channels_office:{name}"),
                name=f"channels-{name}",
                icon_name=icon,
                order=number,
            )
            for number, (label, name, icon) in enumerate(pages)
        ]
        declared = super().get_submenu_items()
        for number, item in enumerate(declared, start=len(found)):
            item.order = number
        return found + declared


@hooks.register("register_admin_viewset")
def viewsets() -> ChannelsViewSetGroup:
    """The declared records."""
    return ChannelsViewSetGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/channels/."""
    return [path("channels/", include("gongkai.channels.office.urls"))]


def work(now: datetime) -> None:
    """Hand over newsletters, and deliver the messages that are due."""
    newsletters.hand_over_due()
    webhooks.deliver_due(now)


hooks.register(catalog_desk.PANELS, desk.panel)
hooks.register(catalog_occasions.HOOK, occasions.on)
hooks.register(regular.HOOK, work)
hooks.register(deadlines.HOOK, limits.of)
hooks.register(today.HOOK, limits.today_items)
