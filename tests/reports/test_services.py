"""A report from its opening to the portal, and everything that must be refused on the way."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongkai.agencies.models import Duty
from gongkai.foi.models import Case
from gongkai.ledger.queries import chain_problems
from gongkai.reports import queries, services
from gongkai.reports.drafting import GAP
from gongkai.reports.errors import ReportRefusedError
from gongkai.reports.models import AnnualReport, ManualCell, Section
from gongkai.reports.snapshots import digest
from gongkai.review import queries as review
from tests import world
from tests.reports.conftest import Requests
from tests.world import County

MANUAL = {
    "t2.licence.decisions": "320",
    "t2.penalty.decisions": "０",
    "t2.coercion.decisions": "0",
    "t2.admin_charges.amount": "12.50",
}
CARRIED = {f"t3.carried_in.{column}": "" for column in ("natural", "business")}


@pytest.fixture(autouse=True)
def _january(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 20 January 2026: the report of 2025 is being written."""
    now = datetime(2026, 1, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def report(county: County, requests: Requests) -> AnnualReport:
    """The finance bureau's report of 2025, just opened."""
    return services.open_year(actor=county.officer, agency=county.finance, year=2025)


def finish(county: County, report: AnnualReport) -> None:
    """Enter what is missing, so that nothing stops the signature."""
    services.enter_cells(actor=county.officer, report=report, values=MANUAL)
    for section in report.sections.all():
        text = section.text.replace(GAP, "").replace("】", "。")
        services.write_section(actor=county.officer, report=report, section=section.section, text=text)


def codes(refused: pytest.ExceptionInfo[ReportRefusedError]) -> set[str]:
    return {problem.id for problem in refused.value.problems}


def test_table_three_is_full_from_the_start(report: AnnualReport, requests: Requests) -> None:
    computed = queries.compute(report)
    assert computed.values["t3.new.total"] == 5
    assert computed.values["t3.carried_in.natural"] == 1
    assert computed.values["t3.results_total.total"] == 5
    assert computed.values["t3.carried_out.natural"] == 1
    assert computed.records["t3.deny.process.business"] == [requests.finance[3]]
    assert computed.values["t2.licence.decisions"] is None
    assert {problem.id for problem in computed.findings if problem.is_error} == {"R11"}
    assert report.due_on == date(2026, 1, 31)


def test_opening_twice_gives_the_same_report(county: County, report: AnnualReport) -> None:
    assert services.open_year(actor=county.officer, agency=county.finance, year=2025) == report
    assert queries.events(report).filter(type="reports.report.opened").count() == 1


@pytest.mark.parametrize("year", [2007, 2027])
def test_years_outside_the_form_are_refused(county: County, year: int) -> None:
    with pytest.raises(ReportRefusedError):
        services.open_year(actor=county.officer, agency=county.finance, year=year)


def test_a_stranger_may_not_touch_it(county: County, report: AnnualReport) -> None:
    with pytest.raises(PermissionDenied):
        services.enter_cells(actor=county.stranger, report=report, values=MANUAL)
    with pytest.raises(PermissionDenied):
        services.open_year(actor=county.stranger, agency=county.finance, year=2024)
    with pytest.raises(PermissionDenied):
        services.sign_off(actor=county.officer, report=report)


def test_entered_cells_keep_their_history(county: County, report: AnnualReport) -> None:
    services.enter_cells(
        actor=county.officer,
        report=report,
        values={"t2.licence.decisions": "320"},
        notes={"t2.licence.decisions": "审批股台账"},
    )
    services.enter_cells(actor=county.leader, report=report, values={"t2.licence.decisions": "321"})
    row = ManualCell.objects.get(report=report)
    assert (row.value, row.entered_by) == (321, county.leader)
    events = list(queries.events(report).filter(type="reports.report.cell_entered"))
    assert [event.data["value"] for event in events] == ["320", "321"]
    assert events[0].actor_name == "财政信息员"
    services.enter_cells(actor=county.officer, report=report, values={"t2.licence.decisions": ""})
    assert not ManualCell.objects.filter(report=report).exists()
    assert queries.compute(report).values["t2.licence.decisions"] is None
    assert queries.projection_differences() == []


def test_every_bad_number_is_named_and_nothing_is_saved(county: County, report: AnnualReport) -> None:
    bad = {
        "t2.licence.decisions": "3.5",
        "t2.penalty.decisions": "-1",
        "t2.coercion.decisions": "/",
        "t2.admin_charges.amount": "1.1234567",
        "t2.nonsense.made": "1",
        "t3.new.total": "7",
        "t3.new.natural": "7",
    }
    with pytest.raises(ReportRefusedError) as refused:
        services.enter_cells(actor=county.officer, report=report, values=bad)
    assert len(refused.value.problems) == 7
    assert codes(refused) == {"CELL-NUMBER", "CELL-UNKNOWN", "CELL-COMPUTED"}
    assert not ManualCell.objects.exists()


def test_a_computed_cell_is_overwritten_only_with_a_reason_and_stays_marked(
    county: County, report: AnnualReport
) -> None:
    cell = "t3.refuse.repeat.natural"
    with pytest.raises(ReportRefusedError):
        services.enter_cells(actor=county.officer, report=report, values={cell: "1"}, override=True)
    services.enter_cells(
        actor=county.officer, report=report, values={cell: "1"}, notes={cell: "纸质件未登记"}, override=True
    )
    computed = queries.compute(report)
    assert computed.values[cell] == 1
    assert computed.values["t3.results_total.natural"] == 4
    assert computed.machine_values[cell] == 0
    assert {"R1", "OVERRIDE"} <= {problem.id for problem in computed.findings}


def test_carried_in_is_entered_only_while_last_year_is_not_in_the_system(
    county: County, report: AnnualReport
) -> None:
    assert "t3.carried_in.natural" not in queries.compute(report).enterable  # the records know better
    education = services.open_year(actor=county.stranger, agency=county.education, year=2025)
    assert "t3.carried_in.natural" in queries.compute(education).enterable
    services.enter_cells(actor=county.stranger, report=education, values={"t3.carried_in.natural": "2"})
    assert queries.compute(education).values["t3.carried_in.total"] == 2


def test_signing_is_refused_with_every_error(county: County, report: AnnualReport) -> None:
    with pytest.raises(ReportRefusedError) as refused:
        services.sign_off(actor=county.leader, report=report)
    assert codes(refused) == {"R11", "TEXT-GAP"}
    signed = services.sign_off(actor=county.leader, report=report, exception_reason="县政府限期报送")
    assert signed.exception_reason == "县政府限期报送"
    assert signed.frozen["values"]["t2.licence.decisions"] is None


def test_after_the_signature_nothing_changes_the_report(
    county: County, report: AnnualReport, requests: Requests
) -> None:
    finish(county, report)
    signed = services.sign_off(actor=county.leader, report=report)
    assert signed.exception_reason == ""
    assert signed.frozen is not None
    signature = review.signatures(signed).get()
    assert (signature.actor, signature.step_name) == (county.leader, "年度报告签发")
    assert signature.content_sha256 == digest(signed.frozen)
    Case.objects.filter(pk=requests.finance[1]).update(outcome="partial")
    computed = queries.compute(signed)
    assert computed.frozen
    assert computed.values["t3.grant.natural"] == 2
    assert computed.records["t3.grant.natural"] == requests.finance[:2]
    assert str(computed.values["t2.admin_charges.amount"]) == "12.5"
    with pytest.raises(ReportRefusedError) as refused:
        services.enter_cells(actor=county.officer, report=signed, values=MANUAL)
    assert codes(refused) == {"STATUS"}
    with pytest.raises(ReportRefusedError):
        services.write_section(actor=county.officer, report=signed, section="s5", text="改")


def test_published_and_read_as_signed(county: County, report: AnnualReport) -> None:
    finish(county, report)
    services.sign_off(actor=county.leader, report=report)
    assert queries.published(county.finance, 2025) is None
    services.publish(actor=county.officer, report=report)
    printed = queries.published(county.finance, 2025)
    assert printed is not None
    assert printed.title == "云溪县财政局2025年政府信息公开工作年度报告"
    assert printed.dated_on == date(2026, 1, 20)
    assert printed.shown("t3.new.total") == "5"
    assert printed.shown("t4.recon.upheld") == "0"
    assert list(queries.published_for(county.finance)) == [report]
    assert not queries.published_for(county.education).exists()
    with pytest.raises(ReportRefusedError):
        services.reopen(actor=county.leader, report=report, reason="改数")
    assert queries.projection_differences() == []
    assert chain_problems() == []


def test_a_signature_is_taken_back_before_publication(county: County, report: AnnualReport) -> None:
    finish(county, report)
    services.sign_off(actor=county.leader, report=report)
    with pytest.raises(ReportRefusedError):
        services.reopen(actor=county.leader, report=report, reason=" ")
    reopened = services.reopen(actor=county.leader, report=report, reason="数字有误")
    assert reopened.is_open
    assert reopened.frozen is None
    assert queries.projection_differences() == []


@pytest.mark.parametrize(("on", "code"), [(date(2025, 12, 31), "PERIOD"), (date(2026, 1, 21), "FUTURE")])
def test_impossible_days_of_publication(county: County, report: AnnualReport, on: date, code: str) -> None:
    services.sign_off(actor=county.leader, report=report, exception_reason="限期")
    with pytest.raises(ReportRefusedError) as refused:
        services.publish(actor=county.officer, report=report, on=on)
    assert codes(refused) == {code}


def test_the_running_year_cannot_be_signed(county: County) -> None:
    running = services.open_year(actor=county.officer, agency=county.finance, year=2026)
    with pytest.raises(ReportRefusedError) as refused:
        services.sign_off(actor=county.leader, report=running, exception_reason="提前")
    assert codes(refused) == {"PERIOD"}


def test_a_text_changed_by_somebody_else_is_not_overwritten(county: County, report: AnnualReport) -> None:
    services.write_section(actor=county.officer, report=report, section="s5", text="甲稿", based_on=1)
    with pytest.raises(ReportRefusedError) as refused:
        services.write_section(actor=county.leader, report=report, section="s5", text="乙稿", based_on=1)
    assert codes(refused) == {"STALE"}
    assert Section.objects.get(report=report, section="s5").text == "甲稿"
    with pytest.raises(ReportRefusedError):
        services.write_section(actor=county.officer, report=report, section="s2", text="表")
    with pytest.raises(ReportRefusedError):
        services.write_section(actor=county.officer, report=report, section="s5", text="长" * 20_001)


def test_the_government_adds_up_its_agencies(
    county: County, report: AnnualReport, requests: Requests
) -> None:
    head = world.make_user("head", "县长")
    world.make_post(county.government, head, Duty.LEADER)
    finish(county, report)
    services.sign_off(actor=county.leader, report=report)
    Case.objects.filter(pk=requests.finance[1]).update(outcome="partial")
    government = services.open_year(actor=head, agency=county.government, year=2025)
    assert government.due_on == date(2026, 3, 31)
    computed = queries.compute(government)
    assert computed.subtree
    assert computed.values["t3.new.total"] == 7
    assert computed.values["t3.grant.natural"] == 2  # as signed, not as the record says now
    assert computed.values["t3.grant.research"] == 1
    assert computed.values["t2.licence.decisions"] == 320
    assert computed.entries("t2.licence.decisions")[0].agency == "云溪县财政局"
    assert [unit.name for unit in computed.units if not unit.is_signed] == [
        "云溪县教育局",
        "云溪县柳桥镇人民政府",
    ]
    assert "UNITS" in {problem.id for problem in computed.findings}
    own = queries.compute(county.government, 2025, subtree=False)
    assert own.values["t3.new.total"] == 0


def test_an_overwritten_sum_breaks_the_rule_of_the_sum(county: County, report: AnnualReport) -> None:
    government = services.open_year(actor=county.administrator, agency=county.government, year=2025)
    cell = "t3.new.natural"
    services.enter_cells(
        actor=county.administrator, report=government, values={cell: "9"}, notes={cell: "口径"}, override=True
    )
    assert "R8" in {problem.id for problem in queries.compute(government).findings if problem.is_error}


def test_last_years_figures_are_carried_over(
    county: County, report: AnnualReport, requests: Requests
) -> None:
    last = services.open_year(actor=county.officer, agency=county.finance, year=2024)
    services.sign_off(actor=county.leader, report=last, exception_reason="补录")
    assert not [p for p in queries.compute(report).findings if p.id == "R5"]
    Case.objects.filter(pk=requests.finance[0]).update(received_on=date(2025, 1, 5))
    computed = queries.compute(report)
    assert [p.severity for p in computed.findings if p.id == "R5"] == ["error", "error"]
    assert "t3.carried_in.natural" not in computed.enterable


def test_a_changed_projection_is_found(county: County, report: AnnualReport) -> None:
    services.enter_cells(actor=county.officer, report=report, values=MANUAL)
    ManualCell.objects.filter(report=report, cell="t2.licence.decisions").update(value=5)
    Section.objects.filter(report=report, section="s6").update(text="别的")
    found = {difference.what for difference in queries.projection_differences()}
    assert found == {"cell t2.licence.decisions", "section s6"}


def test_computing_costs_the_same_for_one_agency_and_for_many(
    county: County, report: AnnualReport, requests: Requests, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        queries.compute(county.finance, 2025)
    for number in range(12):
        world.make_agency(
            county.government, f"extra{number}", f"云溪县第{number}局", "department", 50 + number
        )
    with CaptureQueriesContext(connection) as many:
        queries.compute(county.government, 2025)
    assert len(many) == len(few)
