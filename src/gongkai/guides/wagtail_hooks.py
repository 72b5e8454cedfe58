"""The room's place in the back office: addresses, menu item, style."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access
from gongkai.catalog.filling_pages import PREVIEW
from gongkai.catalog.services import DRAFTING
from gongkai.guides import preview


@hooks.register("register_admin_urls")
def guides_urls() -> list[URLPattern | URLResolver]:
    """Everything under /office/handbooks/."""
    return [path("handbooks/", include("gongkai.guides.office_urls"))]


class HandbookMenuItem(MenuItem):
    """Shown to those who may draft."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may draft anywhere."""
        return any(post.duty in DRAFTING for post in access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """办事手册."""
    return HandbookMenuItem(
        gettext_lazy("办事手册"),
        reverse("guides_office:index"),
        name="handbooks",
        icon_name="list-ul",
        order=130,
    )


@hooks.register("insert_global_admin_css")
def guides_css() -> str:
    """The look of the room's screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("guides/office.css"))


hooks.register(PREVIEW, preview.chart)
