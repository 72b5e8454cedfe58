"""Who may act on consultations, how a row is held while something happens, and how it is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.catalog.recording import DRAFTING
from gongkai.engagement import masking
from gongkai.engagement.models import Consultation
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

HANDLING = DRAFTING
DESTROYING = (Duty.LEADER,)


def record(actor: Any, row: Consultation, act: str, data: dict[str, Any], on: date | None = None) -> None:
    """Append `engagement.consultation.<act>`: dates, numbers and codes, never a person or an opinion."""
    kind = Consultation.ledger_kind
    append(NewEvent(kind, row.pk, f"{kind}.{act}", on or timezone.localdate(), data, actor))


def held(actor: Any, consultation: Consultation, *duties: str) -> Consultation:
    """The row, locked until the transaction ends. Raises PermissionDenied without one of the duties (by default: handling)."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("agency")
    row = rows.get(pk=consultation.pk)
    access.require(actor, row.agency, *(duties or HANDLING))
    return row


def reason_blockers(text: str, code: str, wanted: str) -> list[Blocker]:
    """A reason that everybody will read: there is one, and nothing in it is personal or secret."""
    if not text.strip():
        return [Blocker(code, wanted)]
    return [
        Blocker("CONSULT-PERSONAL", _("理由将直接公布，其中不能有这样的内容：%(why)s") % {"why": why})
        for why in masking.hindrances(text, timezone.localdate())
    ]


def refuse(code: str, text: str) -> Refused:
    """A refusal with one reason."""
    return Refused([Blocker(code, text)])
