"""The line of today for leaders: proposals to destroy that wait for their approval."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from gongkai.agencies import access
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.foi.models import DestructionProtocol
from gongkai.foi.services import destruction


def items(request: HttpRequest) -> list[TodayItem]:
    """Proposals at the reader's agencies that somebody else made; no query for whoever approves nothing."""
    if not any(post.duty in destruction.APPROVING for post in access.current_posts(request.user)):
        return []
    agencies = access.acting_agencies(request.user, *destruction.APPROVING)
    waiting = DestructionProtocol.objects.filter(
        agency__in=agencies, state=DestructionProtocol.State.PROPOSED
    ).exclude(proposed_by_id=request.user.pk)
    many = waiting.count()
    text = ngettext("份销毁提议等您批准", "份销毁提议等您批准", many)
    return [TodayItem(Urgency.OPEN, text, reverse("foi_office:retention"), many)] if many else []
