"""The only writer of visits: note that a page was opened, and add what was noted to the daily totals."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Column, Document
from gongkai.visits import rules, spool
from gongkai.visits.models import CountedBatch, DailyVisits
from gongkai.visits.seen import Seen
from gongkai.visits.spool import Page

logger = logging.getLogger(__name__)
KEPT_NAMES = timedelta(days=30)
GRACE_SECONDS = 5  # a process that opened the file before it became a batch may still write one line


@lru_cache(maxsize=4)
def _seen(path: Path) -> Seen:
    return Seen(path)


def note(page: Page, *, method: str, status: int, headers: Mapping[str, str], address: str) -> None:
    """Note that a page was answered, if it counts as opened (`rules`, `/visits/`). Asks no database.

    `address` is forgotten when this returns: what is kept for the window of repeats is a shortened hash (`seen`).
    """
    if not rules.counts(method, status, headers):
        return
    reader = f"{address}\n{headers.get('User-Agent', '')}\n{headers.get('Accept-Language', '')}"
    today, minute = timezone.localdate(), int(time.time()) // 60
    try:
        seen = _seen(_table())
        if not seen.is_repeat(
            reader, page.name, today=today, minute=minute, window=rules.rule().window_minutes
        ):
            spool.append(_folder(), today, page)
    except OSError as error:  # a full disk keeps nobody from reading
        logger.warning("An opening was not counted: %s", type(error).__name__)


def _table() -> Path:
    """The table of this installation and this account; another's is never touched."""
    own = hashlib.sha256(str(settings.VISITS_ROOT).encode()).hexdigest()[:12]
    return Path(settings.VISITS_MEMORY) / f"gongkai-visits-{os.getuid()}-{own}"


@lru_cache(maxsize=4)
def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _folder() -> Path:
    return _made(Path(settings.VISITS_ROOT))


def add_up(now: datetime) -> int:
    """Add what was noted to the totals; how many openings. Called every minute; several processes may."""
    total = 0
    for batch in spool.batches(_folder()):
        age = time.time() - int(batch.name.removeprefix(spool.BATCH).partition("-")[0]) / 1e9
        if age >= GRACE_SECONDS:
            total += _add(batch, now)
    CountedBatch.objects.filter(counted_at__lt=now - KEPT_NAMES).delete()
    return total


def _add(batch: Path, now: datetime) -> int:
    """Add one batch, once: its name and the totals stand or fall together; then its file goes."""
    try:
        found = spool.read(batch)
    except FileNotFoundError:  # another process was faster
        return 0
    with transaction.atomic():
        _row, is_new = CountedBatch.objects.get_or_create(name=batch.name, defaults={"counted_at": now})
        if is_new:
            _write(found)
    batch.unlink(missing_ok=True)
    return found.total() if is_new else 0


def _write(found: Counter[tuple[date, Page]]) -> None:
    pages = [page for _day, page in found]
    agencies = _known(Agency, (page.agency for page in pages))
    columns = _known(Column, (page.column for page in pages))
    documents = _known(Document, (page.document for page in pages))
    rows = sorted(found.items(), key=lambda item: (item[0][0], item[0][1].name))  # one order: no deadlocks
    DailyVisits.objects.bulk_create(
        [
            DailyVisits(
                day=day,
                page=page.name,
                kind=page.kind,
                agency_id=agencies.get(page.agency),
                column_id=columns.get(page.column),
                document_id=documents.get(page.document),
            )
            for (day, page), _count in rows
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    for (day, page), count in rows:
        DailyVisits.objects.filter(day=day, page=page.name).update(count=F("count") + count)


def fold(now: datetime) -> int:
    """Make one total of each page out of the days of every month that is over longer than the rule keeps days; how many rows
    went. One month in each transaction; cheap when nothing is due."""
    first = timezone.localdate(now).replace(day=1)
    first = _months_before(first, rules.rule().days_kept_months)
    gone = 0
    days = DailyVisits.objects.filter(day__lt=first, is_month=False).order_by("day")
    while (oldest := days.values_list("day", flat=True).first()) is not None:
        gone += _fold(oldest.replace(day=1))
    return gone


@transaction.atomic
def _fold(month: date) -> int:
    rows = DailyVisits.objects.filter(day__gte=month, day__lt=_months_before(month, -1))
    kept = [
        _whole(month, list(found)) for _page, found in groupby(rows.order_by("page", "day").iterator(), _page)
    ]
    gone, _by_model = rows.delete()
    DailyVisits.objects.bulk_create(kept, batch_size=500)
    return gone - len(kept)


def _page(row: DailyVisits) -> str:
    return row.page


def _whole(month: date, rows: list[DailyVisits]) -> DailyVisits:
    """The total of a page; it belongs to what its last day belonged to."""
    last = rows[-1]
    return DailyVisits(
        day=month,
        page=last.page,
        kind=last.kind,
        agency_id=last.agency_id,
        column_id=last.column_id,
        document_id=last.document_id,
        count=sum(row.count for row in rows),
        is_month=True,
    )


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _known(model: type[Model], numbers: Iterable[int | None]) -> dict[int | None, int]:
    """The numbers that are there still: an empty column may have been deleted since it was opened."""
    wanted = {number for number in numbers if number is not None}
    return {pk: pk for pk in model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)}
