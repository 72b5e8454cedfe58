"""The pages around intake and triage, as an officer walks through them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from gongkai.foi import services
from gongkai.foi.models import Case, ContactAttempt, MailReceipt
from tests.foi.office.desk import back, hidden, signed_in, step_url, today
from tests.foi.requests import COMPANY, WISH, register
from tests.portal import pages
from tests.world import County


def url(name: str, case: Case) -> str:
    return reverse(f"foi_office:{name}", args=[case.pk])


def page(county: County, case: Case, who: str = "officer") -> str:
    return signed_in(getattr(county, who)).get(url("case", case)).content.decode()


def test_an_attempt_leads_to_the_confirmation(county: County) -> None:
    case = register(county, today(), channel="ordinary_mail")
    assert "当日还没有联系记录" in page(county, case)
    client = signed_in(county.officer)
    sent = {"at": f"{today().isoformat()}T00:00", "means": "telephone", "reached": "no", "note": "无人接听"}
    assert client.post(url("contact", case), sent)["Location"] == url("case", case)
    html = page(county, case)
    assert "当日还没有联系记录" not in html
    assert "无人接听" in html
    sent["reached"] = "yes"
    assert client.post(url("contact", case), sent)["Location"] == step_url(case, "confirm-receipt")
    assert ContactAttempt.objects.count() == 2
    assert client.post(url("contact", case), {**sent, "at": "2999-01-01T10:00"}).status_code == 422
    assert client.post(url("contact", case), {}).status_code == 422


def test_registered_mail_with_both_days(county: County) -> None:
    client = signed_in(county.officer)
    form = client.get(reverse("foi_office:register")).content.decode()
    sent: dict[str, Any] = {
        "token": hidden(form, "token"),
        "agency": county.finance.pk,
        "channel": "registered_mail",
        "on": back(3).isoformat(),
        "reached_office_on": back(4).isoformat(),
        "postal_number": "EX000000001CN",
        "kind": "natural",
        "name": "钱小禾",
        "telephone": "0999-7654321",
        "subject": "水库加固方案",
        "wanted_form": "paper",
        "wanted_route": "in_person",
    }
    refused = client.post(reverse("foi_office:register"), sent)
    assert refused.status_code == 422
    assert "不能早于收发室签收的日期" in refused.content.decode()
    sent["reached_office_on"] = back(2).isoformat()
    assert client.post(reverse("foi_office:register"), {**sent, "channel": "fax"}).status_code == 422
    assert client.post(reverse("foi_office:register"), sent).status_code == 302
    row = MailReceipt.objects.get()
    assert (row.signed_on, row.reached_office_on, row.case.received_on) == (back(3), back(2), back(3))
    assert "EX000000001CN" in page(county, row.case)
    assert client.post(url("mail", row.case), {"reached_office_on": back(5).isoformat()}).status_code == 422
    assert client.post(url("mail", row.case), {"reached_office_on": today().isoformat()}).status_code == 302


def test_a_repeat_is_told_when_it_is_registered(county: County) -> None:
    first = register(county, back(5))
    client = signed_in(county.officer)
    form = client.get(reverse("foi_office:register")).content.decode()
    sent = {
        "token": hidden(form, "token"),
        "agency": county.finance.pk,
        "channel": "in_person",
        "on": today().isoformat(),
        "kind": "natural",
        "name": "钱小禾",
        "identity_document": "居民身份证",
        "identity_number": "00000019900101000X",
        "telephone": "0999-7654321",
        "subject": "２０２５年度农村公路养护资金分配方案。",
        "features": "各乡镇分配数额",
        "wanted_form": "paper",
        "wanted_route": "in_person",
    }
    told = client.post(reverse("foi_office:register"), sent, follow=True).content.decode()
    assert f"{first.receipt_number}（内容相同）" in told


def test_the_panel_says_what_it_found_and_to_whom(county: County) -> None:
    document = pages.document(county)
    first = register(county, back(5), request=replace(WISH, subject=document.title))
    case = register(
        county, back(2), request=replace(WISH, subject=document.title, features="请问为什么？我要举报")
    )
    html = page(county, case)
    for text in (
        "先看一看",
        first.receipt_number,
        f"/d/{document.pk}/",
        "名称相似 100%",
        "可能是咨询",
        "“举报”",
    ):
        assert text in html, text
    for who in ("supervisor", "administrator"):
        shown = page(county, case, who)
        assert "先看一看" not in shown
        assert first.receipt_number not in shown
    services.withdraw_request(actor=county.officer, case=case, on=today())
    assert "先看一看" not in page(county, case)


def test_what_was_taken_down_waits_for_its_signature(county: County) -> None:
    case = register(county, back(2), oral=True)
    client = signed_in(county.officer)
    assert "打印申请表" in page(county, case)
    paper = client.get(url("application_form", case))
    assert paper.content.startswith(b"%PDF-")
    assert "no-store" in paper["Cache-Control"]
    assert (
        'value="signed_form" selected'
        in client.get(url("add_file", case) + "?role=signed_form").content.decode()
    )
    scan = ContentFile(b"%PDF-1.4\n%%EOF\n", "signed.pdf")
    services.add_file(actor=county.officer, case=case, on=today(), file=scan, role="signed_form")
    html = page(county, case)
    assert "申请人签名的申请表已经存入文件" in html
    assert "打印申请表" not in html


def test_a_letter_is_split_on_a_page(county: County) -> None:
    case = register(county, back(2))
    client = signed_in(county.officer)
    assert client.get(url("split", case) + "?parts=99").content.decode().count("split-part") == 20
    sent = {
        "parts-TOTAL_FORMS": "3",
        "parts-INITIAL_FORMS": "3",
        "parts-0-subject": "养护资金分配方案",
        "parts-1-subject": "<b>校车补助名单</b>",
        "parts-2-subject": "",
        "explanation": "",
    }
    assert client.post(url("split", case), {**sent, "parts-1-subject": ""}).status_code == 422
    assert client.post(url("split", case), {**sent, "parts-2-features": "只有特征"}).status_code == 422
    assert client.post(url("split", case), sent)["Location"] == url("case", case)
    part = Case.objects.exclude(pk=case.pk).get()
    html = page(county, part)
    assert "这件是第 2 项" in html
    assert "<b>校车" not in html
    assert "查询码（只显示这一次" in client.get(url("receipt", part)).content.decode()
    again = client.post(url("split", case), sent)
    assert again.status_code == 422
    assert "已经拆分过" in again.content.decode()


def test_not_ours_with_its_reason_goes_into_the_draft(county: County) -> None:
    case = register(county, back(2), applicant=COMPANY)
    client = signed_in(county.officer)
    sent = {"origin": "made", "ours": "other", "change": "none", "other": "云溪县水务局", "contact": "0999-2"}
    html = client.post(url("responsibility", case), sent).content.decode()
    assert "不属于本机关负责公开" in html
    assert "第十条第一款" in html
    draft = client.get(step_url(case, "propose-decision") + "?from=responsibility").content.decode()
    assert "请向云溪县水务局提出申请" in draft
    assert "云溪县水务局，0999-2" in draft
    assert "云溪县水务局" not in client.get(step_url(case, "propose-decision")).content.decode()
    other = register(county, back(1), request=replace(WISH, subject="别的"))
    assert (
        "云溪县水务局" not in client.get(step_url(other, "decide") + "?from=responsibility").content.decode()
    )
    assert client.post(url("responsibility", case), {"origin": "made"}).status_code == 422
    ours = client.post(url("responsibility", case), {**sent, "ours": "us"}).content.decode()
    assert "由本机关办理" in ours


@pytest.mark.parametrize("who", ["leader", "supervisor"])
def test_only_the_officer_splits_and_notes(county: County, who: str) -> None:
    case = register(county, back(2))
    client = signed_in(getattr(county, who))
    for name in ("split", "contact", "mail", "responsibility"):
        assert client.post(url(name, case), {}).status_code == 302
    assert Case.objects.count() == 1
