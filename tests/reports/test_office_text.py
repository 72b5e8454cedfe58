"""The editor of the text: bound figures, preview and insertion without script, guidance, last year's text."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.reports import queries, services
from gongkai.reports.models import AnnualReport
from tests.reports.conftest import Requests
from tests.world import PASSWORD, County

MANUAL = {
    "t2.licence.decisions": "320",
    "t2.penalty.decisions": "0",
    "t2.coercion.decisions": "0",
    "t2.admin_charges.amount": "12.50",
}


@pytest.fixture
def report(county: County, requests: Requests) -> AnnualReport:
    """The finance bureau's open report of 2025."""
    made = services.open_year(actor=county.officer, agency=county.finance, year=2025)
    services.enter_cells(actor=county.officer, report=made, values=MANUAL)
    return made


@pytest.fixture
def officer(client: Client, county: County) -> Client:
    """The information officer, signed in."""
    client.login(username="officer", password=PASSWORD)
    return client


def address(report: AnnualReport, section: str = "s1") -> str:
    return reverse("reports_office:text", args=[report.pk, section])


def post(client: Client, report: AnnualReport, text: str, section: str = "s1", **more: str) -> Any:
    return client.post(address(report, section), {"text": text, "revision": "1", **more})


def test_a_draft_is_bound_and_read_with_its_numbers(officer: Client, report: AnnualReport) -> None:
    text = report.sections.get(section="s1").text
    assert "{{新收申请}}件" in text
    html = officer.get(address(report)).content.decode()
    assert "{{新收申请}}" in html
    assert 'class="report-text-bound"' in html
    read = "".join(
        piece.shown for line in officer.get(address(report)).context["paragraphs"] for piece in line
    )
    assert "新收政府信息公开申请5件" in read
    assert "予以公开2件、部分公开1件、不予公开1件、无法提供1件" in read


def test_preview_and_insertion_save_nothing_and_lose_nothing(officer: Client, report: AnnualReport) -> None:
    before = report.sections.get(section="s1").text
    for more in ({"act": "preview"}, {"insert": "{{新收申请}}"}):
        answer = post(officer, report, "我局写到一半的话", **more)
        assert answer.status_code == 200
        assert "我局写到一半的话" in answer.context["text"]
    assert answer.context["text"].endswith("{{新收申请}}")
    assert "尚未保存" in answer.content.decode()
    assert report.sections.get(section="s1").text == before


def test_an_unknown_name_is_refused_and_nothing_is_lost(officer: Client, report: AnnualReport) -> None:
    answer = post(officer, report, "全年公开{{不存在的数}}条，另有许多文字。", act="save")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "“{{不存在的数}}”不是数据清单里的名称" in html
    assert "另有许多文字" in answer.context["text"]
    assert "{{不存在的数}}" not in report.sections.get(section="s1").text


def test_saving_and_a_text_changed_meanwhile(officer: Client, report: AnnualReport) -> None:
    answer = post(officer, report, "主动公开。新收申请{{新收申请}}件。", act="save")
    assert answer.status_code == 302
    assert report.sections.get(section="s1").text == "主动公开。新收申请{{新收申请}}件。"
    stale = post(officer, report, "别的话", act="save")
    assert stale.status_code == 422
    assert "别的话" in stale.context["text"]


def test_guidance_says_what_is_missing(officer: Client, report: AnnualReport) -> None:
    answer = post(officer, report, "（一）主动公开。有许多。", act="preview")
    missing = [subject.name for subject in answer.context["subjects"] if subject.state == "missing"]
    assert missing == ["依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"]
    assert "条例第五十条第（一）项" in answer.content.decode()


def test_the_signature_freezes_the_numbers(officer: Client, county: County, report: AnnualReport) -> None:
    for section, text in {
        "s1": "新收申请{{新收申请}}件。", "s5": "问题若干，改进有方。", "s6": "{{收费情况}}。",
    }.items():  # fmt: skip
        services.write_section(actor=county.officer, report=report, section=section, text=text)
    signed = services.sign_off(actor=county.leader, report=report, exception_reason="样例")
    assert signed.frozen["sections"]["s1"] == "新收申请5件。"
    assert signed.frozen["written"]["s1"] == "新收申请{{新收申请}}件。"
    assert signed.frozen["sections"]["s6"] == "本机关未收取政府信息公开信息处理费，收费金额为0元。"
    html = officer.get(address(report)).content.decode()
    assert "新收申请5件。" in html
    assert "<textarea" not in html
    late = post(officer, report, "刚写好的一段")
    assert late.status_code == 403
    assert "刚写好的一段" in late.content.decode()
    reopened = services.reopen(actor=county.leader, report=signed, reason="更正")
    assert reopened.sections.get(section="s1").text == "新收申请{{新收申请}}件。"


def test_last_years_text_beside_this_years(officer: Client, county: County, report: AnnualReport) -> None:
    before = services.open_year(actor=county.officer, agency=county.finance, year=2024)
    old = "加强组织领导，压实工作责任，定期通报情况。新收申请{{新收申请}}件，比前些年有所不同。"
    for section in ("s1", "s5", "s6"):
        services.write_section(actor=county.officer, report=before, section=section, text=old)
    services.sign_off(actor=county.leader, report=before, exception_reason="样例")
    taken = post(officer, report, "", act="reuse")
    assert taken.context["text"] == old
    assert [sentence.status for sentence in taken.context["compared"]] == ["same", "numbers"]
    html = taken.content.decode()
    assert "其中 1 句一字未改" in html
    assert "{{新收申请:比上年}}" in html
    drafted = post(officer, report, "", act="draft")
    assert "{{新收申请:比上年}}" in drafted.context["text"]


def test_only_those_who_may(client: Client, county: County, report: AnnualReport) -> None:
    client.login(username="stranger", password=PASSWORD)
    assert client.get(address(report)).status_code == 404
    client.login(username="supervisor", password=PASSWORD)
    assert "<textarea" not in client.get(address(report)).content.decode()
    shown = client.get(reverse("reports_office:report", args=[report.pk])).content.decode()
    assert "{{" not in shown
    client.login(username="officer", password=PASSWORD)
    assert client.get(address(report, "s2")).status_code == 404


def test_a_file_of_an_open_report_shows_numbers_not_names(report: AnnualReport) -> None:
    printed = queries.printed(report, queries.compute(report))
    text = "".join(line for section in printed.sections for line in section.paragraphs)
    assert "{{" not in text
    assert "新收政府信息公开申请5件" in text
