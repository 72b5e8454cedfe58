"""Every version of the form: when it applies, what it holds, what its rules find, what becomes of its numbers in another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.law import datafiles, forms
from gongkai.law.errors import LawInputError
from gongkai.law.forms import reading

from .test_forms import grid

CASES = [
    (content["form"], case)
    for path in sorted((Path(__file__).parent / "form_cases").glob("*.yaml"))
    for content in [yaml.safe_load(path.read_text(encoding="utf-8"))]
    for case in content["cases"]
]


@pytest.mark.parametrize(("version", "case"), CASES, ids=[f"{form} {case['name']}" for form, case in CASES])
def test_case(version: str, case: dict[str, Any]) -> None:
    form = forms.load(version)
    words = ("texts", "may_make_rules", "previous_form", "blank_unknown")
    options = {word: case[word] for word in words if word in case}
    found = forms.check(form, case["values"], case.get("previous"), **options)
    blanks = form.check_of("blanks")
    assert {item.id: item.severity for item in found if item.id != blanks} == case["expect"]
    assert all(item.text and set(item.cells) <= set(form.cells) for item in found)


@pytest.mark.parametrize(
    ("year", "version"),
    [(2008, "2008"), (2013, "2008"), (2014, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2040, "2021")],
)  # fmt: skip
def test_the_form_in_force(year: int, version: str) -> None:
    form = forms.form_for(year)
    assert form.meta.id == version
    assert [each for each in forms.VERSIONS if forms.load(each).in_force(year)] == [version]


def test_no_form_before_the_regulation() -> None:
    with pytest.raises(LawInputError, match="2008"):
        forms.form_for(2007)


def test_a_form_is_a_file() -> None:
    assert forms.VERSIONS == ("2008", "2014", "2019", "2021")
    assert forms.load(2014) is forms.load("2014")
    assert forms.load("2008").cells == {}
    assert [section.title for section in forms.load("2008").sections][2] == "政府信息公开的收费及减免情况"
    assert forms.load("2008").check_of("blanks") == ""


@pytest.mark.parametrize("version", forms.VERSIONS)
def test_a_form_is_whole(version: str) -> None:
    """Every cell is printed once; every formula has its rule; every rule that can be checked has a formula or a kind."""
    form = forms.load(version)
    printed = [cell.cell for table in form.layout.values() for row in table.rows for cell in row if cell.cell]
    assert printed == list(form.cells)
    for table in form.layout.values():
        squares = grid(table)
        assert set(squares) == {(r, c) for r in range(len(table.rows)) for c in range(table.columns)}
    stated = {formula.rule for formula in form.formulas}
    assert stated <= set(form.checks)
    assert {c.id for c in form.checks.values() if c.checkable and c.kind == "formula"} == stated
    assert {total.total for total in form.sums} == {cell.id for cell in form.cells.values() if cell.computed}
    zeros: dict[str, object] = dict.fromkeys(form.cells, 0)
    assert forms.check(form, zeros, zeros, may_make_rules=False) == []


def test_the_statistics_of_2014() -> None:
    form = forms.load(2014)
    assert len(form.cells) == 58
    assert [cell.id for cell in form.cells.values() if cell.decimal] == ["s.fees", "s.budget"]
    assert form.cells["s.trained"].unit == "人次"
    assert form.cells["s.suit.corrected"].label == "五、行政诉讼数量／（二）被依法纠错数"
    assert form.cells["s.complaints"].label == "六、举报投诉数量"
    assert form.cells["s.rc.letter"].counts == ("channel.registered_mail", "channel.ordinary_mail")
    assert form.layout["s"].rows[1][1].text == "——"
    assert form.meta.issued is None
    assert "原件" in form.meta.not_verified


def test_the_form_of_2019() -> None:
    form = forms.load(2019)
    assert form.results.count("other") == 1
    assert len(form.results) == 19
    assert form.cells["t2.coercion.change"].signed
    assert form.cells["t2.procurement.amount"].unit == "万元"
    assert form.cells["t2.normdocs.made"].variants == ("行政规范性文件",)
    assert form.cells["t3.other.legal"].counts == ("t3.other.*.legal",)
    spans = [[cell.colspan for cell in row] for row in form.layout["t2"].rows]
    assert [1, 1, 2] in spans


def test_sentences_name_what_an_auditor_would_write() -> None:
    form = forms.load(2014)
    values: dict[str, object] = {
        "s.received": 4,
        "s.rc.fax": 3,
        "s.answered": 2,
        "s.an.granted": 2,
        "s.closed": 3,
    }
    said = {item.id: item.text for item in forms.check(form, values)}
    assert said["A4"] == "统计表“（一）收到申请数”：填写4，各项之和为3"
    assert said["A6"] == "统计表“（三）申请答复数”2，统计表“（二）申请办结数”3，通常应当一致"
    new = forms.load(2021)
    [valid] = [
        item
        for item in forms.check(
            new, {"t2.normdocs.valid": 13, "t2.normdocs.made": 3}, {"t2.normdocs.valid": 9}
        )
        if item.id == "R6"
    ]
    assert (
        valid.text
        == "“行政规范性文件”现行有效填写13，上一年度报告现行有效为9，加本年制发3减废止0应为12（修改、划转的除外）"
    )


def test_2014_in_2021() -> None:
    made = forms.convert(
        {
            "s.received": 9, "s.an.already": 2, "s.an.granted": 3, "s.an.amend": 1, "s.rf.business": 1, "s.rf.privacy": 2,
            "s.suit": 2, "s.suit.upheld": 2, "s.disclosed": 40, "s.an.not_ours": 1,
        },
        2014, 2021,
    )  # fmt: skip
    assert made.values == {"t3.new.total": 9, "t3.grant.total": 5, "t3.deny.third_party.total": 3}
    said = {cell: note.text for note in made.notes for cell in note.cells}
    assert set(said) == {"s.an.amend", "s.suit", "s.suit.upheld", "s.disclosed"}
    assert "办理步骤" in said["s.an.amend"]
    none = forms.convert({"s.suit": 0}, 2014, 2021)
    assert none.values["t4.suit_after.total"] == 0
    assert none.notes == ()


def test_2019_in_2021() -> None:
    values: dict[str, object] = {
        "t3.grant.natural": 2,
        "t3.other.natural": 0,
        "t3.other.legal": 1,
        "t2.licence.decisions": 7,
    }
    made = forms.convert({**values, "t2.licence.previous": 3, "t3.results_total.total": 3}, "2019", "2021")
    assert made.values == {
        "t2.licence.decisions": 7,
        "t3.grant.natural": 2,
        "t3.other.not_corrected.natural": 0,
        "t3.other.fee_unpaid.natural": 0,
        "t3.other.misc.natural": 0,
        "t3.results_total.total": 3,
    }
    assert [note.cells for note in made.notes] == [("t3.other.legal",), ("t2.licence.previous",)]


def test_every_cell_of_an_earlier_form_is_converted_or_spoken_of() -> None:
    """With every cell filled: what the conversion reads, and what its notes name, is all there is."""
    for source in ("2014", "2019"):
        form = forms.load(source)
        full: dict[str, object] = dict.fromkeys(form.cells, 1)
        for cell in form.cells:
            made = forms.convert(full, source, "2021")
            less = forms.convert(full | {cell: 3}, source, "2021")
            assert made != less, cell


def test_a_form_in_itself_and_no_way_back() -> None:
    assert forms.convert({"t3.new.legal": 1}, 2021, "2021").values == {"t3.new.legal": 1}
    assert forms.convertible(2019, 2021)
    assert forms.convertible(2008, 2008)
    assert not forms.convertible(2021, 2019)
    with pytest.raises(LawInputError, match="不能换算"):
        forms.convert({}, 2021, 2014)


def test_a_total_is_known_when_all_its_parts_are() -> None:
    form = forms.load(2014)
    parts = {"s.rf.secret": 0, "s.rf.business": 0, "s.rf.privacy": 1, "s.rf.security": 0, "s.rf.not_goi": 0}
    assert "s.an.refused" not in forms.known(form, parts)
    whole = {**parts, "s.rf.other_law": 0}
    assert forms.known(form, whole) == {*whole, "s.an.refused"}


def test_a_formula_that_names_no_cell_is_a_fault_of_the_file() -> None:
    with pytest.raises(TypeError, match=r"s\.nothing"):
        reading.expand(("s.nothing",), "", forms.load(2014).cells)
    with pytest.raises(TypeError, match="which is no cell"):
        reading.expand(("s.{}.*",), "none", forms.load(2014).cells)


def test_the_data_says_where_it_was_not_verified() -> None:
    for version in forms.VERSIONS:
        assert datafiles.read(f"forms/{version}.yaml").text("not_verified")
