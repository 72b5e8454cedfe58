"""Opinions come in: from the site, typed by hand, or from a table. Each is kept once, masked, beside its sealed original."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.convert import content_type
from gongkai.engagement import codes, masking, queries, rules
from gongkai.engagement.models import Comment, CommentOriginal, Consultation
from gongkai.engagement.rules import State
from gongkai.engagement.services.recording import HANDLING, held, record
from gongkai.review.rules import Blocker, Refused

Channel = Comment.Channel
MOST_BYTES = 10 * 1024 * 1024
FILES = ("pdf", "docx", "jpg", "png", "txt")
MOST_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """An opinion as it came, and whoever said it, as far as they told."""

    text: str
    received_on: date
    channel: str = Channel.ONLINE
    name: str = ""
    contact: str = ""


def check_file(file: File[bytes]) -> content_type.ContentType:
    """What an attachment is by its content. Raises FileRefused: empty, too large, damaged, or of another kind."""
    name = str(file.name or "")
    found = content_type.check(name, file, min(MOST_BYTES, settings.ATTACHMENT_MAX_BYTES))
    if found.extension not in FILES:
        text = _("“%(name)s”不能作为附件，请上传 %(kinds)s 文件。")
        kinds = "、".join(kind.upper() for kind in FILES)
        raise content_type.FileRefused("not_allowed", text % {"name": name, "kinds": kinds})
    return found


def comment_online(
    *,
    consultation: Consultation,
    text: str,
    form_key: str,
    name: str = "",
    contact: str = "",
    file: File[bytes] | None = None,
) -> tuple[Comment, str]:
    """Keep an opinion from the site; the comment and its code. Sent again with the same key it is the same comment.

    Raises Refused (closed, empty, too long), FileRefused.
    """
    if len(form_key) < 32:
        raise ValueError("a form key of at least 32 characters is required")
    key = codes.keyed("engagement.form", form_key)
    said = Said(cleaned(text), timezone.localdate(), name=_line(name), contact=_line(contact))
    kept: list[str] = []
    try:
        with transaction.atomic():
            row = (
                Consultation.objects.select_for_update(of=("self",))
                .select_related("agency")
                .get(pk=consultation.pk)
            )
            known = Comment.objects.filter(form_key=key).first()
            if known is not None:
                return known, codes.code_of(form_key)
            found = rules.comment_blockers(said.text)
            if not queries.takes_comments(row, timezone.localdate()):
                found.append(
                    Blocker("COMMENT-CLOSED", _("这项征集现在不接受网上意见。请看页面上的其他方式。"))
                )
            if found:
                raise Refused(found)
            made = keep(row, [said], None, key, form_key, file, kept)[0]
    except BaseException:
        for stored in kept:
            default_storage.delete(stored)
        raise
    return made, codes.code_of(form_key)


@transaction.atomic
def enter(*, actor: Any, consultation: Consultation, said: Sequence[Said]) -> list[Comment]:
    """Keep opinions that came by letter, telephone, mail or in a meeting; all or none. Raises PermissionDenied, Refused."""
    row = held(actor, consultation)
    found = entry_blockers(row, said)
    if found:
        raise Refused(found)
    made = keep(row, [_clean(one) for one in said], actor)
    record(actor, row, "comments_entered", {"number": len(made)})
    return made


def check_entries(*, actor: Any, consultation: Consultation, said: Sequence[Said]) -> list[Blocker]:
    """What `enter` would refuse. Raises PermissionDenied."""
    access.require(actor, consultation.agency, *HANDLING)
    return entry_blockers(consultation, said)


def entry_blockers(row: Consultation, said: Sequence[Said]) -> list[Blocker]:
    """Everything wrong with opinions that are typed in, with their place among them when there are several."""
    today = timezone.localdate()
    standing = queries.state_of(row, today)
    found = []
    if standing not in (State.OPEN, State.WAITING) or not row.law.comments:
        found.append(
            Blocker("COMMENT-NOT-NOW", _("只有正在征集，或者已截止、还没有公布采纳情况的事项可以登记意见。"))
        )
    if len(said) > MOST_AT_ONCE:
        found.append(Blocker("COMMENT-MANY", _("一次最多%(most)d条，请分批。") % {"most": MOST_AT_ONCE}))
    for number, one in enumerate(said[:MOST_AT_ONCE], 1):
        where = _("第%(row)d条：") % {"row": number} if len(said) > 1 else ""
        found += [Blocker(blocker.code, where + blocker.text) for blocker in _faults(row, one, today)]
    return found


def _faults(row: Consultation, said: Said, today: date) -> list[Blocker]:
    found = rules.comment_blockers(cleaned(said.text))
    if said.channel not in set(Channel.values) - {Channel.ONLINE}:
        found.append(Blocker("COMMENT-CHANNEL", _("请选择收到意见的渠道。")))
    if not row.opens_on <= said.received_on <= min(today, row.closes_on):
        text = _("收到日期应在%(opens)s至%(closes)s之间（来信以邮戳为准）；截止之后的意见不计入。")
        shown = {"opens": row.opens_on.isoformat(), "closes": row.closes_on.isoformat()}
        found.append(Blocker("COMMENT-DAY", text % shown))
    return found


def cleaned(text: str) -> str:
    """Text with plain line ends and without control or invisible signs."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        ch for ch in plain if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co")
    ).strip()


def _line(text: str) -> str:
    return " ".join(cleaned(text).split())[:100]


def _clean(said: Said) -> Said:
    return Said(cleaned(said.text), said.received_on, said.channel, _line(said.name), _line(said.contact))


def keep(
    row: Consultation,
    said: Sequence[Said],
    actor: Any,
    key: str | None = None,
    form_key: str = "",
    file: File[bytes] | None = None,
    kept: list[str] | None = None,
) -> list[Comment]:
    """Store opinions that were judged, under the next numbers, in the caller's transaction with the row locked.

    Same texts point to the first one. `kept` collects the names of stored files, for the case that the transaction fails.
    """
    first = row.comments.count() + 1
    hashes = [codes.text_hash(one.text) for one in said]
    earliest = {
        comment.text_hash: comment
        for comment in row.comments.filter(text_hash__in=hashes, duplicate_of=None).order_by("-id")
    }
    made = []
    for serial, (one, text_hash) in enumerate(zip(said, hashes, strict=True), first):
        shown, is_masked = masking.masked(one.text, one.received_on)
        comment = Comment.objects.create(
            consultation=row,
            number=f"{row.agency.code.upper()}-Z{row.pk}-{serial:04d}",
            channel=one.channel,
            received_on=one.received_on,
            text=shown,
            is_masked=is_masked,
            text_hash=text_hash,
            duplicate_of=earliest.get(text_hash),
            form_key=key,
            entered_by=None if one.channel == Channel.ONLINE else actor,
        )
        earliest.setdefault(text_hash, comment)
        original = CommentOriginal(comment=comment, text=one.text, name=one.name, contact=one.contact)
        if form_key:
            original.code_hash = codes.hashed(comment.number, codes.code_of(form_key))
        if file is not None and kept is not None:
            _keep_file(original, file, kept)
        original.save()
        made.append(comment)
    return made


def _keep_file(original: CommentOriginal, file: File[bytes], kept: list[str]) -> None:
    found = check_file(file)
    file.seek(0)
    original.file.save("file", ContentFile(file.read()), save=False)
    kept.append(str(original.file.name))
    original.file_name, original.file_type = str(file.name or "")[-200:], found.mime
