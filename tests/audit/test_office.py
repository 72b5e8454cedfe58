"""The office reads a published report, a person corrects and accepts it, and a notice goes out."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.agencies.models import User
from gongkai.audit import queries, services
from gongkai.audit.errors import AuditRefusedError
from gongkai.audit.models import Correction, PublishedReport, SourceFile
from gongkai.ledger.queries import chain_problems
from tests.world import County

REPORT = """石塘镇人民政府2016年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》要求，编制本报告。统计期限自2016年1月1日起至2016年12月31日止。
一、主动公开情况
2016年，我镇主动公开政府信息130条。全年召开政府信息公开工作会议3次。
二、依申请公开情况
全年共收到政府信息公开申请5件，均已按时办结。
三、行政复议和行政诉讼情况
本年度没有因政府信息公开被申请行政复议、提起行政诉讼。
石塘镇人民政府
2017年1月16日
"""


@pytest.fixture
def source(county: County) -> SourceFile:
    handed = services.hand_in(
        actor=county.supervisor, holder=county.government, data=REPORT.encode(), name="石塘镇2016.txt"
    )
    return services.read_source(handed.pk)


@pytest.fixture
def report(source: SourceFile) -> PublishedReport:
    return source.reports.get()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"audit_office:{name}", args=args)


def fact_number(report: PublishedReport, kind: str) -> int:
    return next(at for at, fact in enumerate(report.reading["facts"]) if fact["kind"] == kind)


def test_a_file_is_read_in_the_background_and_its_report_is_found(source: SourceFile) -> None:
    report = source.reports.get()
    assert (source.status, report.agency_name, report.year) == ("read", "石塘镇人民政府", 2016)
    facts = {fact["kind"]: fact["value"] for fact in report.reading["facts"]}
    assert facts["requests_received"] == 5
    assert chain_problems() == []


def test_handing_in_by_the_screen(county: County, django_capture_on_commit_callbacks: Any) -> None:
    client = signed_in(county.supervisor)
    page = client.get(url("index"))
    assert "还没有导入过报告" in page.content.decode()
    file = SimpleUploadedFile("石塘镇2016.txt", REPORT.encode())
    sent = client.post(url("hand_in"), {"holder": "yunxi", "files": [file]})
    kept = SourceFile.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, url("source", kept.pk))
    waiting = client.get(url("source", kept.pk))
    assert waiting["Refresh"] == "3"
    assert "正在读取" in waiting.content.decode()
    assert "1 个文件正在读取" in client.get(url("index")).content.decode()
    services.read_source(kept.pk)
    assert client.get(url("source", kept.pk))["Location"] == url("report", kept.reports.get().pk)
    again = SimpleUploadedFile("又一次.txt", REPORT.encode())
    assert client.post(url("hand_in"), {"holder": "yunxi", "files": [again]})["Location"] == sent["Location"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "请选择文件"), ({"address": "ftp://example.org/"}, "http"), ({"address": "javascript:1"}, "http")],
)
def test_a_refusal_keeps_what_was_typed(county: County, sent: dict[str, str], said: str) -> None:
    response = signed_in(county.supervisor).post(url("hand_in"), {"holder": "yunxi", **sent})
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert sent.get("address", "") in page


def test_what_cannot_be_read_says_why_and_keeps_the_file(county: County) -> None:
    for name, data in (
        ("菜单.txt", "今日菜单：红烧肉、清炒时蔬。".encode()),
        ("坏.docx", b"PK\x03\x04broken"),
    ):
        handed = services.hand_in(actor=county.supervisor, holder=county.government, data=data, name=name)
        failed = services.read_source(handed.pk)
        assert failed.status == "failed"
        assert failed.problem
        page = signed_in(county.supervisor).get(url("source", failed.pk)).content.decode()
        assert failed.problem in page
        kept = signed_in(county.supervisor).get(url("original", failed.pk))
        assert b"".join(kept.streaming_content) == data  # type: ignore[attr-defined]
        assert kept["Content-Disposition"].startswith("attachment")


def test_figures_stand_marked_in_the_text(county: County, report: PublishedReport) -> None:
    page = signed_in(county.supervisor).get(url("report", report.pk)).content.decode()
    number = fact_number(report, "requests_received")
    assert f'<mark id="fact-{number}"' in page
    assert f'id="list-fact-{number}"' in page
    assert "收到申请" in page


def test_a_correction_stands_beside_the_reading(county: County, report: PublishedReport) -> None:
    client = signed_in(county.supervisor)
    number = fact_number(report, "requests_received")
    before = report.reading
    sent = {"target": f"fact:{number}", "value": "6", "note": "原件看得清"}
    assert client.post(url("correct", report.pk), sent).status_code == 302
    report.refresh_from_db()
    assert report.reading == before
    row = Correction.objects.get()
    assert (row.before, row.value, row.corrected_by) == ("5", "6", county.supervisor)
    assert "读出的是 5" in client.get(url("report", report.pk)).content.decode()
    client.post(url("accept", report.pk))
    series = {one.measure.id: one for one in queries.series(county.supervisor, "石塘镇人民政府")}
    assert series["requests"].points[2016].value == 6
    assert series["fees"].points[2016].value is None


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("fact:0", "五"),
        ("fact:99", "5"),
        ("cell:t3.new.total", "5"),
        ("year", "1998"),
        ("agency", ""),
        ("x", "1"),
    ],
)
def test_a_wrong_correction_is_refused_and_loses_nothing(
    county: County, report: PublishedReport, target: str, value: str
) -> None:
    sent = {"target": target, "value": value, "note": "我的说明"}
    response = signed_in(county.supervisor).post(url("correct", report.pk), sent)
    assert response.status_code == 422
    assert not Correction.objects.exists()


def test_corrections_cannot_be_edited(county: County, report: PublishedReport) -> None:
    from django.db import DatabaseError, transaction

    row = services.correct(actor=county.supervisor, report=report, target="year", value="2015")
    with pytest.raises(DatabaseError), transaction.atomic():
        Correction.objects.filter(pk=row.pk).update(value="2014")


def test_an_accepted_report_is_unique_and_may_be_taken_back(county: County, report: PublishedReport) -> None:
    services.accept(actor=county.supervisor, report=report)
    with pytest.raises(AuditRefusedError) as refused:
        services.correct(actor=county.supervisor, report=report, target="year", value="2015")
    assert refused.value.code == "ACCEPTED"
    other = services.hand_in(
        actor=county.supervisor, holder=county.government, data=(REPORT + "。").encode(), name="b.txt"
    )
    twin = services.read_source(other.pk).reports.get()
    with pytest.raises(AuditRefusedError) as refused:
        services.accept(actor=county.supervisor, report=twin)
    assert refused.value.code == "TWICE"
    services.take_back(actor=county.supervisor, report=report)
    services.accept(actor=county.supervisor, report=twin)
    assert [name for name, _count in queries.followed(county.supervisor)] == ["石塘镇人民政府"]
    client = signed_in(county.supervisor)
    assert url("report", twin.pk) in client.get(url("report", report.pk)).content.decode()
    refused_page = client.post(url("accept", report.pk))
    assert refused_page.status_code == 422
    assert "打开已采用的那一份" in refused_page.content.decode()


def test_the_series_as_a_page_and_as_csv(county: County, report: PublishedReport) -> None:
    client = signed_in(county.supervisor)
    assert "还没有可以比较的报告" in client.get(url("series")).content.decode()
    services.accept(actor=county.supervisor, report=report)
    assert "石塘镇人民政府" in client.get(url("series")).content.decode()
    assert "没有名称含" in client.get(url("series") + "?agency=教育局").content.decode()
    page = client.get(url("series") + "?agency=石塘").content.decode()
    assert "新收政府信息公开申请" in page
    assert url("report", report.pk) in page
    sheet = client.get(url("series_csv") + "?agency=石塘镇人民政府").content.decode("utf-8-sig")
    assert sheet.splitlines()[0] == "项目,单位,2016"
    assert "新收政府信息公开申请,件,5" in sheet.splitlines()


def test_a_notice_holds_the_chosen_findings(county: County, report: PublishedReport) -> None:
    report.findings = [
        {
            "id": "X1",
            "severity": "certain",
            "text": "一",
            "sentence": "表三合计不符。",
            "cells": [],
            "phrases": [],
        },
        {
            "id": "X2",
            "severity": "likely",
            "text": "二",
            "sentence": "文字与表格不一致。",
            "cells": [],
            "phrases": [],
        },
    ]
    report.save()
    client = signed_in(county.supervisor)
    ticked = 'name="finding" value="0" checked'
    assert ticked in client.get(url("report", report.pk)).content.decode()
    nothing = client.post(url("notice", report.pk))
    assert nothing.status_code == 422
    assert ticked not in nothing.content.decode()
    letter = client.post(url("notice", report.pk), {"finding": ["1", "99", "x"]})
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(letter.content)).paragraphs)
    assert "文字与表格不一致。" in text
    assert "表三合计不符。" not in text
    assert "石塘镇人民政府" in text
    assert queries.events(report.source).last().data["findings"] == ["X2"]


def test_only_the_holder_and_those_above_see_it(county: County, report: PublishedReport) -> None:
    outsider = signed_in(county.stranger)
    for name in ("report", "accept", "correct", "take_back", "notice"):
        method = outsider.get if name == "report" else outsider.post
        assert method(url(name, report.pk)).status_code == 404, name
    assert outsider.get(url("source", report.source_id)).status_code == 404
    assert outsider.get(url("original", report.source_id)).status_code == 404
    assert "石塘镇" not in outsider.get(url("index")).content.decode()
    assert (
        outsider.get(url("series_csv") + "?agency=石塘镇人民政府").content.decode("utf-8-sig").count("\n")
        == 1
    )
    administrator = signed_in(county.administrator)
    assert administrator.get(url("report", report.pk)).status_code == 200
    assert administrator.post(url("accept", report.pk))["Location"] == reverse("wagtailadmin_home")
    report.refresh_from_db()
    assert report.status == "read"
    assert Client().get(url("index")).status_code == 302


TABLES = """石塘镇人民政府2023年政府信息公开工作年度报告
一、总体情况
2023年，我镇新收政府信息公开申请2件。
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t3\t1\t9
第二十条第（五）项
信息内容\t本年处理决定数量
行政许可\t12
"""


def test_tables_stand_as_the_form_prints_them_and_a_number_opens_its_correction(county: County) -> None:
    handed = services.hand_in(
        actor=county.supervisor, holder=county.government, data=TABLES.encode(), name="石塘镇2023.txt"
    )
    report = services.read_source(handed.pk).reports.get()
    client, cell = signed_in(county.supervisor), "t2.licence.decisions"
    page = client.get(url("report", report.pk)).content.decode()
    assert f'id="list-cell-{cell}"' in page
    assert f"?correct=cell:{cell}#correct" in page
    assert 'id="correct"' not in page
    opened = client.get(url("report", report.pk) + f"?correct=cell:{cell}").content.decode()
    assert "更正“行政许可／本年处理决定数量”" in opened
    sent = client.post(url("correct", report.pk), {"target": f"cell:{cell}", "value": "21"})
    assert sent["Location"] == url("report", report.pk) + f"#list-cell-{cell}"
    services.accept(actor=county.supervisor, report=report)
    accepted = client.get(url("report", report.pk) + f"?correct=cell:{cell}").content.decode()
    assert 'id="correct"' not in accepted
    assert f'href="#cell-{cell}"' in accepted


def test_a_finding_shows_what_would_be_written_and_leads_to_its_words(
    county: County, report: PublishedReport
) -> None:
    start = report.source.text.index("均已按时办结")
    finding = {"id": "X1", "severity": "certain", "text": "一", "sentence": "请核实。", "cells": []}
    report.findings = [{**finding, "phrases": [[start, start + 6]]}]
    report.save()
    page = signed_in(county.supervisor).get(url("report", report.pk)).content.decode()
    assert "请核实。" in page
    assert '<a href="#finding-0-0" lang="zh-Hans">“均已按时办结”</a>' in page
    assert '<mark id="finding-0-0" class="audit__quoted"><a href="#finding-0">均已按时办结</a></mark>' in page


COPIED = "我镇把政务公开列入干部夜校必修课，由分管领导逐村讲解申请办理流程，全年听课干部达到百分之九十以上。"
SECOND = (
    "针对老年人不会上网的问题，在每个村便民服务点设置代查台，由网格员帮助查找惠民补贴发放结果并当场打印。"
)


def test_shared_passages_stand_side_by_side(county: County, report: PublishedReport) -> None:
    client = signed_in(county.supervisor)
    assert "还没有可以比较的报告" in client.get(url("copies")).content.decode()
    for name in ("石塘镇", "柳桥镇", "松涧镇"):
        body = "" if name == "松涧镇" else f"{COPIED}\n{SECOND}\n"
        text = REPORT.replace("石塘镇", name).replace("二、依申请", f"{body}二、依申请")
        handed = services.hand_in(
            actor=county.supervisor, holder=county.government, data=text.encode(), name=f"{name}.txt"
        )
        services.read_source(handed.pk)
    page = client.get(url("copies")).content.decode()
    assert page.count(COPIED) == 2
    assert "柳桥镇人民政府 2016年度" in page
    assert "松涧镇人民政府 2016年度" not in page
    assert "没有与其他报告雷同的文字" in client.get(url("copies") + f"?report={report.pk}").content.decode()
    assert COPIED not in signed_in(county.stranger).get(url("copies")).content.decode()
    assert signed_in(county.stranger).get(url("copies") + f"?report={report.pk}").status_code == 404
    assert client.get(url("copies") + "?report=x").status_code == 404
    one = queries.texts(county.supervisor, also=report.pk, most=1)
    assert [document.id for document in one][1:] == [str(report.pk)]


def test_the_list_is_narrowed_by_state_and_name(county: County, report: PublishedReport) -> None:
    client = signed_in(county.supervisor)
    link = url("report", report.pk)
    for query in ("?q=石塘", "?status=read", "?q=石塘镇2016.txt&status=read"):
        assert link in client.get(url("index") + query).content.decode(), query
    for query in ("?q=教育", "?status=accepted", "?status=failed"):
        assert "没有这样的文件" in client.get(url("index") + query).content.decode(), query


def test_the_list_costs_the_same_for_many(county: County, report: PublishedReport) -> None:
    client = signed_in(county.supervisor)
    client.get(url("index"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url("index"))
    for number in range(12):
        data = REPORT.replace("130", str(200 + number)).encode()
        handed = services.hand_in(actor=county.supervisor, holder=county.government, data=data, name="x.txt")
        services.read_source(handed.pk)
    with CaptureQueriesContext(connection) as many:
        client.get(url("index"))
    assert len(many) <= len(few)
