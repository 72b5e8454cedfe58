"""The only writer of the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from gongkai.ledger.models import ChainHead, Event

GENESIS = "0" * 64


class Actor(Protocol):
    """Whoever acts: a signed-in member of staff. `None` stands for the applicant or the clock."""

    pk: Any

    def get_full_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event about to be appended."""

    kind: str
    object_id: int
    type: str
    occurred_on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    actor: Actor | None = None


def append(event: NewEvent) -> Event:
    """Append one event in the caller's transaction and return it."""
    return append_many([event])[0]


def append_many(events: Iterable[NewEvent]) -> list[Event]:
    """Append events in order. Writers wait for each other on the chain's head, so the chain never forks.

    Must be called inside the transaction that changes what the events speak of.
    """
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().get(pk=1)
        now = timezone.now()
        rows = []
        for new in events:
            row = Event(
                kind=new.kind,
                object_id=new.object_id,
                type=new.type,
                data=json.loads(json.dumps(dict(new.data), cls=DjangoJSONEncoder)),
                occurred_on=new.occurred_on,
                recorded_at=now,
                actor_id=new.actor.pk if new.actor else None,
                actor_name=new.actor.get_full_name() if new.actor else "",
                previous_hash=head.hash,
            )
            row.hash = head.hash = digest(row)
            rows.append(row)
        head.length += len(rows)
        Event.objects.bulk_create(rows, batch_size=500)
        head.save(update_fields=["hash", "length"])
    return rows


def digest(event: Event) -> str:
    """SHA-256 over the event's content and the hash before it, in one canonical form."""
    recorded: datetime = event.recorded_at.astimezone(UTC)
    content = [
        event.previous_hash,
        event.kind,
        event.object_id,
        event.type,
        event.data,
        event.occurred_on.isoformat(),
        recorded.isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor_name,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
