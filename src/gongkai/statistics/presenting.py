"""Figures as pages write them, for the public and the office alike: numbers in words, bars beside each table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.statistics import bars, behind, periods
from gongkai.statistics.figures import Line, Overview, Table
from gongkai.statistics.periods import BEGINNING, Period

DOCUMENTS, RELEASES, WITHDRAWN = "documents", "releases", "withdrawn"
Address = Callable[[str, dict[str, str]], str]
"""Makes the address of a list behind a number from its name (one of these three) and its parameters."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words; `url` opens what it counts, empty where it counts nothing."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class WrittenRate:
    """A part of a whole: 98.3% of 60, and what is left. `per_cent` is — where there was nothing."""

    per_cent: str
    part: Number
    whole: Number


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the tables."""

    published: Number
    before: Number
    change: str
    total: Number
    withdrawn: Number
    withdrawn_before: Number
    withdrawn_total: Number
    full_text: WrittenRate
    on_time: WrittenRate
    late: Number


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line in words: of the period, the same days a year before, and until its end."""

    label: str
    indent: str
    now: Number
    share: str
    before: Number
    change: str
    total: Number


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table with its chart."""

    id: str
    title: str
    svg: SafeString
    lines: list[WrittenLine]
    sum: WrittenLine


def head(overview: Overview, address: Address) -> Head:
    """What stands above the tables, each number opening what it counts."""
    days, past, so_far = (days_of(one) for one in _three(overview.period))
    out, gone = overview.published.count, overview.withdrawn.count
    late = overview.on_time.whole - overview.on_time.part

    def documents(number: int, days: dict[str, str], only: str = "") -> Number:
        return _number(number, address, DOCUMENTS, days | ({"only": only} if only else {}))

    return Head(
        published=documents(out.now, days),
        before=documents(out.before, past),
        change=change(overview.published),
        total=documents(out.total, so_far),
        withdrawn=_number(gone.now, address, WITHDRAWN, days),
        withdrawn_before=_number(gone.before, address, WITHDRAWN, past),
        withdrawn_total=_number(gone.total, address, WITHDRAWN, so_far),
        full_text=WrittenRate(
            per_cent(overview.full_text.per_cent),
            documents(overview.full_text.part, so_far, behind.WITH_TEXT),
            documents(overview.full_text.whole, so_far),
        ),
        on_time=WrittenRate(
            per_cent(overview.on_time.per_cent),
            documents(overview.on_time.part, days, behind.ON_TIME),
            documents(overview.on_time.whole, days, behind.HAD_LIMIT),
        ),
        late=documents(late, days, behind.LATE),
    )


def written(overview: Overview, address: Address) -> list[WrittenTable]:
    """The tables of an overview, each number opening what it counts."""
    return [_table(table, overview.period, address) for table in overview.tables]


def _three(period: Period) -> tuple[Period, Period, Period]:
    return period, period.year_before, period.so_far


def days_of(period: Period) -> dict[str, str]:
    """A period as parameters of an address; one from the beginning has only a last day."""
    first = {"since": str(period.since)} if period.since > BEGINNING else {}
    return first | {"until": str(period.until)}


def _number(number: int, address: Address, name: str, parameters: dict[str, str]) -> Number:
    return Number(f"{number:,}", address(name, parameters) if number else "")


def _table(table: Table, period: Period, address: Address) -> WrittenTable:
    drawn = [
        bars.Bar(line.count.label, line.count.now, line.count.before)
        for line in table.lines
        if not line.count.is_subtotal
    ]
    if table.dimension == "agency":
        drawn.sort(key=lambda bar: -bar.now)
    picture = bars.svg(table.dimension, table.title, drawn, (_("本期"), _("上年同期")), _("其余合计"))
    lines = [_line(table, line, period, address) for line in table.lines]
    whole = _line(table, Line(table.sum, Decimal("100.0") if table.sum.now else None), period, address)
    return WrittenTable(table.dimension, table.title, mark_safe(picture), lines, whole)


def _line(table: Table, line: Line, period: Period, address: Address) -> WrittenLine:
    count = line.count
    days: tuple[Period | None, ...] = _three(period)
    value: dict[str, str] = {}
    if table.dimension == "month" and count.key:
        days = _of_month(count.key, period)
    elif count.key and table.dimension == "channel":
        value = {"channel": count.key}
    elif count.key:
        value = {"by": table.dimension, "key": count.key}
    name = RELEASES if table.dimension == "channel" else DOCUMENTS
    now, before, total = (
        _number(number, address, name, value | (days_of(of) if of else {}))
        for number, of in zip((count.now, count.before, count.total), days, strict=True)
    )
    return WrittenLine(
        count.label or _("合计"), "　" * count.depth, now, per_cent(line.share), before, change(line), total
    )


def _of_month(key: str, period: Period) -> tuple[Period | None, Period | None, Period | None]:
    """The days of a month that lie in the period, in that a year before, and all until its end."""
    year, month = (int(part) for part in key.split("-"))
    now = periods.of_month(year, month).within(period)
    before = periods.of_month(year - 1, month).within(period.year_before)
    return now, before, now.so_far if now else None


def per_cent(value: Decimal | None) -> str:
    """25.0%, or — where there is nothing to share."""
    return "—" if value is None else f"{value:.1f}%"


def change(line: Line) -> str:
    """+12（+8.5%）; without a year before, the number alone."""
    if line.change is None:
        return f"{line.difference:+,}（—）" if line.difference else "—"
    return f"{line.difference:+,}（{line.change:+.1f}%）"


def query(parameters: dict[str, str]) -> str:
    """Parameters as the end of an address."""
    return urlencode(parameters)
