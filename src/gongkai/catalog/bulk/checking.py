"""Checking a batch before anybody signs: what each document lacks, what is found in it. What is held back goes alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.catalog import declared, publication, rules
from gongkai.review.rules import Blocker
from gongkai.screening import many
from gongkai.screening import queries as screening

CHUNK = 200


def carry_out(pk: int) -> Any:
    """Check the batch with this number and note how far it has come. Afterwards it can be sent for review."""
    rows = apps.get_model("catalog", "ImportBatch")._default_manager.select_related("agency")
    batch = rows.get(pk=pk)
    batch.state = batch.State.CHECKING
    batch.save(update_fields=["state"])
    check(batch, lambda done: rows.filter(pk=pk).update(read=done, moved_at=timezone.now()))
    batch.state, batch.read, batch.moved_at = batch.State.CHECKED, 0, timezone.now()
    batch.save()
    return batch


def check(batch: Any, progress: Callable[[int], object] = lambda done: None) -> None:
    """Look at every document of the batch; note on each record why it may not go out with the batch, and in the batch
    how many those are and the checksum of the rest."""
    done = 0
    for records in chunks(batch):
        candidates = {record.pk: candidate(record.document) for record in records}
        many.look(list(candidates.values()), batch.agency)
        clean = many.settled(type(records[0].document), [one.document_id for one in records], batch.agency)
        for record in records:
            record.held = reasons(record, candidates[record.pk], record.document_id in clean)
        write_held(records)
        done += len(records)
        progress(done)
    batch.held = batch.records.exclude(held=[]).count()
    batch.content_sha256 = digest(batch)


def chunks(batch: Any, *, going_out: bool = False) -> Iterator[list[Any]]:
    """The records of a batch with their documents, a handful at a time; `going_out`: those that are not held back."""
    rows: QuerySet[Any] = batch.records.select_related(
        "document__agency", "document__column", "document__latest_revision", "document__clearance"
    ).prefetch_related("document__files")
    if going_out:
        rows = rows.filter(held=[])
    last = 0
    while found := list(rows.filter(document_id__gt=last).order_by("document_id")[:CHUNK]):
        yield found
        last = found[-1].document_id


def candidate(document: Any) -> Any:
    """The version that would go out: of what is public the newest draft, of a draft the row itself."""
    if document.index_number and document.latest_revision is not None:
        return document.with_content_json(document.latest_revision.content)
    return document


def reasons(record: Any, version: Any, is_clean: bool) -> list[list[str]]:
    """Why a document does not go out with its batch: what it lacks, what was found, or that somebody changed it since."""
    found = changed(record) + [["IMPORT-PICTURE", note] for note in record.notes]
    is_new_of_closed = version.agency.closed_on is not None and not version.index_number
    blockers = rules.content_blockers(version, live=version.live, agency_closed=is_new_of_closed)
    blockers += declared.blockers(version)
    if version.attached:
        blockers += rules.attachment_blockers(version.attached, publication.checksums(version))
    if version.is_public_class and not is_clean:
        blockers += [Blocker(one.code, one.text) for one in screening.blockers(version)]
    return found + [[one.code, one.text] for one in blockers]


def changed(record: Any) -> list[list[str]]:
    """The reason of a document that is no longer what came in, or that is being signed by itself."""
    document = record.document
    latest = document.latest_revision
    if latest is None or latest.content.get("content_sha256") != record.content_sha256:
        return [["IMPORT-EDITED", _("导入后有人修改过，须单独审签。")]]
    if document.withdrawn_on:
        return [["DOC-WITHDRAWN", _("已撤下的文件须单独审签后再公开。")]]
    return []


def under_review(pks: Sequence[int]) -> set[int]:
    """Of these documents, those that are being signed one by one."""
    states = apps.get_model("wagtailcore", "WorkflowState")._default_manager.filter(
        Q(status="in_progress"), base_content_type__app_label="catalog", base_content_type__model="document",
        object_id__in=[str(pk) for pk in pks],
    )  # fmt: skip
    return {int(pk) for pk in states.values_list("object_id", flat=True)}


def write_held(records: Sequence[Any]) -> None:
    """Keep the reasons."""
    if records:
        type(records[0]).objects.bulk_create(
            records, update_conflicts=True, unique_fields=["id"], update_fields=["held"], batch_size=200
        )


def digest(batch: Any) -> str:
    """SHA-256 over document and checksum of everything that goes out with the batch, in the order of the documents."""
    found = hashlib.sha256()
    rows = batch.records.filter(held=[]).order_by("document_id").values_list("document_id", "content_sha256")
    for pk, sha256 in rows.iterator(chunk_size=2000):
        found.update(f"{pk} {sha256}\n".encode())
    return found.hexdigest()
