"""The processing fee: the worked examples of the fee rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import fees
from gongkai.law.errors import LawInputError


@pytest.mark.parametrize(
    ("items", "amount"),
    [(0, 0), (10, 0), (11, 100), (14, 400), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (47, 6100)],
)
def test_by_item(items: int, amount: int) -> None:
    assert fees.by_item(items).amount == amount


@pytest.mark.parametrize(
    ("pages", "amount"),
    [
        (0, 0),
        (30, 0),
        (31, 10),
        (40, 100),
        (60, 300),
        (100, 700),
        (101, 720),
        (150, 1700),
        (200, 2700),
        (201, 2740),
        (2219, 83460),
    ],
)
def test_by_page(pages: int, amount: int) -> None:
    assert fees.by_page(pages).amount == amount


def test_the_lines_tell_the_tariff() -> None:
    fee = fees.by_item(35)
    assert [(line.first, line.last, line.rate, line.amount) for line in fee.lines] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2000),
        (31, 35, 200, 1000),
    ]
    assert fee.lines[2].text == "第31—35件：200元/件×5=1000元"
    assert fee.article == "国办函〔2020〕109号第四条"
    assert fees.by_page(31).lines[1].text == "第31页：10元/页×1=10元"
    content = fee.as_dict()
    assert (content["method"], content["count"], content["amount"]) == ("items", 35, 3000)


def rate(k: int) -> int:
    """The charge for the k-th item, as the rules put it."""
    return 0 if k <= 10 else 100 if k <= 30 else 100 + 100 * ((k - 31) // 10 + 1)


@given(st.integers(0, 400), st.integers(0, 400))
def test_by_item_agrees_with_the_rate_of_each_item(n: int, already: int) -> None:
    fee = fees.by_item(n, already)
    assert fee.amount == sum(rate(k) for k in range(already + 1, already + n + 1))
    assert fee.amount == sum(line.amount for line in fee.lines)
    assert sum(line.count for line in fee.lines) == n


@given(st.integers(0, 3000))
def test_by_page_agrees_with_the_formula(p: int) -> None:
    expected = 10 * max(0, min(p, 100) - 30) + 20 * max(0, min(p, 200) - 100) + 40 * max(0, p - 200)
    assert fees.by_page(p).amount == expected


@pytest.mark.parametrize("count", [-1, 10**7])
def test_impossible_counts(count: int) -> None:
    with pytest.raises(LawInputError):
        fees.by_page(count)
    with pytest.raises(LawInputError):
        fees.by_item(1, count)
