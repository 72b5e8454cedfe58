"""The agencies' part of the back office: its opening page, and the screens of the administrator."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from gongkai.agencies import (
    access,
    calendar_feed,
    menu,
    near_limits,
    near_limits_page,
    reorganise_page,
    today,
)
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
        path("near-limits/", near_limits_page.page, name="agencies_near_limits"),
        path("near-limits/prompt/", near_limits_page.prompt, name="agencies_prompt"),
        path("agencies/<int:pk>/reorganise/", reorganise_page.page, name="agencies_reorganise"),
    ]


hooks.register(today.HOOK, near_limits_page.items)


class SupervisorMenuItem(MenuItem):
    """Shown to those who supervise."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person supervises any agency."""
        return near_limits.supervises(request.user)


@hooks.register("register_admin_menu_item")
def supervised_menu_item() -> MenuItem:
    """Whose limits are missed."""
    return SupervisorMenuItem(
        gettext_lazy("下级期限"),
        reverse("agencies_near_limits"),
        name="supervised",
        icon_name="view",
        order=10,
    )


@hooks.register("insert_global_admin_css")
def office_css() -> str:
    """Our few additions to Wagtail's look."""
    return format_html('<link rel="stylesheet" href="{}">', static("agencies/office.css"))
