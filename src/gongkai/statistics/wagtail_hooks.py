"""The back office's pages of figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from gongkai.agencies import access, today
from gongkai.catalog import desk as catalog_desk
from gongkai.catalog.coverage import queries as coverage
from gongkai.catalog.services import DRAFTING
from gongkai.statistics.office import desk


class StaffMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds any post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/statistics/."""
    return [path("statistics/", include("gongkai.statistics.office.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """统计与覆盖: figures, the coverage map, the standard catalogue."""
    pages = [
        (_("公开统计"), "figures", "order"),
        (_("覆盖情况"), "coverage", "table"),
        (_("标准目录"), "standards", "list-ol"),
    ]
    items = [
        StaffMenuItem(
            label,
            reverse(f"statistics_office:{name}"),
            name=f"statistics-{name}",
            icon_name=icon,
            order=number,
        )
        for number, (label, name, icon) in enumerate(pages)
    ]
    return SubmenuMenuItem(
        _("统计与覆盖"), Menu(items=items), name="statistics", icon_name="order", order=140
    )


@hooks.register(today.HOOK)
def today_items(request: HttpRequest) -> list[today.TodayItem]:
    """What the law asks for and nothing was published under."""
    agencies = access.acting_agencies(request.user, *DRAFTING).filter(closed_on__isnull=True)
    if not agencies.exists():
        return []
    missing = coverage.missing_at(agencies, timezone.localdate())
    if not missing:
        return []
    text = ngettext("项法定主动公开内容缺失", "项法定主动公开内容缺失", missing)
    return [today.TodayItem(today.Urgency.OPEN, text, reverse("statistics_office:coverage"), missing)]


hooks.register(catalog_desk.PANELS, desk.panel)
