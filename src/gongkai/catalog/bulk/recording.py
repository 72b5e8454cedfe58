"""Records of a workbook stored as drafts of one batch: once for each code, again only what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import services
from gongkai.catalog.bulk import batches, checking, workbooks
from gongkai.catalog.bulk.running import Outcome, Progress
from gongkai.catalog.bulk.workbooks import Record
from gongkai.catalog.models import Column, Document, ImportBatch, ImportRecord
from gongkai.catalog.schemas.model import Schema
from gongkai.catalog.services import DRAFTING
from gongkai.convert.tables import Fault
from gongkai.review.rules import Blocker, Refused


def run(
    *,
    actor: Any,
    agency: Agency,
    path: Path,
    file_name: str,
    source_system: str,
    schema: Schema,
    dry_run: bool = False,
    announced: bool = False,
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """Read a workbook and store its records as drafts in one batch. Raises PermissionDenied, FileRefused, Refused.

    A record that lacks something becomes a draft too; what it lacks keeps it from being reviewed. It counts as formed on the day
    it is brought in.
    """
    access.require(actor, agency, *DRAFTING)
    if not source_system.strip():
        raise Refused([Blocker("IMPORT-SYSTEM", _("请写明来源系统的名称：来源编号只在同一系统内不重复。"))])
    found = workbooks.read(path, schema)
    outcome = Outcome(rows=len(found.records), faults=list(found.faults), unused=tuple(found.unused))
    known = _known(source_system, found.records)
    batch = None
    if not dry_run:
        batch = batches.begin(
            actor=actor,
            agency=agency,
            path=path,
            file_name=file_name,
            source_system=source_system,
            announced=announced,
        )
    for done, record in enumerate(found.records, 1):
        before = known.get(record.source_id)
        problem = _problem(before, record, agency)
        if problem:
            outcome.faults.append(Fault(record.row, schema.label, record.source_id[:60], *problem))
        elif before is not None and before.sha256 == _sha256(record):
            outcome.unchanged += 1
        else:
            if batch is not None:
                problem = _keep(actor, batch, schema, source_system, record, before)
            if problem:
                outcome.faults.append(Fault(record.row, schema.label, record.source_id[:60], *problem))
            else:
                outcome.new += before is None
                outcome.updated += before is not None
        progress(done, len(found.records))
    if batch is not None:
        _finish(actor, batch, outcome)
    return outcome


def lacking(path: Path, schema: Schema) -> list[str]:
    """What the records of a workbook still lack, each with its place."""
    found = []
    for record in workbooks.read(path, schema).records:
        for problem in record.problems:
            table = schema.table(problem.table) if problem.table else None
            one = (table or schema).field(problem.field)
            where = "·".join(filter(None, (table.label if table else "", one.label if one else "")))
            number = f"{problem.row + 1}" if problem.row is not None else ""
            found.append(f"{record.source_id} {where}{number}：{problem.text}")
    return found


def _known(source_system: str, records: Sequence[Record]) -> dict[str, ImportRecord]:
    rows = ImportRecord.objects.filter(
        source_system=source_system, source_id__in=[record.source_id for record in records]
    )
    return {row.source_id: row for row in rows.select_related("document__latest_revision")}


def _problem(before: ImportRecord | None, record: Record, agency: Agency) -> tuple[str, str] | None:
    if len(record.source_id) > 120:
        return "too_long", _("编码或者名称超过120个字，请缩短。")
    if before is None:
        return None
    if before.agency_id != agency.pk:
        return "other_agency", _("这个来源编号此前导入到了另一个机构。")
    if before.sha256 != _sha256(record) and checking.changed(before):
        return "edited_here", _("导入之后有人在本系统修改过这份文件，没有覆盖；需要时请在编辑器里修改。")
    return None


@transaction.atomic
def _keep(
    actor: Any, batch: ImportBatch, schema: Schema, system: str, record: Record, before: ImportRecord | None
) -> tuple[str, str] | None:
    """Store one record; why it could not be stored."""
    name = str(record.data.get(workbooks.NAME) or "")
    try:
        with transaction.atomic():
            if before is None:
                document = services.create_draft(
                    actor=actor, agency=batch.agency, column=_column(batch.agency, schema),
                    title=schema.title.format(name=name)[:200], summary=schema.summary.format(name=name)[:500],
                    document_type="other", statutory_item=schema.statutory_item, schema=schema.slug, data=record.data,
                    formed_on=timezone.localdate(),
                )  # fmt: skip
            else:
                document = services.revise(actor=actor, document=before.document, data=record.data)
    except Refused as refused:
        return "under_review", " ".join(str(one.text) for one in refused.blockers)
    except ValidationError as error:
        return "invalid", " ".join(error.messages)
    row = before or ImportRecord(document=document, agency=batch.agency, source_system=system)
    row.source_id, row.sha256, row.row = record.source_id, _sha256(record), record.row
    row.batch, row.file_name, row.held = batch, batch.file_name, []
    latest = Document.objects.select_related("latest_revision").get(pk=document.pk).latest_revision
    row.content_sha256 = latest.content["content_sha256"] if latest else document.content_sha256
    row.save()
    return None


def _column(agency: Agency, schema: Schema) -> Column | None:
    return Column.objects.filter(agency=agency, statutory_item=schema.statutory_item).first()


def _finish(actor: Any, batch: ImportBatch, outcome: Outcome) -> None:
    batch.new, batch.updated = batch.new + outcome.new, batch.updated + outcome.updated
    batch.unchanged, batch.refused = outcome.unchanged, outcome.refused
    batch.faults = [[one.row, one.column, one.code, one.text] for one in outcome.faults][:1000]
    batch.state, batch.moved_at = ImportBatch.State.LOADED, timezone.now()
    batch.save(update_fields=["new", "updated", "unchanged", "refused", "faults", "state", "moved_at"])
    counts = {"new": outcome.new, "updated": outcome.updated, "refused": outcome.refused}
    batches.note(batch, "loaded", actor, counts)
    outcome.batches = [batch.pk]


def _sha256(record: Record) -> str:
    text = json.dumps(record.data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
