"""Hints that a request may be something else: the words that say so, and the names of documents that do not."""

from __future__ import annotations

import pytest

from gongkai.foi import disguise
from gongkai.law.outcomes import OUTCOMES


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("我要举报某厂夜间排污", "petition", "举报"),
        ("请贵局查处楼下违章建筑并给个说法", "petition", "请贵局查处"),
        ("为什么我家的低保被取消", "enquiry", "为什么"),
        ("请问廉租房如何申请", "enquiry", "请问"),
        ("该征收决定是否合法", "enquiry", "是否合法"),
        ("2024年云溪年鉴", "publication", "年鉴"),
        ("某某公司的工商内档", "register", "工商内档"),
        ("不动产登记信息", "register", "不动产登记信息"),
        ("请贵局汇总近五年的财政支出", "making", "请贵局汇总"),
        ("请确认2019年的批文真实有效", "confirmation", "请确认2019年的批文真实"),
        ("遗失批复，请重新出具", "confirmation", "重新出具"),
    ],
)
def test_the_words_are_named(text: str, kind: str, word: str) -> None:
    found = {hint.kind: hint.words for hint in disguise.hints(text)}
    assert word in found[kind]


@pytest.mark.parametrize(
    "text",
    [
        "举报奖励办法",
        "投诉举报电话及受理流程",
        "2025年信访工作总结",
        "2025年度农村公路养护资金分配方案",
        "行政处罚决定书",
        "水库除险加固工程的环境影响评价批复",
        "",
    ],
)
def test_names_of_documents_are_no_signs(text: str) -> None:
    assert disguise.hints(text) == []


def test_every_hint_names_an_article_and_a_result_of_table_three() -> None:
    text = "我要举报某厂。请问为什么？年鉴。工商内档。请汇总。重新出具"
    hints = disguise.hints(text)
    assert [hint.kind for hint in hints] == [
        "petition", "enquiry", "publication", "register", "making", "confirmation",
    ]  # fmt: skip
    for hint in hints:
        assert hint.article
        assert hint.outcome in OUTCOMES


def test_a_very_long_text_is_read_in_no_time() -> None:
    assert len(disguise.hints("请" * 100_000 + "举报" * 50_000)) >= 1
