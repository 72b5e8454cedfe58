"""What acts of an agency rest on, as one line of a page. The room that keeps the rules says it; others need not know that room."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from wagtail import hooks

from gongkai.agencies.models import Agency

# A room registers `(agency, acts, day) -> line` (safe HTML, empty when there is nothing to say); acts are those of `law.acts`.
HOOK = "register_basis"


def line(agency: Agency, *acts: str, day: date | None = None) -> str:
    """依据：《政府信息公开条例》第十七条；《…制度》第三条: on a day, today unless said; empty when no room says it."""
    on = day or timezone.localdate()
    return next((found for say in hooks.get_hooks(HOOK) if (found := say(agency, acts, on))), "")
