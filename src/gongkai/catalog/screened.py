"""Documents as the screening sees them: their own text as HTML, each attachment as its file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import html as markup
from wagtail.models import WorkflowState

from gongkai.agencies import access
from gongkai.catalog import declared, queries, services
from gongkai.catalog.models import Attachment, Document
from gongkai.screening import queries as screening
from gongkai.screening.models import Screening
from gongkai.screening.subjects import Item

FIELDS = ("title", "summary", "document_number", "topic", "keywords", "source", "ground_article")
"""What of a document is shown beside its body, as plain text."""

Kind = Screening.Kind


class DocumentSubject:
    """See `screening.subjects.Subject`."""

    model: type[Document] = Document

    def versions(self, obj: Document) -> Sequence[Document]:
        """The newest draft, and what is public where that is another content."""
        row = Document.objects.select_related("agency", "latest_revision").get(pk=obj.pk)
        draft: Document = row.get_latest_revision_as_object()
        return [draft, row] if row.live and row.content_sha256 != draft.content_sha256 else [draft]

    def items(self, version: Document) -> Sequence[Item]:
        """The text, then the attachments."""
        data = as_html(version).encode()
        text = Item(
            Kind.TEXT, 0, _("正文和目录信息"), "document.html", hashlib.sha256(data).hexdigest(), lambda: data
        )
        return [text, *(_file(attachment) for attachment in version.attachments)]

    def published(self) -> QuerySet[Document]:
        """Everything anybody may see."""
        return Document.objects.filter(queries.published()).select_related("agency")

    def in_hand(self) -> QuerySet[Document]:
        """What is being signed."""
        under_way = WorkflowState.objects.filter(
            base_content_type=Document.get_base_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
        )
        numbers = [int(pk) for pk in under_way.values_list("object_id", flat=True)]
        return Document.objects.filter(pk__in=numbers).select_related("agency")

    def address(self, obj: Document) -> str:
        """Its desk."""
        return reverse("wagtailsnippets_catalog_document:inspect", args=[obj.pk])

    def may_change(self, actor: Any, obj: Document) -> bool:
        """The drafters of the agency, while nobody is signing."""
        return access.holds(actor, obj.agency, *services.DRAFTING) and not obj.workflow_in_progress

    @transaction.atomic
    def replace(self, *, actor: Any, obj: Document, item: Item, name: str, data: bytes) -> Item:
        """The redacted text becomes the draft's; a redacted file becomes an attachment in the place of the original."""
        if item.kind == Kind.TEXT:
            page, draft = data.decode(), obj.get_latest_revision_as_object()
            content = {"data": declared.redacted(draft, page)} if draft.schema else {}
            services.revise(actor=actor, document=obj, **from_html(page), **content)
            return self.items(obj.get_latest_revision_as_object())[0]
        attachment = obj.files.filter(pk=item.item_id).first()
        if attachment is None:
            raise PermissionDenied
        upload = SimpleUploadedFile(name, data, attachment.media_type)
        made = services.replace_attachment(actor=actor, document=obj, attachment=attachment, file=upload)
        transaction.on_commit(lambda: retire_originals(obj.pk))
        return _file(made)


def _file(attachment: Attachment) -> Item:
    return Item(
        Kind.FILE,
        attachment.pk,
        attachment.title,
        attachment.download_name,
        attachment.sha256,
        lambda: _bytes(attachment),
    )


def _bytes(attachment: Attachment) -> bytes:
    with attachment.file.open("rb") as stored:
        data: bytes = stored.read()
    return data


def retire_originals(pk: int) -> None:
    """Delete the files of which a redacted copy is in use: what remains of them lies sealed with the redaction.

    As long as an original is public its file stays; it goes when the version that holds it does.
    """
    document = Document.objects.get(pk=pk)
    public = {item["id"] for item in document.attached} if document.live else set()
    for attachment in document.files.filter(pk__in=screening.redacted_files(document)):
        if attachment.pk not in public and attachment.file.name:
            attachment.file.storage.delete(attachment.file.name)


def after_publication(sender: type[Document], instance: Document, **kwargs: Any) -> None:
    """A new version is public: originals it no longer holds are retired."""
    transaction.on_commit(lambda: retire_originals(instance.pk))


def as_html(document: Any) -> str:
    """Everything a document says as one page: its fields, then its body."""
    fields = "".join(
        f'<section id="{name}">{escape(getattr(document, name))}</section>'
        for name in FIELDS
        if getattr(document, name)
    )
    return f'<!doctype html><meta charset="utf-8"><article>{fields}<section id="body">{document.body}</section>{declared.as_html(document)}</article>'


def from_html(page: str) -> dict[str, str]:
    """The fields of a document out of such a page."""
    tree = markup.document_fromstring(page.encode(), parser=markup.HTMLParser(encoding="utf-8"))
    found = {}
    for section in tree.iterfind(".//article/section"):
        name = section.get("id", "")
        if name == "body":
            children = "".join(markup.tostring(child, encoding="unicode") for child in section)
            found[name] = escape(section.text or "") + children
        elif name in FIELDS:
            found[name] = "".join(str(text) for text in section.itertext())
    return found
