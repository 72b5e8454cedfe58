"""Bringing in a document that was read from a file: once per agency and file, with a record of what was recognised."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import intake, services
from gongkai.catalog.models import Column, Document, DocumentType, ImportRecord
from gongkai.convert.page import ReadPage

_TYPE_OF_SECTION = {
    Column.Section.REPORT.value: DocumentType.REPORT,
    Column.Section.GUIDE.value: DocumentType.GUIDE,
}


class AlreadyImported(Exception):  # noqa: N818 - says what happened
    """The same file was brought in for this agency before, as `document`."""

    def __init__(self, document: Document) -> None:
        super().__init__(_("这个文件已经导入过,编号%(id)s。") % {"id": document.pk})
        self.document = document


def imported(*, agency: Agency, data: bytes) -> Document | None:
    """The document this very file became at the agency, if it was brought in before."""
    record = (
        ImportRecord.objects.filter(agency=agency, sha256=_sha256(data)).select_related("document").first()
    )
    return record.document if record else None


def import_document(
    *, actor: Any, agency: Agency, column: Column, data: bytes, file_name: str, page: ReadPage, **fields: Any
) -> Document:
    """Make a draft of a page that was read, and keep what was recognised beside it.

    `fields` are the drafter's own (title, summary, signed_on …) and go before what was read. Raises PermissionDenied,
    ValidationError, and AlreadyImported when the agency has this file already.
    """
    access.require(actor, agency, *services.DRAFTING)
    if (known := imported(agency=agency, data=data)) is not None:
        raise AlreadyImported(known)
    read = {
        "title": page.title or "",
        "source": page.source or _("原文未注明"),  # blank would mean that this site wrote it
        "signed_on": page.signed_on,
        "document_number": page.document_number or "",
        "statutory_item": column.statutory_item,  # the column's own facts, not a guess about the text
        "document_type": _TYPE_OF_SECTION.get(column.section, DocumentType.OTHER),
    }
    try:
        with transaction.atomic():
            document = services.create_draft(
                actor=actor, agency=agency, column=column, body=page.body_html, **{**read, **fields}
            )
            if page.taken is not None and page.taken.pictures:
                shown = intake.store_pictures(actor=actor, document=document, taken=page.taken)
                document = services.revise(
                    actor=actor, document=document, body=intake.placed(page.taken, shown)
                )
            ImportRecord.objects.create(
                document=document,
                agency=agency,
                file_name=file_name[-255:],
                sha256=_sha256(data),
                publisher=page.publisher or "",
                published_on=page.published_on,
                dropped=page.dropped,
                notes=page.notes,
            )
    except IntegrityError:
        known = imported(agency=agency, data=data)
        if known is None:
            raise
        raise AlreadyImported(known) from None  # somebody else was faster
    return document


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
