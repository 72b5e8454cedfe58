"""The reports' place in the back office: addresses, menu item, lines on the opening page, style."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import deadlines, today
from gongkai.catalog.coverage import queries as coverage_map
from gongkai.reports import coverage, desk
from gongkai.reports import deadlines as limits


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern | URLResolver]:
    """Everything under /office/reports/."""
    return [path("reports/", include("gongkai.reports.office_urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """年度报告."""
    return MenuItem(
        gettext_lazy("年度报告"),
        reverse("reports_office:index"),
        name="annual-reports",
        icon_name="table",
        order=400,
    )


@hooks.register("insert_global_admin_css")
def report_css() -> str:
    """The look of the report's screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("reports/office.css"))


hooks.register(today.HOOK, desk.lines)
hooks.register(deadlines.HOOK, limits.of)
hooks.register(coverage_map.HOOK, coverage.found)
