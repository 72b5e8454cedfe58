"""Looking again: at everything published after words or detectors changed, and at what is on its way out."""

from __future__ import annotations

import time
from typing import Any

from django.db.models import F
from django.utils import timezone

from gongkai.screening import running, subjects
from gongkai.screening.models import Rescan

BATCH_SECONDS = 20.0
"""How long one task goes on: other work gets its turn in between, and little is lost when it is killed."""


def scope(rescan: Rescan) -> list[tuple[str, Any]]:
    """(label, query set in the order of their keys) of everything published at the agency and below it."""
    return [
        (
            subject.model._meta.label_lower,
            subject.published().filter(agency__path__startswith=rescan.agency.path).order_by("pk"),
        )
        for subject in subjects.every()
    ]


def go_on(pk: int) -> bool:
    """Look at the next objects for a while. Whether there is more to do; False too when it was stopped."""
    rescan = Rescan.objects.select_related("agency").get(pk=pk)
    until = time.monotonic() + BATCH_SECONDS
    for label, published in scope(rescan):
        if label < rescan.cursor_model:
            continue
        after = rescan.cursor_id if label == rescan.cursor_model else 0
        for obj in published.filter(pk__gt=after).iterator(chunk_size=50):
            _look(obj, rescan)
            if not _moved(rescan, label, obj.pk):
                return False
            if time.monotonic() > until:
                return True
    Rescan.objects.filter(pk=pk, state=Rescan.State.RUNNING).update(
        state=Rescan.State.DONE, finished_at=timezone.now(), moved_at=timezone.now()
    )
    return False


def _look(obj: Any, rescan: Rescan) -> None:
    for row in running.prepare(obj, again=True, rescan=rescan):
        running.run(row.pk)


def _moved(rescan: Rescan, label: str, pk: int) -> bool:
    """Note how far it has come; False when somebody stopped it."""
    return bool(
        Rescan.objects.filter(pk=rescan.pk, state=Rescan.State.RUNNING).update(
            cursor_model=label, cursor_id=pk, done=F("done") + 1, moved_at=timezone.now()
        )
    )


def refresh_in_hand() -> int:
    """Look again, with the words of now, at everything on its way to be published; how many texts and files that were."""
    number = 0
    for subject in subjects.every():
        for obj in subject.in_hand().iterator(chunk_size=50):
            for row in running.prepare(obj):
                running.run(row.pk)
                number += 1
    return number
