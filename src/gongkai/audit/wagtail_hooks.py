"""The room's place in the back office: addresses, menu item, line on the opening page, style."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access
from gongkai.agencies.today import HOOK, TodayItem, Urgency
from gongkai.audit import queries, services
from gongkai.audit.models import PublishedReport


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern | URLResolver]:
    """Everything under /office/audit/."""
    return [path("audit/", include("gongkai.audit.office_urls"))]


class AuditMenuItem(MenuItem):
    """Shown to those who may hand in a report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds a duty of the room anywhere."""
        return any(post.duty in services.WRITERS for post in access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """年报核查."""
    return AuditMenuItem(
        gettext_lazy("年报核查"), reverse("audit_office:index"), name="audit", icon_name="search", order=410
    )


@hooks.register("insert_global_admin_css")
def audit_css() -> str:
    """The look of the room's screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("audit/office.css"))


@hooks.register(HOOK)
def today_lines(request: HttpRequest) -> list[TodayItem]:
    """Reports that were read and wait for a person to look at them."""
    acting = access.acting_agencies(request.user, *services.WRITERS)
    waiting = (
        queries.reports(request.user).filter(holder__in=acting, status=PublishedReport.Status.READ).count()
    )
    if not waiting:
        return []
    text = ngettext("份读入的年度报告待核对", "份读入的年度报告待核对", waiting)
    return [TodayItem(Urgency.OPEN, text, f"{reverse('audit_office:index')}?status=read", waiting)]
