"""The frame of the review's pages: the page itself is the last of the breadcrumbs, where Wagtail shows its heading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from gongkai.agencies import office


def show(
    request: HttpRequest,
    template: str,
    title: str,
    trail: Iterable[tuple[str, str]],
    *,
    icon: str,
    **context: Any,
) -> HttpResponse:
    """Render a page. `trail`: label and address of each page above it, the opening page apart."""
    return office.show(request, template, title, [*trail, (title, "")], icon=icon, **context)
