"""Storing a handful of rows at once: drafts with their files, versions and records, in a fixed number of queries."""

from __future__ import annotations

import copy
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from gongkai.agencies import working_days
from gongkai.catalog import content, derived, limits
from gongkai.catalog.bulk import bodies, fields
from gongkai.catalog.bulk.package import Package
from gongkai.catalog.bulk.reading import Entry
from gongkai.catalog.models import Attachment, Document, ImportBatch, ImportRecord
from gongkai.convert import content_type
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import Fault
from gongkai.law.calendar import WorkCalendar
from gongkai.law.publication import Limit
from gongkai.ledger.services import NewEvent, append_many

SUMMARY = 120
DRAFTED = (
    "column", "title", "summary", "document_type", "document_number", "topic", "keywords", "source", "signed_on",
    "formed_on", "effective_on", "expires_on", "disclosure_class", "statutory_item", "ground", "ground_article",
    "validity", "validity_from", "body", "body_text", "attached", "publication_due_on", "interpretation_due_on",
    "content_sha256", "latest_revision", "has_unpublished_changes",
)  # fmt: skip


@dataclass(slots=True)
class Stored:
    """What became of the rows of each agency, and the faults, by agency too."""

    new: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    updated: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    unchanged: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    faults: list[tuple[int, Fault]] = field(default_factory=list)


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


@dataclass(slots=True)
class Store:
    """Stores entries for somebody. `label` names a field as this table does; `batch_of` gives the batch of an agency."""

    actor: Any
    source_system: str
    package: Package
    folders: Mapping[str, str]
    label: Callable[[str], str]
    batch_of: Callable[[Any], ImportBatch]
    _limits: dict[int, list[Limit]] = field(init=False, default_factory=dict)
    _calendar: WorkCalendar | None = field(init=False, default=None)

    def check(self, entries: Sequence[Entry]) -> Stored:
        """What would become of them; nothing is stored."""
        stored = Stored()
        for entry, record in self._to_do(entries, stored):
            (stored.updated if record else stored.new)[entry.agency.pk] += 1
        return stored

    @transaction.atomic
    def keep(self, entries: Sequence[Entry]) -> Stored:
        """Store them: what is new or changed becomes a draft, what is known stays."""
        stored = Stored()
        todo = self._to_do(entries, stored)
        self._calendar = working_days.current()
        self._limits = {
            agency.pk: found for agency, found in limits.of_each({entry.agency for entry, _record in todo})
        }
        documents = self._documents([record for _entry, record in todo if record])
        works = []
        for entry, record in todo:
            work = self._begun(entry, record, documents, stored)
            if work is not None:
                works.append(work)
        self._write(works)
        for work in works:
            (stored.updated if work.record else stored.new)[work.entry.agency.pk] += 1
        return stored

    # -- what is known -----------------------------------------------------------------------------------------------

    def _to_do(self, entries: Sequence[Entry], stored: Stored) -> list[tuple[Entry, ImportRecord | None]]:
        """The entries that are new or changed; those that may not be stored become faults."""
        ids = [entry.source_id for entry in entries]
        known = {
            record.source_id: record
            for record in ImportRecord.objects.filter(source_system=self.source_system, source_id__in=ids)
        }
        numbers = self._taken([entry.index_number for entry in entries if entry.index_number])
        busy = self._under_review()
        found = []
        for entry in entries:
            record = known.get(entry.source_id)
            if record is not None and record.sha256 == entry.sha256:
                stored.unchanged[entry.agency.pk] += 1
                continue
            problem = self._problem(entry, record, numbers, busy)
            if problem:
                stored.faults.append((entry.agency.pk, self._fault(entry, *problem)))
                continue
            if entry.index_number:
                numbers[entry.index_number] = entry.source_id
            found.append((entry, record))
        return found

    def _taken(self, numbers: Sequence[str]) -> dict[str, str]:
        """Index numbers that are in use -> the source id of the row they came with, blank for a document of this site."""
        taken = dict.fromkeys(
            Document.objects.filter(index_number__in=numbers).values_list("index_number", flat=True), ""
        )
        kept = ImportRecord.objects.filter(index_number__in=numbers)
        return (
            taken
            | dict(kept.filter(source_system=self.source_system).values_list("index_number", "source_id"))
            | dict.fromkeys(
                kept.exclude(source_system=self.source_system).values_list("index_number", flat=True), ""
            )
        )

    @staticmethod
    def _under_review() -> set[int]:
        states = WorkflowState.objects.filter(
            base_content_type=ImportBatch.get_base_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
        )
        return {int(pk) for pk in states.values_list("object_id", flat=True)}

    def _problem(
        self, entry: Entry, record: ImportRecord | None, numbers: Mapping[str, str], busy: set[int]
    ) -> tuple[str, str, str, str] | None:
        number = entry.index_number
        if number and numbers.get(number, entry.source_id) != entry.source_id:
            return "index_number", number, "index_taken", _("这个索引号已经用于另一份文件，索引号不能重复。")
        if record is None:
            return None
        if record.agency_id != entry.agency.pk:
            return "agency", entry.agency.name, "other_agency", _("这个来源编号此前导入到了另一个机构。")
        if record.index_number and number != record.index_number:
            return (
                "index_number",
                number,
                "index_fixed",
                _("此前导入的索引号是“%(old)s”，索引号不能更改。") % {"old": record.index_number},
            )
        if record.batch_id in busy:
            return "source_id", entry.source_id, "under_review", _("所在批次正在审签，请在审签结束后再导入。")
        return None

    def _fault(self, entry: Entry, name: str, value: str, code: str, text: str) -> Fault:
        return Fault(entry.row, self.label(name), value[:60], code, text)

    # -- making ------------------------------------------------------------------------------------------------------

    @staticmethod
    def _documents(records: Sequence[ImportRecord]) -> dict[int, Document]:
        rows = Document.objects.filter(pk__in=[record.document_id for record in records])
        return {row.pk: row for row in rows.select_related("latest_revision", "agency", "column")}

    def _begun(
        self, entry: Entry, record: ImportRecord | None, known: Mapping[int, Document], stored: Stored
    ) -> Work | None:
        row = known.get(record.document_id) if record else None
        if row is not None and record is not None and _was_edited(row, record):
            text = _("导入之后有人在本系统修改过这份文件，没有覆盖；需要时请在编辑器里修改。")
            stored.faults.append(
                (entry.agency.pk, self._fault(entry, "source_id", entry.source_id, "edited_here", text))
            )
            return None
        document = copy.copy(row) if row else Document(agency=entry.agency, created_by=self.actor, live=False)
        document.column = entry.column
        for name, value in entry.values.items():
            setattr(document, name, value)
        work = Work(entry, document, record)
        try:
            body, work.pictures = bodies.without_pictures(self._body(entry))
            document.body = body  # type: ignore[assignment]
            work.files = [self._file(name) for name in entry.attachments]
        except FileOfRowRefusedError as refused:
            stored.faults.append(
                (entry.agency.pk, self._fault(entry, refused.name, refused.file, refused.code, refused.text))
            )
            return None
        derived.refresh(document, self._limits[entry.agency.pk], self._calendar)
        document.summary = document.summary or _begin_of(document)
        return work

    def _body(self, entry: Entry) -> str:
        if not entry.body_file:
            return bodies.from_text(entry.body)
        try:
            return bodies.from_file(entry.body_file, self._read(entry.body_file, fields.BODIES))
        except FileRefused as refused:
            raise FileOfRowRefusedError("body_file", entry.body_file, refused) from None

    def _file(self, name: str) -> Attachment:
        """An attachment whose file is stored already: a thousand of them are never in memory together."""
        try:
            data = self._read(name, fields.ATTACHMENTS)
            kind = content_type.check(PurePosixPath(name).name, data, settings.ATTACHMENT_MAX_BYTES)
        except FileRefused as refused:
            raise FileOfRowRefusedError("attachments", name, refused) from None
        made = Attachment(
            title=PurePosixPath(name.replace("\\", "/")).stem[:200],
            extension=kind.extension,
            media_type=kind.mime,
            type_label=kind.label[:60],
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            added_by=self.actor,
        )
        made.file.save(f"file.{kind.extension}", ContentFile(data), save=False)
        return made

    def _read(self, name: str, kind: str) -> bytes:
        return self.package.read(name, self.folders.get(kind, ""))

    # -- writing -----------------------------------------------------------------------------------------------------

    def _write(self, works: Sequence[Work]) -> None:
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


class FileOfRowRefusedError(Exception):
    """A file of a row that cannot be taken."""

    def __init__(self, name: str, file: str, refused: FileRefused) -> None:
        super().__init__(refused.text)
        self.name, self.file, self.code, self.text = name, file, refused.code, refused.text


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


def _was_edited(row: Document, record: ImportRecord) -> bool:
    """Whether the newest version is not the one the last import made."""
    latest = row.latest_revision
    return latest is not None and latest.content.get("content_sha256") != record.content_sha256


def _begin_of(document: Document) -> str:
    """The catalogue needs a summary (条例第十二条): where the table has none, the text's own beginning."""
    text = " ".join(document.body_text.split())
    return (text[:SUMMARY] + ("……" if len(text) > SUMMARY else "")) or document.title
