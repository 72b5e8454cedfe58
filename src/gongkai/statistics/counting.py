"""What was published, counted by the database: a few queries, however much there is.

Counted is what anybody can see now (`catalog.queries.public_documents`), by the day it was published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import working_days
from gongkai.agencies.models import Agency
from gongkai.catalog.models import Attachment, Document
from gongkai.channels import declared
from gongkai.channels import queries as channels
from gongkai.statistics import figures
from gongkai.statistics.figures import Late, Line, Overview, Rate, Table
from gongkai.statistics.periods import Period
from gongkai.statistics.population import (
    DIMENSIONS,
    NONE,
    below,
    in_days,
    published_late,
    scope,
    until,
    value_label,
    within,
)

# Attachments out of which text can be read; pictures and packed files are none.
WITH_TEXT = ("doc", "docx", "wps", "pdf", "ofd", "xls", "xlsx", "et", "csv", "txt", "html", "htm", "rtf")
SHOWN_LATE = 200
Sum3 = tuple[int, int, int]
NOTHING: Sum3 = (0, 0, 0)


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
        figures.Count(key, value_label(dimension, key), *numbers)
        for key, numbers in sorted(sums.items(), key=lambda item: (-item[1][0], -item[1][2], item[0]))
    ]
    return figures.table(name, str(dimension.title), counts)


def by_agency(found: Iterable[Group], top: Agency | None = None) -> Table:
    """The documents by agency in the order of the tree; whoever has agencies below it has a subtotal besides its own."""
    own: dict[int, Sum3] = {}
    for group in found:
        own[group.agency] = _added(own.get(group.agency, NOTHING), group.numbers)
    agencies = list(below(top).order_by("path").values_list("pk", "path", "code", "name"))
    sums: dict[str, Sum3] = {}
    for pk, path, _code, _name in agencies:
        for end in range(Agency.steplen, len(path) + 1, Agency.steplen) if pk in own else ():
            sums[path[:end]] = _added(sums.get(path[:end], NOTHING), own[pk])
    shown = {path for _pk, path, _code, _name in agencies if path in sums}
    counts: list[figures.Count] = []
    for pk, path, code, name in agencies:
        if path not in shown:
            continue
        depth = sum(path[:end] in shown for end in range(Agency.steplen, len(path), Agency.steplen))
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


def by_month(documents: QuerySet[Document], period: Period, opening: int) -> Table:
    """The documents by month of publication, beside the same month a year before; `opening`: published before the period."""
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
    agencies = below(agency)
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


def years(agency: Agency | None) -> list[int]:
    """The years in which something was published, the latest first."""
    return [day.year for day in scope(agency).dates("published_on", "year", order="DESC")]


def overview(agency: Agency | None, period: Period) -> Overview:
    """Every figure of a period."""
    documents = scope(agency)
    found = groups(documents, period)
    agencies = by_agency(found, agency)
    opening = agencies.sum.total - agencies.sum.now
    tables = [by_month(documents, period, opening), *(by_dimension(found, name) for name in DIMENSIONS)]
    tables += [agencies, by_channel(agency, period)]
    return Overview(
        period=period,
        published=Line(agencies.sum, None),
        withdrawn=withdrawn(agency, period),
        full_text=full_text(found),
        on_time=on_time(documents, period),
        tables=tuple(table for table in tables if table.sum.total or table.sum.now),
    )
