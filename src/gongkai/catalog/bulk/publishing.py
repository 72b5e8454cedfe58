"""The last signature on a batch: its documents go out with their old numbers and days, each with a clearance of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import working_days
from gongkai.catalog import limits, numbering, occasions, publication
from gongkai.catalog.bulk import checking
from gongkai.ledger.services import NewEvent, append, append_many
from gongkai.review import queries as review
from gongkai.review import services as review_services
from gongkai.review.rules import Blocker
from gongkai.screening import many

_GONE_OUT = (
    "column", "title", "summary", "document_type", "document_number", "topic", "keywords", "source", "signed_on",
    "formed_on", "effective_on", "expires_on", "disclosure_class", "statutory_item", "ground", "ground_article",
    "body", "body_text", "schema", "data", "attached", "publication_due_on", "interpretation_due_on", "content_sha256",
    "live", "index_number", "published_on", "first_published_at", "last_published_at", "registered_on",
    "next_reassessment_on", "clearance", "live_revision", "latest_revision", "has_unpublished_changes",
)  # fmt: skip


@transaction.atomic
def publish(*, batch: Any, revision: Any, actor: Any) -> Any:
    """Make everything public that the batch's signatures cover; what changed since stays a draft.

    Raises PublicationRefused when the signatures do not cover exactly this batch.
    """
    row = type(batch)._default_manager.select_for_update().get(pk=batch.pk)
    found = review.blockers(row, revision)
    if row.review_digest(revision) != checking.digest(row):
        text = _("送审后批次的内容有变动，请退回，重新检查后再送审。")
        found.append(Blocker("BATCH-CHANGED", text))
    if found:
        raise publication.PublicationRefused(found)
    clearance = review_services.clear(obj=row, revision=revision)
    going = sum(_go_out(records, row, clearance, actor) for records in checking.chunks(row, going_out=True))
    row.held = row.records.exclude(held=[]).count()
    row.state, row.moved_at, row.live_revision = row.State.PUBLISHED, timezone.now(), revision
    row.has_unpublished_changes = False
    row.save()
    data = {"documents": going, "clearance": clearance.pk, "sha256": clearance.content_sha256}
    append(
        NewEvent(row.ledger_kind, row.pk, "catalog.import_batch.published", timezone.localdate(), data, actor)
    )
    batch.refresh_from_db()
    return row


def _go_out(records: Sequence[Any], batch: Any, clearance: Any, actor: Any) -> int:
    """Publish a handful; how many went out."""
    versions = {record.document_id: checking.candidate(record.document) for record in records}
    many.look(list(versions.values()), batch.agency)
    public = [pk for pk, version in versions.items() if version.is_public_class]
    clean = many.settled(type(records[0].document), public, batch.agency)
    signed_alone = checking.under_review(list(versions))
    going = []
    for record in records:
        version = versions[record.document_id]
        record.held = checking.changed(record)
        if record.document_id in signed_alone:
            record.held.append(["REVIEW-UNDER-WAY", _("这份文件正在单独审签。")])
        if version.is_public_class and record.document_id not in clean:
            record.held.append(["SCREENING", _("用现在的词库检查有新的发现，须处理后单独审签。")])
        if not record.held:
            going.append((record, version))
    checking.write_held([record for record in records if record.held])
    _write(going, batch, clearance, actor)
    return len(going)


def _write(going: Sequence[tuple[Any, Any]], batch: Any, signed: Any, actor: Any) -> None:
    if not going:
        return
    clearances = type(signed)._default_manager.bulk_create(
        [
            type(signed)(
                **review.of_object(version),
                revision_id=version.latest_revision_id,
                content_sha256=version.content_sha256,
                workflow_name=signed.workflow_name,
                signature_ids=signed.signature_ids,
                completed_at=signed.completed_at,
            )
            for _record, version in going
        ],
        batch_size=200,
    )
    numbers = _numbers(going)
    known = (limits.of(batch.agency), working_days.current())
    now, events, news = timezone.now(), [], []
    for (record, version), clearance in zip(going, clearances, strict=True):
        first = not version.index_number
        version.clearance, version.has_unpublished_changes = clearance, False
        if version.is_public_class:
            _show(version, record, numbers.get(version.pk, ""), now)
        else:
            version.registered_on = version.registered_on or now
            version.next_reassessment_on = limits.next_reassessment(version, timezone.localdate())
        for name, day in limits.dates(version, *known).items():
            setattr(version, name, day)
        events.append(_event(version, clearance, batch, first, actor))
        if version.live and batch.announced:
            news.append(version)
    type(going[0][1])._default_manager.bulk_create(
        [version for _record, version in going],
        update_conflicts=True, unique_fields=["id"], update_fields=_GONE_OUT, batch_size=200,
    )  # fmt: skip
    append_many(events)
    for version in news:  # an archive is no news to anybody, unless whoever brought it in said so
        occasions.tell(version, occasions.PUBLISHED)


def _numbers(going: Sequence[tuple[Any, Any]]) -> dict[int, str]:
    """An index number for each new public document: the one it came with, or the next of its agency and year."""
    found = {version.pk: record.index_number for record, version in going if not version.index_number}
    waiting: dict[int, list[Any]] = defaultdict(list)
    for record, version in going:
        if version.is_public_class and version.pk in found and not found[version.pk]:
            year = (record.published_on or timezone.localdate()).year
            waiting[year].append(version)
    for year, versions in waiting.items():
        issued = numbering.issue_many(versions[0].agency, year, len(versions))
        found |= {version.pk: number for version, number in zip(versions, issued, strict=True)}
    return found


def _show(version: Any, record: Any, number: str, now: datetime) -> None:
    if not version.index_number:
        version.index_number = number
        version.published_on = _moment(record.published_on) if record.published_on else now
        version.first_published_at = version.published_on
    version.live, version.live_revision_id = True, version.latest_revision_id
    version.last_published_at = now
    version.registered_on = version.next_reassessment_on = None


def _moment(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _event(version: Any, clearance: Any, batch: Any, first: bool, actor: Any) -> NewEvent:
    data: dict[str, Any] = {
        "revision": clearance.revision_id,
        "clearance": clearance.pk,
        "sha256": clearance.content_sha256,
        "batch": batch.pk,
    }
    if version.live:
        act, data = "published", {"index_number": version.index_number, "first": first, **data}
    else:
        act, data = "registered", {"class": version.disclosure_class, "ground": version.ground, **data}
    return NewEvent(
        version.ledger_kind, version.pk, f"catalog.document.{act}", timezone.localdate(), data, actor
    )
