"""What this room does when documents change and as time goes by, and its say while a document is worked on."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access, regular, today
from gongkai.catalog import advice, occasions
from gongkai.quality import adviser, examining, months, office, queries
from gongkai.quality.links import following, trying

hooks.register(occasions.HOOK, examining.on_occasion)
hooks.register(occasions.HOOK, following.on_occasion)
hooks.register(regular.HOOK, examining.work)
hooks.register(regular.HOOK, trying.work)
hooks.register(regular.HOOK, months.work)
advice.register(adviser.QualityAdviser())


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """The room's screens, and where the panel on a document's desk sends its buttons."""
    return [
        path("quality/", office.index, name="quality_index"),
        path("quality/quality.xlsx", office.save, name="quality_xlsx"),
        path("quality/links/", office.links, name="quality_links"),
        path("quality/settings/", office.settings, name="quality_settings"),
        path("quality/documents/<int:pk>/", adviser.from_desk, name="quality_from_desk"),
    ]


class PostMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds a post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """内容质量."""
    return PostMenuItem(
        gettext_lazy("内容质量"), reverse("quality_index"), name="quality", icon_name="check", order=108
    )


@hooks.register(today.HOOK)
def today_items(request: HttpRequest) -> list[today.TodayItem]:
    """Findings in public content that wait for whoever drafts there."""
    number = queries.waiting(request.user)
    if not number:
        return []
    text = ngettext("处已公开内容的问题待处理", "处已公开内容的问题待处理", number)
    return [today.TodayItem(today.Urgency.OPEN, text, reverse("quality_index"), number)]


@hooks.register("insert_global_admin_css")
def panel_css() -> str:
    """The look of the panel."""
    return format_html('<link rel="stylesheet" href="{}">', static("quality/panel.css"))
