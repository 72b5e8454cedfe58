"""The batches of a file: begun, given up, and which others the same file brought."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog.models import ImportBatch
from gongkai.catalog.services import DRAFTING
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

OPEN = (ImportBatch.State.LOADING, ImportBatch.State.LOADED, ImportBatch.State.CHECKED)


def under_review() -> str:
    """Why a file cannot be brought in while its batch is being signed."""
    return _("这个文件的批次正在审签，请在审签结束后再导入。")


def of_same_file(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """The batches one file brought, one for each agency, that are not over."""
    return ImportBatch.objects.filter(
        source_system=batch.source_system,
        file_sha256=batch.file_sha256,
        state__in=(*OPEN, ImportBatch.State.FAILED),
    )


def give_up(batch: ImportBatch, code: str, text: str) -> None:
    """Note why a file could not be brought in, or not to its end. What was stored by then stays."""
    why = [0, "", code, text or _("上传的文件已不在，请重新上传。")]
    for row in of_same_file(batch).filter(state=ImportBatch.State.LOADING):
        row.state, row.moved_at = ImportBatch.State.FAILED, timezone.now()
        row.faults = [why, *row.faults]
        row.upload, row.mapping = batch.upload, batch.mapping
        row.save(update_fields=["state", "moved_at", "faults", "upload", "mapping"])


def reopen(source_system: str, file_sha256: str) -> None:
    """Have the batches of a file that gave up go on after the last row that was stored."""
    rows = ImportBatch.objects.filter(
        source_system=source_system, file_sha256=file_sha256, state=ImportBatch.State.FAILED
    )
    for row in rows:
        row.state, row.moved_at = ImportBatch.State.LOADING, timezone.now()
        row.faults = [fault for fault in row.faults if fault[0]]
        row.save(update_fields=["state", "moved_at", "faults"])


def begin(
    *,
    actor: Any,
    agency: Agency,
    path: Path,
    file_name: str,
    source_system: str,
    upload: str = "",
    mapping: str = "",
    announced: bool = False,
) -> ImportBatch:
    """The batch of a file, so that its progress can be seen before the first row is stored. `upload`: by what name the file
    is kept for going on. Raises PermissionDenied, Refused while it is under review."""
    access.require(actor, agency, *DRAFTING)
    reopen(source_system, sha256(path))
    given: dict[str, Any] = {"mapping": mapping, "upload": upload, "announced": announced}
    found, made = ImportBatch.objects.get_or_create(
        agency=agency, source_system=source_system, file_sha256=sha256(path), state__in=OPEN,
        defaults={"file_name": file_name[-255:], "created_by": actor, "live": False, **given},
    )  # fmt: skip
    if found.workflow_in_progress:
        raise Refused([Blocker("REVIEW-UNDER-WAY", under_review())])
    if made:
        note(found, "started", actor, {"system": source_system, "sha256": found.file_sha256})
    else:
        ImportBatch.objects.filter(pk=found.pk).update(**given)
    return found


def sha256(path: Path) -> str:
    """By what a file is known again."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def note(batch: ImportBatch, act: str, actor: Any, data: dict[str, Any]) -> None:
    """What happened to a batch, in the ledger."""
    append(
        NewEvent(
            ImportBatch.ledger_kind,
            batch.pk,
            f"catalog.import_batch.{act}",
            timezone.localdate(),
            data,
            actor,
        )
    )
