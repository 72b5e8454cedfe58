"""What people do with a batch: have it go on, check it, send it for review, take it back, undo it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.catalog.bulk import batches, checking, tasks, uploads
from gongkai.catalog.models import Document, ImportBatch, ImportRecord
from gongkai.catalog.services import DRAFTING
from gongkai.ledger.services import NewEvent, append, append_many
from gongkai.review import services as review
from gongkai.review.models import Signature
from gongkai.review.rules import Blocker, Refused
from gongkai.screening import many

State = ImportBatch.State
MOVING = (State.LOADING, State.CHECKING)
# A handful of rows takes seconds: what has not moved for so long has been killed.
DEAD_AFTER = timedelta(minutes=10)


def is_stopped(batch: ImportBatch) -> bool:
    """Whether the import gave up or was killed half-way."""
    is_dead = batch.state in MOVING and batch.moved_at < timezone.now() - DEAD_AFTER
    return batch.state == State.FAILED or is_dead


@transaction.atomic
def go_on(*, actor: Any, batch: ImportBatch) -> None:
    """Have the rest of a file brought in, after the last row that was stored. Raises Refused with all reasons."""
    access.require(actor, batch.agency, *DRAFTING)
    row = _locked(batch)
    found = []
    if not is_stopped(row):
        found.append(Blocker("BATCH-NOT-STOPPED", _("这个批次没有中断，不需要继续。")))
    if row.state != State.CHECKING and uploads.path_of(row.upload) is None:
        text = _("上传的文件已不在，请重新上传同一个文件：已导入的行不会重复。")
        found.append(Blocker("IMPORT-NO-FILE", text))
    _refuse(found)
    row.moved_at = timezone.now()
    row.save(update_fields=["moved_at"])
    if row.state == State.CHECKING:
        transaction.on_commit(lambda: tasks.check.enqueue(row.pk))
        return
    batches.reopen(row.source_system, row.file_sha256)
    _append(row, "resumed", actor, {"after_row": row.read})
    transaction.on_commit(lambda: tasks.load.enqueue(row.pk, actor.pk))


def order_check(*, actor: Any, batch: ImportBatch) -> None:
    """Have the batch checked in the background. Raises Refused."""
    access.require(actor, batch.agency, *DRAFTING)
    with transaction.atomic():
        row = _locked(batch)
        _refuse(_busy(row))
        row.state, row.moved_at = State.CHECKING, timezone.now()
        row.save(update_fields=["state", "moved_at"])
        transaction.on_commit(lambda: tasks.check.enqueue(row.pk))


@transaction.atomic
def submit(*, actor: Any, batch: ImportBatch) -> ImportBatch:
    """Send the batch into the review of its agency, once for all its documents. Raises Refused with all reasons."""
    access.require(actor, batch.agency, *DRAFTING)
    row = _locked(batch)
    found = _busy(row)
    if row.state != State.CHECKED:
        found.append(Blocker("BATCH-UNCHECKED", _("请先检查这个批次，再送审。")))
    elif not row.records.filter(held=[]).exists():
        found.append(
            Blocker("BATCH-EMPTY", _("没有可以随批次公开的文件：请先处理检查发现的问题，再重新检查。"))
        )
    elif row.content_sha256 != checking.digest(row):
        found.append(Blocker("BATCH-CHANGED", _("检查之后批次的内容有变动，请重新检查。")))
    _refuse(found)
    row.save_revision(user=actor)
    review.submit(actor=actor, obj=row)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def recall(*, actor: Any, batch: ImportBatch) -> None:
    """Take the batch back from its review. Raises Refused when none is under way."""
    access.require(actor, batch.agency, *DRAFTING)
    row = _locked(batch)
    if not row.workflow_in_progress:
        raise Refused([Blocker("REVIEW-NOT-UNDER-WAY", _("没有正在进行的审签。"))])
    row.current_workflow_state.cancel(user=actor)
    _append(row, "recalled", actor, {})


@transaction.atomic
def undo(*, actor: Any, batch: ImportBatch) -> int:
    """Delete the drafts this batch made, before anybody signed; how many. Of what is public, the version it made is dropped;
    an older draft keeps what it changed, until the next import brings it in anew. Raises Refused."""
    access.require(actor, batch.agency, *DRAFTING)
    row = _locked(batch)
    found = _busy(row)
    if row.state in (State.PUBLISHED, State.UNDONE):
        found.append(Blocker("BATCH-OVER", _("这个批次已经公开或者撤销；已公开的文件请逐件撤下。")))
    _refuse(found)
    made = ImportRecord.objects.filter(
        batch=row, imported_at__gte=row.created_at, document__index_number="", document__clearance=None
    )
    pks = [pk for pk in made.values_list("document_id", flat=True) if pk not in _signed_alone(row)]
    append_many(
        NewEvent(
            Document.ledger_kind,
            pk,
            "catalog.document.discarded",
            timezone.localdate(),
            {"batch": row.pk},
            actor,
        )
        for pk in pks
    )
    for start in range(0, len(pks), 500):
        some = pks[start : start + 500]
        many.forget(Document, some)
        Document.objects.filter(pk__in=some).delete()
    _drop_versions(_only_changed(row))
    row.records.update(sha256="", batch=None)
    row.state, row.moved_at = State.UNDONE, timezone.now()
    row.save(update_fields=["state", "moved_at"])
    _append(row, "undone", actor, {"documents": len(pks)})
    batch.refresh_from_db()
    return len(pks)


def _drop_versions(records: list[ImportRecord]) -> None:
    """Bring public documents and what is known of their rows back to what is public."""
    for start in range(0, len(records), 500):
        some = records[start : start + 500]
        for record in some:
            record.content_sha256 = record.document.content_sha256
        ImportRecord.objects.bulk_update(some, ["content_sha256"], batch_size=500)
        Document.objects.filter(pk__in=[record.document_id for record in some]).update(
            latest_revision=F("live_revision"), has_unpublished_changes=False
        )


def _only_changed(batch: ImportBatch) -> list[ImportRecord]:
    """The public documents whose newest version is the one this batch made, signed by nobody yet."""
    rows = batch.records.filter(document__live=True, document__has_unpublished_changes=True)
    alone = checking.under_review([row.document_id for row in rows])
    return [
        row
        for row in rows.select_related("document__latest_revision")
        if row.document_id not in alone and not checking.changed(row)
    ]


def _signed_alone(batch: ImportBatch) -> set[int]:
    """Documents of the batch that are under a review of their own, or were."""
    pks = list(batch.records.values_list("document_id", flat=True))
    signed = Signature.objects.filter(
        content_type__app_label="catalog", content_type__model="document", object_id__in=pks[:30000]
    )
    return checking.under_review(pks) | set(signed.values_list("object_id", flat=True))


def _busy(row: ImportBatch) -> list[Blocker]:
    if row.workflow_in_progress:
        return [Blocker("REVIEW-UNDER-WAY", _("批次正在审签，请先撤回。"))]
    if row.state in MOVING and not is_stopped(row):
        return [
            Blocker(
                "BATCH-BUSY",
                _("批次还在导入或者检查，请等它结束；中断了的，再导入一次同一个文件就会接着做。"),
            )
        ]
    return []


def _refuse(found: list[Blocker]) -> None:
    if found:
        raise Refused(found)


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch.pk)


def _append(batch: ImportBatch, act: str, actor: Any, data: dict[str, Any]) -> None:
    append(
        NewEvent(
            batch.ledger_kind, batch.pk, f"catalog.import_batch.{act}", timezone.localdate(), data, actor
        )
    )
