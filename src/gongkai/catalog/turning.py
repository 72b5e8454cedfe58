"""The day on which a date written earlier takes effect: told to channels, feeds and mails. The pages themselves need no telling."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import ScheduledRun
from gongkai.catalog import limit_setting, occasions, validity
from gongkai.catalog.models import Document
from gongkai.catalog.queries import public_documents
from gongkai.catalog.recording import record
from gongkai.ledger import queries as ledger

NAME = "catalog-validity"


def work(now: datetime) -> None:
    """Once a day: tell of every public document whose validity is another than on the last day told of; bring open limits in line."""
    today = timezone.localdate(now)
    if ScheduledRun.objects.filter(name=NAME, day=today, finished_at__isnull=False).exists():
        return
    with transaction.atomic():
        run, _made = ScheduledRun.objects.get_or_create(name=NAME, day=today)
        mine = ScheduledRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(finished_at=now)
        if mine:
            tell(_told_until(today), today)
            limit_setting.recompute()  # a release may have brought other limits


def _told_until(today: date) -> date:
    earlier = ScheduledRun.objects.filter(name=NAME, day__lt=today, finished_at__isnull=False)
    last = earlier.order_by("-day").values_list("day", flat=True).first()
    return last or today - timedelta(days=1)


def tell(since: date, today: date) -> int:
    """Record and tell what turned in (since, today]; how many documents. What was told already is not told again."""
    told = 0
    for document in public_documents().filter(validity.turning(since, today)).order_by("pk"):
        before, after = validity.on(document, since), validity.on(document, today)
        if before != after and _last(document) != after:
            day = max(day for day, _turn in validity.turns(document).items() if day <= today)
            record(document, "validity_changed", None, {"from": before, "to": after, "by_date": True}, day)
            occasions.tell(document, occasions.VALIDITY_CHANGED)
            told += 1
    return told


def _last(document: Document) -> Any:
    events = ledger.history(document.ledger_kind, document.pk)
    last = events.filter(type="catalog.document.validity_changed").last()
    return last.data.get("to") if last else None
