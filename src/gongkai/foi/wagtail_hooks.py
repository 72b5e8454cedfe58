"""The requests' part of the back office: addresses, menu, and the lines of today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access, deadlines, today
from gongkai.agencies.models import Duty
from gongkai.foi import deadlines as limits
from gongkai.foi.office import destruction_today, evaluations
from gongkai.foi.office import today as todays_work
from gongkai.foi.office.case_page import SECTIONS
from gongkai.foi.office.sections import HandlingSection
from gongkai.foi.office.worklist import SECTIONS as WORKLIST_SECTIONS


class StaffMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds any post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/requests/."""
    return [
        path("requests/", include("gongkai.foi.office.urls")),
        path("letters/", include("gongkai.foi.office.letter_urls")),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """依申请公开."""
    return StaffMenuItem(
        _("依申请公开"), reverse("foi_office:worklist"), name="requests", icon_name="inbox-tray", order=200
    )


class AdministratorMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person administers any agency."""
        return any(post.duty == Duty.ADMINISTRATOR for post in access.current_posts(request.user))


@hooks.register("register_settings_menu_item")
def wordings_menu_item() -> MenuItem:
    """文书模板."""
    return AdministratorMenuItem(
        _("文书模板"), reverse("foi_letters:list"), name="letter-wordings", icon_name="doc-full", order=300
    )


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    """The menu's own icons."""
    return [*found, "foi/icons/inbox-tray.svg"]


hooks.register(today.HOOK, todays_work.items)
hooks.register(today.HOOK, destruction_today.items)
hooks.register(SECTIONS, HandlingSection, order=-1)
hooks.register(deadlines.HOOK, limits.of)
hooks.register(SECTIONS, evaluations.CaseEvaluation)
hooks.register(WORKLIST_SECTIONS, evaluations.EvaluationFigures)
