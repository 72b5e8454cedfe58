"""What every office page has in common: who asks, and Wagtail's frame with the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from gongkai.agencies.models import User

PER_PAGE = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def paged(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> tuple[Page[Any], str]:
    """The page that was asked for, and the query the links to other pages carry."""
    query = request.GET.copy()
    query.pop("p", None)
    return Paginator(rows, per_page).get_page(request.GET.get("p")), query.urlencode()


def file_response(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file for saving, sniffed by no browser and kept by no cache."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
