"""Who may act on documents, and how an act is recorded: what the services of this room have in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.agencies.models import Duty
from gongkai.catalog.models import Document
from gongkai.ledger.services import NewEvent, append

DRAFTING = (Duty.INFORMATION_OFFICER, Duty.ADMINISTRATOR)
WITHDRAWING = (Duty.LEADER, Duty.INFORMATION_OFFICER)


def record(document: Document, act: str, actor: Any, data: dict[str, Any], on: date | None = None) -> None:
    """Append `catalog.document.<act>` to the ledger, in the caller's transaction."""
    append(
        NewEvent(
            kind=Document.ledger_kind,
            object_id=document.pk,
            type=f"catalog.document.{act}",
            occurred_on=on or timezone.localdate(),
            data=data,
            actor=actor,
        )
    )


def locked(document: Document) -> Document:
    """The row, held until the transaction ends."""
    return Document.objects.select_for_update().get(pk=document.pk)
