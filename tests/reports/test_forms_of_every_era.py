"""Reports of earlier years: each in the form in force then, with what the records can give and the rest by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.foi.models import Case
from gongkai.law import forms
from gongkai.reports import cells, computing, exports, layout, printing, queries, rules, services
from gongkai.reports.errors import ReportRefusedError
from gongkai.reports.models import AnnualReport

from .conftest import County

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("year", "version", "tables", "due"),
    [
        (2009, "2008", 0, "2010-03-31"),
        (2017, "2014", 1, "2018-03-31"),
        (2019, "2019", 3, "2020-01-31"),
        (2025, "2021", 3, "2026-01-31"),
    ],
)
def test_a_report_is_opened_in_the_form_of_its_year(
    county: County, year: int, version: str, tables: int, due: str
) -> None:
    report = services.open_year(actor=county.officer, agency=county.finance, year=year)
    assert (report.form, str(report.due_on)) == (version, due)
    computed = queries.compute(report)
    assert list(computed.values) == list(forms.load(version).cells)
    assert {section.section for section in report.sections.all()} == set(rules.text_sections(version))
    printed = printing.printed(report, computed)
    assert sum(section.grid is not None for section in printed.sections) == tables
    assert exports.html(printed).count(b"<table") == tables
    assert exports.docx(printed).startswith(b"PK")
    assert exports.pdf(printed).startswith(b"%PDF")


def test_the_statistics_of_2014_are_entered_added_up_and_checked(county: County) -> None:
    report = services.open_year(actor=county.officer, agency=county.finance, year=2017)
    assert "s.budget" in queries.compute(report).enterable
    assert "s.recon" not in queries.compute(report).enterable
    typed = {"s.cl.ontime": "3", "s.cl.extended": "1", "s.budget": "1.5", "s.disclosed": "20"}
    services.enter_cells(actor=county.officer, report=report, values={**typed, "s.ch.website": "30"})
    computed = queries.compute(report)
    assert computed.values["s.closed"] == 4
    assert computed.values["s.budget"] == Decimal("1.5")
    found = {problem.id for problem in computing.problems(report, computed)}
    assert {"A2", "A11", "A16"} <= found
    assert "R11" not in found
    with pytest.raises(ReportRefusedError, match="相加"):
        services.enter_cells(actor=county.officer, report=report, values={"s.closed": "4"})
    with pytest.raises(ReportRefusedError, match="没有"):
        services.enter_cells(actor=county.officer, report=report, values={"t2.rules.made": "4"})


def test_only_a_change_may_be_negative(county: County) -> None:
    report = services.open_year(actor=county.officer, agency=county.finance, year=2019)
    services.enter_cells(actor=county.officer, report=report, values={"t2.licence.change": "-2"})
    assert queries.compute(report).values["t2.licence.change"] == -2
    for cell, text in (("t2.licence.previous", "-2"), ("t2.licence.change", "-0.5")):
        with pytest.raises(ReportRefusedError):
            services.enter_cells(actor=county.officer, report=report, values={cell: text})


def test_rules_of_an_agency_that_may_make_none_stop_the_signature(county: County) -> None:
    """R12 (立法法): an error until the agency is known to make rules; for a tree, one such agency is enough."""
    typed = {"t2.rules.opened": "1", "t2.rules.open_total": "1"}
    report = services.open_year(actor=county.officer, agency=county.finance, year=2019)
    services.enter_cells(actor=county.officer, report=report, values=typed)
    with pytest.raises(ReportRefusedError) as refused:
        services.sign_off(actor=county.leader, report=report)
    assert "R12" in {problem.id for problem in refused.value.problems}
    county.finance.makes_rules = True
    county.finance.save()
    assert "R12" not in {problem.id for problem in queries.compute(county.finance, 2019).findings}
    assert "R12" not in {problem.id for problem in queries.compute(county.government, 2019).findings}


def test_requests_count_under_the_rows_of_the_form(county: County, requests: object) -> None:
    """The same records of a year, in the three forms that hold tables."""
    new = cells.form().cells
    counted = computing.sources.records([county.finance], 2025, None, "2021")
    old = computing.sources.records([county.finance], 2025, None, "2019")
    statistics = computing.sources.records([county.finance], 2025, None, "2014")
    assert counted["t3.new.total"]
    assert old["t3.new.total"] == counted["t3.new.total"]
    others = [
        pk for cell in new if cell.startswith("t3.other.") and cell.endswith(".total") for pk in counted[cell]
    ]
    assert old["t3.other.total"] == others
    assert statistics["s.an.granted"] == counted["t3.grant.total"]
    ways = [statistics[f"s.rc.{way}"] for way in ("inperson", "fax", "online", "letter")]
    received = Case.objects.filter(agency=county.finance, received_on__year=2025)
    assert sum(map(len, ways)) == received.count()


def test_fees_in_units_of_ten_thousand(county: County) -> None:
    assert computing.sources.amounts([county.finance], 2017, "2014") == {"s.fees": 0}
    assert computing.sources.amounts([county.finance], 2025, "2021") == {}


def test_last_year_in_another_form_is_compared_where_that_is_sound(county: County) -> None:
    """What 2020 hands on must come over in 2021, although the form changed in between."""
    before = services.open_year(actor=county.officer, agency=county.finance, year=2020)
    values = dict.fromkeys(cells.all_cells("2019"), 0) | {
        "t3.carried_out.natural": 2,
        "t3.carried_out.total": 2,
    }
    AnnualReport.objects.filter(pk=before.pk).update(
        frozen={
            "form": "2019", "agency": "", "values": values, "records": {}, "machine_values": {}, "entered": [],
            "units": [], "fees": "0", "sections": {}, "problems": [], "computed_at": "2021-01-10T10:00:00+08:00",
        }
    )  # fmt: skip
    report = services.open_year(actor=county.officer, agency=county.finance, year=2021)
    computed = queries.compute(report)
    assert computed.previous is not None
    assert computed.previous["t3.carried_out.natural"] == 2
    assert computed.previous["t2.normdocs.valid"] is None
    assert "R5" in {problem.id for problem in computed.findings}
    assert "R6" not in {problem.id for problem in computed.findings}


@pytest.mark.parametrize("version", forms.VERSIONS)
def test_every_form_has_its_grids(version: str) -> None:
    grids = layout.grids(version)
    assert [grid.id for grid in grids] == list(cells.form(version).tables)
    shown = [box.cell for grid in grids for row in grid.rows for box in row if box.cell]
    assert shown == list(cells.all_cells(version))
