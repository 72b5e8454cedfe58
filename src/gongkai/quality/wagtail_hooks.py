"""What this room does when documents change and as time goes by, and its say while a document is worked on."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path
from django.utils.html import format_html
from wagtail import hooks

from gongkai.agencies import regular
from gongkai.catalog import advice, occasions
from gongkai.quality import adviser, examining
from gongkai.quality.links import following, trying

hooks.register(occasions.HOOK, examining.on_occasion)
hooks.register(occasions.HOOK, following.on_occasion)
hooks.register(regular.HOOK, examining.work)
hooks.register(regular.HOOK, trying.work)
advice.register(adviser.QualityAdviser())


@hooks.register("register_admin_urls")
def panel_address() -> list[URLPattern | URLResolver]:
    """Where the panel on a document's desk sends its buttons."""
    return [path("quality/documents/<int:pk>/", adviser.from_desk, name="quality_from_desk")]


@hooks.register("insert_global_admin_css")
def panel_css() -> str:
    """The look of the panel."""
    return format_html('<link rel="stylesheet" href="{}">', static("quality/panel.css"))
