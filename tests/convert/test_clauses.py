"""The clauses of a rule: found by their numbering alone, each with one address."""

from __future__ import annotations

import pytest

from gongkai.convert import clauses


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("一百一十", 110),
        ("两千", 2000),
        ("36", 36),
    ],
)
def test_numerals(numeral: str, value: int) -> None:
    assert clauses.number(numeral) == value


def test_a_clause_reaches_up_to_the_next_and_a_mention_begins_none() -> None:
    lines = [
        "第一章 总则", "第一条　为了规范", "第二条收到申请的，登记。", "（一）当面提交的", "第五条规定的事项除外。",
        "第二条之一　补登", "第三条 补正", "第一条 附件另行编号",
    ]  # fmt: skip
    found = clauses.clauses(lines)
    assert [(one.name, one.anchor) for one in found] == [
        ("第一条", "art-1"), ("第二条", "art-2"), ("第二条之一", "art-2-1"), ("第三条", "art-3"),
    ]  # fmt: skip
    assert found[1].text.endswith("第五条规定的事项除外。")


def test_every_clause_of_a_page_has_one_address_and_the_rest_is_untouched() -> None:
    page = (
        '<h2>第一章 总则</h2><p class="a"><strong>第一条</strong>　为了<br/>规范</p><p>不是条款</p>'
        '<table><tr><td><p>第二条 登记</p></td></tr></table><p id="x">第三条 补正</p><p>第一条 附件</p>'
    )
    assert clauses.anchored(page) == (
        '<h2>第一章 总则</h2><p id="art-1" class="a"><strong>第一条</strong>　为了<br/>规范</p><p>不是条款</p>'
        '<table><tr><td><p id="art-2">第二条 登记</p></td></tr></table><p id="x">第三条 补正</p>'
        '<p id="art-1-again-2">第一条 附件</p>'
    )


def test_addresses_and_order_of_names() -> None:
    assert [clauses.anchor(name) for name in ("第三十六条", "第五条之二", "")] == ["art-36", "art-5-2", ""]
    assert sorted(["第十条", "第九条", "", "第九条之一"], key=clauses.order) == [
        "",
        "第九条",
        "第九条之一",
        "第十条",
    ]
