"""The superior's screens: progress, terms, reminders, the two sums, workbooks, and checks while typing."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.agencies.models import Agency, Duty, User
from gongkai.foi.models import Case
from gongkai.reports import deadlines, desk, gathering, services
from gongkai.reports.models import AnnualReport, Gathering, Reminder
from gongkai.reports.services.handover import NewRemark
from tests import world
from tests.reports.conftest import Requests
from tests.world import County

NEW = "t3.new.natural"
LICENCES = "t2.licence.decisions"


@pytest.fixture(autouse=True)
def _january(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 1, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def submitted(county: County, requests: Requests) -> AnnualReport:
    """The finance bureau's report of 2025, handed over with 15 licences."""
    report = services.open_year(actor=county.officer, agency=county.finance, year=2025)
    services.enter_cells(actor=county.officer, report=report, values={LICENCES: "15"})
    services.sign_off(actor=county.leader, report=report, exception_reason="限期报送")
    services.submit(actor=county.officer, report=report)
    report.refresh_from_db()
    return report


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"reports_office:{name}", args=args)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def today_lines(user: User) -> list[str]:
    request = HttpRequest()
    request.user = user
    return [f"{item.count} {item.text}" for item in desk.lines(request)]


def test_one_line_for_each_agency(county: County, submitted: AnnualReport) -> None:
    rows = {row.agency: row for row in gathering.rows(county.government, 2025, date(2026, 2, 3))}
    assert rows[county.finance].stage == "submitted"
    assert rows[county.education].stage == "missing"
    assert rows[county.education].is_overdue
    assert rows[county.education].days_overdue == 3
    assert not rows[county.finance].is_overdue
    tally = gathering.counts(rows.values())
    assert (tally["submitted"], tally["missing"], tally["overdue"]) == (1, 2, 2)


def test_late_in_each_way(county: County, submitted: AnnualReport, monkeypatch: pytest.MonkeyPatch) -> None:
    services.gather(
        actor=county.supervisor, superior=county.government, year=2025, submit_by=date(2026, 1, 15)
    )
    row = next(iter(gathering.rows(county.government, 2025, date(2026, 1, 20))))
    assert row.submitted_late
    services.accept(actor=county.supervisor, report=submitted)
    later = datetime(2026, 2, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: later)
    services.publish(actor=county.officer, report=submitted)
    row = next(iter(gathering.rows(county.government, 2025, date(2026, 2, 2))))
    assert row.published_late
    assert row.stage == "published"


def test_the_list_and_its_filters(county: County, submitted: AnnualReport) -> None:
    client = signed_in(county.supervisor)
    page = text_of(client, url("gathering"))
    assert "共 3 个单位" in page
    assert "还没有开始汇总" in page
    assert "带问题签发：限期报送" in page
    assert page.index("云溪县财政局") < page.index("云溪县教育局")
    only = text_of(client, url("gathering") + "?show=missing&sort=agency")
    assert "云溪县教育局" in only
    assert url("report", submitted.pk) not in only
    for sort in ("days", "blank", "findings", "nonsense"):
        assert "云溪县财政局" in text_of(client, url("gathering") + f"?sort={sort}")
    assert "没有符合条件的单位" in text_of(client, url("gathering") + "?show=accepted")


@pytest.mark.parametrize("name", ["gathering", "sums", "progress", "gathered"])
def test_only_supervisors_come_in(county: County, submitted: AnnualReport, name: str) -> None:
    for user in (county.officer, county.leader, county.stranger):
        # the office answers a refused page with its own opening page
        assert signed_in(user).get(url(name)).status_code in {302, 403}
    assert Client().get(url(name)).status_code == 302
    client = signed_in(county.supervisor)
    assert client.get(url(name) + "?superior=finance").status_code == 404
    assert client.get(url(name) + "?year=99").status_code == 404
    assert client.get(url(name) + "?year=2025&superior=yunxi").status_code == 200


def test_terms_are_set_on_the_page(county: County) -> None:
    client = signed_in(county.supervisor)
    given = {"superior": "yunxi", "year": "2025", "submit_by": "2026-01-18", "acceptance_required": "yes"}
    assert client.post(url("gather"), given).status_code == 302
    row = Gathering.objects.get()
    assert (row.submit_by, row.acceptance_required) == (date(2026, 1, 18), True)
    page = text_of(client, url("gathering") + "?year=2025")
    assert "1月18日前报送" in page
    bad = client.post(url("gather"), {**given, "submit_by": "2026-02-30"})
    assert bad.status_code == 422
    assert "确有这一天" in bad.content.decode()
    assert client.post(url("gather"), {**given, "submit_by": ""}).status_code == 302
    row.refresh_from_db()
    assert row.submit_by is None
    assert signed_in(county.officer).post(url("gather"), given).status_code in {302, 403}
    assert Gathering.objects.get().submit_by is None


def test_reminding_from_the_list(county: County, submitted: AnnualReport) -> None:
    client = signed_in(county.supervisor)
    given = {"superior": "yunxi", "year": "2025", "agency": ["education", "finance"], "text": "请抓紧"}
    page = client.post(url("remind"), given, follow=True).content.decode()
    assert "已提醒1个单位" in page
    assert "1个单位已经报送或公布" in page
    assert "1月20日提醒过" in page
    assert "1 份2025年度报告被上级提醒" in today_lines(county.stranger)
    everybody = {"superior": "yunxi", "year": "2025", "all": "yes", "show": "missing"}
    assert "已提醒1个单位" in client.post(url("remind"), everybody, follow=True).content.decode()
    empty = client.post(url("remind"), {"superior": "yunxi", "year": "2025"})
    assert empty.status_code == 422
    assert "请先选择" in empty.content.decode()
    assert Reminder.objects.count() == 2


def test_two_sums_are_kept_apart(county: County, submitted: AnnualReport, requests: Requests) -> None:
    sums = gathering.sums(county.government, 2025)
    assert sums.handed_over[NEW] == 3
    assert sums.from_records[NEW] == 4
    assert sums.difference(NEW) == -1
    assert sums.handed_over[LICENCES] == sums.from_records[LICENCES] == 15
    assert LICENCES not in sums.differing
    assert {part.agency for part in sums.missing} == {county.education, county.town}
    Case.objects.filter(pk=requests.finance[1]).update(outcome="partial")
    again = gathering.sums(county.government, 2025)
    assert again.handed_over == sums.handed_over
    assert again.difference("t3.grant.natural") != sums.difference("t3.grant.natural")


def test_what_was_returned_is_not_counted(county: County, submitted: AnnualReport) -> None:
    services.return_report(actor=county.supervisor, report=submitted, remarks=[NewRemark("核对", cell=NEW)])
    sums = gathering.sums(county.government, 2025)
    assert not sums.handed_over[NEW]
    assert county.finance in {part.agency for part in sums.missing}


def test_what_lies_inside_a_sum_is_not_counted_again(county: County, submitted: AnnualReport) -> None:
    city = world.make_agency(None, "qingchuan", "清川市人民政府", Agency.Kind.GOVERNMENT, 40)
    county.government.refresh_from_db()
    county.government.move(city, "last-child")
    head = world.make_user("head", "县长")
    government = Agency.objects.get(pk=county.government.pk)
    world.make_post(government, head, Duty.LEADER)
    world.make_post(Agency.objects.get(pk=city.pk), world.make_user("watch", "市办监督员"), Duty.SUPERVISOR)
    report = services.open_year(actor=head, agency=government, year=2025)
    services.sign_off(actor=head, report=report, exception_reason="限期")
    services.submit(actor=head, report=report)
    sums = gathering.sums(Agency.objects.get(pk=city.pk), 2025)
    assert [part.agency.code for part in sums.parts] == ["qingchuan", "yunxi"]
    assert sums.handed_over[NEW] == 4


def test_each_number_opens_to_its_agencies(county: County, submitted: AnnualReport) -> None:
    client = signed_in(county.supervisor)
    page = text_of(client, url("sums") + "?year=2025")
    assert url("gathered_cell", NEW) in page
    assert "按系统记录汇总的不同" in page
    cell = text_of(client, url("gathered_cell", NEW) + "?superior=yunxi&year=2025")
    assert url("cell", submitted.pk, NEW) in cell
    assert "100.0%" in cell
    assert "云溪县教育局" in cell
    assert "相差 -1" in cell
    assert "相加各项" in text_of(client, url("gathered_cell", "t3.new.total"))
    assert client.get(url("gathered_cell", "t9.x")).status_code == 404


def test_workbooks_have_the_layout_of_the_form(county: County, submitted: AnnualReport) -> None:
    Agency.objects.filter(pk=county.education.pk).update(name="=HYPERLINK(1)局")
    client = signed_in(county.supervisor)
    book = load_workbook(BytesIO(client.get(url("gathered")).content))
    assert len(book.sheetnames) == 7
    total = book.worksheets[1]
    assert total.merged_cells.ranges
    assert total["A1"].value == "云溪县人民政府2025年年度报告汇总"
    assert "已报送1个单位" in total["A2"].value
    names = {row[0].value: row[0].data_type for row in book.worksheets[4].iter_rows(min_row=2)}
    assert names["=HYPERLINK(1)局"] == "s"
    assert "云溪县财政局" in names
    progress = load_workbook(BytesIO(client.get(url("progress")).content)).worksheets[0]
    lines = {row[0]: row for row in progress.iter_rows(min_row=2, values_only=True)}
    assert lines["云溪县财政局"][1] == "待审核"
    assert lines["云溪县财政局"][12] == "限期报送"
    one = load_workbook(BytesIO(client.get(url("export", submitted.pk, "xlsx")).content))
    assert one.sheetnames[0] == "正文"
    cells = [value for row in one.worksheets[1].iter_rows(values_only=True) for value in row]
    assert 15 in cells


def test_the_return_on_the_page_loses_nothing(county: County, submitted: AnnualReport) -> None:
    client = signed_in(county.supervisor)
    page = text_of(client, url("report", submitted.pk) + f"?remark={NEW}")
    assert f'name="remark:{NEW}"' in page
    assert "这份报告等您审核" in page
    more = client.post(
        url("decide", submitted.pk), {f"remark:{NEW}": "请核对新收件数", "place": "s5", "act": "add"}
    ).content.decode()
    assert "请核对新收件数" in more
    assert 'name="remark:s5"' in more
    long = client.post(url("decide", submitted.pk), {f"remark:{NEW}": "长" * 501, "act": "return"})
    assert long.status_code == 422
    assert "长" * 501 in long.content.decode()
    given = {
        f"remark:{NEW}": "请核对新收件数",
        "remark:s5": "太笼统",
        "remark:report": "盖章",
        "act": "return",
    }
    assert client.post(url("decide", submitted.pk), given).status_code == 302
    assert "1 处" not in today_lines(county.officer)
    assert "3 处退回意见，2025年度报告" in today_lines(county.officer)
    officer = signed_in(county.officer)
    page = text_of(officer, url("report", submitted.pk))
    assert "被退回：3 处意见待处理" in page
    assert page.count("请核对新收件数") >= 2
    assert "太笼统" in text_of(officer, url("report", submitted.pk))
    assert "请核对新收件数" in text_of(officer, url("cell", submitted.pk, NEW))
    for remark in submitted.remarks.all():
        done = officer.post(url("answer", submitted.pk, remark.pk), {"answer": "已核对"})
        assert done.status_code == 302
    assert "1 份2025年度报告已改好，待签发后再次报送" in today_lines(county.officer)
    assert officer.post(url("answer", submitted.pk, 999_999), {"answer": "x"}).status_code == 404
    assert "退回，提出3处意见" in text_of(officer, url("history", submitted.pk))


@pytest.mark.parametrize("name", ["submit", "withdraw", "decide", "accept"])
def test_outsiders_hand_nothing_over(county: County, submitted: AnnualReport, name: str) -> None:
    assert signed_in(county.stranger).post(url(name, submitted.pk), {"act": "return"}).status_code == 404
    assert signed_in(county.officer).get(url(name, submitted.pk)).status_code == 405


def test_who_may_not_decide_is_told(county: County, submitted: AnnualReport) -> None:
    for name in ("decide", "accept"):
        denied = signed_in(county.officer).post(url(name, submitted.pk), {"remark:s5": "x", "act": "return"})
        assert denied.status_code == 403
        assert "主管部门监督员" in denied.content.decode()
    submitted.refresh_from_db()
    assert submitted.handover == "submitted"


def test_submitting_and_accepting_on_the_page(county: County, submitted: AnnualReport) -> None:
    services.gather(actor=county.supervisor, superior=county.government, year=2025)
    officer = signed_in(county.officer)
    assert officer.post(url("withdraw", submitted.pk), {"withdraw_reason": "改数"}).status_code == 302
    assert "审核通过后才能公布" in text_of(officer, url("report", submitted.pk))
    assert officer.post(url("submit", submitted.pk)).status_code == 302
    supervisor = signed_in(county.supervisor)
    assert "1 份2025年度报告待审核" in today_lines(county.supervisor)
    assert supervisor.post(url("accept", submitted.pk), {"opinion": "同意"}).status_code == 302
    assert "1 份2025年度报告待审核" not in today_lines(county.supervisor)
    assert "在门户网站公布" in text_of(officer, url("report", submitted.pk))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 1, 5), "1 份2025年度报告须在30天内公布"),
        (date(2026, 1, 17), "1 份2025年度报告须在14天内公布"),
        (date(2026, 1, 25), "1 份2025年度报告须在7天内公布"),
        (date(2026, 1, 31), "1 份2025年度报告须在1天内公布"),
        (date(2026, 2, 1), "1 份2025年度报告已过公布期限"),
    ],
)
def test_the_line_grows_more_urgent(
    county: County, day: date, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert said in today_lines(county.officer)


def test_limits_for_calendars(county: County, submitted: AnnualReport) -> None:
    found = {limit.agency_id: limit.due_on for limit in deadlines.of(Agency.objects.all())}
    assert found == {county.finance.pk: date(2026, 1, 31)}
    services.open_year(actor=county.administrator, agency=county.government, year=2025)
    services.gather(actor=county.supervisor, superior=county.government, year=2025, acceptance_required=False)
    found = {limit.agency_id: limit.due_on for limit in deadlines.of(Agency.objects.all())}
    assert found[county.education.pk] == date(2026, 1, 31)
    assert found[county.government.pk] == date(2026, 3, 31)
    near = deadlines.of(Agency.objects.all(), date(2026, 2, 1))
    assert county.government.pk not in {limit.agency_id for limit in near}
    services.publish(actor=county.officer, report=submitted)
    assert county.finance.pk not in {limit.agency_id for limit in deadlines.of(Agency.objects.all())}


def test_checks_while_typing(county: County, requests: Requests) -> None:
    report = services.open_year(actor=county.officer, agency=county.finance, year=2025)
    client = signed_in(county.officer)
    before = client.post(url("check", report.pk), {}).content.decode()
    assert "还没有填报" in before
    carried = "t3.carried_in.natural"
    typed = {f"cell:{LICENCES}": "十五", "cell:t2.penalty.decisions": "3", f"cell:{carried}": "2"}
    after = client.post(url("check", report.pk), typed).content.decode()
    assert "应填不小于零的整数" in after
    assert f'data-wrong="{LICENCES}"' in after
    assert 'data-cell="t3.new.total">5<' in after
    assert not report.manual_cells.exists()
    whole = {
        f"cell:{cell}": "1"
        for cell in (LICENCES, "t2.penalty.decisions", "t2.coercion.decisions", "t2.admin_charges.amount")
    }
    assert "还没有填报" not in client.post(url("check", report.pk), whole).content.decode()
    typed_text = {"section": "s1", "text": "全年新收政府信息公开申请9件。"}
    section = client.post(url("check", report.pk), typed_text).content.decode()
    assert "R9" in section
    assert "还没有填报" not in section
    assert signed_in(county.stranger).post(url("check", report.pk), {}).status_code == 404
    assert client.get(url("check", report.pk)).status_code == 405


def test_checks_follow_the_sums(county: County, requests: Requests) -> None:
    report = services.open_year(actor=county.stranger, agency=county.education, year=2025)
    typed = {"cell:t3.carried_in.natural": "2", "cell:t3.carried_in.business": "1"}
    page = signed_in(county.stranger).post(url("check", report.pk), typed).content.decode()
    assert 'data-cell="t3.carried_in.total">3<' in page


def test_pages_cost_the_same_for_many(county: County, submitted: AnnualReport) -> None:
    client = signed_in(county.supervisor)
    services.gather(actor=county.supervisor, superior=county.government, year=2025)
    pages = [
        url("gathering"),
        url("sums"),
        url("gathered_cell", NEW),
        url("gathered"),
        url("progress"),
        url("report", submitted.pk),
    ]
    before = []
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as used:
            client.get(page)
        before.append(len(used))
    for number in range(8):
        agency = world.make_agency(
            county.government, f"more{number}", f"云溪县增设{number}局", "department", 60 + number
        )
        head = world.make_user(f"head{number}", "局长")
        world.make_post(agency, head, Duty.LEADER)
        more = services.open_year(actor=head, agency=agency, year=2025)
        services.sign_off(actor=head, report=more, exception_reason="限期")
        services.submit(actor=head, report=more)
    for page, allowed in zip(pages, before, strict=True):
        with CaptureQueriesContext(connection) as used:
            client.get(page)
        assert len(used) == allowed, page
