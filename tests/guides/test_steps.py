"""The steps of a guide: read from rows, checked, added up, drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.convert import flowchart
from gongkai.guides import steps

PROCEDURE: list[dict[str, Any]] = [
    {
        "name": "受理",
        "who": "窗口",
        "days": 1,
        "next": "材料齐全：审核；材料不齐全：一次性告知；不属于职权：办结",
    },
    {"name": "一次性告知", "days": 0, "next": "受理"},
    {"name": "审核", "who": "审批股", "days": 3, "next": "需要核查：现场核查；不需要核查：决定"},
    {"name": "现场核查", "days": 5},
    {"name": "决定", "days": 1, "result": "食品经营许可证"},
]


def codes(rows: list[dict[str, Any]]) -> list[tuple[int | None, str]]:
    return [(fault.row, fault.code) for fault in steps.read(rows)[1]]


def test_rows_lead_on_to_the_next_unless_they_say_otherwise() -> None:
    found, faults = steps.read(PROCEDURE)
    assert not faults
    assert [[branch.target for branch in step.branches] for step in found] == [
        [2, 1, None], [0], [3, 4], [4], [None],
    ]  # fmt: skip
    assert found[0].branches[1].condition == "材料不齐全"


def test_the_longest_way_counts_a_loop_once() -> None:
    found, _faults = steps.read(PROCEDURE)
    assert steps.longest(found) == 1 + 3 + 5 + 1
    assert steps.longest([]) == 0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"name": "受理", "next": "审查"}, {"name": "审核"}], (0, "STEP-NOWHERE")),
        ([{"name": "受理", "next": "办结"}, {"name": "审核"}], (1, "STEP-UNREACHED")),
        ([{"name": "受理", "next": "审核"}, {"name": "审核", "next": "受理"}], (0, "STEP-ENDLESS")),
        ([{"name": "受理", "next": "齐全：审核"}, {"name": "审核"}], (0, "STEP-ONE-CONDITION")),
        ([{"name": "受理", "next": "审核；办结"}, {"name": "审核"}], (0, "STEP-NO-CONDITION")),
        ([{"name": "受理"}, {"name": "受理"}], (1, "STEP-TWICE")),
    ],
)
def test_what_is_wrong_is_told_with_its_row(rows: list[dict[str, Any]], expected: tuple[int, str]) -> None:
    assert expected in codes(rows)


def test_a_name_nearly_right_is_suggested() -> None:
    fault = steps.read([{"name": "受理审查", "next": "现场核实"}, {"name": "现场核查"}])[1][0]
    assert "现场核查" in fault.text


def test_a_straight_procedure_becomes_a_chart_from_application_to_end() -> None:
    found, _faults = steps.read([{"name": "受理", "days": 0}, {"name": "决定", "who": "局长", "days": 2}])
    chart = steps.chart("流程图", found)
    assert chart
    assert [node.text for node in chart.nodes] == ["申请", "受理", "决定", "办结"]
    assert chart.nodes[1].notes == ("当日",)
    assert chart.nodes[2].notes == ("局长", "2个工作日")
    assert len(chart.edges) == 3
    assert steps.chart("空", []) is None
    assert steps.chart("太多", [found[1]] * 59) is None


CELLS = st.one_of(st.none(), st.integers(-3, 400), st.text("受理；：办结\n，", max_size=12), st.just("受理"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["name", "who", "days", "next"]), CELLS), max_size=8))
def test_rows_of_any_kind_are_read_and_drawn(rows: list[dict[str, Any]]) -> None:
    found, _faults = steps.read(rows)
    assert len(found) == len(rows)
    chart = steps.chart("流程图", found)
    assert (chart is None) == (not rows)
    if chart:
        assert flowchart.svg(chart).startswith("<svg")
