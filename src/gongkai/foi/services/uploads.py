"""Files that come with a request: checked by content, kept under names that say nothing, gone if nothing was saved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

from gongkai.convert import content_type
from gongkai.foi.models import Case, CaseFile
from gongkai.foi.services.acts import acting
from gongkai.foi.text import cleaned


@dataclass(frozen=True, slots=True)
class Checked:
    """A file whose content is what its name says."""

    name: str
    data: bytes
    content_type: str

    def describe(self, row: CaseFile) -> None:
        """Set what is known of the file on its row."""
        row.title = row.title or self.name
        row.content_type = self.content_type
        row.size = len(self.data)
        row.sha256 = hashlib.sha256(self.data).hexdigest()


def check(file: File[bytes]) -> Checked:
    """Read and check an upload. Raises `convert.content_type.FileRefused`."""
    name = cleaned(PurePath((file.name or "").replace("\\", "/")).name)[-200:]
    found = content_type.check(name, file, settings.ATTACHMENT_MAX_BYTES)
    file.seek(0)
    return Checked(name, file.read(), found.mime)


def keep(target: FieldFile, checked: Checked, kept: list[str]) -> None:
    """Write the file to the store and remember it until the transaction has ended well."""
    target.save(checked.name, ContentFile(checked.data), save=False)
    kept.append(str(target.name))


@contextmanager
def stored_files() -> Iterator[list[str]]:
    """Files named in the list are removed again when the block fails."""
    kept: list[str] = []
    try:
        yield kept
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise


def add_file(*, actor: Any, case: Case, on: Any, file: File[bytes], role: str, title: str = "") -> CaseFile:
    """Add a file to a case. Raises PermissionDenied, FileRefused."""
    checked = check(file)
    with stored_files() as kept, acting(actor=actor, case=case, on=on) as act:
        row = CaseFile(case=act.case, role=role, title=cleaned(title)[:200], added_by=actor)
        checked.describe(row)
        keep(row.file, checked, kept)
        row.save()
        act.note("file_added", {"file_id": row.pk, "role": role, "sha256": row.sha256})
    return row
