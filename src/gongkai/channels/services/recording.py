"""What every writer of this room does: say who may, leave an event, keep a proof."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import PurePosixPath
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.channels.models import Evidence
from gongkai.convert import content_type
from gongkai.convert.content_type import ContentType, FileRefused
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

PUBLISHING = (Duty.INFORMATION_OFFICER, Duty.PUBLISHER)
ARRANGING = (*PUBLISHING, Duty.ADMINISTRATOR)
MOST_BYTES = 20 * 1024 * 1024
PICTURES = ("jpg", "png", "gif")
PROOFS = (*PICTURES, "pdf")


def record(actor: Any, subject: Any, act: str, *, on: date | None = None, **data: Any) -> None:
    """Append an event about a record of this room."""
    kind = getattr(subject, "ledger_kind", f"channels.{subject._meta.model_name}")
    append(NewEvent(kind, subject.pk, f"{kind}.{act}", on or timezone.localdate(), data, actor))


def check_evidence(file: UploadedFile, *, pictures_only: bool = False) -> ContentType:
    """What a photograph or scan is, told by its content; a picture must open as one.

    Raises Refused: empty, larger than 20 MB, damaged, or none of JPEG, PNG, GIF (and PDF).
    """
    name, stream = file.name or "", cast(Any, file.file)
    try:
        found = content_type.check(name, stream, MOST_BYTES)
        _check_picture(name, found.extension, stream, PICTURES if pictures_only else PROOFS)
    except FileRefused as refused:
        code = f"EVIDENCE-{refused.code.upper().replace('_', '-')}"
        raise Refused([Blocker(code, refused.text)]) from refused
    stream.seek(0)
    return found


def keep_evidence(*, actor: Any, agency: Agency, file: UploadedFile) -> Evidence:
    """Keep a photograph or scan, sealed. Raises Refused as `check_evidence` does."""
    found = check_evidence(file)
    data = file.read()
    file.seek(0)
    return Evidence.objects.create(
        agency=agency,
        name=PurePosixPath((file.name or "").replace("\\", "/")).name[:200],
        file=file,
        extension=found.extension,
        media_type=found.mime,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        added_by=actor,
    )


def _check_picture(name: str, extension: str, stream: Any, allowed: tuple[str, ...]) -> None:
    if extension not in allowed:
        text = _("“%(name)s”不是照片或者扫描件，请上传 %(allowed)s 文件。")
        shown = "、".join(kind.upper() for kind in allowed)
        raise FileRefused("not_allowed", text % {"name": name, "allowed": shown})
    if extension in PICTURES:
        try:
            stream.seek(0)
            Image.open(stream).verify()
        except (
            UnidentifiedImageError,
            OSError,
            ValueError,
            SyntaxError,
            Image.DecompressionBombError,
        ) as error:
            text = _("“%(name)s”打不开，不是完整的图片，请重新拍照或者扫描后上传。")
            raise FileRefused("damaged", text % {"name": name}) from error


def keeps_channels(actor: Any) -> bool:
    """Whether the actor keeps the channels of all agencies: an administrator at the top of the tree."""
    posts = access.current_posts(actor)
    return any(post.duty == Duty.ADMINISTRATOR and post.agency.depth == 1 for post in posts)
