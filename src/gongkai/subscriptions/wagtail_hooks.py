"""What this room does when documents change and as time goes by, and its page of the back office."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import regular
from gongkai.catalog import occasions
from gongkai.subscriptions import office, sending, services

hooks.register(occasions.HOOK, services.on_occasion)
hooks.register(regular.HOOK, sending.work)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/subscriptions/."""
    return [path("subscriptions/", office.figures, name="subscriptions_figures")]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """邮件订阅."""
    return office.StaffMenuItem(
        _("邮件订阅"), reverse("subscriptions_figures"), name="subscriptions", icon_name="mail", order=810
    )
