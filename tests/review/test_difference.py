"""Two versions side by side: what is shown is all of it and only it, and never markup."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from gongkai.review import difference
from gongkai.review.difference import Line
from gongkai.review.versions import Base, Comparison

TEXTS = st.lists(st.text(alphabet="甲乙丙12a <&>\"'", min_size=1, max_size=12), max_size=8)


def kinds(before: list[str], after: list[str]) -> list[str]:
    return [line.kind for line in difference.compare(before, after, context=None)]


def test_a_changed_word_is_shown_within_its_paragraph() -> None:
    [line] = difference.compare(["补助标准为每人100元。"], ["补助标准为每人1000元。"])
    assert line.kind == "changed"
    assert [(piece.kind, piece.text) for piece in line.pieces] == [
        ("same", "补助标准为每人"),
        ("removed", "100"),
        ("added", "1000"),
        ("same", "元。"),
    ]


def test_added_removed_and_unlike_paragraphs() -> None:
    assert kinds(["甲"], ["甲", "乙"]) == ["same", "added"]
    assert kinds(["甲", "乙"], ["乙"]) == ["removed", "same"]
    assert kinds(["完全不同的一段文字"], ["abcdef 12345"]) == ["removed", "added"]


def test_unchanged_paragraphs_far_away_are_counted_not_shown() -> None:
    before = [f"第{n}段" for n in range(20)]
    after = [*before[:10], "插入", *before[10:]]
    lines = difference.compare(before, after, context=1)
    assert [line.skipped for line in lines if line.skipped] == [9, 9]
    assert len(lines) == 5


@given(TEXTS, TEXTS)
def test_both_versions_can_be_read_back(before: list[str], after: list[str]) -> None:
    def side(lines: list[Line], left_out: str) -> list[str]:
        return [
            text
            for line in lines
            if line.kind != left_out
            and (text := "".join(p.text for p in line.pieces if p.kind != left_out)) is not None
        ]

    lines = difference.compare(before, after, context=None)
    assert side(lines, "removed") == after
    assert side(lines, "added") == before


def test_what_is_too_much_to_compare_word_by_word_is_still_shown() -> None:
    many = difference.MOST_CHARACTERS // 1000
    before = [f"{number}" + "甲乙丙丁" * 300 for number in range(many)]
    after = [text + "戊" for text in before]
    shown = kinds(before, after)
    assert shown[0] == "changed"
    assert shown[-1] == "added"
    assert shown.count("changed") + shown.count("added") == many


def test_too_many_paragraphs_are_refused() -> None:
    with pytest.raises(difference.TooLongError):
        difference.compare(["甲"] * (difference.MOST_PARAGRAPHS + 1), [])


def test_script_in_a_version_stays_text() -> None:
    lines = difference.compare(["<script>alert(1)</script>"], ["<img src=x onerror=alert(2)>甲"])
    base, shown = Base("signed", "<b>上次</b>", 1), Comparison([], lines)
    context = {"comparison": shown, "compared_with": base, "bases": []}
    page = render_to_string("review/comparison.html", context)
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert page.count("&lt;") >= 2
