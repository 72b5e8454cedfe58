"""Shares add up to exactly 100.0, follow the counts, and say nothing of nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies.shares import change, rate, shares
from gongkai.statistics import bars, periods
from gongkai.statistics.figures import Count, table
from gongkai.statistics.periods import Period

COUNTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=25)


@given(COUNTS.filter(any))
def test_shares_add_up_and_never_contradict_the_counts(counts: list[int]) -> None:
    found = [share for share in shares(counts) if share is not None]
    assert sum(found) == Decimal(100)
    assert all(share == share.quantize(Decimal("0.1")) for share in found)
    for one, share in zip(counts, found, strict=True):
        assert abs(share - Decimal(one) * 100 / sum(counts)) < Decimal("0.1")
        assert all(share >= other for number, other in zip(counts, found, strict=True) if number < one)


def test_the_shares_of_a_published_report_come_out_as_printed() -> None:
    assert shares([25, 84, 189]) == [Decimal("8.4"), Decimal("28.2"), Decimal("63.4")]
    assert shares([1, 1, 1]) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
    assert shares([0, 0]) == [None, None]
    assert shares([]) == []
    with pytest.raises(ValueError, match="negative"):
        shares([1, -1])


def test_a_rate_is_full_only_when_nothing_is_missing() -> None:
    assert rate(9_999, 10_000) == Decimal("99.9")
    assert rate(10_000, 10_000) == Decimal(100)
    assert rate(1, 100_000) == Decimal("0.1")
    assert rate(0, 7) == Decimal(0)
    assert rate(0, 0) is None


def test_a_change_from_nothing_has_no_percentage() -> None:
    assert change(12, 8) == Decimal(50)
    assert change(0, 3) == Decimal(-100)
    assert change(2, 3) == Decimal("-33.3")
    assert change(5, 0) is None


@given(st.dates(date(1991, 1, 1), date(2100, 12, 31)), st.integers(0, 800))
def test_the_year_before_ends_where_a_year_before_ended(since: date, days: int) -> None:
    period = Period(since, since + timedelta(days=days))
    past = period.year_before
    assert past.since.year == since.year - 1
    assert past.since.month == since.month
    assert past.until.month == period.until.month
    assert (past.until + timedelta(days=1)).day == 1 or past.until.day == period.until.day


def test_parts_of_a_year() -> None:
    assert periods.of_year(2024, "m2") == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert periods.of_year(2024, "m2").year_before == Period(date(2023, 2, 1), date(2023, 2, 28))
    assert periods.of_year(2025, "m2").year_before.until == date(2024, 2, 29)
    assert periods.of_year(2026, "half2") == Period(date(2026, 7, 1), date(2026, 12, 31))
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_subtotals_stay_out_of_sum_and_shares() -> None:
    made = table(
        "agency",
        "机关",
        [
            Count("a", "县（含下级）", 4, 2, 9, is_subtotal=True),
            Count("=a", "县", 1, 1, 3),
            Count("b", "局", 3, 1, 6),
        ],
    )
    assert (made.sum.now, made.sum.before, made.sum.total) == (4, 2, 9)
    assert [line.share for line in made.lines] == [None, Decimal(25), Decimal(75)]


def test_a_chart_escapes_labels_and_gathers_what_is_beyond_twelve() -> None:
    drawn = bars.svg("x", "<题>", [bars.Bar(f"<项{n}>", n, 1) for n in range(20)], ("本期", "上年"), "其余")
    assert "<项" not in drawn
    assert "&lt;题&gt;" in drawn
    assert f">{sum(range(11, 20))}<" in drawn
    assert "style=" not in drawn
