"""Storing an attachment: its type is told by its content, its name on disk tells nothing."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from gongkai.catalog.models import Attachment, Document
from gongkai.convert import content_type


def store(*, document: Document, file: UploadedFile, title: str, actor: Any) -> Attachment:
    """Check and keep a file. Raises content_type.FileRefused, saying what is wrong with it."""
    name = file.name or _("附件")
    stream: Any = file.file
    limit = settings.ATTACHMENT_MAX_BYTES
    found = content_type.check(name, stream, limit)
    stream.seek(0)
    checksum = hashlib.sha256()
    for chunk in file.chunks():
        checksum.update(chunk)
    stream.seek(0)
    return Attachment.objects.create(
        document=Document.objects.get(pk=document.pk),
        title=(title.strip() or PurePosixPath(name.replace("\\", "/")).stem)[:200],
        file=file,
        extension=found.extension,
        media_type=found.mime,
        type_label=found.label[:60],
        size=file.size or 0,
        sha256=checksum.hexdigest(),
        added_by=actor,
    )
