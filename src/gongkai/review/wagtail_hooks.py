"""The review's part of the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.agencies.today import HOOK, TodayItem, Urgency
from gongkai.review import admin_views, queries
from gongkai.review.viewsets import AgencyWorkflowViewSet

SIGNERS = {Duty.REVIEWER, Duty.SECRECY_REVIEWER, Duty.LEADER}


@hooks.register("register_admin_viewset")
def agency_workflows() -> AgencyWorkflowViewSet:
    """Which workflow an agency uses."""
    return AgencyWorkflowViewSet("agency_workflows")


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """Signing and the register."""
    return [
        path("review/", admin_views.waiting, name="review_waiting"),
        path("review/register/", admin_views.register, name="review_register"),
        path("review/sign/<int:pk>/", admin_views.sign, name="review_sign"),
    ]


class SignersMenuItem(MenuItem):
    """Shown to those who sign."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds a post that signs."""
        return any(post.duty in SIGNERS for post in access.current_posts(request.user))


class PostMenuItem(MenuItem):
    """Shown to whoever holds a post."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds a post."""
        return bool(access.current_posts(request.user))


@hooks.register("register_admin_menu_item")
def waiting_menu_item() -> MenuItem:
    """What waits for me."""
    return SignersMenuItem(
        gettext_lazy("待我审签"), reverse("review_waiting"), name="waiting", icon_name="check", order=90
    )


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """The register."""
    return PostMenuItem(
        gettext_lazy("审签登记册"),
        reverse("review_register"),
        name="register",
        icon_name="list-ol",
        order=130,
    )


@hooks.register(HOOK)
def today_items(request: HttpRequest) -> list[TodayItem]:
    """Signatures that wait for this person."""
    rows = queries.waiting_for(request.user)
    if not rows:
        return []
    text = _("件等待您签署,最早送签于%(day)s") % {"day": f"{rows[0].since:%Y-%m-%d}"}
    return [TodayItem(Urgency.SOON, text, reverse("review_waiting"), len(rows))]
