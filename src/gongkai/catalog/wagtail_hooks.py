"""The catalogue's part of the back office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from gongkai.agencies import access, deadlines, regular
from gongkai.agencies.today import HOOK, TodayItem, Urgency
from gongkai.catalog import admin_views, entries, listing, occasions, queries, relating, turning
from gongkai.catalog import deadlines as limits
from gongkai.catalog.models import Document
from gongkai.catalog.reviewed import FACTS
from gongkai.catalog.services import DRAFTING
from gongkai.catalog.viewsets import CatalogViewSetGroup
from gongkai.review.chains import FACTS_HOOK

register_snippet(CatalogViewSetGroup)

hooks.register(FACTS_HOOK, lambda: FACTS)

PUBLISHING = {"action-publish", "action-unpublish", "action-restart-workflow"}


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """The acts on a document and the register."""
    return [
        path("documents/withheld/", admin_views.withheld_register, name="catalog_withheld"),
        path("documents/attachments/<int:attachment_pk>/", admin_views.attachment, name="catalog_attachment"),
        path("documents/<int:pk>/submit/", admin_views.submit, name="catalog_submit"),
        path("documents/<int:pk>/recall/", admin_views.recall, name="catalog_recall"),
        path(
            "documents/<int:pk>/attachments/add/", admin_views.add_attachment, name="catalog_add_attachment"
        ),
        path(
            "documents/<int:pk>/attachments/<int:attachment_pk>/remove/",
            admin_views.remove_attachment,
            name="catalog_remove_attachment",
        ),
        path("documents/<int:pk>/withdraw/", admin_views.withdraw, name="catalog_withdraw"),
        path("documents/<int:pk>/validity/", admin_views.change_validity, name="catalog_change_validity"),
        path("documents/<int:pk>/relate/", admin_views.relate, name="catalog_relate"),
        path("documents/<int:pk>/reassess/", admin_views.reassess, name="catalog_reassess"),
        path("documents/<int:pk>/discard/", admin_views.discard, name="catalog_discard"),
    ]


class PostMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds a post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def withheld_menu_item() -> MenuItem:
    """The register of what is not public."""
    return PostMenuItem(
        gettext_lazy("未公开信息"),
        reverse("catalog_withheld"),
        name="withheld",
        icon_name="no-view",
        order=120,
    )


@hooks.register("construct_snippet_action_menu")
def nobody_publishes_from_the_form(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Publishing is what the last signature does."""
    if context.get("model") is Document:
        menu_items[:] = [item for item in menu_items if item.name not in PUBLISHING]


@hooks.register("before_bulk_action")
def nothing_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Documents are never deleted or published many at a time."""
    if any(isinstance(item, Document) for item in objects):
        raise PermissionDenied


@hooks.register("insert_global_admin_css")
def css() -> str:
    """The look of the desk and the editor."""
    return format_html('<link rel="stylesheet" href="{}">', static("catalog/office.css"))


@hooks.register(HOOK)
def today_items(request: HttpRequest) -> list[TodayItem]:
    """Overdue and due publications, returned drafts, reassessments."""
    actor: Any = request.user
    if not access.acting_agencies(actor, *DRAFTING).exists():
        return []
    today = timezone.localdate()
    overview = reverse("wagtailsnippets_catalog_document:list")
    rows: Any = listing.rows(actor)
    found = []
    if count := queries.overdue_publications(actor, today).count():
        text = ngettext(
            "件政府信息已超过20个工作日公开期限(条例第二十六条)",
            "件政府信息已超过20个工作日公开期限(条例第二十六条)",
            count,
        )
        found.append(TodayItem(Urgency.OVERDUE, text, f"{overview}?overdue=true", count))
    if count := rows.filter(returned=True).count():
        found.append(
            TodayItem(
                Urgency.SOON,
                ngettext("件草稿被退回,等您修改", "件草稿被退回,等您修改", count),
                f"{overview}?state=returned",
                count,
            )
        )
    if count := queries.withheld_register(actor).filter(next_reassessment_on__lte=today).count():
        found.append(
            TodayItem(
                Urgency.SOON,
                ngettext("件未公开信息到期评估(条例第十八条)", "件未公开信息到期评估(条例第十八条)", count),
                reverse("catalog_withheld"),
                count,
            )
        )
    return found


hooks.register(deadlines.HOOK, limits.of)
hooks.register(occasions.HOOK, entries.on_occasion)
hooks.register(occasions.HOOK, relating.act_on_targets)
hooks.register(regular.HOOK, turning.work)
