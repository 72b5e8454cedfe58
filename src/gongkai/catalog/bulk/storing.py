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
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from gongkai.agencies import working_days
from gongkai.catalog import derived, limits
from gongkai.catalog.bulk import bodies, fields
from gongkai.catalog.bulk.package import Package
from gongkai.catalog.bulk.reading import Entry
from gongkai.catalog.bulk.writing import Work, Writer
from gongkai.catalog.models import Attachment, Document, ImportBatch, ImportRecord
from gongkai.convert import content_type
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import Fault
from gongkai.law.calendar import WorkCalendar
from gongkai.law.publication import Limit

SUMMARY = 120


@dataclass(slots=True)
class Stored:
    """What became of the rows of each agency, and the faults, by agency too."""

    new: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    updated: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    unchanged: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    faults: list[tuple[int, Fault]] = field(default_factory=list)


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
        Writer(self.actor, self.source_system, self.batch_of).write(works)
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


class FileOfRowRefusedError(Exception):
    """A file of a row that cannot be taken."""

    def __init__(self, name: str, file: str, refused: FileRefused) -> None:
        super().__init__(refused.text)
        self.name, self.file, self.code, self.text = name, file, refused.code, refused.text


def _was_edited(row: Document, record: ImportRecord) -> bool:
    """Whether the newest version is not the one the last import made."""
    latest = row.latest_revision
    return latest is not None and latest.content.get("content_sha256") != record.content_sha256


def _begin_of(document: Document) -> str:
    """The catalogue needs a summary (条例第十二条): where the table has none, the text's own beginning."""
    text = " ".join(document.body_text.split())
    return (text[:SUMMARY] + ("……" if len(text) > SUMMARY else "")) or document.title
