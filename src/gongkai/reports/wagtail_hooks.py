"""The reports' place in the back office: addresses, menu item, lines on the opening page, style."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies.today import HOOK, TodayItem, Urgency
from gongkai.reports import queries, services

SOON_DAYS = 14


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


@hooks.register(HOOK)
def today_lines(request: HttpRequest) -> list[TodayItem]:
    """Reports of last year that are not published and whose limit is near or past; one line for all of them."""
    today = timezone.localdate()
    year = today.year - 1
    waiting = [line for line in queries.overview(request.user, year, today) if not line.is_published]
    address = f"{reverse('reports_office:index')}?year={year}"
    lines = []
    overdue = [line for line in waiting if line.is_overdue]
    soon = [line for line in waiting if 0 <= line.days_left <= SOON_DAYS]
    if overdue:
        text = ngettext("份%(year)s年度报告已过公布期限", "份%(year)s年度报告已过公布期限", len(overdue)) % {
            "year": year
        }
        lines.append(TodayItem(Urgency.OVERDUE, text, address, len(overdue)))
    if soon:
        text = ngettext("份%(year)s年度报告须在两周内公布", "份%(year)s年度报告须在两周内公布", len(soon)) % {
            "year": year
        }
        lines.append(TodayItem(Urgency.SOON, text, address, len(soon)))
    blank = queries.blank_cells(request.user, year, *services.WRITERS)
    if blank:
        if len(blank) == 1:
            address = reverse("reports_office:report", args=[blank[0][0].pk]) + "#s2"
        count = sum(number for _report, number in blank)
        text = ngettext("个数待填入%(year)s年度报告", "个数待填入%(year)s年度报告", count) % {"year": year}
        lines.append(TodayItem(Urgency.OPEN, text, address, count))
    return lines
