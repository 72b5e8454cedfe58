"""Opening what people said in their own words, and destroying it when its time is over."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.engagement import queries
from gongkai.engagement.models import Comment, CommentOriginal, Consultation, HearingRegistration
from gongkai.engagement.services.recording import DESTROYING, HANDLING, held, record, refuse


@transaction.atomic
def open_original(*, actor: Any, comment: Comment) -> CommentOriginal:
    """The words and the person behind an opinion; that they were looked at is recorded. Raises PermissionDenied, Refused."""
    row = held(actor, comment.consultation, *HANDLING)
    if row.destroyed_on:
        raise refuse("ORIGINAL-GONE", _("原件已按保存期限销毁。"))
    record(actor, row, "original_opened", {"comment": comment.number})
    return CommentOriginal.objects.get(comment=comment)


@transaction.atomic
def open_registrations(*, actor: Any, consultation: Consultation) -> list[HearingRegistration]:
    """Everybody who wants to take part, with names; that they were looked at is recorded. Raises PermissionDenied, Refused."""
    row = held(actor, consultation, *HANDLING)
    if row.destroyed_on:
        raise refuse("ORIGINAL-GONE", _("原件已按保存期限销毁。"))
    if not row.law.hearing:
        return []
    rows = list(row.hearing.registrations.all())
    if rows:
        record(actor, row, "registrations_opened", {"number": len(rows)})
    return rows


def destroy(*, actor: Any, consultation: Consultation) -> int:
    """Destroy originals, contacts and files of a consultation whose time is over; the masked opinions and all counts stay.

    By a leader of the agency; how many originals. Raises PermissionDenied, Refused.
    """
    with transaction.atomic():
        row = held(actor, consultation, *DESTROYING)
        due = queries.kept_until(row)
        if row.destroyed_on or due is None or due >= timezone.localdate():
            raise refuse("ORIGINAL-KEPT", _("保存期限还没有届满，或者已经销毁。"))
        rows = CommentOriginal.objects.filter(comment__consultation=row)
        files = [str(name) for name in rows.exclude(file="").values_list("file", flat=True)]
        number = rows.update(text="", name="", contact="", code_hash="", file="", file_name="", file_type="")
        people = HearingRegistration.objects.filter(hearing__consultation=row)
        people.update(name="", telephone="", reason="", code_hash="")
        row.destroyed_on = timezone.localdate()
        row.save(update_fields=["destroyed_on"])
        record(actor, row, "originals_destroyed", {"originals": number, "files": len(files)})
    for name in files:
        default_storage.delete(name)
    return number
