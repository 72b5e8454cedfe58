"""A file brought into a draft: fields filled, nothing typed overwritten, everything taken back at will."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from gongkai.catalog import intake, pictures, publication, services
from gongkai.catalog.models import Document, Intake
from gongkai.convert import content_type
from gongkai.convert.intake import take
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.catalog.test_office import VIEWS, form_of, office
from tests.convert.intake import papers
from tests.world import County

NOTICE = papers.notice(
    f"<w:p>{papers.picture('p1', '流程图')}</w:p>", papers.line("图1 办理流程", '<w:jc w:val="center"/>'),
    media={"p1": papers.png()},
)  # fmt: skip


def upload(data: bytes = NOTICE, name: str = "通知.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def bring(county: County, document: Document, data: bytes = NOTICE, **options: Any) -> Intake:
    return intake.bring_in(
        actor=county.officer, document=document, file=upload(data), taken=take(data, "docx"), **options
    )


def latest(document: Document) -> Any:
    return Document.objects.get(pk=document.pk).get_latest_revision_as_object()


def blank(county: County, **fields: Any) -> Document:
    return services.create_draft(actor=county.officer, agency=county.finance, column=None, title="", **fields)


def test_a_blank_draft_is_filled_and_its_picture_is_an_attachment(county: County) -> None:
    document = blank(county)
    made = bring(county, document)
    draft = latest(document)
    assert draft.title == papers.TITLE
    assert (draft.document_number, draft.signed_on) == ("云政办发〔2026〕12号", date(2026, 3, 5))
    assert (draft.effective_on, draft.expires_on) == (date(2026, 4, 1), date(2031, 3, 31))
    (attachment,) = draft.attachments
    assert f'<img src="/files/{attachment.pk}/" width="40" height="40" alt="流程图">' in draft.body
    assert reverse("portal:attachment", args=[attachment.pk]) == pictures.address(attachment.pk)
    assert "抄送" not in draft.body
    assert draft.listed_attachments == []
    assert {offer.state for offer in intake.offers(made)} == {"used"}


def test_what_was_typed_stays_and_each_value_can_be_taken_and_given_back(county: County) -> None:
    document = blank(county, body="<p>旧正文</p>", document_number="云财发〔2026〕1号")
    made = bring(county, document)
    assert latest(document).document_number == "云财发〔2026〕1号"
    intake.settle(actor=county.officer, intake=made, name="document_number", take=True)
    intake.settle(actor=county.officer, intake=made, name="signed_on", take=False)
    intake.settle(actor=county.officer, intake=made, name="body", take=False)
    draft = latest(document)
    assert (draft.document_number, draft.signed_on, draft.body) == (
        "云政办发〔2026〕12号",
        None,
        "<p>旧正文</p>",
    )
    assert draft.attached == []
    states = {offer.name: offer.state for offer in intake.offers(Intake.objects.get(pk=made.pk))}
    assert (states["document_number"], states["signed_on"], states["body"]) == ("used", "kept", "kept")
    intake.settle(actor=county.officer, intake=made, name="body", take=True)
    assert (
        pictures.shown(latest(document).body) == {item["id"] for item in latest(document).attached} != set()
    )
    with pytest.raises(Refused):
        intake.settle(actor=county.officer, intake=made, name="agency", take=True)


@pytest.mark.parametrize(
    ("choice", "begins", "ends"),
    [("append", "<p>旧正文</p>", "（此件公开发布）</p>"), ("leave", "<p>旧正文</p>", "<p>旧正文</p>")],
)
def test_the_text_may_be_added_or_left_alone(county: County, choice: str, begins: str, ends: str) -> None:
    document = blank(county, body="<p>旧正文</p>")
    bring(county, document, body=choice, keep=True)
    draft = latest(document)
    assert draft.body.startswith(begins)
    assert draft.body.endswith(ends)
    assert draft.attachments[-1].download_name == "通知.docx"


def test_others_bring_nothing_in_and_nothing_comes_in_under_review(county: County) -> None:
    document = desk.submitted(county)
    with pytest.raises(Refused):
        bring(county, document)
    with pytest.raises(PermissionDenied):
        intake.bring_in(actor=county.stranger, document=document, file=upload(), taken=take(NOTICE, "docx"))
    assert not Intake.objects.exists()


def test_a_picture_that_is_no_attachment_or_says_nothing_keeps_a_document_back(county: County) -> None:
    document = desk.draft(county, body='<p>见图</p><img src="/files/987654/" alt=" ">')
    found = {one.code for one in publication.content_blockers(document)}
    assert {"DOC-PICTURE", "DOC-PICTURE-TEXT"} <= found


def test_the_form_reads_the_file_and_shows_what_it_recognised(county: County) -> None:
    client = office(county.officer)
    typed = {
        "agency": county.finance.pk,
        "disclosure_class": "proactive",
        "document_type": "notice",
        "title": "我写的标题",
    }
    answer = client.post(reverse(f"{VIEWS}:add"), {**typed, "intake_file": upload()})
    document = Document.objects.get()
    assert answer["Location"] == reverse(f"{VIEWS}:edit", args=[document.pk]) + "#intake"
    assert latest(document).title == "我写的标题"
    made = document.intakes.get()
    page = client.get(answer["Location"]).content.decode()
    for words in (
        "识别自",
        "未采用，保留原有内容",
        papers.TITLE,
        "主送机关",
        "各镇人民政府",
        "第5段",
        "落款机关是",
    ):
        assert words in page
    draft = latest(document)
    given = form_of(draft, intake_settle=f"{made.pk}:title:take", summary="刚写的概述")
    client.post(reverse(f"{VIEWS}:edit", args=[document.pk]), given)
    assert (latest(document).title, latest(document).summary) == (papers.TITLE, "刚写的概述")


def test_a_save_of_the_page_itself_brings_in_no_file(county: County) -> None:
    document = blank(county)
    given = form_of(latest(document), title="标题", intake_file=upload())
    office(county.officer).post(
        reverse(f"{VIEWS}:edit", args=[document.pk]), given, headers={"accept": "application/json"}
    )
    assert latest(document).title == "标题"
    assert not Intake.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("带宏.docx", papers.docx(papers.line("字"), parts={"word/vbaProject.bin": b"x"}), "macros"),
        ("实体.docx", papers.docx(parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
        ("坏.docx", papers.docx(parts={"word/document.xml": "<w:document"}), "damaged"),
        ("炸弹.docx", papers.docx(papers.line("字" * 5_000_000)), "bomb"),
        ("空.docx", papers.docx(papers.line(" ")), "empty"),
        ("图.png", papers.png(), "not_readable"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "legacy"),
    ],
)  # fmt: skip
def test_a_refused_file_leaves_the_form_as_it_was_typed(
    county: County, name: str, data: bytes, code: str
) -> None:
    typed = {
        "agency": county.finance.pk, "disclosure_class": "proactive", "document_type": "notice",
        "title": "不能丢的标题", "body": "<p>不能丢的正文</p>", "intake_file": upload(data, name),
    }  # fmt: skip
    page = office(county.officer).post(reverse(f"{VIEWS}:add"), typed).content.decode()
    assert f"[{code}]" in page
    assert "不能丢的标题" in page
    assert escape("<p>不能丢的正文</p>") in page
    assert not Document.objects.exists()


def test_a_long_table_becomes_an_attachment(county: County) -> None:
    document = blank(county)
    data = "\n".join(f"{row},甲" for row in range(300)).encode()
    taken = intake.read("清单.csv", io.BytesIO(data))
    intake.bring_in(actor=county.officer, document=document, file=upload(data, "清单.csv"), taken=taken)
    assert latest(document).body == ""
    assert [one.download_name for one in latest(document).attachments] == ["清单.csv"]


def test_staff_see_the_pictures_of_a_draft_and_the_public_does_not(county: County) -> None:
    document = blank(county)
    bring(county, document)
    (attachment,) = latest(document).attachments
    assert office(None).get(pictures.address(attachment.pk)).status_code == 404
    assert office(county.stranger).get(pictures.address(attachment.pk)).status_code == 404
    seen = office(county.officer).get(pictures.address(attachment.pk))
    assert seen["Cache-Control"] == "private, no-store"
    assert content_type.check("a.png", b"".join(seen.streaming_content)).extension == "png"  # type: ignore[attr-defined]


def sheet_of(head: list[str], lines: int) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(head)
    for number in range(lines):
        book.active.append([f"第{number}商店", f"云审许〔2026〕{number}号", "普通", "食品经营", "2026-03-02"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bring_table(county: County, document: Document, head: list[str]) -> Intake:
    data = sheet_of(head, 250)
    taken = intake.read("清单.xlsx", io.BytesIO(data))
    return intake.bring_in(
        actor=county.officer, document=document, file=upload(data, "清单.xlsx"), taken=taken
    )


def test_a_long_table_becomes_a_list_that_fits(county: County, client: Client) -> None:
    document = blank(county)
    head = ["行政相对人名称", "行政许可决定文书号", "许可类别", "许可内容", "许可决定日期"]
    made = bring_table(county, document, head)
    assert latest(document).attached
    client.force_login(county.officer)
    edit = client.get(reverse("wagtailsnippets_catalog_document:edit", args=[document.pk])).content.decode()
    address = reverse("catalog_list_from_intake", args=[made.pk])
    assert address in edit
    fits = client.get(address).context["fits"]
    assert fits[0].schema.slug == "permits", [fit.schema.slug for fit in fits]
    answer = client.post(address, {"schema": "permits"})
    assert answer.status_code == 302
    draft = latest(document)
    assert draft.schema == "permits"
    assert len(draft.data["rows"]) == 250
    assert draft.data["rows"][7]["party"] == "第7商店"
    assert draft.attached == [], "the table may hold what the list masks"
    again = client.post(address, {"schema": "permits"})
    assert again.status_code == 422
    client.force_login(county.stranger)
    assert client.get(address).status_code == 404


def test_a_table_that_fits_no_list_stays_a_file(county: County, client: Client) -> None:
    document = blank(county)
    made = bring_table(county, document, ["甲", "乙", "丙", "丁", "戊"])
    client.force_login(county.officer)
    address = reverse("catalog_list_from_intake", args=[made.pk])
    assert "没有哪种清单" in client.get(address).content.decode()
    assert client.post(address, {"schema": "permits"}).status_code == 422
    assert latest(document).schema == ""
    assert len(latest(document).attached) == 1
