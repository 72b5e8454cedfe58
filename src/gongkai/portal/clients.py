"""Where a request comes from, and how often: generous limits against machines, kept in the cache for a short time only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from gongkai.agencies import attempts


def address_of(request: HttpRequest) -> str:
    """The address of the reader; behind the proxy that ends HTTPS, the one the proxy saw."""
    if settings.HTTPS and (forwarded := request.headers.get("X-Forwarded-For", "")):
        return forwarded.rpartition(",")[2].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def within_limit(request: HttpRequest, purpose: str, most: int, seconds: int) -> bool:
    """Count one more request for a purpose; False when there were too many. The address is kept as a hash."""
    who = salted_hmac("portal.rate", f"{purpose}|{address_of(request)}", algorithm="sha256").hexdigest()
    key = f"portal-rate-{who[:40]}"
    return attempts.count(key, seconds) <= most
