"""Opinions somebody often writes: one's own, and those of an agency."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.review.models import Phrase
from gongkai.review.rules import Blocker, Refused

MOST = 50


def add_phrase(*, actor: Any, text: str, agency: Agency | None = None) -> Phrase:
    """Keep a phrase for oneself, or for everybody of an agency one administers. Raises Refused when it is blank or too many."""
    if agency is not None:
        access.require(actor, agency, Duty.ADMINISTRATOR)
    text = " ".join(text.split())
    owner: dict[str, Any] = {"agency": agency} if agency else {"holder": actor}
    if not text or len(text) > 200:
        raise Refused([Blocker("PHRASE-LENGTH", _("常用语为1至200字。"))])
    if Phrase.objects.filter(**owner).count() >= MOST:
        raise Refused([Blocker("PHRASE-MANY", _("常用语最多%(many)d条。") % {"many": MOST})])
    return Phrase.objects.get_or_create(**owner, text=text)[0]


def remove_phrase(*, actor: Any, phrase: Phrase) -> None:
    """Remove one's own phrase, or one of an agency one administers."""
    if phrase.agency is not None:
        access.require(actor, phrase.agency, Duty.ADMINISTRATOR)
    elif phrase.holder_id != actor.pk:
        raise PermissionDenied
    phrase.delete()
