"""The order of the back office's menu: what is done together stands together, and everything is two clicks away.

Rooms register their items as ever. One that is named in no group stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

# Wagtail's page tree, image and file libraries and workflow reports play no part in this product.
HIDDEN = frozenset({"explorer", "images", "documents", "reports", "help", "snippets"})


@dataclass(frozen=True, slots=True)
class Group:
    """Items that stand together, by name and in this order. A member that is a submenu gives its own items."""

    name: str
    label: Any
    icon: str
    order: int
    members: tuple[str, ...]


GROUPS = (
    Group(
        "catalog",
        _("信息公开目录"),
        "folder-open-inverse",
        100,
        ("catalog", "lists", "import-batches", "handbooks", "withheld", "rulebook"),
    ),
    Group("care", _("期限和检查"), "time", 110, ("limits", "screening", "quality")),
    Group("channels", _("发布渠道"), "globe", 130, ("channels", "subscriptions")),
    Group("requests", _("依申请公开"), "inbox-tray", 200, ("requests", "remedies")),
    Group("exchange", _("互动和办事"), "group", 220, ("engagement", "consultations", "matters")),
    Group("annual-reports", _("年度报告"), "table", 400, ("annual-reports", "audit")),
    Group("settings", _("设置"), "cogs", 900, ("agency_workflows", "settings")),
)


class Shelf(Menu):
    """Items in the order they were put, whatever their own order says."""

    def render_component(self, request: HttpRequest) -> list[Any]:
        """The items one after the other."""
        return [item.render_component(request) for item in self.menu_items_for_request(request)]


def arrange(request: HttpRequest, items: list[MenuItem]) -> list[MenuItem]:
    """The menu of a person: today's work first, then the groups; a group of one is that one item."""
    shown = {item.name: item for item in items if item.name not in HIDDEN}
    arranged = [
        MenuItem(_("今日待办"), reverse("wagtailadmin_home"), name="today", icon_name="home", order=0)
    ]
    for group in GROUPS:
        members = [shown.pop(name) for name in group.members if name in shown]
        inside = [item for member in members for item in _opened(request, member)]
        if len(inside) == 1:
            arranged.append(inside[0])
        elif inside:
            arranged.append(
                SubmenuMenuItem(
                    group.label, Shelf(items=inside), name=group.name, icon_name=group.icon, order=group.order
                )
            )
    return [*arranged, *shown.values()]


def _opened(request: HttpRequest, item: MenuItem) -> Iterable[MenuItem]:
    """The items of a submenu in their order; any other item itself."""
    if not isinstance(item, SubmenuMenuItem):
        return [item]
    found: list[MenuItem] = item.menu.menu_items_for_request(request)
    return sorted(found, key=lambda inner: inner.order)
