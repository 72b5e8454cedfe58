"""How the public looks through the catalogue: by column, by facet, by likeness. All of it stands on `queries.visible_to`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import validity as rule
from gongkai.catalog.models import Column, Document, DocumentType, Validity
from gongkai.catalog.queries import public_documents

MAX_PAIRS = 16
MAX_KEYWORDS = 5
# Pairs of characters that stand in almost every title, or in almost every request.
COMMON_PAIRS = frozenset(
    {"关于", "通知", "情况", "有关", "相关", "信息", "文件", "材料", "申请", "公开", "我县", "本县"}
)


def narrowed(
    documents: QuerySet[Document],
    *,
    agency: str = "",
    document_type: str = "",
    validity: str = "",
    year: int = 0,
) -> QuerySet[Document]:
    """Documents of an agency (by code), a type, a validity, a year of publication; what is not given does not narrow."""
    given: dict[str, Any] = {
        "agency__code": agency,
        "document_type": document_type,
        "published_on__year": year,
    }
    found = documents.filter(**{name: value for name, value in given.items() if value})
    return found.alias(now=rule.expression(timezone.localdate())).filter(now=validity) if validity else found


def filter_choices() -> dict[str, list[tuple[str, str]]]:
    """What lists may be narrowed by: `document_type` and `validity` with their labels."""
    return {
        "document_type": [(value, str(label)) for value, label in DocumentType.choices],
        "validity": [(value, str(label)) for value, label in Validity.choices],
    }


def years(reader: Any = None) -> list[int]:
    """The years in which something was published, the latest first."""
    found = public_documents(reader).order_by().annotate(year=ExtractYear("published_on"))
    return sorted(found.values_list("year", flat=True).distinct(), reverse=True)


def filled_columns(agency: Agency, reader: Any = None) -> QuerySet[Column]:
    """The statutory columns of an agency that hold documents, in the order of the article.

    Each carries `count` and `latest_on`.
    """
    public = Q(documents__in=public_documents(reader).filter(agency=agency).order_by().values("pk"))
    return (
        Column.objects.filter(agency=agency, section=Column.Section.STATUTORY)
        .annotate(
            count=Count("documents", filter=public), latest_on=Max("documents__published_on", filter=public)
        )
        .filter(count__gt=0)
        .order_by("order", "id")
    )


def column_names(reader: Any = None) -> dict[str, str]:
    """The columns in which any agency has published something: name by slug, in the order of the platform."""
    filled = public_documents(reader).order_by().values("column_id").distinct()
    rows = Column.objects.filter(pk__in=filled).order_by("-order", "-id").values_list("slug", "name")
    return dict(reversed(dict(rows).items()))


def filled_places(reader: Any = None) -> list[tuple[str, str]]:
    """Agency code and column slug of every column that holds public documents."""
    filled = public_documents(reader).order_by().values("column_id").distinct()
    rows = Column.objects.filter(pk__in=filled).order_by("agency__path", "order", "pk")
    return list(rows.values_list("agency__code", "slug"))


def column_name(slug: str) -> str:
    """What agencies call their column of a slug, whether anything is in it or not; '' when there is none."""
    return Column.objects.filter(slug=slug).order_by("pk").values_list("name", flat=True).first() or ""


def in_section(agency: Agency, section: str, reader: Any = None) -> QuerySet[Document]:
    """The public documents of an agency in a section of its platform (`guide`, `rulebook`, …), what holds first."""
    now = rule.expression(timezone.localdate())
    ended = Case(When(now__in=rule.ENDED, then=1), default=0, output_field=IntegerField())
    found = public_documents(reader).filter(agency=agency, column__section=section).alias(now=now)
    return found.order_by(ended, "-published_on", "-id").defer("body_text")


def about_institution(agency: Agency, reader: Any = None) -> Document | None:
    """The newest public document on what the agency does and who heads it (Art. 20(2))."""
    found = public_documents(reader).filter(agency=agency, document_type=DocumentType.PROFILE)
    return found.defer("body", "body_text").first()


def related(document: Document, besides: Iterable[int], reader: Any = None, limit: int = 5) -> list[Document]:
    """Public documents of the same agency with the most in common (topic, column, keywords), best first.

    `besides` are numbers not wanted: what stands in a relation to it is shown as that. One query.
    """
    words = [word for word in re.split(r"[,，;；、\s]+", document.keywords) if word][:MAX_KEYWORDS]
    shared = [(2, Q(title__icontains=word) | Q(keywords__icontains=word)) for word in words]
    shared += [(2, Q(topic=document.topic))] if document.topic else []
    shared += [(1, Q(column=document.column_id))] if document.column_id else []
    score: Any = Value(0)
    for weight, held in shared:
        score = score + Case(When(held, then=weight), default=0, output_field=IntegerField())
    found = public_documents(reader).filter(agency=document.agency_id).exclude(pk__in=[document.pk, *besides])
    rows = found.annotate(score=score).filter(score__gt=0).order_by("-score", "-published_on", "-id")
    return list(rows.defer("body", "body_text")[:limit]) if shared else []


def similar(words: str, reader: Any = None, limit: int = 3) -> list[Document]:
    """Public documents whose title, number or summary shares the most with a freely worded name, best first.

    Text without blanks is compared by pairs of characters; less than half in common does not count.
    """
    pairs = _pairs(words)
    if not pairs:
        return []
    score: Any = Value(0)
    for pair in pairs:
        held = Q(title__icontains=pair) | Q(document_number__icontains=pair) | Q(summary__icontains=pair)
        score = score + Case(When(held, then=1), default=0, output_field=IntegerField())
    found = public_documents(reader).annotate(score=score).filter(score__gte=(len(pairs) + 1) // 2)
    return list(found.order_by("-score", "-published_on", "-id").defer("body", "body_text")[:limit])


def candidates(title: str, number: str = "", reader: Any = None, limit: int = 5) -> list[Document]:
    """Public documents that may be what somebody asks for: those that bear the number first, then the most similar.

    A document number is compared by its letters and digits, since its brackets are typed in many ways.
    """
    wanted = _signs(number)
    numbered: list[Document] = []
    if len(wanted) > 3:
        rows = public_documents(reader).defer("body", "body_text")
        for part in re.findall(r"\w+", number):
            rows = rows.filter(document_number__icontains=part)
        numbered = [row for row in rows[:200] if _signs(row.document_number) == wanted]
    known = {row.pk for row in numbered}
    return [*numbered, *(row for row in similar(title, reader, limit) if row.pk not in known)][:limit]


def _signs(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _pairs(words: str) -> list[str]:
    runs = "".join(sign if sign.isalnum() else " " for sign in words.casefold()).split()
    pairs = (run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return [pair for pair in dict.fromkeys(pairs) if pair not in COMMON_PAIRS][:MAX_PAIRS]


def best_first(documents: QuerySet[Document], words: list[str]) -> QuerySet[Document]:
    """Results ordered by how many of the words stand in the title, then newest first."""
    hits: Any = Value(0)
    for word in words:
        hits = hits + Case(When(title__icontains=word, then=1), default=0, output_field=IntegerField())
    return documents.annotate(hits=hits).order_by("-hits", "-published_on", "-id")
