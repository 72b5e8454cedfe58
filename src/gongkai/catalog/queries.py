"""The only reader of documents for other rooms. `visible_to` is the one visibility rule: every outlet asks it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import content, validity
from gongkai.catalog.models import (
    Attachment,
    Column,
    DisclosureClass,
    Document,
    DocumentType,
    Relation,
)
from gongkai.screening import queries as screening

MAX_WORDS = 8


def published() -> Q:
    """What anybody may see: live, numbered, dated, proactive, not withdrawn. What a closed agency published stays."""
    return Q(
        live=True,
        published_on__isnull=False,
        disclosure_class=DisclosureClass.PROACTIVE,
        withdrawn_on__isnull=True,
    )


def visible_to(reader: Any) -> QuerySet[Document]:
    """Documents a reader may see at all: the public ones, and for staff everything in the subtrees of their posts.

    `reader` is a user, an anonymous user or None.
    """
    documents = Document.objects.select_related("agency", "column")
    if reader is None or not access.current_posts(reader):
        return documents.filter(published())
    return documents.filter(published() | Q(agency__in=access.visible_agencies(reader)))


def public_documents(reader: Any = None) -> QuerySet[Document]:
    """The public ones among them, newest first: what lists, feeds and search show to everybody alike."""
    return visible_to(reader).filter(published()).order_by("-published_on", "-id")


def latest(reader: Any, limit: int = 10) -> list[Document]:
    """The newest public documents."""
    return list(public_documents(reader).defer("body", "body_text")[:limit])


def in_column(reader: Any, column: Column) -> QuerySet[Document]:
    """The public documents of a column, newest first."""
    return public_documents(reader).filter(column=column).defer("body", "body_text")


def columns_of(agency: Agency, reader: Any = None, *, filled_only: bool = True) -> list[Column]:
    """An agency's columns in order; empty statutory ones are left out unless asked for (国办公开办函〔2019〕61号)."""
    columns = Column.objects.filter(agency=agency).order_by("order", "id")
    if filled_only:
        filled = public_documents(reader).filter(agency=agency).order_by().values("column_id")
        columns = columns.filter(~Q(section=Column.Section.STATUTORY) | Q(pk__in=filled))
    return list(columns)


def column_of(agency: Agency, slug: str) -> Column | None:
    """One column of an agency by its slug."""
    return Column.objects.filter(agency=agency, slug=slug).select_related("agency").first()


def column_by_number(pk: int) -> Column | None:
    """One column by its number."""
    return Column.objects.filter(pk=pk).select_related("agency").first()


def search(reader: Any, words: str, *, agency: Agency | None = None) -> QuerySet[Document]:
    """Public documents whose title, document number, index number or summary hold all the words."""
    if not words.split():
        return Document.objects.none()
    found = matching(public_documents(reader), words)
    return (found.filter(agency=agency) if agency else found).defer("body", "body_text")


def matching(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Those of the documents that hold all the words; without words all of them."""
    terms = words.split()[:MAX_WORDS]
    return documents.filter(reduce(and_, (_matches(term) for term in terms))) if terms else documents


def _matches(term: str) -> Q:
    return (
        Q(title__icontains=term)
        | Q(document_number__icontains=term)
        | Q(index_number__icontains=term)
        | Q(summary__icontains=term)
    )


def document_for(reader: Any, pk: int) -> Document | None:
    """One document if the reader may see it."""
    return visible_to(reader).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What remains visible of a withdrawn document: never its title or text."""

    pk: int
    index_number: str
    agency: Agency
    withdrawn_on: date
    reason: str


def tombstone(pk: int) -> Tombstone | None:
    """The notice that stands where a withdrawn document was."""
    row = Document.objects.filter(pk=pk, withdrawn_on__isnull=False).select_related("agency").first()
    return tombstone_of(row) if row is not None else None


def tombstones(numbers: Iterable[int]) -> dict[int, Tombstone]:
    """The notices of those among these documents that were public and were withdrawn; one query."""
    rows = Document.objects.filter(
        pk__in=list(numbers), withdrawn_on__isnull=False, published_on__isnull=False
    )
    return {
        row.pk: tombstone_of(row) for row in rows.select_related("agency").defer("body", "body_text", "data")
    }


def tombstone_of(document: Document) -> Tombstone:
    """What remains visible of a withdrawn document. Raises ValueError for one that was not withdrawn."""
    if document.withdrawn_on is None:
        raise ValueError(f"document {document.pk} was not withdrawn")
    return Tombstone(
        document.pk, document.index_number, document.agency, document.withdrawn_on, document.withdrawal_reason
    )


def attachment_for(reader: Any, pk: int) -> Attachment | None:
    """An attachment if the reader may see its document, and, for the public, if the live version holds it.

    The original of a redacted one is handed out by the restricted store alone, once it is public no more.
    """
    attachment = Attachment.objects.filter(pk=pk).first()
    if attachment is None:
        return None
    document = document_for(reader, attachment.document_id)
    if document is None:
        return None
    if any(item["id"] == pk for item in document.attached) and _is_public(document):
        return attachment
    if not access.can_see(reader, document.agency) or pk in screening.redacted_files(document):
        return None
    return attachment


def _is_public(document: Document) -> bool:
    return public_documents().filter(pk=document.pk).exists()


RELATION_LABELS = {
    (Relation.Kind.INTERPRETS, True): gettext_lazy("本文件解读"),
    (Relation.Kind.INTERPRETS, False): gettext_lazy("本文件的解读"),
    (Relation.Kind.AMENDS, True): gettext_lazy("本文件修改"),
    (Relation.Kind.AMENDS, False): gettext_lazy("被以下文件修改"),
    (Relation.Kind.REPEALS, True): gettext_lazy("本文件废止"),
    (Relation.Kind.REPEALS, False): gettext_lazy("被以下文件废止"),
    (Relation.Kind.REPEALS_PARTLY, True): gettext_lazy("本文件废止部分条款"),
    (Relation.Kind.REPEALS_PARTLY, False): gettext_lazy("被以下文件废止部分条款"),
    (Relation.Kind.CORRECTS, True): gettext_lazy("本文件更正"),
    (Relation.Kind.CORRECTS, False): gettext_lazy("对本文件的更正"),
    (Relation.Kind.SEE_ALSO, True): gettext_lazy("相关文件"),
    (Relation.Kind.SEE_ALSO, False): gettext_lazy("相关文件"),
    (Relation.Kind.CLARIFIES, True): gettext_lazy("本文件澄清"),
    (Relation.Kind.CLARIFIES, False): gettext_lazy("对本文件的澄清"),
}
SUCCESSION = {
    (Relation.Kind.AMENDS, False),
    (Relation.Kind.REPEALS, False),
    (Relation.Kind.REPEALS_PARTLY, False),
    (Relation.Kind.CORRECTS, False),
}


def relations_of(document: Document, reader: Any = None) -> list[dict[str, Any]]:
    """Related public documents in both directions, grouped: [{"label", "is_successor", "starts_on", "documents"}].

    `starts_on`: the day on which the relation takes effect, if that day is still to come.
    """
    today = timezone.localdate()
    rows = Relation.objects.filter(Q(source=document) | Q(target=document)).order_by("id")
    pairs = [
        (
            (
                (row.kind, row.source_id == document.pk),
                row.effective_on if row.effective_on and row.effective_on > today else None,
            ),
            row.target_id if row.source_id == document.pk else row.source_id,
        )
        for row in rows
    ]
    seen = public_documents(reader).defer("body", "body_text").in_bulk([pk for _key, pk in pairs])
    groups: dict[Any, list[Document]] = {}
    for key, pk in pairs:
        if pk in seen:
            groups.setdefault(key, []).append(seen[pk])
    return [
        {
            "label": str(RELATION_LABELS[key]),
            "is_successor": key in SUCCESSION,
            "starts_on": starts_on,
            "documents": documents,
        }
        for (key, starts_on), documents in groups.items()
    ]


def overdue_publications(actor: Any, as_of: date) -> QuerySet[Document]:
    """Documents meant for everybody whose 20 working days (条例第二十六条) are over and that are not public."""
    return (
        Document.objects.filter(
            agency__in=access.visible_agencies(actor),
            publication_due_on__lt=as_of,
            live=False,
            withdrawn_on__isnull=True,
            disclosure_class=DisclosureClass.PROACTIVE,
        )
        .select_related("agency", "column")
        .order_by("publication_due_on", "id")
    )


def withheld_register(actor: Any) -> QuerySet[Document]:
    """Documents that are not public, with ground and date of the next reassessment (条例第十八条), soonest first."""
    return (
        Document.objects.filter(agency__in=access.visible_agencies(actor))
        .exclude(disclosure_class=DisclosureClass.PROACTIVE)
        .select_related("agency", "column")
        .order_by("next_reassessment_on", "id")
    )


NORMATIVE_ROWS = {DocumentType.REGULATION: "rules", DocumentType.NORMATIVE_DOCUMENT: "normdocs"}


def normative_counts(agencies: Iterable[Agency], year: int) -> dict[tuple[str, str], list[int]]:
    """Table two of the annual report: ids of rules and normative documents made and repealed in the year, and those
    valid at its end. Keys (`rules`|`normdocs`, `made`|`repealed`|`valid`); only what has been published counts."""
    found: dict[tuple[str, str], list[int]] = {
        (row, kind): [] for row in NORMATIVE_ROWS.values() for kind in ("made", "repealed", "valid")
    }
    end = date(year, 12, 31)
    rows = (
        Document.objects.filter(
            agency__in=list(agencies), document_type__in=list(NORMATIVE_ROWS), signed_on__lte=end
        )
        .exclude(index_number="")
        .order_by("id")
        .only("document_type", "signed_on", *validity.COLUMNS)
    )
    for document in rows:
        row = NORMATIVE_ROWS[DocumentType(document.document_type)]
        if document.signed_on and document.signed_on.year == year:
            found[row, "made"].append(document.pk)
        repealed_on = validity.repealed_on(document)
        if repealed_on and repealed_on.year == year:
            found[row, "repealed"].append(document.pk)
        if validity.ended_on(document, end) is None:
            found[row, "valid"].append(document.pk)
    return found


def publication_differences() -> list[str]:
    """Live documents whose content is not what was signed, for `gongkai verify`. Empty: all agree."""
    found = []
    live = Document.objects.filter(live=True).select_related("clearance").order_by("pk")
    for document in live.iterator(chunk_size=500):
        clearance = document.clearance
        if clearance is None or clearance.object_id != document.pk:
            found.append(f"catalog.document {document.pk}: 没有审签完成记录")
        elif clearance.content_sha256 != content.digest(document):
            found.append(f"catalog.document {document.pk}: 公开内容与签署内容不一致")
    return found


def explained() -> Exists:
    """Whether a published interpretation of the document exists."""
    return Exists(
        Relation.objects.filter(target=OuterRef("pk"), kind=Relation.Kind.INTERPRETS, source__live=True)
    )


def is_explained(document: Document) -> bool:
    """Whether a public interpretation of the document exists."""
    return Document.objects.filter(explained(), pk=document.pk).exists()


def waiting_for_interpretation(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Of these the public rules and normative documents that have no public interpretation and no reason to need none."""
    return documents.filter(
        published(), ~explained(), document_type__in=list(NORMATIVE_ROWS), interpretation_waiver=""
    )
