"""What people do with a batch: check it, send it for review, take it back, undo it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.catalog.bulk import checking, tasks
from gongkai.catalog.models import Document, ImportBatch, ImportRecord
from gongkai.catalog.services import DRAFTING
from gongkai.ledger.services import NewEvent, append, append_many
from gongkai.review import services as review
from gongkai.review.models import Signature
from gongkai.review.rules import Blocker, Refused
from gongkai.screening import many

State = ImportBatch.State


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
    """Delete the drafts this batch made, before anybody signed; how many. What it changed of older documents stays as a
    draft, and is brought in anew by the next import. Raises Refused."""
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
    row.records.update(sha256="", batch=None)
    row.state, row.moved_at = State.UNDONE, timezone.now()
    row.save(update_fields=["state", "moved_at"])
    _append(row, "undone", actor, {"documents": len(pks)})
    batch.refresh_from_db()
    return len(pks)


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
    if row.state in (State.LOADING, State.CHECKING):
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
