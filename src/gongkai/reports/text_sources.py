"""The figures of a report's text, from the records and from what a signature froze. A fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from gongkai.agencies import working_days
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import DocumentType
from gongkai.foi.models import Case
from gongkai.law.forms import Number
from gongkai.reports import cells
from gongkai.reports.figures import Computed
from gongkai.reports.models import AnnualReport
from gongkai.reports.text_figures import Counted, Figures, build


def figures(
    computed: Computed, report: AnnualReport | None = None, *, counted: Counted | None = None
) -> Figures:
    """Every figure the text of a report may quote. A signed report answers with what was frozen."""
    if report is not None and report.frozen:
        counted = read_counted(report.frozen)
    counted = counted or count(computed)
    last = _last_counted(computed) if computed.frozen else computed.previous_counted
    form = cells.form(computed.form)
    labels = {cell: (form.cells[cell].label, form.cells[cell].unit) for cell in computed.values}
    return build(
        computed.values,
        labels,
        counted,
        computed.previous,
        last,
        covers="本级政府及所属单位" if computed.agency.is_government else "本机关",
    )


def _last_counted(computed: Computed) -> Counted | None:
    """The counts signed for the year before a report that is signed itself."""
    before = AnnualReport.objects.filter(
        agency=computed.agency, year=computed.year - 1, frozen__isnull=False
    ).first()
    return None if before is None else read_counted(before.frozen or {})


def count(computed: Computed) -> Counted:
    """The counts beside the form, from the records as they are now."""
    agencies = (
        list(Agency.objects.filter(path__startswith=computed.agency.path))
        if computed.subtree
        else [computed.agency]
    )
    read = _read(agencies, computed.year)
    return _counted(computed, *([row for rows in found.values() for row in rows] for found in read))


def count_each(computed: Collection[Computed], year: int) -> dict[int, Counted]:
    """The counts beside the form of single agencies, by agency; as many queries for a thousand of them as for one."""
    read = _read([each.agency for each in computed], year)
    return {each.agency.pk: _counted(each, *(found[each.agency.pk] for found in read)) for each in computed}


_Published = tuple[str, str, int]
_Handled = tuple[date, date, bool | None]
_By = Mapping[int, list[Any]]


def _read(agencies: Collection[Agency], year: int) -> tuple[_By, _By, _By]:
    """By agency: what was published (type, column, number), how requests came (channel, number), and how they were handled."""
    published = catalog.public_documents().filter(agency__in=agencies, published_on__year=year)
    documents = published.order_by().values_list("agency", "document_type", "column__name")
    received = Case.objects.filter(agency__in=agencies, received_on__year=year).order_by()
    last = min(date(year, 12, 31), timezone.localdate())
    handled = (
        Case.objects.filter(agency__in=agencies, received_on__isnull=False)
        .annotate(counted_on=Coalesce("first_closed_on", "closed_on"))
        .filter(counted_on__range=(date(year, 1, 1), last))
        .order_by()
    )
    return (
        _by_agency(documents.annotate(Count("pk"))),
        _by_agency(received.values_list("agency", "channel").annotate(Count("pk"))),
        _by_agency(handled.values_list("agency", "received_on", "counted_on", "decided_on_time")),
    )


def _by_agency(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for agency, *rest in rows:
        found[agency].append(tuple(rest))
    return found


def _counted(
    computed: Computed,
    published: Iterable[_Published],
    received: Iterable[tuple[str, int]],
    handled: Iterable[_Handled],
) -> Counted:
    numbers: dict[str, Number] = {"fees.received": computed.fees}
    lists: dict[str, list[tuple[str, int]]] = {}
    _documents(published, numbers, lists)
    lists["requests.channels"] = _channels(received)
    _handling(handled, numbers)
    return Counted(numbers, lists)


def as_json(counted: Counted) -> dict[str, Any]:
    """The counts as a signature freezes them."""
    return {
        "numbers": {key: str(value) for key, value in counted.numbers.items()},
        "lists": {key: [list(pair) for pair in pairs] for key, pairs in counted.lists.items()},
    }


def read_counted(frozen: Mapping[str, Any]) -> Counted:
    """The counts a signature froze; a report signed before there were any knows its fees alone."""
    kept = frozen.get("figures")
    if not kept:
        return Counted({"fees.received": Decimal(frozen["fees"])} if "fees" in frozen else {})
    numbers = {key: _number(value) for key, value in kept["numbers"].items()}
    return Counted(numbers, {key: [(p[0], int(p[1])) for p in pairs] for key, pairs in kept["lists"].items()})


def _number(text: str) -> Number:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _documents(
    published: Iterable[_Published], numbers: dict[str, Number], lists: dict[str, list[tuple[str, int]]]
) -> None:
    """What was published in the year and is public: all, by type and by column."""
    types: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for kind, column, number in published:
        types[kind] += number
        if column:
            columns[column] += number
    numbers["documents.published"] = sum(types.values())
    numbers["documents.interpretations"] = types.get("interpretation", 0)
    with translation.override("zh-hans"):  # the report is Chinese whoever makes it
        labels = {str(value): str(label) for value, label in DocumentType.choices}
    lists["documents.types"] = [(labels.get(kind, kind), number) for kind, number in types.most_common()]
    lists["documents.columns"] = columns.most_common()


def _channels(received: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for channel, number in received:
        found[channel] += number
    with translation.override("zh-hans"):
        return [(_channel(str(label)), found[value]) for value, label in Case.Channel.choices]


def _channel(label: str) -> str:
    """当面提交, 挂号信或特快专递: a label without what it explains in brackets."""
    return label.partition("（")[0]


def _handling(handled: Iterable[_Handled], numbers: dict[str, Number]) -> None:
    """Working days used and answers in time, over the requests closed in the year for the first time."""
    found = list(handled)
    if not found:
        return
    calendar = working_days.current()
    days = [calendar.count(received_on, closed_on) for received_on, closed_on, _on_time in found]
    average = (Decimal(sum(days)) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    numbers["requests.days"] = int(average) if average == average.to_integral_value() else average
    numbers["requests.on_time"] = sum(on_time is True for *_dates, on_time in found)
    numbers["requests.late"] = sum(on_time is False for *_dates, on_time in found)
