"""Reading the ledger: the history of an object, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.ledger.models import ChainHead, Event
from gongkai.ledger.services import GENESIS, digest


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """A place where the ledger is not what was written."""

    event_id: int | None
    code: str
    text: str


def history(kind: str, object_id: int) -> QuerySet[Event]:
    """Everything that happened to one object, oldest first."""
    return Event.objects.filter(kind=kind, object_id=object_id).order_by("id")


def histories(kind: str, object_ids: Collection[int]) -> dict[int, list[Event]]:
    """The histories of many objects with one query; objects without events have an empty list."""
    found: dict[int, list[Event]] = {object_id: [] for object_id in object_ids}
    for event in Event.objects.filter(kind=kind, object_id__in=list(found)).order_by("id"):
        found[event.object_id].append(event)
    return found


def chain_problems() -> list[ChainProblem]:
    """Walk the chain from its start. An empty list means: nothing was changed, removed or inserted."""
    problems = []
    previous, length = GENESIS, 0
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        length += 1
        if event.previous_hash != previous:
            problems.append(ChainProblem(event.pk, "LEDGER-LINK", "与上一事件的链接断开"))
        if digest(event) != event.hash:
            problems.append(ChainProblem(event.pk, "LEDGER-HASH", "内容与校验值不符"))
        previous = event.hash
    head = ChainHead.objects.get(pk=1)
    if head.hash != previous or head.length != length:
        problems.append(ChainProblem(None, "LEDGER-HEAD", f"链头不符:应有 {head.length} 条,实有 {length} 条"))
    return problems
