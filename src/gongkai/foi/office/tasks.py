"""What waits for a hand besides the limit itself: the same conditions behind the lines of today and the filter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gongkai.foi.models import Correction, Decision

CORRECTION_IS_NEWS_FOR = timedelta(days=7)


def _drafts(state: str) -> Exists:
    return Exists(Decision.objects.filter(case=OuterRef("pk"), state=state))


def approval(_today: date) -> Q:
    """A draft waits for its approval."""
    return Q(_drafts(Decision.State.PROPOSED))


def returned(today: date) -> Q:
    """A draft was sent back and no new one was handed in; the request is open."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    return is_open & Q(_drafts(Decision.State.RETURNED)) & ~Q(_drafts(Decision.State.PROPOSED))


def corrected(today: date) -> Q:
    """A correction came back within the last days; the request is open."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    came = Correction.objects.filter(
        case=OuterRef("pk"), voided=False, received_on__gt=today - CORRECTION_IS_NEWS_FOR
    )
    return is_open & Q(Exists(came))


def problems(_today: date) -> Q:
    """Something in the procedure was not as it should be."""
    return Q(has_problems=True)


TASKS: dict[str, tuple[object, Callable[[date], Q]]] = {
    "approval": (_("拟稿待审批"), approval),
    "returned": (_("拟稿被退回"), returned),
    "corrected": (_("最近收到补正"), corrected),
    "problems": (_("程序有瑕疵"), problems),
}
