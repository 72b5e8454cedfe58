"""Numbering, typography of titles and punctuation, and tables that fit together."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.convert import facts, grid, outline
from gongkai.convert.typography import full_width, title_lines


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、总体情况", 1),
        ("第二部分 职责", 1),
        ("(一)机构", 2),
        ("（十二）机构", 2),
        ("1.规划", 3),
        ("3、规划", 3),
        ("2.5亿元", 0),
        ("2026年工作", 0),
        ("(3)其他", 4),
        ("一是加强领导", 0),
    ],
)
def test_levels(line: str, level: int) -> None:
    assert outline.level(line) == level


def test_leading_sentences() -> None:
    assert outline.split_lead("一、总体情况") == ("一、总体情况", "")
    assert outline.split_lead("(一)加强领导。成立小组。") == ("(一)加强领导。", "成立小组。")
    assert outline.split_lead("没有编号。") == ("", "没有编号。")
    assert outline.split_lead("1.编号但不是标题。后文。") == ("", "1.编号但不是标题。后文。")
    assert not outline.is_heading("(一)存在问题:")


def test_punctuation_of_our_own_text_becomes_full_width() -> None:
    assert full_width("收到,现答复(见附件):好") == "收到，现答复（见附件）：好"
    assert full_width("共1,234件,8:30开门") == "共1,234件，8:30开门"
    assert full_width("http://a.example/(x)?b=1,2") == "http://a.example/(x)?b=1,2"


@pytest.mark.parametrize(
    "title",
    [
        "云溪县财政局2025年政府信息公开工作年度报告",
        "云溪县人民政府办公室关于印发云溪县2026年政务公开工作要点的通知",
        "一二三四五六七八九十" * 6,
        "1234567890" * 5,
    ],
)
def test_a_long_title_is_broken_without_loss(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert len(lines) > 1
    assert max(map(len, lines)) <= 25


def test_a_title_breaks_before_its_year() -> None:
    assert title_lines("云溪县财政局2025年政府信息公开工作年度报告") == [
        "云溪县财政局2025年",
        "政府信息公开工作年度报告",
    ]
    assert title_lines("短标题") == ["短标题"]


def test_cells_are_placed_around_merged_ones() -> None:
    placed = grid.place([[{"text": "甲", "rowspan": 2, "header": True}, "乙"], ["丙"]])
    assert [(item.row, item.column, item.cell.text) for item in placed] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (1, 1, "丙"),
    ]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["甲", "乙"], ["丙"]], "no cell at column 2"),
        ([["甲"], [{"text": "丙", "colspan": 2}]], "sticks out"),
        ([["甲", {"text": "乙", "rowspan": 2}], [{"text": "丙", "colspan": 2}]], "overlap"),
    ],
)
def test_tables_that_do_not_fit_together_are_refused(rows: list[list[object]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        grid.place(rows)  # type: ignore[arg-type]


def test_header_rows_are_those_that_can_be_repeated() -> None:
    head = {"text": "甲", "header": True}
    assert grid.header_rows(grid.place([[head], ["1"]])) == 1
    assert grid.header_rows(grid.place([[head], [head]])) == 0  # nothing left below
    assert grid.header_rows(grid.place([[{**head, "rowspan": 2}, head], ["1"]])) == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日", date(2026, 3, 5)),
        ("发布于2026-03-05 10:00", date(2026, 3, 5)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二0二六年十月二十日", date(2026, 10, 20)),
        ("2026年2月30日", None),
        ("二〇二六年十二月", None),
        ("12345-01-012", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert facts.read_date(text) == day
