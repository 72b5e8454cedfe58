"""Writing the rows of a handful: documents, files, versions, records and their lines in the ledger, each in one go."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from gongkai.catalog import content
from gongkai.catalog.bulk.reading import Entry
from gongkai.catalog.models import Attachment, Document, ImportBatch, ImportRecord
from gongkai.ledger.services import NewEvent, append_many

DRAFTED = (
    "column", "title", "summary", "document_type", "document_number", "topic", "keywords", "source", "signed_on",
    "formed_on", "effective_on", "expires_on", "disclosure_class", "statutory_item", "ground", "ground_article",
    "validity", "validity_from", "body", "body_text", "attached", "publication_due_on", "interpretation_due_on",
    "content_sha256", "latest_revision", "has_unpublished_changes",
)  # fmt: skip


@dataclass(slots=True)
class Work:
    """A row that is to be stored: its document as it will be, and the row's record where the source is known."""

    entry: Entry
    document: Document
    record: ImportRecord | None
    files: list[Attachment] = field(default_factory=list)
    pictures: int = 0

    @property
    def notes(self) -> list[str]:
        """What a person must see to before the document can go out."""
        text = _("正文原有%(number)d张图片，没有随文件导入，请在编辑器里补上。")
        return [text % {"number": self.pictures}] if self.pictures else []

    @property
    def is_public(self) -> bool:
        """What has been published changes only in a version that waits for its signatures."""
        return bool(self.document.index_number)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for somebody. `batch_of` gives the batch of an agency."""

    actor: Any
    source_system: str
    batch_of: Callable[[Any], ImportBatch]

    def write(self, works: Sequence[Work]) -> None:
        """Write what was made of the rows, new documents and changed ones."""
        if not works:
            return
        Document.objects.bulk_create(
            [work.document for work in works if work.document.pk is None], batch_size=200
        )
        for work in works:
            for file in work.files:
                file.document = work.document
        Attachment.objects.bulk_create([file for work in works for file in work.files], batch_size=200)
        for work in works:
            work.document.attached = [
                {"id": file.pk, "title": file.title, "sha256": file.sha256} for file in work.files
            ]
            work.document.content_sha256 = content.digest(work.document)
        revisions = Revision.objects.bulk_create([self._revision(work) for work in works], batch_size=200)
        for work, revision in zip(works, revisions, strict=True):
            work.document.latest_revision = revision
            work.document.has_unpublished_changes = True
        _upsert(Document, [work.document for work in works if not work.is_public], DRAFTED)
        _upsert(
            Document,
            [_public_row(work.document) for work in works if work.is_public],
            ("latest_revision", "has_unpublished_changes"),
        )
        self._record(works)
        append_many([self._event(work) for work in works])

    def _revision(self, work: Work) -> Revision:
        kind = ContentType.objects.get_for_model(Document)
        return Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(work.document.pk),
            user=self.actor,
            created_at=timezone.now(),
            object_str=str(work.document)[:200],
            content=work.document.serializable_data(),
        )

    def _record(self, works: Sequence[Work]) -> None:
        rows = []
        for work in works:
            batch = self.batch_of(work.entry.agency)
            row = work.record or ImportRecord(document=work.document, agency=work.entry.agency)
            row.batch = batch
            row.source_system, row.source_id = self.source_system, work.entry.source_id
            row.file_name, row.row = batch.file_name, work.entry.row
            row.sha256, row.index_number = work.entry.sha256, work.entry.index_number
            row.published_on, row.content_sha256 = work.entry.published_on, work.document.content_sha256
            row.publisher, row.held, row.notes = work.entry.agency.name, [], work.notes
            rows.append(row)
        ImportRecord.objects.bulk_create([row for row in rows if row.pk is None], batch_size=200)
        changed = (
            "batch",
            "file_name",
            "row",
            "sha256",
            "index_number",
            "published_on",
            "content_sha256",
            "notes",
            "held",
        )
        _upsert(ImportRecord, [row for row in rows if row.pk is not None and not row._state.adding], changed)

    def _event(self, work: Work) -> NewEvent:
        data: dict[str, Any] = {"batch": self.batch_of(work.entry.agency).pk}
        kind = "imported" if work.record else "created"
        if not work.record:
            data["class"] = work.document.disclosure_class
        return NewEvent(
            Document.ledger_kind,
            work.document.pk,
            f"catalog.document.{kind}",
            timezone.localdate(),
            data,
            self.actor,
        )


def _upsert(model: Any, rows: Sequence[Any], names: Sequence[str]) -> None:
    """Write these columns of many rows: `bulk_update` would build a CASE of every row for every column, ten times slower."""
    if rows:
        model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=list(names), batch_size=200
        )


def _public_row(candidate: Document) -> Document:
    """The row of what is public, with nothing of the candidate but its place: only that is written."""
    row = copy.copy(candidate)
    row.content_sha256 = (
        candidate.clearance.content_sha256 if candidate.clearance else candidate.content_sha256
    )
    return row
