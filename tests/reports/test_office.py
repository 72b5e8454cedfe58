"""The report's screens: what they show, who may do what, and that they cost the same for many."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.reports import services
from gongkai.reports.models import AnnualReport
from tests import world
from tests.reports.conftest import Requests
from tests.world import County


@pytest.fixture(autouse=True)
def _january(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 1, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def report(county: County, requests: Requests) -> AnnualReport:
    return services.open_year(actor=county.officer, agency=county.finance, year=2025)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"reports_office:{name}", args=args)


def test_the_list_shows_only_my_subtree(county: County, report: AnnualReport) -> None:
    mine = signed_in(county.officer).get(url("index")).content.decode()
    assert "云溪县财政局" in mine
    assert "云溪县教育局" not in mine
    all_of_it = signed_in(county.supervisor).get(url("index") + "?year=2025").content.decode()
    assert "云溪县柳桥镇人民政府" in all_of_it
    assert "11 天" in all_of_it


def test_opening_from_the_list(county: County) -> None:
    client = signed_in(county.officer)
    response = client.post(url("open"), {"agency": "finance", "year": "2025"})
    assert response.status_code == 302
    assert AnnualReport.objects.get().agency == county.finance
    assert client.post(url("open"), {"agency": "education", "year": "2025"}).status_code == 404
    assert client.post(url("open"), {"agency": "finance", "year": "99999"}).status_code == 404


@pytest.mark.parametrize("name", ["report", "history"])
def test_outsiders_find_nothing(county: County, report: AnnualReport, name: str) -> None:
    assert signed_in(county.stranger).get(url(name, report.pk)).status_code == 404
    assert Client().get(url(name, report.pk)).status_code == 302
    nobody = world.make_user("nobody", "无岗")
    assert signed_in(nobody).get(url(name, report.pk)).status_code == 302


@pytest.mark.parametrize("name", ["cells", "sign_off", "reopen", "publish"])
def test_outsiders_change_nothing(county: County, report: AnnualReport, name: str) -> None:
    assert signed_in(county.stranger).post(url(name, report.pk), {}).status_code == 404
    assert signed_in(county.officer).get(url(name, report.pk)).status_code == 405


def test_every_number_opens_its_records(county: County, report: AnnualReport) -> None:
    client = signed_in(county.officer)
    page = client.get(url("report", report.pk)).content.decode()
    assert url("cell", report.pk, "t3.deny.process.business") in page
    records = client.get(url("cell", report.pk, "t3.deny.process.business")).content.decode()
    assert "finance-0003" in records
    assert "申请人3" not in records
    assert "由1件申请记录算出" in records
    total = client.get(url("cell", report.pk, "t3.new.total")).content.decode()
    assert "相加得出" in total
    assert client.get(url("cell", report.pk, "t9.new.total")).status_code == 404
    assert client.get(url("cell", report.pk, "t3.new.total") + "?page=abc").status_code == 200


def test_numbers_are_entered_in_the_form(county: County, report: AnnualReport) -> None:
    client = signed_in(county.officer)
    typed = {"cell:t2.licence.decisions": "15", "cell:t2.penalty.decisions": "", "note": "台账"}
    assert client.post(url("cells", report.pk), typed).status_code == 302
    cell = client.get(url("cell", report.pk, "t2.licence.decisions")).content.decode()
    assert "财政信息员" in cell
    assert "台账" in cell
    history = client.get(url("history", report.pk)).content.decode()
    assert "行政许可" in history


def test_a_refusal_loses_nothing_that_was_typed(county: County, report: AnnualReport) -> None:
    client = signed_in(county.officer)
    typed = {
        "cell:t2.licence.decisions": "十五",
        "cell:t2.penalty.decisions": "7",
        "anchor": "s2",
        "note": "台账",
    }
    response = client.post(url("cells", report.pk), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="十五"' in page
    assert 'value="7"' in page
    assert 'value="台账"' in page
    assert "应填不小于零的整数" in page
    stale = {"section": "s5", "text": "我写了很久", "revision": "0"}
    response = client.post(url("section", report.pk, "s5"), stale)
    assert response.status_code == 422
    assert "我写了很久" in response.content.decode()


def test_signing_asks_for_the_password_again(county: County, report: AnnualReport) -> None:
    client = signed_in(county.leader)
    wrong = client.post(url("sign_off", report.pk), {"password": "x", "exception_reason": "限期"})
    assert wrong.status_code == 422
    assert "密码不正确" in wrong.content.decode()
    without = client.post(url("sign_off", report.pk), {"password": world.PASSWORD})
    assert "还没有填报" in without.content.decode()
    done = client.post(url("sign_off", report.pk), {"password": world.PASSWORD, "exception_reason": "限期"})
    assert done.status_code == 302
    report.refresh_from_db()
    assert report.status == "signed_off"
    page = client.get(url("report", report.pk)).content.decode()
    assert "在门户网站公布" in page
    assert "限期" in page
    assert client.post(url("publish", report.pk), {"on": "2026-02-30"}).status_code == 422
    assert client.post(url("publish", report.pk), {"on": "2026-01-20"}).status_code == 302
    assert "已公布，不再更改" in client.get(url("report", report.pk)).content.decode()


def test_the_password_is_not_guessed(county: County, report: AnnualReport) -> None:
    client = signed_in(county.leader)
    for _attempt in range(5):
        client.post(url("sign_off", report.pk), {"password": "x"})
    right = {"password": world.PASSWORD, "exception_reason": "限期"}
    assert "15分钟" in client.post(url("sign_off", report.pk), right).content.decode()


def test_only_the_leader_signs(county: County, report: AnnualReport) -> None:
    response = signed_in(county.officer).post(url("sign_off", report.pk), {"password": world.PASSWORD})
    assert response.status_code == 403
    assert "分管负责人" in response.content.decode()
    supervisor = signed_in(county.supervisor)
    assert supervisor.post(url("cells", report.pk), {"cell:t2.licence.decisions": "1"}).status_code == 403
    assert "保存填报数" not in supervisor.get(url("report", report.pk)).content.decode()


@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "xlsx"])
def test_files(county: County, report: AnnualReport, kind: str) -> None:
    response = signed_in(county.officer).get(url("export", report.pk, kind))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="finance-2025.{kind}"'
    assert signed_in(county.stranger).get(url("export", report.pk, kind)).status_code == 404
    assert signed_in(county.officer).get(url("export", report.pk, "xls")).status_code == 404


def test_the_opening_page_says_what_is_due(county: County, report: AnnualReport) -> None:
    page = signed_in(county.officer).get(reverse("wagtailadmin_home")).content.decode()
    assert "年度报告须在14天内公布" in page
    assert url("index") in page
    assert "个数待填入2025年度报告" in page
    assert url("report", report.pk) + "#s2" in page


def test_pages_cost_the_same_for_many(county: County, report: AnnualReport) -> None:
    client = signed_in(county.supervisor)
    government = services.open_year(actor=county.administrator, agency=county.government, year=2025)
    pages = [url("index"), url("report", government.pk), url("cell", government.pk, "t3.new.total")]
    for page in pages:
        client.get(page)
    before = []
    for page in pages:
        with CaptureQueriesContext(connection) as used:
            client.get(page)
        before.append(len(used))
    for number in range(10):
        agency = world.make_agency(
            county.government, f"more{number}", f"云溪县增设{number}局", "department", 60 + number
        )
        more = services.open_year(actor=county.administrator, agency=agency, year=2025)
        services.enter_cells(actor=county.administrator, report=more, values={"t2.licence.decisions": "1"})
    for page, allowed in zip(pages, before, strict=True):
        with CaptureQueriesContext(connection) as used:
            client.get(page)
        assert len(used) == allowed, page
