"""The only writer of documents. One verb per act; each leaves an event in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.catalog import declared, occasions, pictures, publication, standard_columns
from gongkai.catalog import files as stored
from gongkai.catalog.models import Attachment, Column, Document
from gongkai.catalog.recording import DRAFTING as DRAFTING
from gongkai.catalog.recording import WITHDRAWING as WITHDRAWING
from gongkai.catalog.recording import locked, record
from gongkai.catalog.relating import MOST_AT_ONCE as MOST_AT_ONCE
from gongkai.catalog.relating import RELATING as RELATING
from gongkai.catalog.relating import Bearing as Bearing
from gongkai.catalog.relating import change_validity as change_validity
from gongkai.catalog.relating import relate as relate
from gongkai.catalog.relating import relate_many as relate_many
from gongkai.catalog.relating import unrelate as unrelate
from gongkai.review import services as review
from gongkai.review.models import Signature
from gongkai.review.rules import APPROVED, REFERRED, RETURNED, Blocker, Refused
from gongkai.screening import services as screening

FIELDS = frozenset(
    {
        "title", "body", "summary", "column", "document_type", "document_number", "topic", "keywords", "source",
        "signed_on", "formed_on", "effective_on", "expires_on", "disclosure_class", "statutory_item", "ground",
        "ground_article", "schema", "data", "registration_number", "interpretation_waiver",
    }
)  # fmt: skip


@transaction.atomic
def create_draft(
    *, actor: Any, agency: Agency, column: Column | None, title: str, body: str = "", **fields: Any
) -> Document:
    """Begin a document. Raises PermissionDenied without the duty, TypeError for a field that is not the drafter's,
    ValidationError when a value cannot be kept. The title may be left blank until the draft is submitted."""
    access.require(actor, agency, *DRAFTING)
    _known(fields)
    document = Document(agency=agency, column=column, title=title, body=body, created_by=actor, **fields)
    document.data = declared.kept(document.schema, document.data)
    document.full_clean()
    document.save()
    document.save_revision(user=actor)
    log(instance=document, action="wagtail.create", user=actor, content_changed=True)
    record_created(actor=actor, document=document)
    return document


def record_created(*, actor: Any, document: Document) -> None:
    """The ledger's line for a new draft; the office's form calls it too."""
    record(document, "created", actor, {"class": document.disclosure_class})


@transaction.atomic
def revise(*, actor: Any, document: Document, **fields: Any) -> Document:
    """Change the draft. What is public stays as it is until the change has been signed.

    Raises Refused while the document is under review.
    """
    access.require(actor, document.agency, *DRAFTING)
    _known(fields)
    draft = _editable(document)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.data = declared.kept(draft.schema, draft.data)
    draft.full_clean()
    _save_draft(draft, actor)
    document.refresh_from_db()
    return document


def submit_for_review(*, actor: Any, document: Document) -> Any:
    """Send the latest draft into the review of its agency. Raises Refused with everything the content lacks."""
    access.require(actor, document.agency, *DRAFTING)
    screening.request(
        document
    )  # before the transaction, so that what is found stays when the draft is refused
    return _submit(actor, document)


@transaction.atomic
def _submit(actor: Any, document: Document) -> Any:
    row = locked(document)
    if row.get_latest_revision() is None:
        row.save_revision(user=actor)
    candidate = row.get_latest_revision().as_object()
    found = publication.content_blockers(candidate)
    if found:
        raise publication.PublicationRefused(found)
    state = review.submit(actor=actor, obj=row)
    document.refresh_from_db()
    return state


@transaction.atomic
def recall_from_review(*, actor: Any, document: Document) -> None:
    """Take the draft back before the review is complete. Signatures given stay on record; a changed text needs new
    ones. Raises Refused when no review is under way."""
    access.require(actor, document.agency, *DRAFTING)
    row = locked(document)
    state = row.current_workflow_state
    if state is None:
        raise Refused([Blocker("REVIEW-NOT-UNDER-WAY", _("没有正在进行的审签。"))])
    state.cancel(user=actor)
    record(row, "recalled", actor, {})
    document.refresh_from_db()


def approve(*, actor: Any, document: Document, opinion: str = "") -> Signature:
    """Sign the waiting step; the last signature publishes. Raises Refused."""
    return _sign(actor, document, APPROVED, opinion)


def return_for_changes(*, actor: Any, document: Document, opinion: str) -> Signature:
    """Send the draft back with an opinion. Raises Refused."""
    return _sign(actor, document, RETURNED, opinion)


def refer(*, actor: Any, document: Document, opinion: str) -> Signature:
    """Record that the question was put to the competent department (条例第十七条); the step stays open."""
    return _sign(actor, document, REFERRED, opinion)


def _sign(actor: Any, document: Document, decision: str, opinion: str) -> Signature:
    signature = review.sign(actor=actor, obj=document, decision=decision, opinion=opinion)
    document.refresh_from_db()
    return signature


def publish(*, actor: Any, document: Document) -> Document:
    """Publish the latest revision if its review is complete (the end of the workflow does this by itself)."""
    return publication.publish(document=document, revision=document.get_latest_revision(), actor=actor)


@transaction.atomic
def withdraw(*, actor: Any, document: Document, reason: str, on: date) -> Document:
    """Take a published document down; its number, date and reason remain visible as a notice.

    Publishing it again needs a complete new review. Raises Refused when it is not public or no reason is given.
    """
    access.require(actor, document.agency, *WITHDRAWING)
    row = locked(document)
    found = []
    if not row.live:
        found.append(Blocker("WITHDRAW-NOT-LIVE", _("文件没有公开，不需要撤下。")))
    if not reason.strip():
        found.append(Blocker("WITHDRAW-REASON", _("撤下须写明原因。")))
    if on > timezone.localdate():
        found.append(Blocker("WITHDRAW-FUTURE", _("撤下日期不能晚于今天。")))
    if found:
        raise Refused(found)
    state = row.current_workflow_state
    if state is not None:
        state.cancel(user=actor)
    row.live, row.withdrawn_on, row.withdrawal_reason = False, on, reason.strip()
    row.clearance = row.live_revision = None
    row.save()
    log(instance=row, action="wagtail.unpublish", user=actor)
    record(row, "withdrawn", actor, {"index_number": row.index_number, "reason": row.withdrawal_reason}, on)
    occasions.tell(row, occasions.WITHDRAWN)
    document.refresh_from_db()
    return document


def add_attachment(*, actor: Any, document: Document, file: UploadedFile, title: str = "") -> Attachment:
    """Check a file by its content and add it to the draft; the public version changes when that is signed.

    Raises FileRefused (empty, too large, executable, content and name disagree) or Refused while under review.
    """
    return add_attachments(actor=actor, document=document, files=[(file, title)])[0]


@transaction.atomic
def add_attachments(
    *, actor: Any, document: Document, files: Sequence[tuple[UploadedFile, str]]
) -> list[Attachment]:
    """Add several files, each with its title, in one version of the draft. Raises as `add_attachment`."""
    access.require(actor, document.agency, *DRAFTING)
    draft = _editable(document)
    made = [stored.store(document=draft, file=file, title=title, actor=actor) for file, title in files]
    _attach(draft, made, actor)
    document.refresh_from_db()
    return made


@transaction.atomic
def attach_again(*, actor: Any, document: Document, attachments: Sequence[Attachment]) -> None:
    """Put back files that an earlier version of this document had. Raises Refused."""
    access.require(actor, document.agency, *DRAFTING)
    draft = _editable(document)
    if any(attachment.document_id != document.pk for attachment in attachments):
        raise Refused([Blocker("ATTACHMENT-UNKNOWN", _("附件不属于这份文件。"))])
    there = {item["id"] for item in draft.attached}
    _attach(draft, [attachment for attachment in attachments if attachment.pk not in there], actor)
    document.refresh_from_db()


@transaction.atomic
def replace_attachment(
    *, actor: Any, document: Document, attachment: Attachment, file: UploadedFile
) -> Attachment:
    """Put a redacted copy in the place of an attachment of the draft, under the file's name. Raises as `add_attachment`."""
    access.require(actor, document.agency, *DRAFTING)
    draft = _editable(document)
    if all(item["id"] != attachment.pk for item in draft.attached):
        raise Refused([Blocker("ATTACHMENT-UNKNOWN", _("草稿中没有这个附件。"))])
    made = stored.store(document=draft, file=file, title="", actor=actor)
    entry = {"id": made.pk, "title": made.title, "sha256": made.sha256}
    draft.attached = [entry if item["id"] == attachment.pk else item for item in draft.attached]
    draft.body = pictures.moved(str(draft.body), attachment.pk, made.pk)  # type: ignore[assignment]
    _save_draft(draft, actor)
    data = {"attachment": made.pk, "sha256": made.sha256, "instead_of": attachment.pk}
    record(draft, "attachment_replaced", actor, data)
    document.refresh_from_db()
    return made


@transaction.atomic
def remove_attachment(*, actor: Any, document: Document, attachment: Attachment) -> None:
    """Take an attachment off the draft. The file stays with the versions that had it."""
    access.require(actor, document.agency, *DRAFTING)
    draft = _editable(document)
    kept = [item for item in draft.attached if item["id"] != attachment.pk]
    if len(kept) == len(draft.attached):
        raise Refused([Blocker("ATTACHMENT-UNKNOWN", _("草稿中没有这个附件。"))])
    draft.attached = kept
    _save_draft(draft, actor)
    record(draft, "attachment_removed", actor, {"attachment": attachment.pk})
    document.refresh_from_db()


@transaction.atomic
def record_reassessment(*, actor: Any, document: Document, next_on: date) -> Document:
    """Record that a document that is not public was looked at again and stays so (条例第十八条)."""
    access.require(actor, document.agency, *DRAFTING, Duty.LEADER)
    row = locked(document)
    if row.is_public_class or next_on <= timezone.localdate():
        raise Refused([Blocker("REASSESS", _("只对未公开的信息评估，下次评估日期须在今天之后。"))])
    row.next_reassessment_on = next_on
    row.save(update_fields=["next_reassessment_on"])
    record(row, "reassessed", actor, {"next_on": next_on})
    document.refresh_from_db()
    return document


@transaction.atomic
def discard_draft(*, actor: Any, document: Document) -> None:
    """Delete a draft nobody has signed; the ledger keeps that it existed."""
    access.require(actor, document.agency, *DRAFTING)
    row = locked(document)
    if row.workflow_in_progress:
        raise Refused([Blocker("REVIEW-UNDER-WAY", _("审签中的草稿不能删除，请先撤回。"))])
    record(row, "discarded", actor, {})
    screening.forget(row)
    row.delete()


def ensure_standard_columns(agency: Agency) -> list[Column]:
    """Make the columns every agency of this kind must have, in the statutory order; return all of them."""
    for order, column in enumerate(standard_columns.for_agency(agency)):
        Column.objects.get_or_create(
            agency=agency, slug=column.pop("slug"), defaults={**column, "order": order * 10}
        )
    return list(agency.columns.order_by("order", "id"))


def _known(fields: dict[str, Any]) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"not a drafter's field: {', '.join(sorted(unknown))}")


def _editable(document: Document) -> Document:
    row = locked(document)
    if row.workflow_in_progress:
        raise Refused([Blocker("REVIEW-UNDER-WAY", _("审签中的内容不能修改，请先撤回或由审签人退回。"))])
    draft: Document = row.get_latest_revision_as_object()
    return draft


def _attach(draft: Document, attachments: Sequence[Attachment], actor: Any) -> None:
    entries = [{"id": one.pk, "title": one.title, "sha256": one.sha256} for one in attachments]
    draft.attached = [*draft.attached, *entries]
    _save_draft(draft, actor)
    for one in attachments:
        record(draft, "attachment_added", actor, {"attachment": one.pk, "sha256": one.sha256})


def _save_draft(draft: Document, actor: Any) -> None:
    if not draft.live:
        draft.save()
    draft.save_revision(user=actor, log_action=True)
