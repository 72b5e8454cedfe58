"""What was published, counted by the database: a few queries, however much there is.

Counted is what anybody can see now (`catalog.queries.public_documents`), by the day it was published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.channels import queries as channels
from gongkai.statistics import figures
from gongkai.statistics.behind import channel_label, withdrawn
from gongkai.statistics.figures import Line, Overview, Rate, Table
from gongkai.statistics.periods import Period
from gongkai.statistics.population import (
    DIMENSIONS,
    NONE,
    below,
    came_late,
    had_limit,
    has_text,
    in_days,
    scope,
    until,
    value_label,
    within,
)

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
    names = {f"by_{name}": dimension.field for name, dimension in DIMENSIONS.items()}
    rows = (
        documents.filter(until(period))
        .annotate(place=F("agency_id"), **names)
        .values("place", *names)
        .annotate(
            now=Count("pk", filter=in_days(period)),
            before=Count("pk", filter=in_days(period.year_before)),
            total=Count("pk"),
            with_text=Count("pk", filter=has_text()),
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
    for at, days in enumerate((period, period.year_before, period.so_far)):
        rows = channels.counted(agencies, days.since, days.until).order_by()
        for channel, pieces in (
            rows.values("channel").annotate(sum=Sum("pieces")).values_list("channel", "sum")
        ):
            sums.setdefault(channel, [0, 0, 0])[at] = pieces
    counts = [
        figures.Count(channel, channel_label(channel), now, before, total)
        for channel, (now, before, total) in sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
    ]
    return figures.table("channel", _("网站以外的渠道（件）"), counts)


def full_text(found: Iterable[Group]) -> Rate:
    """全文电子化率: of the entries public at the end of the period, those whose text is there, in the page or in a file."""
    rows = [(group.with_text, group.numbers[2]) for group in found]
    return Rate(sum(part for part, _whole in rows), sum(whole for _part, whole in rows))


def on_time(documents: QuerySet[Document], period: Period) -> Rate:
    """按时公开率: of what was published in the period and had a limit (条例第二十六条), that published by its last day."""
    found = (
        within(documents, period)
        .filter(had_limit())
        .aggregate(whole=Count("pk"), part=Count("pk", filter=~came_late()))
    )
    return Rate(found["part"], found["whole"])


def taken_down(agency: Agency | None, period: Period) -> Line:
    """How many documents that were public were withdrawn, in the period, a year before and until its end."""
    past = period.year_before
    found = withdrawn(agency, period.so_far).aggregate(
        now=Count("pk", filter=Q(withdrawn_on__gte=period.since)),
        before=Count("pk", filter=Q(withdrawn_on__range=(past.since, past.until))),
        total=Count("pk"),
    )
    return Line(figures.Count("", "", **found), None)


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
        withdrawn=taken_down(agency, period),
        full_text=full_text(found),
        on_time=on_time(documents, period),
        tables=tuple(table for table in tables if table.sum.total or table.sum.now),
    )
