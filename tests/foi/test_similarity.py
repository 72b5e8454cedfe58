"""How alike two texts are: forms of writing do not count, words do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foi import similarity

ROADS = "2025年度农村公路养护资金分配方案"


@pytest.mark.parametrize(
    "other",
    [
        "２０２５年度农村公路养护资金分配方案",
        "2025年度 农村公路养护资金，分配方案。",
        "《2025年度农村公路养护资金分配方案》\u200b",
    ],
)
def test_width_blanks_and_punctuation_make_no_other_text(other: str) -> None:
    alike = similarity.likeness(ROADS, other)
    assert alike.same
    assert alike.percent == 100


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("2025年农村公路养护资金的分配方案", True),
        ("请公开2025年度农村公路养护资金分配方案及其附件和各乡镇明细表", True),
        ("2024年度农村公路养护资金分配方案", True),
        ("2025年度城乡低保标准", False),
        ("方案", False),
        ("", False),
    ],
)
def test_near_and_far(other: str, near: bool) -> None:
    alike = similarity.likeness(ROADS, other)
    assert alike.is_near is near, alike.score
    assert not alike.same


def test_a_short_text_within_a_long_one_is_no_repeat() -> None:
    assert not similarity.likeness("预算", "2025年度部门预算及绩效目标").is_near


@given(st.text(max_size=80), st.text(max_size=80))
def test_measures_are_symmetric_and_between_nothing_and_one(one: str, other: str) -> None:
    there, back = similarity.likeness(one, other), similarity.likeness(other, one)
    assert there == back
    assert 0 <= there.jaccard <= there.containment <= 1
    assert 0 <= there.score <= 1


@given(st.text(max_size=80))
def test_a_text_is_like_itself_unless_it_says_nothing(text: str) -> None:
    assert similarity.likeness(text, text).same is bool(similarity.plain(text))
