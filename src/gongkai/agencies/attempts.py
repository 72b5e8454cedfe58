"""Counting attempts within a window of time, in the cache: for limits on guessing and on machines."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def count(key: str, seconds: int) -> int:
    """Count one more; how many there were since the window opened. The first one opens it."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two calls
        return 1


def counted(key: str) -> int:
    """How many there were in the window that is open; 0 when none is."""
    found: int = cache.get(key, 0)
    return found


def forget(key: str) -> None:
    """Close the window."""
    cache.delete(key)


def address_of(request: HttpRequest) -> str:
    """The address of the reader; behind the proxy that ends HTTPS, the one the proxy saw."""
    if settings.HTTPS and (forwarded := request.headers.get("X-Forwarded-For", "")):
        return forwarded.rpartition(",")[2].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]
