"""The public documents figures are made of, and those behind one number. Stands on `catalog.queries.public_documents`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.models import Agency
from gongkai.catalog import choices, schemas
from gongkai.catalog import queries as catalog
from gongkai.catalog.coverage.queries import statutory_item
from gongkai.catalog.models import Attachment, DisclosureClass, Document, DocumentType
from gongkai.statistics.periods import Period

# Attachments out of which text can be read; pictures and packed files are none.
TEXT_FILES = ("doc", "docx", "wps", "pdf", "ofd", "xls", "xlsx", "et", "csv", "txt", "html", "htm", "rtf")
UNSAID = gettext_lazy("未填写")
NONE = "-"  # the key of documents that have no value in a dimension


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to tell documents apart: the field (or expression) grouped by, and what its values are called."""

    title: Any
    field: Any
    label: Callable[[str], str]
    none: Any = UNSAID


def _schema_label(slug: str) -> str:
    schema = schemas.get(slug)
    return schema.label if schema else slug


DIMENSIONS: dict[str, Dimension] = {
    "item": Dimension(
        gettext_lazy("法定事项"), statutory_item(), choices.item_label, gettext_lazy("未归入法定事项")
    ),
    "kind": Dimension(gettext_lazy("文件类型"), F("document_type"), lambda key: str(DocumentType(key).label)),
    "column": Dimension(gettext_lazy("栏目"), F("column__name"), str, gettext_lazy("未归入栏目")),
    "schema": Dimension(gettext_lazy("结构化内容"), F("schema"), _schema_label, gettext_lazy("一般文件")),
    "topic": Dimension(gettext_lazy("主题分类"), F("topic"), str),
}


def within(documents: QuerySet[Document], period: Period) -> QuerySet[Document]:
    """Those published in a period, both days included."""
    return documents.filter(in_days(period))


def in_days(period: Period) -> Q:
    """Published in a period."""
    return Q(published_on__gte=start_of(period.since)) & until(period)


def until(period: Period) -> Q:
    """Published by the end of a period."""
    return Q(published_on__lt=start_of(period.until + timedelta(days=1)))


def start_of(day: date) -> datetime:
    """The moment a day begins here."""
    return timezone.make_aware(datetime.combine(day, time()))


def scope(agency: Agency | None) -> QuerySet[Document]:
    """The public documents of an agency and everything below it; of all without one."""
    documents = catalog.public_documents().order_by()
    return documents if agency is None else documents.filter(agency__path__startswith=agency.path)


def below(top: Agency | None) -> QuerySet[Agency]:
    """The agency and everything below it; all without one."""
    return Agency.objects.filter(path__startswith=top.path if top else "")


def had_limit() -> Q:
    """Whose publication had a last day (条例第二十六条)."""
    return Q(publication_due_on__isnull=False)


def came_late() -> Q:
    """Published after the last day."""
    return Q(published_on__date__gt=F("publication_due_on"))


def has_text() -> Q:
    """Whose text can be read, in the page or out of an attached file."""
    files = Attachment.objects.filter(document=OuterRef("pk"), extension__in=TEXT_FILES)
    return ~Q(body_text="") | (~Q(attached=[]) & Q(Exists(files)))


def label_of(name: str, key: str) -> str:
    """A value of a dimension in words; empty for one that is not known."""
    if name == "agency":
        own, code = key.startswith("="), key.lstrip("=")
        found = Agency.objects.filter(code=code).values_list("name", flat=True).first() or ""
        return found if own or not found else _("%(agency)s（含下级）") % {"agency": found}
    if name not in DIMENSIONS:
        return key
    dimension = DIMENSIONS[name]
    return f"{dimension.title}：{value_label(dimension, key)}"


def path_of(code: str) -> str:
    """Where in the tree an agency stands; what matches none for an unknown code."""
    path = Agency.objects.filter(code=code).values_list("path", flat=True).first()
    return path or "?"


def value_label(dimension: Dimension, key: str) -> str:
    """A value in words; one that is no longer in use as it is."""
    if key == NONE:
        return str(dimension.none)
    try:
        return dimension.label(key) or key
    except ValueError:  # a value that was written before it went out of use
        return key


# What became of the documents of an office, whenever that was; for the office only.
STANDINGS: dict[str, tuple[Any, Q]] = {
    "published": (gettext_lazy("主动公开，已公开"), Q(live=True)),
    "unpublished": (
        gettext_lazy("主动公开，尚未公开"),
        Q(disclosure_class=DisclosureClass.PROACTIVE, live=False, withdrawn_on__isnull=True),
    ),
    "on_request": (gettext_lazy("依申请公开"), Q(disclosure_class=DisclosureClass.ON_REQUEST)),
    "withheld": (gettext_lazy("不予公开"), Q(disclosure_class=DisclosureClass.WITHHELD)),
    "withdrawn": (gettext_lazy("已撤下"), Q(withdrawn_on__isnull=False)),
}


def standing_documents(top: Agency, name: str) -> QuerySet[Document]:
    """The documents of an agency and those below it in one of STANDINGS, drafts included: for whoever may see them all.

    Raises KeyError for an unknown name.
    """
    rows = Document.objects.filter(STANDINGS[name][1], agency__path__startswith=top.path)
    return rows.select_related("agency", "column").defer("body", "body_text").order_by("-pk")


def by_standing(top: Agency) -> list[tuple[str, str, int]]:
    """How many documents stand where: (name, label, number)."""
    rows = Document.objects.filter(agency__path__startswith=top.path)
    found = rows.aggregate(**{name: Count("pk", filter=of) for name, (_label, of) in STANDINGS.items()})
    return [(name, str(label), found[name]) for name, (label, _of) in STANDINGS.items()]
