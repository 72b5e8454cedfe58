"""A report's way to the superior: handed over, returned with remarks, corrected, accepted, published."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from gongkai.agencies.models import Agency, Duty
from gongkai.foi.models import Case
from gongkai.ledger.models import Event
from gongkai.reports import gathering, mailing, queries, services, superiors
from gongkai.reports.errors import ReportRefusedError
from gongkai.reports.models import AnnualReport, Reminder, Submission
from gongkai.reports.services.handover import NewRemark
from gongkai.review import queries as review
from tests import world
from tests.reports.conftest import Requests
from tests.world import County

CELL = "t3.new.natural"


@pytest.fixture(autouse=True)
def _january(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 1, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def signed(county: County, requests: Requests) -> AnnualReport:
    """The finance bureau's report of 2025, signed."""
    report = services.open_year(actor=county.officer, agency=county.finance, year=2025)
    return services.sign_off(actor=county.leader, report=report, exception_reason="限期报送")


def codes(refused: pytest.ExceptionInfo[ReportRefusedError]) -> set[str]:
    return {problem.id for problem in refused.value.problems}


def test_the_nearest_agency_with_a_supervisor_is_the_superior(county: County) -> None:
    assert superiors.superior_of(county.finance, 2025) == county.government
    assert superiors.superior_of(county.government, 2025) is None
    station = world.make_agency(county.finance, "station", "云溪县票据中心", Agency.Kind.AUTHORISED, 30)
    assert superiors.superior_of(station, 2025) == county.government
    world.make_post(county.finance, world.make_user("overseer", "财政监督员"), Duty.SUPERVISOR)
    assert superiors.superior_of(station, 2025) == county.finance
    services.gather(actor=county.supervisor, superior=county.government, year=2025)
    assert superiors.superior_of(station, 2025) == county.government


def test_there_and_back(county: County, signed: AnnualReport) -> None:
    first = services.submit(actor=county.officer, report=signed)
    assert (first.number, first.superior) == (1, county.government)
    assert first.values[CELL] == signed.frozen["values"][CELL]
    with pytest.raises(ReportRefusedError) as refused:
        services.submit(actor=county.officer, report=signed)
    assert codes(refused) == {"HANDOVER"}
    remarks = services.return_report(
        actor=county.supervisor,
        report=signed,
        remarks=[
            NewRemark("请核对新收件数", cell=CELL),
            NewRemark("问题写得太笼统", section="s5"),
            NewRemark(" "),
        ],
    )
    assert len(remarks) == 2
    signed.refresh_from_db()
    assert (signed.status, signed.handover, signed.frozen) == ("open", "returned", None)
    services.enter_cells(actor=county.officer, report=signed, values={"t2.licence.decisions": "3"})
    for remark in remarks:
        services.answer_remark(actor=county.officer, remark=remark, answer="已核对，无误。")
    services.sign_off(actor=county.leader, report=signed, exception_reason="限期报送")
    second = services.submit(actor=county.officer, report=signed)
    assert second.number == 2
    assert (first.values["t2.licence.decisions"], second.values["t2.licence.decisions"]) == (None, 3)
    accepted = services.accept(actor=county.supervisor, report=signed, opinion="同意")
    assert accepted.handover == "accepted"
    published = services.publish(actor=county.officer, report=accepted)
    assert published.published_on == date(2026, 1, 20)
    verbs = [event.type.rpartition(".")[2] for event in queries.events(published)]
    assert [verb for verb in verbs if verb in {"submitted", "returned", "accepted", "published"}] == [
        "submitted",
        "returned",
        "submitted",
        "accepted",
        "published",
    ]
    assert queries.projection_differences() == []


def test_remarks_must_be_dealt_with_before_the_next_round(county: County, signed: AnnualReport) -> None:
    services.submit(actor=county.officer, report=signed)
    remark = services.return_report(
        actor=county.supervisor, report=signed, remarks=[NewRemark("核对", cell=CELL)]
    )[0]
    with pytest.raises(ReportRefusedError) as refused:
        services.answer_remark(actor=county.officer, remark=remark, answer=" ")
    assert codes(refused) == {"ANSWER"}
    services.sign_off(actor=county.leader, report=signed, exception_reason="限期报送")
    with pytest.raises(ReportRefusedError) as refused:
        services.submit(actor=county.officer, report=signed)
    assert codes(refused) == {"REMARKS"}
    assert "1处退回意见" in str(refused.value)


def test_bad_remarks_are_all_named(county: County, signed: AnnualReport) -> None:
    services.submit(actor=county.officer, report=signed)
    bad = [NewRemark("x", cell="t9.x"), NewRemark("y", section="s9"), NewRemark("长" * 501, cell=CELL)]
    with pytest.raises(ReportRefusedError) as refused:
        services.return_report(actor=county.supervisor, report=signed, remarks=bad)
    assert codes(refused) == {"CELL-UNKNOWN", "SECTION", "LENGTH"}
    with pytest.raises(ReportRefusedError) as refused:
        services.return_report(actor=county.supervisor, report=signed, remarks=[])
    assert codes(refused) == {"REMARK"}


def test_only_who_supervises_decides(county: County, signed: AnnualReport) -> None:
    with pytest.raises(ReportRefusedError):
        services.accept(actor=county.supervisor, report=signed)
    services.submit(actor=county.officer, report=signed)
    for actor in (county.officer, county.leader, county.stranger, county.administrator):
        with pytest.raises(PermissionDenied):
            services.accept(actor=actor, report=signed)
        with pytest.raises(PermissionDenied):
            services.return_report(actor=actor, report=signed, remarks=[NewRemark("改", cell=CELL)])
    with pytest.raises(PermissionDenied):
        services.submit(actor=county.stranger, report=signed)
    with pytest.raises(PermissionDenied):
        services.gather(actor=county.officer, superior=county.government, year=2025)


def test_where_reports_are_gathered_only_accepted_ones_are_published(
    county: County, signed: AnnualReport
) -> None:
    services.gather(actor=county.supervisor, superior=county.government, year=2025)
    with pytest.raises(ReportRefusedError) as refused:
        services.publish(actor=county.officer, report=signed)
    assert codes(refused) == {"NOT-ACCEPTED"}
    services.gather(actor=county.supervisor, superior=county.government, year=2025, acceptance_required=False)
    services.publish(actor=county.officer, report=signed)
    services.submit(actor=county.officer, report=signed)
    with pytest.raises(ReportRefusedError) as refused:
        services.return_report(actor=county.supervisor, report=signed, remarks=[NewRemark("改", cell=CELL)])
    assert codes(refused) == {"STATUS"}
    services.accept(actor=county.supervisor, report=signed)
    assert list(Event.objects.filter(kind="reports.gathering").values_list("type", flat=True)) == [
        "reports.gathering.opened",
        "reports.gathering.changed",
    ]


def test_gathering_is_refused_where_it_makes_no_sense(county: County) -> None:
    head = world.make_user("head", "局长")
    world.make_post(county.finance, head, Duty.SUPERVISOR)
    cases = (
        ({"superior": county.finance, "year": 2025}, "NOBODY"),
        ({"superior": county.finance, "year": 2001}, "YEAR"),
        ({"superior": county.finance, "year": 2025, "submit_by": date(2025, 12, 1)}, "PERIOD"),
    )
    for given, code in cases:
        with pytest.raises(ReportRefusedError) as refused:
            services.gather(actor=head, **given)
        assert codes(refused) == {code}


def test_what_lies_with_the_superior_is_withdrawn_before_it_is_reopened(
    county: County, signed: AnnualReport
) -> None:
    services.submit(actor=county.officer, report=signed)
    with pytest.raises(ReportRefusedError) as refused:
        services.reopen(actor=county.leader, report=signed, reason="改数")
    assert codes(refused) == {"HANDED-OVER"}
    with pytest.raises(ReportRefusedError):
        services.withdraw_submission(actor=county.officer, report=signed, reason="")
    services.withdraw_submission(actor=county.officer, report=signed, reason="改数")
    services.reopen(actor=county.leader, report=signed, reason="改数")
    assert queries.projection_differences() == []


def test_nobody_above_nothing_to_hand_over(county: County, requests: Requests) -> None:
    head = world.make_user("head", "县长")
    world.make_post(county.government, head, Duty.LEADER)
    report = services.open_year(actor=head, agency=county.government, year=2025)
    services.sign_off(actor=head, report=report, exception_reason="限期")
    with pytest.raises(ReportRefusedError) as refused:
        services.submit(actor=head, report=report)
    assert codes(refused) == {"SUPERIOR"}


def test_what_was_handed_over_cannot_be_changed(county: County, signed: AnnualReport) -> None:
    row = services.submit(actor=county.officer, report=signed)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Submission.objects.filter(pk=row.pk).update(number=7)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Submission.objects.filter(pk=row.pk).delete()


def test_many_are_reminded_with_one_act(
    county: County, signed: AnnualReport, django_capture_on_commit_callbacks: object
) -> None:
    county.stranger.email = "edu@yunxi.example"
    county.stranger.save()
    services.submit(actor=county.officer, report=signed)
    everybody = [county.finance, county.education, county.town]
    done = services.remind(actor=county.supervisor, agencies=everybody, year=2025, text="请于本周五前报送")
    assert [row.agency for row in done.reminders] == [county.education, county.town]
    assert done.settled == (county.finance,)
    assert [row.mailed_to for row in done.reminders] == [1, 0]
    assert mailing.mail_reminders.call([row.pk for row in done.reminders]) == 1
    message = mail.outbox[0]
    assert message.to == ["edu@yunxi.example"]
    assert "请于本周五前报送" in message.body
    assert "2026年1月31日" in message.body
    again = services.remind(actor=county.supervisor, agencies=everybody, year=2025)
    assert not again.reminders
    assert again.told_today == (county.education, county.town)
    assert Event.objects.filter(type="reports.reminder.sent").count() == 2
    for given, actor in (([], county.supervisor),):
        with pytest.raises(ReportRefusedError):
            services.remind(actor=actor, agencies=given, year=2025)
    with pytest.raises(ReportRefusedError):
        services.remind(actor=county.supervisor, agencies=everybody, year=2025, text="长" * 301)
    with pytest.raises(PermissionDenied):
        services.remind(actor=county.officer, agencies=[county.education], year=2025)
    assert Reminder.objects.count() == 2


def test_a_mail_server_that_is_away_does_not_lose_the_reminder(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.stranger.email = "edu@yunxi.example"
    county.stranger.save()
    done = services.remind(actor=county.supervisor, agencies=[county.education], year=2025)

    def away(*_args: object, **_kwargs: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(mailing, "get_connection", away)
    assert mailing.mail_reminders.call([row.pk for row in done.reminders]) == 0
    assert Reminder.objects.count() == 1


def test_counts_are_kept_for_the_superiors_list(county: County, requests: Requests) -> None:
    report = services.open_year(actor=county.officer, agency=county.finance, year=2025)
    report.refresh_from_db()
    assert report.blank_count == 4
    assert report.error_count
    services.enter_cells(actor=county.officer, report=report, values={"t2.licence.decisions": "3"})
    report.refresh_from_db()
    assert report.blank_count == 3


def test_errors_of_every_kind_need_a_written_reason_which_the_superior_reads(
    county: County, requests: Requests
) -> None:
    last = services.open_year(actor=county.officer, agency=county.finance, year=2024)
    services.sign_off(actor=county.leader, report=last, exception_reason="补录")
    report = services.open_year(actor=county.officer, agency=county.finance, year=2025)
    Case.objects.filter(pk=requests.finance[0]).update(received_on=date(2025, 1, 5))
    services.write_section(
        actor=county.officer, report=report, section="s1", text="全年新收政府信息公开申请99件。"
    )
    with pytest.raises(ReportRefusedError) as refused:
        services.sign_off(actor=county.leader, report=report)
    assert {"R5", "R11", "TEXT-GAP"} <= codes(refused)
    signed = services.sign_off(actor=county.leader, report=report, exception_reason="审批系统尚未移交数据")
    assert review.signatures(signed).get().opinion == "审批系统尚未移交数据"
    services.submit(actor=county.officer, report=signed)
    row = next(iter(gathering.rows(county.government, 2025, date(2026, 1, 20))))
    assert row.report is not None
    assert row.report.exception_reason == "审批系统尚未移交数据"
    assert row.report.error_count
    assert row.report.warning_count  # R9: the text and the table differ
