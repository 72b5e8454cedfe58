"""What a cell says, and labels with a slip."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.audit.tables.likeness import distance, likest
from gongkai.audit.tables.numbers import number
from gongkai.audit.tables.plans import plan
from gongkai.audit.tables.squeezed import Squeezed, without_page_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("１２", 12),
        (" 7 件", 7),
        ("1,234", 1234),
        ("1，234", 1234),
        ("3.0", 3),
        ("2.5", Decimal("2.5")),
        ("-4", -4),
        ("减少4", -4),
        ("增3", 3),
        ("+3", 3),
        ("", None),
        ("/", None),
        ("——", None),
        ("—\n—", None),
        ("无", 0),
        ("O", 0),
        ("1O5", 105),
    ],
)
def test_what_a_cell_says(text: str, value: object) -> None:
    said = number(text)
    assert said is not None
    assert said.value == value


@pytest.mark.parametrize("text", ["见附件", "1 2", "3/4", "2.3.4", "SOS", "12,34"])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None or text == "SOS"


def test_money() -> None:
    assert number("35000元", decimal=True) is not None
    said = number("35000元", decimal=True)
    assert said is not None
    assert said.value == Decimal("3.5")


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("上年结转", "上年结转", 0),
        ("上年转结", "上年结转", 1),
        ("上年结", "上年结转", 1),
        ("信防举报", "信访举报", 1),
        ("甲乙丙", "丁戊己", 3),
    ],
)
def test_distance(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == far


def test_only_the_one_label_it_resembles() -> None:
    labels = plan("2021", "t3").labels
    found = likest("本机关不掌提相关政府信息", labels)
    assert found is not None
    assert found[0].core == "本机关不掌握相关政府信息"
    assert likest("加强组织领导落实责任", labels) is None


def test_places_survive_squeezing() -> None:
    text = "甲（乙） | 丙\n１２ 丁"
    squeezed = Squeezed(text, 0, len(text))
    assert squeezed.text == "甲乙丙12丁"
    assert [text[squeezed.place(at)] for at in range(6)] == list("甲乙丙１２丁")
    assert squeezed.place(6) == len(text)


def test_page_numbers_are_blank_and_nothing_moves() -> None:
    text = "上文\n- 12 -\n下文\n第 3 页 共 9 页\n末"
    cleaned = without_page_numbers(text, 0, len(text))
    assert len(cleaned) == len(text)
    assert cleaned.split() == ["上文", "下文", "末"]
