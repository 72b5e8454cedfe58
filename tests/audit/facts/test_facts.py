"""Figures stated in words: cases.yaml gives sentences and what a careful person reads in them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.audit import facts, numbers
from gongkai.audit.facts import KINDS, called

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8")
)


def as_read(text: str, year: int) -> list[str]:
    """Each fact as cases.yaml writes it: kind value [precision] [scope] [label]."""
    found = facts.read(text, 0, len(text), year=year)
    for fact in found:
        assert text[fact.start : fact.end] == fact.phrase
        assert 0 < fact.confidence <= 1
        assert fact.kind in KINDS
    return [
        " ".join(
            word
            for word in (
                fact.kind,
                str(fact.value),
                "" if fact.precision == "exact" else fact.precision,
                "" if fact.scope == "own" else fact.scope,
                fact.label,
            )
            if word
        )
        for fact in found
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert sorted(as_read(case["text"], case.get("year", 2017))) == sorted(case["facts"])


@pytest.mark.parametrize(
    ("text", "value", "precision", "unit"),
    [
        ("1,234条", 1234, "exact", "条"),
        ("１２３件", 123, "exact", "件"),
        ("近5500份", 5500, "about", "份"),
        ("19.8万余人次", 198000, "at_least", "人次"),
        ("10次以上", 10, "at_least", "次"),
        ("二十三篇", 23, "exact", "篇"),
        ("一百零五条", 105, "exact", "条"),
        ("两次", 2, "exact", "次"),
        ("22.38万元", Decimal("22.38"), "exact", "万元"),
        ("98.5﹪", Decimal("98.5"), "exact", "%"),
        ("100多条", 100, "at_least", "条"),
        ("约3万人次", 30000, "about", "人次"),
    ],
)
def test_numbers(text: str, value: object, precision: str, unit: str) -> None:
    [token] = numbers.tokens(text, 0, len(text))
    assert (token.value, token.precision, token.unit, token.start, token.end) == (
        value,
        precision,
        unit,
        0,
        len(text),
    )


@pytest.mark.parametrize(
    "text",
    [
        "第二十条",
        "2017年",
        "〔2017〕46号",
        "3月5日",
        "0999-1234567",
        "五公开",
        "一个平台",
        "二〇一七年",
        "15个工作日",
        "第492号",
        "8:30",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert list(numbers.tokens(text, 0, len(text))) == []


def test_tables_are_no_narrative() -> None:
    from gongkai.audit.model import Span

    text = "收到申请5件。\n收到申请\t9件\n召开会议3次。"
    start = text.index("收到申请\t")
    found = facts.read(text, 0, len(text), skip=[Span(start, text.index("召开"))], year=2017)
    assert [(fact.kind, fact.value) for fact in found] == [("requests_received", 5), ("meetings", 3)]


def test_every_named_part_has_a_name_in_words() -> None:
    for kind in KINDS.values():
        for label in kind.labels:
            assert label not in called(kind.id, label)
    assert called("by_channel", "website") == "主动公开（按渠道）／网站"
    assert called("by_category", "机构职能") == "主动公开（按类别）／机构职能"
