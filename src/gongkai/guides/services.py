"""What staff do with a handbook: begin one, choose its guides, print it into the draft. The draft goes the way of any document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Attachment, Column, Document
from gongkai.guides import book_word, handbook
from gongkai.guides.queries import HANDBOOK
from gongkai.review.rules import Blocker, Refused

MOST_ENTRIES = 500
PRINT_MARK = "（印刷版）"
KINDS = {"pdf": handbook.pdf, "docx": book_word.docx}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LONGEST_NAME, LONGEST_CHAPTER, LONGEST_FOREWORD = 80, 60, 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """One chosen guide: its chapter, its index number, its name as it was when chosen."""

    chapter: str
    guide: str
    name: str


def begin(*, actor: Any, agency: Agency, name: str, edition: date) -> Document:
    """A new draft of a handbook, still without guides. Raises PermissionDenied, Refused without a name."""
    _named(name)
    column = Column.objects.filter(agency=agency, statutory_item="licensing_services").first()
    return catalog.create_draft(
        actor=actor,
        agency=agency,
        column=column,
        title=name.strip(),
        summary=_("汇编%(agency)s的办事指南，供查阅和打印。") % {"agency": agency.name},
        document_type="other",
        statutory_item="licensing_services",
        signed_on=edition,
        schema=HANDBOOK,
        data={"name": name.strip(), "edition": edition.isoformat(), "phones": True, "entries": []},
    )


def choose(
    *,
    actor: Any,
    document: Document,
    name: str,
    edition: date,
    foreword: str,
    phones: bool,
    entries: Sequence[Entry],
) -> Document:
    """Say what the handbook holds. Raises PermissionDenied, Refused with everything that is wrong."""
    _named(name)
    found = []
    if len(entries) > MOST_ENTRIES:
        text = _("一本手册最多收入%(most)d个事项，请分册。") % {"most": MOST_ENTRIES}
        found.append(Blocker("HANDBOOK-TOO-MANY", text))
    if len(foreword) > LONGEST_FOREWORD:
        text = _("前言最长%(most)d字，现在有%(now)d字。")
        found.append(Blocker("HANDBOOK-FOREWORD", text % {"most": LONGEST_FOREWORD, "now": len(foreword)}))
    if any(len(entry.chapter) > LONGEST_CHAPTER for entry in entries):
        found.append(Blocker("HANDBOOK-CHAPTER", _("章名最长%(most)d字。") % {"most": LONGEST_CHAPTER}))
    if found:
        raise Refused(found)
    data = {
        "name": name.strip(),
        "edition": edition.isoformat(),
        "foreword": foreword.strip(),
        "phones": phones,
        "entries": [
            {"chapter": entry.chapter, "guide": entry.guide, "name": entry.name} for entry in entries
        ],
    }
    return catalog.revise(actor=actor, document=document, title=name.strip(), signed_on=edition, data=data)


def _named(name: str) -> None:
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        text = _("请填写手册名称，最长%(most)d字。") % {"most": LONGEST_NAME}
        raise Refused([Blocker("HANDBOOK-NAME", text)])


def draft_book(document: Document) -> handbook.Book:
    """The book as the latest draft has it. Raises Refused when it holds no guide, or one that is not public."""
    draft = document.get_latest_revision_as_object()
    made = handbook.book(document.agency.name, draft.data)
    if made.missing:
        text = _("以下索引号不是已公开的办事指南，请从手册中去掉：%(numbers)s")
        raise Refused([Blocker("HANDBOOK-MISSING", text % {"numbers": "、".join(made.missing)})])
    if not made.guides:
        raise Refused([Blocker("HANDBOOK-EMPTY", _("手册还没有收入事项，请先选择办事指南。"))])
    return made


def attach(*, actor: Any, document: Document) -> list[Attachment]:
    """Print the book and put it into the draft as PDF and as DOCX, in the place of an earlier print.

    Raises PermissionDenied, Refused as `draft_book` does or while the draft is under review, typeset.TypesettingError.
    """
    access.require(actor, document.agency, *catalog.DRAFTING)
    made = draft_book(document)
    title = print_name(made)
    files = [
        SimpleUploadedFile(f"{title}.{kind}", make(made), MEDIA_TYPES[kind]) for kind, make in KINDS.items()
    ]
    with transaction.atomic():
        for earlier in document.get_latest_revision_as_object().attachments:
            if PRINT_MARK in earlier.title:
                catalog.remove_attachment(actor=actor, document=document, attachment=earlier)
        return [
            catalog.add_attachment(actor=actor, document=document, file=file, title=title) for file in files
        ]


def print_name(made: handbook.Book) -> str:
    """The name of the printed book, with its edition."""
    edition = f"{made.edition:%Y%m%d}" if made.edition else ""
    return f"{made.title}{PRINT_MARK}{edition}"
