"""The library of rules and normative documents (规章和行政规范性文件库), of the whole site or of one agency.

All of it stands on `queries.visible_to`; what an entry is on the day comes from `validity`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from gongkai.agencies.models import Agency
from gongkai.catalog import validity as rule
from gongkai.catalog.models import Document, DocumentType, Relation, Validity
from gongkai.catalog.queries import NORMATIVE_ROWS, matching, public_documents
from gongkai.convert.sheet import harmless

FACETS = {"document_type": "document_type", "validity": "now", "year": "year", "topic": "topic"}
SORTS = {
    "": ("-signed_on", "-id"),
    "old": ("signed_on", "id"),
    "published": ("-published_on", "-id"),
    "title": ("title", "id"),
}
MOST_TOPICS = 40
_CHUNK = 500


def documents(reader: Any, agency: Agency | None = None, on: date | None = None) -> QuerySet[Document]:
    """The public rules and normative documents, each with `now` (its validity on the day) and `year` of its signing."""
    rows = public_documents(reader).filter(document_type__in=list(NORMATIVE_ROWS))
    if agency is not None:
        rows = rows.filter(agency=agency)
    return rows.annotate(
        now=rule.expression(on or timezone.localdate()), year=ExtractYear("signed_on")
    ).defer("body", "body_text")


def narrowed(rows: QuerySet[Document], words: str = "", **chosen: Any) -> QuerySet[Document]:
    """Those of a type, a validity, a year, a subject, with all the words; what is empty does not narrow."""
    given = {FACETS[name]: value for name, value in chosen.items() if value}
    return matching(rows.filter(**given), words)


def facets(
    rows: QuerySet[Document], words: str, chosen: dict[str, Any]
) -> dict[str, list[tuple[str, str, int]]]:
    """For each filter what it offers: (value, label, how many), counted under the other filters. One query each."""
    found = {}
    for name, column in FACETS.items():
        others = {other: value for other, value in chosen.items() if other != name}
        counted = narrowed(rows, words, **others).order_by().values(column).annotate(count=Count("pk"))
        counts = {row[column]: row["count"] for row in counted if row[column]}
        found[name] = [(str(value), label, counts[value]) for value, label in _offered(name, counts)]
    return found


def _offered(name: str, counts: dict[Any, int]) -> Iterable[tuple[Any, str]]:
    if name == "document_type":
        return [(value, str(label)) for value, label in DocumentType.choices if value in counts]
    if name == "validity":
        return [(value, str(label)) for value, label in Validity.choices if value in counts]
    if name == "year":
        return [(year, _("%(year)d年") % {"year": year}) for year in sorted(counts, reverse=True)]
    return [
        (topic, topic) for topic in sorted(counts, key=lambda topic: (-counts[topic], topic))[:MOST_TOPICS]
    ]


HEADINGS = (
    gettext_lazy("索引号"),
    gettext_lazy("标题"),
    gettext_lazy("发布机构"),
    gettext_lazy("发文字号"),
    gettext_lazy("统一登记号"),
    gettext_lazy("文件类型"),
    gettext_lazy("成文日期"),
    gettext_lazy("发布日期"),
    gettext_lazy("施行日期"),
    gettext_lazy("有效期至"),
    gettext_lazy("有效性"),
    gettext_lazy("修改、废止本文件的文件"),
    gettext_lazy("解读"),
)
_CHANGING = (Relation.Kind.REPEALS, Relation.Kind.REPEALS_PARTLY, Relation.Kind.AMENDS)


def lines(rows: QuerySet[Document], reader: Any = None) -> Iterator[tuple[str, ...]]:
    """The entries as they are saved, under `HEADINGS`; related documents are named only where the reader may see them."""
    chunk: list[Document] = []
    for document in rows.iterator(chunk_size=_CHUNK):
        chunk.append(document)
        if len(chunk) == _CHUNK:
            yield from _of_chunk(chunk, reader)
            chunk = []
    yield from _of_chunk(chunk, reader)


def _of_chunk(chunk: list[Document], reader: Any) -> Iterator[tuple[str, ...]]:
    bearing = Relation.objects.filter(
        target__in=[document.pk for document in chunk], kind__in=[*_CHANGING, Relation.Kind.INTERPRETS]
    ).filter(source__in=public_documents(reader).order_by().values("pk"))
    changing: dict[int, list[str]] = {}
    explaining: dict[int, list[str]] = {}
    for relation in bearing.select_related("source").order_by("id"):
        into = explaining if relation.kind == Relation.Kind.INTERPRETS else changing
        number = relation.source.document_number
        into.setdefault(relation.target_id, []).append(
            f"《{relation.source.title}》" + (f"（{number}）" if number else "")
        )
    for document in chunk:
        yield (
            document.index_number, document.title, document.agency.name, document.document_number,
            document.registration_number, str(document.get_document_type_display()), _day(document.signed_on),
            _day(timezone.localdate(document.published_on) if document.published_on else None),
            _day(document.effective_on), _day(document.expires_on), document.validity_label,
            "；".join(changing.get(document.pk, [])), "；".join(explaining.get(document.pk, [])),
        )  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def xlsx(rows: Iterable[tuple[str, ...]]) -> bytes:
    """The entries as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("规范性文件库"))
    for row in ([str(name) for name in HEADINGS], *rows):
        sheet.append([harmless(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_file(rows: Iterable[tuple[str, ...]]) -> bytes:
    """The entries as CSV that spreadsheets read as UTF-8."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([str(name) for name in HEADINGS])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")
