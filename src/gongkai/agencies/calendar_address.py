"""The secret address of a colleague's calendar: opened, replaced, closed, and read by a calendar program."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import CalendarSubscription, User
from gongkai.agencies.services import record


def digest(token: str) -> str:
    """What is kept of a token: it has 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_address(*, actor: Any) -> str:
    """A new token for the actor's own calendar; the one before no longer works. It is shown once and never again."""
    holder = User.objects.select_for_update().get(pk=actor.pk)
    _close(actor, holder)
    token = secrets.token_urlsafe(32)
    row = CalendarSubscription.objects.create(holder=holder, token_hash=digest(token))
    record(actor, row, "opened")
    return token


@transaction.atomic
def close_address(*, actor: Any) -> bool:
    """Let the actor's address no longer work. False when there was none."""
    return _close(actor, User.objects.select_for_update().get(pk=actor.pk))


def _close(actor: Any, holder: User) -> bool:
    row = CalendarSubscription.objects.filter(holder=holder, revoked_at__isnull=True).first()
    if row is None:
        return False
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    record(actor, row, "revoked")
    return True


def holder_of(token: str) -> User | None:
    """Whose calendar a token opens; None for an unknown or revoked one, or when the colleague has left."""
    row = (
        CalendarSubscription.objects.select_related("holder")
        .filter(token_hash=digest(token), revoked_at__isnull=True, holder__is_active=True)
        .first()
    )
    return row.holder if row else None


def current(holder: Any) -> CalendarSubscription | None:
    """The address that works for this colleague."""
    return CalendarSubscription.objects.filter(holder=holder, revoked_at__isnull=True).first()
