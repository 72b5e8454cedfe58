"""Every check finds its error in an otherwise sound report, and accuses nobody of a sentence that only looks wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from gongkai.audit import checks, reading
from gongkai.audit.checks import catalogue
from gongkai.audit.checks.body import classify
from gongkai.audit.checks.model import CheckFinding
from gongkai.audit.facts import KINDS
from gongkai.audit.model import Fact, ReadReport, ReadTables, Span, Unread
from gongkai.convert.extract import from_text
from gongkai.law import forms

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
SOUND = """{agency}{year}年政府信息公开工作年度报告

根据《中华人民共和国政府信息公开条例》的规定，编制本报告。所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。

一、总体情况
我们重视公开工作，完善各项机制，落实工作责任。
二、主动公开政府信息情况
{say}
三、依申请公开政府信息情况
没有收到政府信息公开申请。没有收取任何费用。
四、行政复议、行政诉讼情况
没有发生因政府信息公开引起的行政复议和行政诉讼。
五、存在的问题和改进措施
工作还有不足，下一步将加以改进。
"""


def _accusations(say: str, agency: str = "云溪县财政局", year: int = 2017) -> list[CheckFinding]:
    read = reading.read_extracted(from_text(SOUND.format(agency=agency, year=year, say=say)))
    found = [finding for report in read.reports for finding in checks.check(report, read.text, None)]
    return [finding for finding in found if finding.severity != "information"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["say"][:28])
def test_a_sentence(case: dict[str, Any]) -> None:
    found = _accusations(case["say"], case.get("agency", "云溪县财政局"), case.get("year", 2017))
    assert [finding.id for finding in found] == case["finds"]
    for finding in found:
        assert "{" not in finding.text + finding.sentence
        assert all(span.end > span.start for span in finding.phrases)


def test_every_template_can_be_filled() -> None:
    for kind in checks.kinds().values():
        assert kind.severity in checks.SEVERITIES
        names = {name for _, name, _, _ in Formatter().parse(kind.text + kind.sentence) if name}
        kind.sentence.format(**dict.fromkeys(names, "x"))


def test_an_identity_number_is_not_passed_on() -> None:
    found = _accusations("申请人（身份证号11010519491231002X）申请公开规划信息。")
    assert "19491231" not in found[0].text + found[0].sentence


def _report(
    values: dict[str, int | None], *, confidence: float = 1.0, form: str = "2021", **fields: Any
) -> ReadReport:
    tables = ReadTables(
        form,
        values,
        {cell: Span(0, 1) for cell in values},
        dict.fromkeys(values, confidence),
        fields.pop("lost", ()),
    )
    given: dict[str, Any] = {
        "agency": "云溪县财政局", "year": 2022, "period": None, "published_on": None, "signed_on": None, "form": form,
        "title": "云溪县财政局2022年政府信息公开工作年度报告", "start": 0, "end": 0, "facts": (),
    }  # fmt: skip
    return ReadReport(**{**given, **fields}, tables=tables)


ROW = {
    f"t3.grant.{column}": 1 for column in ("natural", "business", "research", "charity", "legal", "other_org")
}


def _ids(report: ReadReport, text: str = "", previous: ReadReport | None = None) -> list[tuple[str, str]]:
    return [(finding.id, finding.severity) for finding in checks.check(report, text, previous)]


def test_a_sum_of_the_form() -> None:
    assert ("form.R2", "certain") in _ids(_report({**ROW, "t3.grant.total": 9}))
    assert _ids(_report({**ROW, "t3.grant.total": 6})) == []


def test_what_is_not_surely_read_accuses_nobody() -> None:
    wrong: dict[str, int | None] = {**ROW, "t3.grant.total": 9}
    assert _ids(_report(wrong, confidence=0.7)) == []
    lost = Unread("values_lost", "有数据缺失。", 0, 1, ("t3.grant.natural",))
    assert [name for name, _ in _ids(_report(wrong, lost=(lost,)))] == ["table.values_lost"]


def test_carry_over_between_two_years() -> None:
    now = _report({"t3.carried_in.natural": 3})
    before = _report({"t3.carried_out.natural": 5}, year=2021)
    assert ("form.R5", "likely") in _ids(now, previous=before)
    assert _ids(now, previous=_report({"t3.carried_out.natural": 3}, year=2021)) == []
    assert _ids(now, previous=_report({"t3.carried_out.natural": 5}, year=2020)) == []


def test_rules_of_a_body_that_may_make_none() -> None:
    report = _report({"t2.rules.made": 1})
    assert ("form.R12", "certain") in _ids(report)
    assert _ids(_report({"t2.rules.made": 1}, agency="清川市人民政府")) == []


def test_text_against_table() -> None:
    text = "全年共收到政府信息公开申请12件。"
    fact = Fact("requests_received", 12, "exact", "own", "件", text[:-1], 0, len(text) - 1, 0.95)
    assert ("text_table.differs", "likely") in _ids(
        _report({"t3.new.total": 9, "t3.carried_in.total": 1, "t3.results_total.total": 9}, facts=(fact,)),
        text,
    )
    same = {"t3.new.total": 9, "t3.carried_in.total": 3, "t3.results_total.total": 9}
    assert _ids(_report(same, facts=(fact,)), text) == []


@pytest.mark.parametrize(
    ("signed", "agency", "found"),
    [
        (date(2022, 12, 20), "云溪县财政局", ["date.before_year_end"]),
        (date(2023, 2, 20), "云溪县财政局", ["date.late"]),
        (date(2023, 1, 31), "云溪县财政局", []),
        (date(2023, 3, 20), "云溪县人民政府", []),
        (date(2023, 4, 1), "云溪县人民政府", ["date.late"]),
    ],
)
def test_dates_of_publication(signed: date, agency: str, found: list[str]) -> None:
    assert [name for name, _ in _ids(_report({}, signed_on=signed, agency=agency))] == found


def test_a_period_of_another_year() -> None:
    stale = _report({}, period=(date(2021, 1, 1), date(2021, 12, 31)))
    assert [name for name, _ in _ids(stale)] == ["year.stale"]
    school = _report({}, period=(date(2021, 9, 1), date(2022, 8, 31)))
    assert _ids(school) == []


@pytest.mark.parametrize(
    ("name", "kind", "level", "rules"),
    [
        ("云溪县石塘镇人民政府", "town", "town", False),
        ("清川市人民政府", "government", "city", None),
        ("江宁省教育厅", "department", "province", False),
        ("云溪县人民政府办公室", "government", "county", False),
        ("清川市云溪区民政局", "department", "county", False),
        ("梅岭自治区人民政府", "government", "province", None),
        ("国家林业局", "department", "state", None),
        ("云溪县第一中学", "school", "county", False),
        ("", "", "", None),
    ],
)
def test_bodies(name: str, kind: str, level: str, rules: bool | None) -> None:
    body = classify(name)
    assert (body.kind, body.level, body.may_make_rules) == (kind, level, rules)


def test_the_comparisons_name_cells_and_kinds_that_exist() -> None:
    data = catalogue.table("comparisons.yaml")
    for row in data.tables("text_table"):
        assert row.text("kind") in KINDS
        for version in row.texts("forms"):
            assert row.text("show") in forms.load(version).cells
