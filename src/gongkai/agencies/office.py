"""What every office page has in common: who asks, and Wagtail's frame with the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.models import User


def actor_of(request: HttpRequest) -> User:
    """The signed-in member of staff. Raises PermissionDenied for anybody else."""
    if not isinstance(request.user, User):  # the office lets nobody in without signing in
        raise PermissionDenied
    return request.user


def show(
    request: HttpRequest,
    template: str,
    title: str,
    trail: Iterable[tuple[str, str]],
    *,
    icon: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page in Wagtail's frame. `trail`: label and address of each page above it, the opening page apart."""
    way = [(str(_("今日待办")), reverse("wagtailadmin_home")), *trail]
    frame = {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for label, url in way],
    }
    return render(request, template, {**frame, **context}, status=status)
