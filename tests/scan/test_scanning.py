"""Findings of a whole passage: their order, their places, who wins where two claim one stretch; tables; hostile input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.convert.extract.model import Cell, ExtractedTable, Writer
from gongkai.scan import Category, Dictionary, Entry, Severity, checks, scan, scan_text
from tests.scan import values


@dataclass(frozen=True)
class Passage:
    """A text with tables."""

    text: str
    tables: tuple[ExtractedTable, ...]


def _table(*rows: tuple[str, ...]) -> Passage:
    writer = Writer()
    writer.line("云溪县2026年补贴发放公示")
    writer.table(
        Cell(row, column, text) for row, cells in enumerate(rows) for column, text in enumerate(cells)
    )
    extracted = writer.done("docx")
    return Passage(extracted.text, extracted.tables)


def _found(passage: Passage) -> list[tuple[str, str, str]]:
    return [
        (item.detector, item.severity.value, passage.text[item.start : item.end]) for item in scan(passage)
    ]


def test_columns_are_read_by_their_headers() -> None:
    random = Random(1)
    person, card, order = values.resident_id(random), values.card(random), values.order(random)
    passage = _table(
        ("序号", "姓名", "身份证号", "开户行", "账号", "订单号"),
        ("1", "王小明", person, "云溪农商银行", card, order),
        ("合计", "", "", "", "", "1"),
    )
    assert _found(passage) == [
        ("person.named_field", "warning", "王小明"),
        ("person.resident_id", "serious", person),
        ("person.named_field", "warning", "云溪农商银行"),
        ("person.bank_card", "serious", card),
    ]


def test_headers_under_a_heading_that_spans_them_and_later_headers_count() -> None:
    passage = _table(
        ("基本情况", "", ""),
        ("姓名", "手机号码", "流水号"),
        ("王小明", "13800001234", "13800001235"),
        ("流水号", "姓名", "手机号码"),
        ("13800001236", "李雨桐", "13800001237"),
    )
    assert [words for detector, _, words in _found(passage) if detector == "person.mobile"] == [
        "13800001234",
        "13800001237",
    ]


def test_a_form_has_its_labels_beside_the_values() -> None:
    passage = _table(
        ("姓名", "王小明", "性别", "男"), ("身份证号", "510105199001011234", "手机", "13800001234")
    )
    found = {detector: severity for detector, severity, _ in _found(passage)}
    assert found == {
        "person.named_field": "warning",
        "person.resident_id": "warning",
        "person.mobile": "serious",
    }


def test_one_digit_to_a_cell_is_one_number() -> None:
    random = Random(2)
    person, phone = values.resident_id(random), values.mobile(random)
    passage = _table(("身份证号", *person), ("手机号", *phone))
    assert [(name, words.replace("\t", "")) for name, _, words in _found(passage)] == [
        ("person.resident_id", person),
        ("person.mobile", phone),
    ]


def test_the_better_checked_has_a_stretch_that_two_claim() -> None:
    code = values.credit_code(Random(3))
    assert [item.detector for item in scan_text(f"统一社会信用代码：{code}")] == ["organisation.credit_code"]
    assert [item.detector for item in scan_text("13800001234@163.com")] == ["person.email"]


def test_only_the_detectors_asked_for() -> None:
    text = "机密★10年 手机13800001234"
    assert [item.detector for item in scan_text(text, detectors={"secrecy.mark"})] == ["secrecy.mark"]


def test_nobody_is_born_after_the_day_of_reading() -> None:
    body = "51010520260601001"
    number = body + values.id_check(body)
    assert scan_text(number)
    assert not scan_text(number, as_of=date(2026, 5, 31))


def test_no_value_stands_in_a_finding() -> None:
    random = Random(4)
    for kind in ("id", "mobile", "card", "landline"):
        value = values.KINDS[kind](random)
        for item in scan_text(f"身份证号{value}，账号：{value}，电话：{value}"):
            assert value not in f"{item.masked}{item.why}"


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789Xx一〇 -\t\n,.（）\u200b０９身份证号手机：订单", max_size=120), st.integers(0, 50))
def test_findings_are_ordered_apart_and_within_the_text(noise: str, seed: int) -> None:
    text = f"{noise}，{values.resident_id(Random(seed))}，{noise}"
    found = scan_text(text)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert any(item.detector == "person.resident_id" for item in found)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 1000), st.sampled_from(sorted(values.SPELLINGS)), st.text("云溪县，。：\n", max_size=20)
)
def test_a_spelling_leads_back_to_its_place(seed: int, spelling: str, before: str) -> None:
    if spelling in ("phone", "phone_blank", "phone_dot", "bracket", "together"):
        spelling = "parts"
    written = values.SPELLINGS[spelling](values.resident_id(Random(seed)))
    text = f"{before}{written}。"
    (finding,) = [item for item in scan_text(text) if item.detector == "person.resident_id"]
    assert text[finding.start : finding.end] == written


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "1\t",
        "1.",
        "62",
        "（",
        "(【",
        "身份证号",
        "姓名：",
        "a@",
        "1室",
        "村3组",
        "机 密",
        "一",
        "\u200b",
        "1,",
        "°1",
        "\n",
        "X",
    ],
)
def test_hostile_repetition_is_read_through(unit: str) -> None:
    assert not [item for item in scan_text(unit * 20_000) if item.severity is Severity.SERIOUS]


@given(st.text("0123456789", min_size=15, max_size=18))
def test_luhn_knows_one_check_digit(body: str) -> None:
    assert sum(checks.luhn(f"{body}{digit}") for digit in range(10)) == 1


@given(st.text("0123456789", min_size=17, max_size=17))
def test_an_identity_number_has_one_check_character(body: str) -> None:
    assert sum(checks.resident_id_check(f"{body}{sign}") for sign in "0123456789X") == 1


def test_what_nobody_sees_hides_nothing() -> None:
    text = "机\u200b密★1\u00ad0年 护照号：E12\u200b345678 布\u2060署"
    found = scan_text(text, dictionary=Dictionary([Entry("布署", Category.TYPING)]))
    assert [(item.detector, text[item.start : item.end]) for item in found] == [
        ("secrecy.mark", "机\u200b密★1\u00ad0年"),
        ("person.passport", "E12\u200b345678"),
        ("words.typing", "布\u2060署"),
    ]


def test_tables_move_with_what_nobody_sees() -> None:
    code = "1380\u200b0001234"
    passage = _table(
        ("序\u200b号", "姓\u200b名", "手机号\u200b码", "流水号"),
        ("\u200b1", "王小\u200b明", code, "13800001235"),
    )
    assert _found(passage) == [
        ("person.named_field", "warning", "王小\u200b明"),
        ("person.mobile", "serious", code),
    ]


def test_an_identity_number_that_is_a_credit_code_too_is_masked() -> None:
    random = Random(1)
    both = next(
        number
        for number in (values.resident_id(random) for _ in range(5000))
        if checks.credit_code_check(number)
    )
    for said in ("", "统一社会信用代码：", "身份证号："):
        found = scan_text(f"{said}{both}")
        assert "person.resident_id" in {item.detector for item in found}
        assert all(both not in item.masked for item in found)
