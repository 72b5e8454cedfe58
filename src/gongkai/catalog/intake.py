"""Bringing a file into a draft: its text, pictures and recognised facts, each of which can be taken back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies import access
from gongkai.catalog import pictures, services
from gongkai.catalog.models import Attachment, Document, Intake
from gongkai.convert import content_type, sanitise
from gongkai.convert import intake as reading
from gongkai.convert.content_type import FileRefused
from gongkai.convert.intake import Note, Taken, Unreadable
from gongkai.review.rules import Blocker, Refused

MAX_BYTES = 50 * 1024 * 1024
FIELDS = ("title", "document_number", "signed_on", "effective_on", "expires_on")
"""Recognised facts that a field of the form holds."""

_PLACEHOLDER = re.compile(r'src="picture:(\d+)"')


class Body(TextChoices):
    """What becomes of the text that is there."""

    REPLACE = "replace", gettext_lazy("替换现有正文（可以撤销）")
    APPEND = "append", gettext_lazy("接在现有正文之后")
    LEAVE = "leave", gettext_lazy("不动正文，只识别标题、文号等")


def read(name: str, stream: IO[bytes], sheet: str = "", cells: str = "") -> Taken:
    """Take in a file whose kind its content tells. Raises FileRefused with a stable code and what to do next."""
    kind = content_type.check(name, stream, MAX_BYTES).extension
    if kind not in reading.READABLE:
        text = _("“%(name)s”不能导入正文；可以导入的有：%(kinds)s。其他文件请作为附件上传。")
        raise FileRefused("not_readable", text % {"name": name, "kinds": "、".join(reading.READABLE)})
    stream.seek(0)
    try:
        return reading.take_limited(stream.read(MAX_BYTES), kind, sheet, cells)
    except Unreadable as refused:
        raise FileRefused(refused.code, refused.text) from refused
    finally:
        stream.seek(0)


@transaction.atomic
def bring_in(
    *,
    actor: Any,
    document: Document,
    file: UploadedFile,
    taken: Taken,
    body: str = Body.REPLACE,
    keep: bool = False,
) -> Intake:
    """Put what was read into the draft: the text as `body` says, facts only into fields that are blank.

    Pictures become attachments; so does the file itself if `keep`, or if its table is too long for a page.
    Raises PermissionDenied, Refused while under review, FileRefused for a file that may not be kept.
    """
    access.require(actor, document.agency, *services.DRAFTING)
    digest = hashlib.file_digest(file.file, "sha256").hexdigest()  # type: ignore[arg-type]
    draft = document.get_latest_revision_as_object()
    notes = list(taken.notes)
    publisher = taken.value("publisher")
    if publisher and publisher not in {document.agency.name, document.agency.short_name}:
        notes.append(Note("other_publisher", 1, publisher))
    shown, values = store_pictures(actor=actor, document=document, taken=taken), _values(taken)
    if taken.html:
        written = placed(taken, shown)
        values["body"] = f"{draft.body}\n{written}" if body == Body.APPEND and draft.body else written
    if keep or not taken.html:
        services.add_attachment(actor=actor, document=document, file=file)
    former = {name: _plain(getattr(draft, name)) for name in values}
    used = {
        name: value
        for name, value in values.items()
        if not former[name] or (name == "body" and body != Body.LEAVE)
    }
    if used:
        services.revise(actor=actor, document=document, **_typed(used))
    return Intake.objects.create(
        document=document,
        actor=actor,
        file_name=(file.name or "")[-255:],
        sha256=digest,
        values=values,
        former=former,
        facts=[asdict(fact) for fact in taken.facts],
        notes=[asdict(note) for note in notes],
        dropped=list(taken.dropped),
        files=[attachment.pk for attachment in shown],
    )


@transaction.atomic
def settle(*, actor: Any, intake: Intake, name: str, take: bool) -> Document:
    """Use what was recognised for a field, or bring back what stood there before; the text comes with its pictures.

    Raises PermissionDenied, Refused for a field that was not recognised, or while under review.
    """
    document = intake.document
    access.require(actor, document.agency, *services.DRAFTING)
    if name not in intake.values:
        raise Refused([Blocker("INTAKE-FIELD", _("这次导入没有识别出这一项。"))])
    value = (intake.values if take else intake.former)[name]
    if name == "body":
        _set_pictures(actor, document, intake, value)
    return services.revise(actor=actor, document=document, **_typed({name: value}))


def store_pictures(*, actor: Any, document: Document, taken: Taken) -> list[Attachment]:
    """The pictures as attachments of the draft, in their order."""
    if not taken.pictures:
        return []
    files = [
        (
            SimpleUploadedFile(f"{number}.{picture.extension}", picture.data),
            picture.alt or _("正文图片%(number)s") % {"number": number},
        )
        for number, picture in enumerate(taken.pictures, 1)
    ]
    return services.add_attachments(actor=actor, document=document, files=files)


def placed(taken: Taken, attachments: Sequence[Attachment]) -> str:
    """The text with each picture shown by its attachment's address, at its own size."""
    found = {
        picture.number: (attachment.pk, picture)
        for picture, attachment in zip(taken.pictures, attachments, strict=True)
    }

    def source(match: re.Match[str]) -> str:
        pk, picture = found[int(match[1])]
        return f'src="{pictures.address(pk)}" width="{picture.width}" height="{picture.height}"'

    return sanitise.html(_PLACEHOLDER.sub(source, taken.html))


def _values(taken: Taken) -> dict[str, Any]:
    """Recognised facts by field, those that the field can hold."""
    found = {}
    for name in FIELDS:
        value = taken.value(name)
        longest = getattr(Document._meta.get_field(name), "max_length", None)
        if value and (longest is None or len(value) <= longest):
            found[name] = value
    return found


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    fields: Any = Document._meta
    return {name: fields.get_field(name).to_python(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _set_pictures(actor: Any, document: Document, intake: Intake, body: str) -> None:
    """Attach those of the intake's pictures that the text shows, and no other of them."""
    wanted = pictures.shown(body)
    listed = {item["id"] for item in document.get_latest_revision_as_object().attached}
    own = document.files.filter(pk__in=intake.files)
    again = [attachment for attachment in own if attachment.pk in wanted - listed]
    if again:
        services.attach_again(actor=actor, document=document, attachments=again)
    for attachment in own:
        if attachment.pk in listed - wanted:
            services.remove_attachment(actor=actor, document=document, attachment=attachment)


@dataclass(frozen=True, slots=True)
class Offer:
    """A field and what was recognised for it. `state`: used, kept (what stood there stays) or changed since."""

    name: str
    value: str
    former: str
    state: str


def offers(intake: Intake) -> list[Offer]:
    """What the intake offers by field, as the draft stands now; the text last."""
    draft = intake.document.get_latest_revision_as_object()
    names = [*FIELDS, "body"]
    return [_offer(intake, name, _plain(getattr(draft, name))) for name in names if name in intake.values]


def _offer(intake: Intake, name: str, now: Any) -> Offer:
    value, former = intake.values[name], intake.former.get(name)
    state = "used" if now == value else "kept" if (now or "") == (former or "") else "changed"
    return Offer(name, value, former or "", state)
