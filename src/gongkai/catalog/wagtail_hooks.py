"""The catalogue's part of the back office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from gongkai.agencies import access, basis, deadlines, regular
from gongkai.agencies.today import HOOK, TodayItem, Urgency
from gongkai.catalog import (
    admin_views,
    entries,
    limit_views,
    listing,
    obligations,
    occasions,
    relating,
    relation_views,
    turning,
)
from gongkai.catalog import deadlines as limits
from gongkai.catalog.bulk import office as batches
from gongkai.catalog.models import Document
from gongkai.catalog.reviewed import FACTS
from gongkai.catalog.rulebook import office as rulebook
from gongkai.catalog.rulebook import saying
from gongkai.catalog.services import DRAFTING
from gongkai.catalog.viewsets import CatalogViewSetGroup
from gongkai.review.chains import FACTS_HOOK

register_snippet(CatalogViewSetGroup)

hooks.register(FACTS_HOOK, lambda: FACTS)
hooks.register(basis.HOOK, saying.of_acts)

PUBLISHING = {"action-publish", "action-unpublish", "action-restart-workflow"}


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """The acts on a document and the register."""
    return [
        path("documents/lists/", include("gongkai.catalog.filling_urls")),
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
        path("documents/<int:pk>/relations/", relation_views.relations, name="catalog_relations"),
        path(
            "documents/<int:pk>/relations/<int:relation_pk>/undo/",
            relation_views.undo,
            name="catalog_unrelate",
        ),
        path("documents/limits/", limit_views.worklist, name="catalog_limits"),
        path("documents/limits/settings/", limit_views.settings, name="catalog_limit_settings"),
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


@hooks.register("register_admin_menu_item")
def limits_menu_item() -> MenuItem:
    """What must be done by a day."""
    return PostMenuItem(
        gettext_lazy("限期工作"), reverse("catalog_limits"), name="limits", icon_name="time", order=110
    )


@hooks.register("register_admin_menu_item")
def lists_menu_item() -> MenuItem:
    """Declared lists."""
    return PostMenuItem(
        gettext_lazy("结构化清单"), reverse("catalog_lists"), name="lists", icon_name="table", order=125
    )


@hooks.register("register_admin_urls")
def batch_urls() -> list[Any]:
    """/office/documents/batches/."""
    return batches.addresses()


@hooks.register("register_admin_menu_item")
def batches_menu_item() -> MenuItem:
    """What was brought in together."""
    return PostMenuItem(
        gettext_lazy("批量导入"),
        reverse("catalog_batches"),
        name="import-batches",
        icon_name="upload",
        order=118,
    )


@hooks.register("register_admin_urls")
def rulebook_urls() -> list[Any]:
    """/office/documents/rulebook/."""
    return rulebook.addresses()


@hooks.register("register_admin_menu_item")
def rulebook_menu_item() -> MenuItem:
    """Rules of disclosure and what they govern."""
    return PostMenuItem(
        gettext_lazy("公开制度"),
        reverse("catalog_rulebook"),
        name="rulebook",
        icon_name="list-ul",
        order=122,
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
    return format_html_join(
        "",
        '<link rel="stylesheet" href="{}">',
        [(static(f"catalog/{name}.css"),) for name in ("office", "filling")],
    )


@hooks.register(HOOK)
def today_items(request: HttpRequest) -> list[TodayItem]:
    """What is late or waits by a limit, and returned drafts."""
    actor: Any = request.user
    if not access.acting_agencies(actor, *DRAFTING).exists():
        return []
    today = timezone.localdate()
    overview = reverse("wagtailsnippets_catalog_document:list")
    rows: Any = listing.rows(actor)
    found = []
    for code, (waiting, late) in obligations.counts(access.acting_agencies(actor, *DRAFTING), today).items():
        found += _limit_items(code, waiting, late)
    if count := rows.filter(returned=True).count():
        found.append(
            TodayItem(
                Urgency.SOON,
                ngettext("件草稿被退回，等您修改", "件草稿被退回，等您修改", count),
                f"{overview}?state=returned",
                count,
            )
        )
    return found


def _limit_items(code: str, waiting: int, late: int) -> list[TodayItem]:
    """One line for what is late of a kind, one for the rest; drafts that still have time are no line."""
    kind, url = obligations.KINDS[code], f"{reverse('catalog_limits')}?kind={code}"
    found = []
    if late:
        text = ngettext("件%(kind)s事项已逾期：%(act)s", "件%(kind)s事项已逾期：%(act)s", late)
        found.append(
            TodayItem(Urgency.OVERDUE, text % {"kind": kind.label, "act": kind.act}, f"{url}&late=on", late)
        )
    if waiting > late and code != "publication":
        text = ngettext("件%(kind)s事项待办：%(act)s", "件%(kind)s事项待办：%(act)s", waiting - late)
        found.append(
            TodayItem(Urgency.SOON, text % {"kind": kind.label, "act": kind.act}, url, waiting - late)
        )
    return found


hooks.register(HOOK, rulebook.today_items)
hooks.register(deadlines.HOOK, limits.of)
hooks.register(occasions.HOOK, entries.on_occasion)
hooks.register(occasions.HOOK, relating.act_on_targets)
hooks.register(regular.HOOK, turning.work)
