"""The keys' place in the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.api import office


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """/office/keys/."""
    return office.addresses()


class AdministratorMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person administers an agency."""
        return any(post.duty == Duty.ADMINISTRATOR for post in access.current_posts(request.user))


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    """接口密钥."""
    return AdministratorMenuItem(
        gettext_lazy("接口密钥"), reverse("api_keys"), name="api-keys", icon_name="key", order=900
    )
