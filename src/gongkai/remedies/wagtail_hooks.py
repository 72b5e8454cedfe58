"""The remedies' part of the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access, deadlines, today
from gongkai.foi.office.case_page import SECTIONS
from gongkai.foi.office.worklist import SECTIONS as WORKLIST_SECTIONS
from gongkai.remedies import deadlines as limits
from gongkai.remedies.office import section


class StaffMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds any post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/remedies/."""
    return [path("remedies/", include("gongkai.remedies.office.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """复议诉讼."""
    return StaffMenuItem(
        _("复议诉讼"), reverse("remedies_office:list"), name="remedies", icon_name="scales", order=210
    )


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    """The menu's own icons."""
    return [*found, "remedies/icons/scales.svg"]


hooks.register(SECTIONS, section.CaseSection)
hooks.register(WORKLIST_SECTIONS, section.AnswersDue)
hooks.register(today.HOOK, section.items)
hooks.register(deadlines.HOOK, limits.of)
