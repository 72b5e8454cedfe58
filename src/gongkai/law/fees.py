"""The information-processing fee (信息处理费): by item or by page, progressive on the excess; one method for a request.

Whether to charge is the agency's reasoned choice (条例第四十二条); this only says how much it would be.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law import datafiles
from gongkai.law.errors import refuse

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One step of the tariff: the units `first`–`last`, how many of them are charged, at what rate, in yuan."""

    first: int
    last: int
    count: int
    rate: int
    amount: int
    text: str

    def as_dict(self) -> dict[str, object]:
        """The line as the command line prints it."""
        return {
            "from": self.first,
            "to": self.last,
            "count": self.count,
            "rate": self.rate,
            "amount": self.amount,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in whole yuan, with the lines that add up to it. `method`: items or pages."""

    method: str
    count: int
    amount: int
    lines: tuple[FeeLine, ...]
    article: str

    def as_dict(self) -> dict[str, object]:
        """The fee as the command line prints it."""
        return {
            "method": self.method,
            "count": self.count,
            "amount": self.amount,
            "lines": [line.as_dict() for line in self.lines],
            "article": self.article,
        }


def by_item(n: int, already: int = 0) -> Fee:
    """The fee for `n` items when the same applicant had `already` items in the same natural month (Art 4).

    Every kind of answer counts. Raises LawInputError below zero or beyond a million.
    """
    return _fee("items", n, already, "件")


def by_page(p: int) -> Fee:
    """The fee for `p` single A4 sides of one request; requests are not added up (Art 5).

    Raises LawInputError below zero or beyond a million.
    """
    return _fee("pages", p, 0, "页")


def _fee(method: str, count: int, already: int, unit: str) -> Fee:
    if not 0 <= count <= MOST or not 0 <= already <= MOST:
        raise refuse("bad_count", f"数量应是 0 至 {MOST} 之间的整数", method)
    table = datafiles.read("fees.yaml").table(method[:-1])
    lines = []
    for first, last, rate in _tiers(table, already + count):
        low, high = max(first, already + 1), min(last, already + count)
        if low <= high:
            number = high - low + 1
            text = f"第{low}—{high}{unit}" if high > low else f"第{low}{unit}"
            tariff = f"{rate}元/{unit}×{number}={rate * number}元" if rate else "免费"
            lines.append(FeeLine(low, high, number, rate, rate * number, f"{text}：{tariff}"))
    return Fee(method, count, sum(line.amount for line in lines), tuple(lines), table.text("article"))


def _tiers(table: datafiles.Table, upto: int) -> list[tuple[int, int, int]]:
    """The tiers as (first, last, rate) as far as `upto`; beyond the fixed ones the rate climbs by steps."""
    tiers: list[tuple[int, int, int]] = []
    first, rate = 1, 0
    for row in table.tables("tiers"):
        last = max(upto, first) if row.get("upto") is None else row.number("upto")
        rate = row.number("rate")
        tiers.append((first, last, rate))
        first = last + 1
    while first <= upto:
        rate += table.number("rise")
        tiers.append((first, first + table.number("step") - 1, rate))
        first += table.number("step")
    return tiers
