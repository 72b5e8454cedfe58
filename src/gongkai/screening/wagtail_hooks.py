"""The room's place in the back office: addresses, menu item, line on the opening page, style."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access
from gongkai.agencies.today import HOOK, TodayItem, Urgency
from gongkai.screening import queries


@hooks.register("register_admin_urls")
def screening_urls() -> list[URLPattern | URLResolver]:
    """Everything under /office/screening/."""
    return [path("screening/", include("gongkai.screening.office_urls"))]


class PostMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds a post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """公开前检查."""
    return PostMenuItem(
        gettext_lazy("公开前检查"),
        reverse("screening_office:index"),
        name="screening",
        icon_name="view",
        order=105,
    )


@hooks.register("insert_global_admin_css")
def screening_css() -> str:
    """The look of the room's screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("screening/office.css"))


@hooks.register(HOOK)
def today_lines(request: HttpRequest) -> list[TodayItem]:
    """Serious findings that wait for this person; a rescan that is due."""
    found = []
    if number := queries.waiting(request.user):
        text = ngettext(
            "份材料有严重问题，等您遮盖、保留或者标为误报",
            "份材料有严重问题，等您遮盖、保留或者标为误报",
            number,
        )
        found.append(TodayItem(Urgency.SOON, text, reverse("screening_office:index"), number))
    if queries.outdated_rescan(request.user):
        text = _("次复查待发起：词库或检测项有更新，已公开的内容还没有按新的检查")
        found.append(TodayItem(Urgency.OPEN, text, reverse("screening_office:rescans")))
    return found
