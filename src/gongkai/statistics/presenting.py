"""Figures as pages write them, for the public and the office alike: numbers in words, bars beside each table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.statistics import bars
from gongkai.statistics.figures import Line, Overview, Rate, Table

# Where documents stand behind a line: the other tables count other things.
OPENED = frozenset({"agency", "month", "item", "kind", "column", "schema", "topic"})
Address = Callable[[dict[str, str]], str]


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line in words; `url` opens the documents of the period, `total_url` those until its end."""

    label: str
    indent: str
    now: str
    share: str
    before: str
    change: str
    total: str
    url: str
    before_url: str
    total_url: str
    is_subtotal: bool


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table with its chart."""

    id: str
    title: str
    svg: SafeString
    lines: list[WrittenLine]
    sum: WrittenLine


def written(overview: Overview, address: Address) -> list[WrittenTable]:
    """The tables of an overview; `address` makes the address of the list behind a number from its parameters."""
    return [_table(table, overview, address) for table in overview.tables]


def _table(table: Table, overview: Overview, address: Address) -> WrittenTable:
    drawn = [
        bars.Bar(line.count.label, line.count.now, line.count.before)
        for line in table.lines
        if not line.count.is_subtotal
    ]
    if table.dimension == "agency":
        drawn.sort(key=lambda bar: -bar.now)
    picture = bars.svg(table.dimension, table.title, drawn, (_("本期"), _("上年同期")), _("其余合计"))
    lines = [_line(table, line, overview, address) for line in table.lines]
    whole = _line(table, Line(table.sum, Decimal("100.0") if table.sum.now else None), overview, address)
    return WrittenTable(table.dimension, table.title, mark_safe(picture), lines, whole)


def _line(table: Table, line: Line, overview: Overview, address: Address) -> WrittenLine:
    count = line.count
    urls = {"now": "", "before": "", "total": ""}
    if table.dimension in OPENED:
        behind = {"by": table.dimension, "key": count.key} if count.key else {}
        days, past = overview.period, overview.period.year_before
        month = table.dimension == "month" and bool(count.key)
        now = {} if month else {"since": str(days.since), "until": str(days.until)}
        urls["now"] = address(behind | now) if count.now else ""
        urls["before"] = (
            address(behind | {"since": str(past.since), "until": str(past.until)})
            if count.before and not month
            else ""
        )
        urls["total"] = address(behind | {"until": str(days.until)}) if count.total and not month else ""
    return WrittenLine(
        label=count.label or _("合计"),
        indent="　" * count.depth,
        now=f"{count.now:,}",
        share=per_cent(line.share),
        before=f"{count.before:,}",
        change=change(line),
        total=f"{count.total:,}",
        url=urls["now"],
        before_url=urls["before"],
        total_url=urls["total"],
        is_subtotal=count.is_subtotal,
    )


def per_cent(value: Decimal | None) -> str:
    """25.0%, or — where there is nothing to share."""
    return "—" if value is None else f"{value:.1f}%"


def change(line: Line) -> str:
    """+12（+8.5%）; without a year before, the number alone."""
    if line.change is None:
        return f"{line.difference:+,}（—）" if line.difference else "—"
    return f"{line.difference:+,}（{line.change:+.1f}%）"


def rate(value: Rate) -> str:
    """98.3%（59/60）, or — where nothing was counted."""
    return "—" if value.per_cent is None else f"{value.per_cent:.1f}%（{value.part:,}/{value.whole:,}）"


def query(parameters: dict[str, str]) -> str:
    """Parameters as the end of an address."""
    return urlencode(parameters)
