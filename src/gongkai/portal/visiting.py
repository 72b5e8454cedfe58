"""Counting that a page was opened, by the rule of `/visits/`; staff who are signed in are not counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.portal import clients
from gongkai.visits import services
from gongkai.visits.spool import Page

View = Callable[..., HttpResponse]


def opened(request: HttpRequest, response: HttpResponse, page: Page) -> HttpResponse:
    """Count `response` as an opening of `page` if it is one. Without a session cookie no session is asked for."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return response
    services.note(
        page,
        method=request.method or "",
        status=response.status_code,
        headers=request.headers,
        address=clients.address_of(request),
    )
    return response


def site_page(kind: str) -> Callable[[View], View]:
    """Decorates a view of a page that belongs to the site, not to an agency."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return opened(request, view(request, *args, **kwargs), Page(kind, kind))

        return inner

    return decorate


def of_agency(agency: Any) -> Page:
    """The pages of an agency's own column, taken together."""
    return Page(f"agency:{agency.pk}", "agency", agency=agency.pk)


def of_column(column: Any) -> Page:
    """The list of a column."""
    return Page(f"column:{column.pk}", "column", agency=column.agency_id, column=column.pk)


def of_document(document: Any) -> Page:
    """The page of a document."""
    return Page(
        f"document:{document.pk}",
        "document",
        agency=document.agency_id,
        column=document.column_id,
        document=document.pk,
    )
