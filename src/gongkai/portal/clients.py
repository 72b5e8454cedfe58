"""Where a request comes from, and how often: generous limits against machines, kept in the cache for a short time only."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from gongkai.agencies import attempts
from gongkai.agencies.attempts import address_of as address_of


def within_limit(request: HttpRequest, purpose: str, most: int, seconds: int) -> bool:
    """Count one more request for a purpose; False when there were too many. The address is kept as a hash."""
    who = salted_hmac("portal.rate", f"{purpose}|{address_of(request)}", algorithm="sha256").hexdigest()
    key = f"portal-rate-{who[:40]}"
    return attempts.count(key, seconds) <= most
