"""400, 403, 404, 410 and 500 pages: what happened, what it means, what next, and a code to quote.

They use no database, no session and no context processor, so that they cannot break for the reason they report.
"""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template import loader

from gongkai.portal.site import identity

log = logging.getLogger("gongkai.portal")


def new_code() -> str:
    """A short code that a person can read over the telephone and an administrator finds in the log."""
    return "GK-" + "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(8))


def page(template: str, status: int) -> HttpResponse:
    """An error page with a new code, which is logged. Nothing of the request is: it may be personal."""
    code = new_code()
    if status >= 500:
        log.error("error page %s shown for status %d", code, status)
    else:
        log.info("error page %s shown for status %d", code, status)
    content = loader.get_template(template).render({"site": identity(), "error_code": code})
    response = HttpResponse(content, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read."""
    return page("portal/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The reader may not do this."""
    return page("portal/403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or was not ours."""
    return page("portal/403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here."""
    return page("portal/404.html", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too much from one place in a short time."""
    return page("portal/429.html", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke."""
    return page("portal/500.html", 500)
