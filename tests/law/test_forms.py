"""The 2021 form: its cells, its checks R1–R11, its printed layout."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.law import forms
from gongkai.law.errors import LawInputError
from gongkai.law.forms import Form, LayoutTable
from gongkai.law.outcomes import OUTCOMES

FORM = forms.load(2021)
ZERO: dict[str, object] = dict.fromkeys(FORM.cells, 0)


def found(values: dict[str, object], previous: dict[str, object] | None = None) -> dict[str, list[str]]:
    """The cells of every finding but R11, by rule."""
    rules: dict[str, list[str]] = {}
    for finding in forms.check(FORM, values, previous):
        if finding.id != "R11":
            rules.setdefault(finding.id, []).extend(finding.cells[:1])
    return rules


def test_shape() -> None:
    assert isinstance(FORM, Form)
    assert len(FORM.cells) == 10 + 25 * 7 + 15
    assert FORM.results == tuple(OUTCOMES)
    assert FORM.meta.document == "国办公开办函〔2021〕30号"
    assert [section.number for section in FORM.sections] == ["一", "二", "三", "四", "五", "六"]
    assert "监督保障" in FORM.sections[0].must_cover
    assert [cell.id for cell in FORM.cells.values() if cell.decimal] == ["t2.admin_charges.amount"]
    assert FORM.cells["t2.admin_charges.amount"].unit == "万元"
    assert FORM.cells["t3.new.natural"].unit == "件"
    assert len(FORM.sums) == 25 + 7 + 3
    assert [check.id for check in FORM.checks.values()] == [f"R{number}" for number in range(1, 13)]
    assert not FORM.checks["R10"].checkable
    assert FORM.checks["R1"].printed


def test_unknown_versions_are_refused() -> None:
    with pytest.raises(LawInputError, match="2020"):
        forms.load(2020)
    assert forms.load("2021") is FORM


def grid(table: LayoutTable) -> dict[tuple[int, int], object]:
    """Every square of a printed table with the cell that fills it; fails when two overlap."""
    squares: dict[tuple[int, int], object] = {}
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in squares:
                column += 1
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    assert (row + down, column + right) not in squares
                    squares[row + down, column + right] = cell
    return squares


@pytest.mark.parametrize("name", FORM.tables)
def test_the_layout_fills_a_rectangle_and_shows_every_cell_once(name: str) -> None:
    table = FORM.layout[name]
    squares = grid(table)
    assert set(squares) == {
        (row, column) for row in range(len(table.rows)) for column in range(table.columns)
    }
    printed = [cell.cell for row in table.rows for cell in row if cell.kind == "value"]
    assert printed == [cell.id for cell in FORM.cells.values() if cell.table == name]


def test_merged_headers_of_table_three() -> None:
    rows = FORM.layout["t3"].rows
    assert [(cell.text, cell.colspan, cell.rowspan) for cell in rows[1]] == [
        ("自然人", 1, 2),
        ("法人或其他组织", 5, 1),
        ("总计", 1, 2),
    ]
    labels = {cell.text: cell.rowspan for row in rows for cell in row if cell.kind == "label"}
    assert labels["三、本年度办理结果"] == 22
    assert labels["（三）不予公开"] == 8
    assert labels["（六）其他处理"] == 3


def test_zeros_are_clean() -> None:
    assert forms.check(FORM, ZERO, ZERO) == []


def test_the_published_example_satisfies_r1() -> None:
    example = {"new": 14069, "carried_in": 560, "results_total": 13810, "carried_out": 819}
    assert "R1" not in found({f"t3.{row}.total": number for row, number in example.items()})
    assert found({f"t3.{row}.total": number + (row == "new") for row, number in example.items()})["R1"]


def test_r1_each_column_and_the_total_only_when_given() -> None:
    values: dict[str, object] = {"t3.new.natural": 5, "t3.carried_in.natural": 1, "t3.grant.natural": 4}
    assert found(values) == {"R1": ["t3.new.natural"]}
    assert found(values | {"t3.carried_out.natural": 2}) == {}
    assert found(values | {"t3.new.total": 5}) == {"R1": ["t3.new.natural", "t3.new.total"]}


def test_blank_totals_are_computed_not_accused() -> None:
    values: dict[str, object] = {
        "t3.new.natural": 2,
        "t3.new.legal": 1,
        "t3.grant.natural": 2,
        "t3.deny.process.legal": 1,
        "t4.recon.upheld": 3,
    }
    assert found(values) == {}
    assert found(values | {"t3.results_total.total": 3, "t3.new.total": 3, "t4.recon.total": 3}) == {}
    full = forms.complete(FORM, forms.read_values(FORM, values))
    assert full["t3.results_total.total"] == 3
    assert full["t3.results_total.legal"] == 1
    assert full["t4.recon.total"] == 3


def test_the_grand_total_follows_its_row_when_the_row_is_given() -> None:
    values: dict[str, object] = {
        "t3.new.natural": 5,
        "t3.new.total": 5,
        "t3.results_total.natural": 5,
    }
    assert found(values) == {"R3": ["t3.results_total.natural"]}
    columns_only: dict[str, object] = {"t3.grant.total": 4, "t3.new.total": 4}
    assert "R1" not in found(columns_only)


def test_r2_and_r3_and_r4() -> None:
    assert found({"t3.carried_in.total": 1, "t3.carried_out.total": 1}) == {
        "R2": ["t3.carried_in.total", "t3.carried_out.total"]
    }
    assert found({"t3.new.natural": 1, "t3.results_total.natural": 1}) == {"R3": ["t3.results_total.natural"]}
    assert found({"t4.suit_after.pending": 1, "t4.suit_after.total": 2}) == {"R4": ["t4.suit_after.total"]}


def test_r5_against_the_year_before() -> None:
    previous: dict[str, object] = {"t3.carried_out.natural": 3, "t3.new.natural": 3}
    assert found({"t3.carried_in.natural": 3, "t3.grant.natural": 3}, previous) == {}
    assert found({"t3.carried_in.natural": 2, "t3.grant.natural": 2}, previous) == {
        "R5": ["t3.carried_in.natural"]
    }
    totals = found({"t3.carried_in.total": 2, "t3.grant.total": 2}, {"t3.carried_out.total": 3})
    assert totals["R5"] == ["t3.carried_in.total"]


def test_r6_documents_in_force() -> None:
    previous = {"t2.normdocs.valid": 10}
    values: dict[str, object] = {"t2.normdocs.made": 3, "t2.normdocs.repealed": 1, "t2.normdocs.valid": 12}
    assert found(values, previous) == {}
    findings = [
        item for item in forms.check(FORM, values | {"t2.normdocs.valid": 13}, previous) if item.id == "R6"
    ]
    assert [item.severity for item in findings] == ["warning"]
    assert findings[0].as_dict()["cells"] == ["t2.normdocs.valid", "t2.normdocs.made", "t2.normdocs.repealed"]


def test_r7_signs_and_fractions() -> None:
    assert found({"t2.rules.made": -1}) == {"R7": ["t2.rules.made"]}
    assert found({"t2.rules.made": 1.5, "t2.admin_charges.amount": 12.34}) == {"R7": ["t2.rules.made"]}
    assert found({"t2.rules.made": 2.0, "t2.rules.valid": Decimal("2.00")}) == {}


def test_r8_an_aggregate_is_the_sum_of_its_units() -> None:
    units = [{"t2.licence.decisions": 3}, {"t2.licence.decisions": 4, "t2.penalty.decisions": None}]
    assert [item.id for item in forms.check(FORM, {**ZERO, "t2.licence.decisions": 7}, parts=units)] == []
    wrong = forms.check(FORM, {**ZERO, "t2.licence.decisions": 8}, parts=units)
    assert [(item.id, item.cells) for item in wrong] == [("R8", ("t2.licence.decisions",))]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("本年新收政府信息公开申请1,204件，均已答复。", []),
        ("本年新收政府信息公开申请1205件，均已答复。", ["R9"]),
        ("本年收到1204件政府信息公开申请，上年结转3件。", ["R9"]),
        ("行政复议案件2件、行政诉讼3件。", ["R9"]),
        ("没有数字。", []),
    ],
)
def test_r9_numbers_in_the_text(text: str, rules: list[str]) -> None:
    values = dict(ZERO) | {
        f"t3.{row}.{column}": 1204 for row in ("new", "carried_out") for column in ("natural", "total")
    }
    values |= {
        "t4.recon.upheld": 2,
        "t4.recon.total": 2,
        "t4.suit_after.pending": 2,
        "t4.suit_after.total": 2,
    }
    assert [item.id for item in forms.check(FORM, values, texts={"s1": text})] == rules


def test_r11_one_finding_for_all_blanks() -> None:
    values = {key: None if key == "t2.rules.made" else 0 for key in FORM.cells}
    [finding] = forms.check(FORM, values)
    assert (finding.id, finding.severity, finding.cells) == ("R11", "warning", ("t2.rules.made",))
    [every] = forms.check(FORM, {})
    assert len(every.cells) == 10 + 24 * 6 + 12


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"t3.new.natural": "5"}, ["not_a_number"]),
        ({"t3.new.natural": True}, ["not_a_number"]),
        ({"t3.new.natural": [1]}, ["not_a_number"]),
        ({"t3.new.natural": float("nan")}, ["not_a_number"]),
        ({"t3.new.natural": Decimal("Infinity")}, ["not_a_number"]),
        ({"t3.new.natural": 10**13}, ["number_too_large"]),
        ({"t2.admin_charges.amount": Decimal("1E-99999")}, ["too_many_decimals"]),
        ({"t3.new.naturel": 5, "t9": 1}, ["unknown_cell", "unknown_cell"]),
    ],
)
def test_bad_values_are_refused(values: dict[str, object], codes: list[str]) -> None:
    with pytest.raises(LawInputError) as caught:
        forms.check(FORM, values)
    assert [reason.code for reason in caught.value.reasons] == codes


def test_a_misspelt_cell_gets_a_suggestion() -> None:
    with pytest.raises(LawInputError, match=r"t3\.new\.natural"):
        forms.check(FORM, {"t3.new.naturel": 5})


def test_values_must_be_an_object() -> None:
    with pytest.raises(LawInputError, match="对象"):
        forms.read_values(FORM, [1])
