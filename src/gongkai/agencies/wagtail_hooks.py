"""The agencies' part of the back office: its opening page, and the screens of the administrator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from gongkai.agencies import access, calendar_feed, menu, near_limits, reorganise_page, today
from gongkai.agencies.viewsets import AdministrationViewSetGroup


class TodayPanel(Component):
    """今日待办: not a menu but work."""

    name = "today"
    template_name = "agencies/today.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Lines of every room, and who I am here."""
        request: HttpRequest = parent_context["request"]
        return {
            "items": today.items_for(request),
            "posts": access.current_posts(request.user),
            "today": timezone.localdate(),
            "request": request,
        }


@hooks.register("construct_homepage_panels")
def open_on_today(request: HttpRequest, panels: list[Any]) -> None:
    """Replace Wagtail's panels: the back office opens on what must be done."""
    panels[:] = [TodayPanel()]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Counts of pages and images say nothing here."""
    items.clear()


@hooks.register("construct_main_menu")
def menu_by_work(request: HttpRequest, menu_items: list[Any]) -> None:
    """What is done together stands together."""
    menu_items[:] = menu.arrange(request, menu_items)


@hooks.register("register_admin_viewset")
def administration() -> AdministrationViewSetGroup:
    """Agencies, guides, posts, staff and notices."""
    return AdministrationViewSetGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """One's own calendar, the limits a supervisor looks after, the reorganisation of an agency."""
    return [
        path("calendar/", calendar_feed.manage, name="agencies_calendar"),
        path("near-limits/", near_limits.page, name="agencies_near_limits"),
        path("agencies/<int:pk>/reorganise/", reorganise_page.page, name="agencies_reorganise"),
    ]


hooks.register(today.HOOK, near_limits.items)


@hooks.register("insert_global_admin_css")
def office_css() -> str:
    """Our few additions to Wagtail's look."""
    return format_html('<link rel="stylesheet" href="{}">', static("agencies/office.css"))
