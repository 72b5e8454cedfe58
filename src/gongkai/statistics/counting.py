"""What was published, counted by the database: a few queries, however much there is.

Counted is what anybody can see now (`catalog.queries.public_documents`), by the day it was published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies import working_days
from gongkai.agencies.models import Agency
from gongkai.catalog import choices, schemas
from gongkai.catalog import queries as catalog
from gongkai.catalog.coverage.queries import statutory_item
from gongkai.catalog.models import Attachment, DisclosureClass, Document, DocumentType
from gongkai.channels import declared
from gongkai.channels import queries as channels
from gongkai.statistics import figures
from gongkai.statistics.figures import Late, Line, Overview, Rate, Table
from gongkai.statistics.periods import Period

# Attachments out of which text can be read; pictures and packed files are none.
WITH_TEXT = ("doc", "docx", "wps", "pdf", "ofd", "xls", "xlsx", "et", "csv", "txt", "html", "htm", "rtf")
UNSAID = gettext_lazy("未填写")
NONE = "-"  # the key of documents that have no value in a dimension
SHOWN_LATE = 200
Sum3 = tuple[int, int, int]
NOTHING: Sum3 = (0, 0, 0)


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
    return Q(published_on__gte=_start(period.since)) & until(period)


def until(period: Period) -> Q:
    """Published by the end of a period."""
    return Q(published_on__lt=_start(period.until + timedelta(days=1)))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def scope(agency: Agency | None) -> QuerySet[Document]:
    """The public documents of an agency and everything below it; of all without one."""
    documents = catalog.public_documents().order_by()
    return documents if agency is None else documents.filter(agency__path__startswith=agency.path)


def _below(top: Agency | None) -> QuerySet[Agency]:
    return Agency.objects.filter(path__startswith=top.path if top else "")


@dataclass(frozen=True, slots=True)
class Behind:
    """What a number counts: a value of a dimension, the days of publication, only what was late."""

    by: str = ""
    key: str = ""
    period: Period | None = None
    late: bool = False

    @classmethod
    def of(cls, query: Any) -> Behind | None:
        """Read from the parameters of an address (`by`, `key`, `since`, `until`, `late`); None for nonsense.

        Without a first day everything from the beginning is meant.
        """
        by, key, until = (query.get(name, "") for name in ("by", "key", "until"))
        try:
            first = date.fromisoformat(query.get("since") or "1990-01-01")
            period = Period(first, date.fromisoformat(until)) if until else None
            if by == "month":
                date.fromisoformat(f"{key}-01")
        except ValueError:
            return None
        if by not in DIMENSIONS and by not in ("", "agency", "month"):
            return None
        return cls(by, key, period, "late" in query)

    def documents(self, top: Agency | None) -> QuerySet[Document]:
        """The public documents counted, at an agency and below it, the newest first."""
        found = scope(top) if self.period is None else within(scope(top), self.period)
        if self.late:
            found = published_late(found)
        if self.by == "agency":
            own = self.key.startswith("=")
            where = (
                {"agency__code": self.key[1:]} if own else {"agency__path__startswith": _path_of(self.key)}
            )
            found = found.filter(**where)
        elif self.by == "month":
            first = date.fromisoformat(f"{self.key}-01")
            found = found.filter(published_on__year=first.year, published_on__month=first.month)
        elif self.by:
            value = "" if self.key == NONE else self.key
            same = Q(value=value) if value else Q(value="") | Q(value__isnull=True)
            found = found.alias(value=DIMENSIONS[self.by].field).filter(same)
        return found.order_by("-published_on", "-id").defer("body", "body_text")

    @property
    def label(self) -> str:
        """The value in words."""
        return label_of(self.by, self.key) if self.by else ""


def label_of(name: str, key: str) -> str:
    """A value of a dimension in words; empty for one that is not known."""
    if name == "agency":
        own, code = key.startswith("="), key.lstrip("=")
        found = Agency.objects.filter(code=code).values_list("name", flat=True).first() or ""
        return found if own or not found else _("%(agency)s（含下级）") % {"agency": found}
    if name not in DIMENSIONS:
        return key
    dimension = DIMENSIONS[name]
    return f"{dimension.title}：{_label(dimension, key)}"


def published_late(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those among them that were published after their last day (条例第二十六条)."""
    return documents.filter(published_on__date__gt=F("publication_due_on"))


def _path_of(code: str) -> str:
    path = Agency.objects.filter(code=code).values_list("path", flat=True).first()
    return path or "?"


@dataclass(frozen=True, slots=True)
class Group:
    """Public documents that are alike in every dimension: how many in the period, a year before, until its end, and how
    many of the last can be read as text."""

    agency: int
    values: dict[str, str]
    numbers: Sum3
    with_text: int


def groups(documents: QuerySet[Document], period: Period) -> list[Group]:
    """The documents by all dimensions at once: the table is read one time, the tables are made of the groups."""
    files = Attachment.objects.filter(document=OuterRef("pk"), extension__in=WITH_TEXT)
    readable: Any = ~Q(body_text="") | (~Q(attached=[]) & Q(Exists(files)))
    names = {f"by_{name}": dimension.field for name, dimension in DIMENSIONS.items()}
    rows = (
        documents.filter(until(period))
        .annotate(place=F("agency_id"), **names)
        .values("place", *names)
        .annotate(
            now=Count("pk", filter=in_days(period)),
            before=Count("pk", filter=in_days(period.year_before)),
            total=Count("pk"),
            with_text=Count("pk", filter=readable),
        )
        .values_list("place", *names, "now", "before", "total", "with_text")
    )
    return [
        Group(place, dict(zip(DIMENSIONS, values, strict=True)), (now, before, total), with_text)
        for place, *values, now, before, total, with_text in rows
    ]


def by_dimension(found: Iterable[Group], name: str) -> Table:
    """The documents by one of DIMENSIONS, the most published first."""
    dimension = DIMENSIONS[name]
    sums: dict[str, Sum3] = {}
    for group in found:
        key = group.values[name] or NONE
        sums[key] = _added(sums.get(key, NOTHING), group.numbers)
    counts = [
        figures.Count(key, _label(dimension, key), *numbers)
        for key, numbers in sorted(sums.items(), key=lambda item: (-item[1][0], -item[1][2], item[0]))
    ]
    return figures.table(name, str(dimension.title), counts)


def _label(dimension: Dimension, key: str) -> str:
    if key == NONE:
        return str(dimension.none)
    try:
        return dimension.label(key) or key
    except ValueError:  # a value that was written before it went out of use
        return key


def by_agency(found: Iterable[Group], top: Agency | None = None) -> Table:
    """The documents by agency in the order of the tree; whoever has agencies below it has a subtotal besides its own."""
    own: dict[int, Sum3] = {}
    for group in found:
        own[group.agency] = _added(own.get(group.agency, NOTHING), group.numbers)
    agencies = list(_below(top).order_by("path").values_list("pk", "path", "code", "name"))
    sums: dict[str, Sum3] = {}
    for pk, path, _code, _name in agencies:
        for end in range(Agency.steplen, len(path) + 1, Agency.steplen) if pk in own else ():
            sums[path[:end]] = _added(sums.get(path[:end], NOTHING), own[pk])
    counts: list[figures.Count] = []
    for pk, path, code, name in agencies:
        if path not in sums:
            continue
        depth = sum(path[:end] in sums for end in range(Agency.steplen, len(path), Agency.steplen))
        mine = own.get(pk, NOTHING)
        if mine != sums[path]:
            label = _("%(agency)s（含下级）") % {"agency": name}
            counts.append(figures.Count(code, label, *sums[path], depth=depth, is_subtotal=True))
            depth, code = depth + 1, f"={code}"
        if pk in own:
            counts.append(figures.Count(code, name, *mine, depth=depth))
    return figures.table("agency", _("机关"), counts)


def _added(one: Sum3, other: Sum3) -> Sum3:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def by_month(documents: QuerySet[Document], period: Period) -> Table:
    """The documents by month of publication, beside the same month a year before."""
    rows = (
        documents.filter(in_days(period) | in_days(period.year_before))
        .annotate(month=TruncMonth("published_on"))
        .values("month")
        .annotate(
            number=Count("pk", filter=in_days(period)), past=Count("pk", filter=in_days(period.year_before))
        )
        .values_list("month", "number", "past")
    )
    now: dict[tuple[int, int], int] = {}
    before: dict[tuple[int, int], int] = {}
    for month, number, past in rows:
        now[month.year, month.month] = number
        before[month.year + 1, month.month] = past
    opening = documents.filter(Q(published_on__lt=_start(period.since))).count()
    counts, running = [], opening
    for year, month in _months(period):
        running += now.get((year, month), 0)
        label = _("%(year)d年%(month)d月") % {"year": year, "month": month}
        counts.append(
            figures.Count(
                f"{year:04d}-{month:02d}",
                label,
                now.get((year, month), 0),
                before.get((year, month), 0),
                running,
            )
        )
    made = figures.table("month", _("月份"), counts)
    return replace(made, sum=replace(made.sum, total=running))  # a month's total holds those before it


def _months(period: Period) -> list[tuple[int, int]]:
    first = period.since.year * 12 + period.since.month - 1
    last = period.until.year * 12 + period.until.month - 1
    return [(at // 12, at % 12 + 1) for at in range(first, last + 1)]


def by_channel(agency: Agency | None, period: Period) -> Table:
    """What went out on channels besides the site, in pieces."""
    agencies = _below(agency)
    sums: dict[str, list[int]] = {}
    past = period.year_before
    for at, days in enumerate((period, past, Period(date(2000, 1, 1), period.until))):
        rows = channels.counted(agencies, days.since, days.until).order_by()
        for channel, pieces in (
            rows.values("channel").annotate(sum=Sum("pieces")).values_list("channel", "sum")
        ):
            sums.setdefault(channel, [0, 0, 0])[at] = pieces
    known = declared.every()
    counts = [
        figures.Count(channel, str(known[channel].label) if channel in known else channel, now, before, total)
        for channel, (now, before, total) in sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
    ]
    return figures.table("channel", _("网站以外的渠道（件）"), counts)


def full_text(found: Iterable[Group]) -> Rate:
    """全文电子化率: of the entries public at the end of the period, those whose text is there, in the page or in a file."""
    rows = [(group.with_text, group.numbers[2]) for group in found]
    return Rate(sum(part for part, _whole in rows), sum(whole for _part, whole in rows))


def _with_limit(documents: QuerySet[Document], period: Period) -> QuerySet[Document]:
    return within(documents, period).filter(publication_due_on__isnull=False)


def on_time(documents: QuerySet[Document], period: Period) -> Rate:
    """按时公开率: of what was published in the period and had a limit (条例第二十六条), that published by its last day."""
    found = _with_limit(documents, period).aggregate(
        whole=Count("pk"), part=Count("pk", filter=Q(published_on__date__lte=F("publication_due_on")))
    )
    return Rate(found["part"], found["whole"])


def late(agency: Agency | None, period: Period) -> list[Late]:
    """What was published after its last day in the period, the latest first; at most 200."""
    rows = (
        published_late(within(scope(agency), period))
        .order_by("-published_on", "-id")
        .values_list("pk", "title", "agency__name", "publication_due_on", "published_on")[:SHOWN_LATE]
    )
    calendar = working_days.current()
    found = []
    for pk, title, name, due_on, published_on in rows:
        if due_on is None or published_on is None:
            continue
        out_on = timezone.localdate(published_on)
        found.append(Late(pk, title, name, due_on, out_on, calendar.count(due_on, out_on)))
    return found


def withdrawn(agency: Agency | None, period: Period) -> int:
    """How many documents that were public were taken down in the period."""
    rows = Document.objects.filter(
        withdrawn_on__range=(period.since, period.until), published_on__isnull=False
    )
    return (rows if agency is None else rows.filter(agency__path__startswith=agency.path)).count()


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


def years(agency: Agency | None) -> list[int]:
    """The years in which something was published, the latest first."""
    return [day.year for day in scope(agency).dates("published_on", "year", order="DESC")]


def overview(agency: Agency | None, period: Period) -> Overview:
    """Every figure of a period."""
    documents = scope(agency)
    found = groups(documents, period)
    agencies = by_agency(found, agency)
    tables = [by_month(documents, period), *(by_dimension(found, name) for name in DIMENSIONS)]
    tables += [agencies, by_channel(agency, period)]
    return Overview(
        period=period,
        published=Line(agencies.sum, None),
        withdrawn=withdrawn(agency, period),
        full_text=full_text(found),
        on_time=on_time(documents, period),
        tables=tuple(table for table in tables if table.sum.total or table.sum.now),
    )
