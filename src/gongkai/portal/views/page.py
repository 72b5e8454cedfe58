"""The shape every page has: a place in the navigation, the way to it, the tags of its column."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from gongkai.portal.presenters.documents import ColumnMeta

# The portal shows everybody what everybody may see. Staff read drafts in the back office, never here: so no page needs
# the session, and none can leak what only some may see.
READER = None


def show(
    request: HttpRequest,
    template: str,
    *,
    nav: str = "",
    crumbs: list[tuple[str, str]] | None = None,
    column: ColumnMeta | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page. `crumbs`: (label, address) from below the home page to here; the last address is not used."""
    steps = crumbs or []
    breadcrumbs = [
        {"label": label, "url": url if number < len(steps) else ""}
        for number, (label, url) in enumerate(steps, start=1)
    ]
    values = {"nav_current": nav, "breadcrumbs": breadcrumbs, "column": column, **context}
    page = render(request, f"portal/{template}", values, status=status)
    patch_vary_headers(page, ["Cookie"])  # the elderly mode and the language
    return page


def private(response: HttpResponse) -> HttpResponse:
    """A page for one person: kept by no cache, found by no search engine.

    Its address is told to no other site by the policy of all pages (same-origin); a stricter one (no-referrer) would make
    browsers send forms with an unknown origin, which are refused.
    """
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def personal(response: HttpResponse) -> HttpResponse:
    """A page with what one person has typed: kept by nobody but that person's browser, whose Back must bring it back."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def own_column(name: str, description: str, column_type: str) -> ColumnMeta:
    """The Column* tags of a page that belongs to the site, not to an agency."""
    return ColumnMeta(name, description, [name, _("政府信息公开")], column_type)


def agencies_crumb() -> tuple[str, str]:
    """The way to everything an agency publishes."""
    return _("政府信息公开"), reverse("portal:agencies")
