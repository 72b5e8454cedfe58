"""What becomes of jobs that were done when their document changes: what went out is updated, taken down, or stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import working_days
from gongkai.catalog.models import Document
from gongkai.channels import declared
from gongkai.channels.models import Channel, ChannelJob
from gongkai.channels.services.jobs import locked
from gongkai.channels.services.recording import record
from gongkai.review.rules import Blocker, Refused

State = ChannelJob.State
OUT = (State.DONE, State.TO_UPDATE)  # what stands on the channel


@transaction.atomic
def take_down(*, actor: Any, job: ChannelJob, on: date, note: str) -> ChannelJob:
    """Record that a publication was taken down or corrected on its channel. Raises PermissionDenied, Refused."""
    row = locked(actor, job)
    release = row.releases.filter(void_reason="").first()
    _refuse(_hindrances(row, State.TO_TAKE_DOWN, release, on, note))
    row.state = State.TAKEN_DOWN
    row.save(update_fields=["state"])
    if release:
        release.taken_down_on = on
        release.save(update_fields=["taken_down_on"])
    record(actor, row, "taken_down", on=on, note=note.strip()[:300])
    return row


@transaction.atomic
def update(*, actor: Any, job: ChannelJob, on: date, note: str) -> ChannelJob:
    """Record that what stands on the channel says what the document says now. Raises PermissionDenied, Refused."""
    row = locked(actor, job)
    _refuse(_hindrances(row, State.TO_UPDATE, row.releases.filter(void_reason="").first(), on, note))
    row.state, row.reason, row.prepared_sha256 = State.DONE, "", row.document.content_sha256
    row.save(update_fields=["state", "reason", "prepared_sha256"])
    record(actor, row, "updated", on=on, note=note.strip()[:300])
    return row


def _hindrances(row: ChannelJob, state: str, release: Any, on: date, note: str) -> Iterable[Blocker]:
    if row.state != state:
        text = _("这项任务不在“%(state)s”状态。") % {"state": State(state).label}
        yield Blocker("CHANNEL-STATE", text)
    if on > timezone.localdate() or (release and on < release.on):
        yield Blocker("CHANNEL-FUTURE", _("日期不能晚于今天，也不能早于发布日期。"))
    if not note.strip():
        yield Blocker(
            "CHANNEL-REASON", _("请写明怎样处理的，如“已删除推文”“已换成修改后的文章”“已刊登更正”。")
        )


def _refuse(found: Iterable[Blocker]) -> None:
    blockers = list(found)
    if blockers:
        raise Refused(blockers)


@transaction.atomic
def reopen(document: Document) -> None:
    """The document was published with another content: what stands on channels of people's hands is to be brought in line.

    What was to be taken down, because the document was withdrawn, is to be updated too now that it is public again.
    """
    by_hand = [row.slug for row in declared.by_hand() if row.adapter == Channel.Adapter.HAND]
    rows = _held(document, (*OUT, State.TO_TAKE_DOWN)).filter(channel__in=by_hand)
    for row in rows.exclude(state=State.DONE, prepared_sha256=document.content_sha256):
        if row.state != State.TO_UPDATE:
            _to_do(row, State.TO_UPDATE, _("原文发布后有改动，请核对并更新"), "reopened")


@transaction.atomic
def call_back(document: Document, reason: str) -> None:
    """A document is public or valid no more: what went out is to be taken down, what did not is not to go out."""
    for row in _held(document, OUT):
        _to_do(row, State.TO_TAKE_DOWN, reason, "called_back")
    for row in _held(document, ChannelJob.OPEN):
        row.state, row.reason = State.REFUSED, reason[:300]
        row.save(update_fields=["state", "reason"])
        record(None, row, "refused", reason=row.reason)


def _to_do(row: ChannelJob, state: str, reason: str, act: str) -> None:
    """Work again, by the next working day (our reading: no instrument names a limit)."""
    row.state, row.reason = state, reason[:300]
    row.due_on = working_days.current().add(timezone.localdate(), 1)
    row.save(update_fields=["state", "reason", "due_on"])
    record(None, row, act, reason=row.reason)


@transaction.atomic
def call_off(document: Document) -> None:
    """The end of a document's validity was marked by mistake: nothing need be taken down after all."""
    for row in _held(document, (State.TO_TAKE_DOWN,)):
        row.state, row.reason = State.DONE, ""
        row.save(update_fields=["state", "reason"])
        record(None, row, "called_off")


def _held(document: Document, states: Iterable[str]) -> QuerySet[ChannelJob]:
    return ChannelJob.objects.select_for_update().filter(document=document, state__in=list(states))
