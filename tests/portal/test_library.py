"""The library of rules and normative documents, and the versions of a document that readers compare."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import openpyxl
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.catalog import services
from gongkai.screening import services as screening_services
from gongkai.screening import subjects
from gongkai.screening.models import Redaction, Screening
from tests.catalog import desk
from tests.world import County

TODAY = timezone.localdate()


def normative(county: County, number: int, **fields: Any) -> Any:
    values = {"title": f"云溪县管理办法之{number}", "document_number": f"云财发〔2026〕{number}号", **fields}
    return desk.published(county, **values)


def test_filters_count_what_is_left(client: Client, county: County) -> None:
    old = normative(county, 1, signed_on=date(2019, 5, 6), topic="财政")
    new = normative(county, 2, registration_number="YXDR-2026-002")
    normative(county, 3, document_type="regulation", effective_on=TODAY + timedelta(days=30))
    desk.published(county, document_type="notice", title="一般通知")
    services.relate(actor=county.officer, source=new, kind="repeals", target=old)
    page = client.get("/library/").content.decode()
    assert "共 3 件" in page
    assert "一般通知" not in page
    for label in (
        "2019年（1件）",
        "2026年（2件）",
        "财政（1件）",
        "废止（1件）",
        "尚未施行（1件）",
        "规章（1件）",
    ):
        assert label in page
    ended = client.get("/library/?validity=repealed").content.decode()
    assert "共 1 件" in ended
    assert "2019年（1件）" in ended
    assert "2026年（" not in ended
    for nonsense in (
        "?year=99999999999999999999",
        "?validity=x&topic=%00&document_type='",
        "?sort=nothing&page=999",
    ):
        assert client.get(f"/library/{nonsense}").status_code == 200
    assert "共 3 件" in client.get("/a/finance/library/").content.decode()
    assert "没有相符的" in client.get("/a/education/library/").content.decode()
    assert client.get("/a/nobody/library/").status_code == 404


def test_the_list_is_saved_with_what_changed_each_entry(client: Client, county: County) -> None:
    old = normative(county, 1, title="=1+1办法")
    new = normative(county, 2, registration_number="YXDR-2026-002")
    services.relate(actor=county.officer, source=new, kind="repeals", target=old)
    answer = client.get("/a/finance/library/library.csv?validity=repealed")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["索引号"] for row in rows] == [old.index_number]
    assert rows[0]["标题"] == "'=1+1办法"
    assert rows[0]["有效性"] == "废止"
    assert rows[0]["修改、废止本文件的文件"] == f"《{new.title}》（{new.document_number}）"
    book = openpyxl.load_workbook(io.BytesIO(client.get("/library/library.xlsx").content))
    assert book.active.max_row == 3
    services.withdraw(actor=county.leader, document=new, reason="含有个人信息", on=TODAY)
    saved = client.get("/library/library.csv").content.decode()
    assert new.title not in saved


def test_the_library_asks_a_constant_number_of_queries(
    client: Client, county: County, django_assert_num_queries: Any
) -> None:
    normative(county, 1)
    client.get("/library/")
    with CaptureQueriesContext(connection) as few:
        client.get("/library/")
    for number in (2, 3, 4):
        normative(county, number)
    with django_assert_num_queries(len(few)):
        client.get("/library/")


def again(county: County, document: Any, **fields: Any) -> None:
    services.revise(actor=county.officer, document=document, **fields)
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)


def test_versions_that_were_public_are_compared(client: Client, county: County) -> None:
    document = desk.published(county, body="<p>第一条 每户补助100元。</p><p>第二条 自公布之日起施行。</p>")
    assert "历次版本" not in client.get(f"/d/{document.pk}/").content.decode()
    services.revise(actor=county.officer, document=document, body="<p>没有签署的草稿。</p>")
    again(county, document, body="<p>第一条 每户补助120元。</p><p>第二条 自公布之日起施行。</p>")
    services.revise(actor=county.officer, document=document, body="<p>又一份草稿。</p>")
    assert f"/d/{document.pk}/versions/" in client.get(f"/d/{document.pk}/").content.decode()
    page = client.get(f"/d/{document.pk}/versions/").content.decode()
    assert "第 1 版" in page
    assert "第 3 版" not in page
    old = client.get(f"/d/{document.pk}/versions/1/")
    assert "第1版，不是现行文本" in old.content.decode()
    assert old["X-Robots-Tag"] == "noindex"
    assert client.get(f"/d/{document.pk}/versions/2/").url == f"/d/{document.pk}/"
    assert client.get(f"/d/{document.pk}/versions/3/").status_code == 404
    assert client.get(f"/d/{document.pk}/versions/?before=1&after=2").url.endswith("/versions/1/2/")
    shown = client.get(f"/d/{document.pk}/versions/1/2/").content.decode()
    assert '<del><span class="comparison__word">删</span>100</del>' in shown
    assert '<ins><span class="comparison__word">增</span>120</ins>' in shown
    assert "草稿" not in shown
    assert "自公布之日起施行" in client.get(f"/d/{document.pk}/versions/1/2/?all=1").content.decode()
    for address in ("1/1", "0/2", "2/9"):
        assert client.get(f"/d/{document.pk}/versions/{address}/").status_code == 404


def test_a_version_before_a_withdrawal_stays_closed(client: Client, county: County) -> None:
    document = desk.published(county)
    services.withdraw(actor=county.leader, document=document, reason="内容有误", on=TODAY)
    assert client.get(f"/d/{document.pk}/versions/").status_code == 410
    again(county, document, body="<p>改正后的内容。</p>")
    page = client.get(f"/d/{document.pk}/versions/").content.decode()
    assert "另有 1 个较早的版本不再提供" in page
    assert client.get(f"/d/{document.pk}/versions/1/2/").status_code == 404
    assert client.get(f"/d/{desk.draft(county).pk}/versions/").status_code == 404


def test_a_version_with_what_was_taken_out_stays_closed(client: Client, county: County) -> None:
    """Whether by redaction or by hand: what the present version does not say, an earlier one must not tell."""
    number = "11010519491231002X"
    document = desk.draft(county, body=f"<p>联系人身份证号{number}。</p>")
    for finding in Screening.objects.get(object_id=document.pk, current=True).findings.filter(
        severity="serious"
    ):
        screening_services.decide(actor=county.officer, finding=finding, verdict="kept", reason="已核看")
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    again(county, document, body="<p>联系人见办公电话。</p>")
    assert client.get(f"/d/{document.pk}/versions/1/2/").status_code == 404
    assert number not in client.get(f"/d/{document.pk}/versions/").content.decode()
    closed = client.get(f"/d/{document.pk}/versions/1/")
    assert closed.status_code == 404
    assert "第 1 版不再提供" in closed.content.decode()
    assert number not in closed.content.decode()


def test_versions_before_a_redaction_stay_closed(client: Client, county: County) -> None:
    document = desk.published(county)
    again(county, document, summary="另一个内容概述。")
    assert client.get(f"/d/{document.pk}/versions/1/2/").status_code == 200
    Redaction.objects.create(
        **subjects.key_of(document), agency=county.finance, kind="text", title="正文", sha256_before="a" * 64,
        sha256_after="b" * 64, style="mask", verified=True, redacted_by=county.officer,
    )  # fmt: skip
    assert client.get(f"/d/{document.pk}/versions/1/2/").status_code == 404
