"""Putting a question to another authority, sending its letter, and recording the answer (条例第十七条)."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.convert import content_type
from gongkai.ledger.services import NewEvent, append
from gongkai.review import standing
from gongkai.review.models import Referral, Signature
from gongkai.review.rules import Blocker, Refused


def may_handle(actor: Any, referral: Referral) -> bool:
    """Whether the actor keeps this referral: the secrecy reviewer or the leader of the agency, or their deputy."""
    return any(standing.at(actor, referral.agency, duty) for duty in standing.HANDLING_REFERRALS)


def open_referral(*, signature: Signature, authority: str, authority_name: str, actor: Any) -> Referral:
    """The question of a signature, ready to be sent. Raises Refused for an authority that is none."""
    if authority not in Referral.Authority.values:
        raise Refused([Blocker("REFERRAL-AUTHORITY", _("请选择提请对象。"))])
    return Referral.objects.create(
        signature=signature,
        content_type=signature.content_type,
        object_id=signature.object_id,
        object_title=signature.object_title,
        content_sha256=signature.content_sha256,
        agency_id=signature.agency_id,
        authority=authority,
        authority_name=authority_name.strip()[:120],
        question=signature.opinion,
        opened_at=signature.signed_at,
        recorded_by=actor,
    )


@transaction.atomic
def record_sending(*, actor: Any, referral: Referral, number: str, on: date) -> Referral:
    """Record under which number and when the letter was sent. Raises Refused or PermissionDenied."""
    row = _locked(actor, referral)
    found = []
    if not row.is_open:
        found.append(Blocker("REFERRAL-CLOSED", _("这一事项已经办结。")))
    if not number.strip():
        found.append(Blocker("REFERRAL-NUMBER", _("请填写发函文号。")))
    found += _date_blockers(on, timezone.localdate(row.opened_at))
    if found:
        raise Refused(found)
    row.letter_number, row.sent_on, row.recorded_by = number.strip()[:80], on, actor
    row.save(update_fields=["letter_number", "sent_on", "recorded_by"])
    _append(row, "sent", actor, {"number": row.letter_number, "authority": row.authority}, on)
    return row


@transaction.atomic
def record_answer(
    *,
    actor: Any,
    referral: Referral,
    outcome: str,
    on: date,
    number: str,
    summary: str,
    file: UploadedFile | None = None,
) -> Referral:
    """Record the answer. `publish` lets the step be signed; anything else keeps exactly this content from going out.

    Raises Refused, content_type.FileRefused for a file that is not what it says, or PermissionDenied.
    """
    row = _locked(actor, referral)
    found = []
    if not row.is_open:
        found.append(Blocker("REFERRAL-CLOSED", _("这一事项已经办结。")))
    if row.sent_on is None:
        found.append(Blocker("REFERRAL-NOT-SENT", _("请先登记发函文号和日期。")))
    if outcome not in Referral.Outcome.values:
        found.append(Blocker("REFERRAL-OUTCOME", _("请选择答复结果。")))
    if not number.strip() and file is None:
        found.append(Blocker("REFERRAL-PROOF", _("请填写答复文号，或者上传答复文件。")))
    found += _date_blockers(on, row.sent_on or timezone.localdate(row.opened_at))
    if found:
        raise Refused(found)
    row.outcome, row.answered_on, row.recorded_by = outcome, on, actor
    row.answer_number, row.answer_summary = number.strip()[:80], summary.strip()
    if file is not None:
        _attach(row, file)
    row.save()
    data = {"outcome": outcome, "number": row.answer_number, "sha256": row.answer_sha256}
    _append(row, "answered", actor, data, on)
    return row


@transaction.atomic
def withdraw_referral(*, actor: Any, referral: Referral, reason: str) -> Referral:
    """Take the question back. Raises Refused without a reason or after the answer."""
    row = _locked(actor, referral)
    found = []
    if not row.is_open:
        found.append(Blocker("REFERRAL-CLOSED", _("这一事项已经办结。")))
    if not reason.strip():
        found.append(Blocker("REFERRAL-REASON", _("撤回须写明理由。")))
    if found:
        raise Refused(found)
    row.withdrawn_on, row.withdrawal_reason = timezone.localdate(), reason.strip()[:300]
    row.recorded_by = actor
    row.save(update_fields=["withdrawn_on", "withdrawal_reason", "recorded_by"])
    _append(row, "withdrawn", actor, {}, row.withdrawn_on)
    return row


@transaction.atomic
def record_opening(*, actor: Any, referral: Referral) -> None:
    """Somebody opened the answer's file."""
    row = _locked(actor, referral)
    _append(row, "answer_opened", actor, {"sha256": row.answer_sha256}, timezone.localdate())


def _locked(actor: Any, referral: Referral) -> Referral:
    row = Referral.objects.select_for_update().get(pk=referral.pk)
    if not may_handle(actor, row):
        raise PermissionDenied(_("提请确定由本机构的保密审查员或分管负责人办理。"))
    return row


def _date_blockers(on: date, not_before: date) -> list[Blocker]:
    if on > timezone.localdate():
        return [Blocker("REFERRAL-DATE", _("日期不能晚于今天。"))]
    if on < not_before:
        return [Blocker("REFERRAL-DATE", _("日期不能早于提请或发函的日期。"))]
    return []


def _attach(row: Referral, file: UploadedFile) -> None:
    stream: Any = file.file
    name = file.name or "answer"
    content_type.check(name, stream, settings.ATTACHMENT_MAX_BYTES)
    stream.seek(0)
    row.answer_sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    row.answer_file_name = PurePosixPath(name.replace("\\", "/")).name[:200]
    row.answer_file.save(name, file, save=False)


def _append(row: Referral, act: str, actor: Any, data: dict[str, Any], on: date) -> None:
    append(
        NewEvent(
            kind="review.referral",
            object_id=row.pk,
            type=f"review.referral.{act}",
            occurred_on=on,
            data={"signature": row.signature_id, **data},
            actor=actor,
        )
    )
