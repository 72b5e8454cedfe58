"""A document on its page: its body, its files, its state; and what stands where it was withdrawn."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.catalog import services
from gongkai.portal.presenters.documents import body_html, separated
from tests.catalog import desk
from tests.portal import pages
from tests.world import County

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_tables_scroll_in_a_region_of_their_own() -> None:
    shown = body_html(
        "<p>一</p><table><tr><td><table><tr><td>内</td></tr></table></td></tr></table><TABLE></TABLE>"
    )
    assert shown.count('<div class="table-scroll" tabindex="0" role="region" aria-label="') == 2
    assert shown.count("</div>") == 2
    assert body_html("<p>没有表格</p>") == "<p>没有表格</p>"


def test_addressees_and_signature_stand_as_on_paper() -> None:
    shown = body_html("<p>各乡镇人民政府：</p><p>正文。</p><p>云溪县财政局</p><p>2026年1月5日</p>")
    assert shown.startswith('<p class="addressee">各乡镇人民政府：</p><p>正文。</p>')
    assert shown.endswith('<p class="signature">云溪县财政局</p><p class="signed-on">2026年1月5日</p>')
    assert body_html("<p>正文。</p><p>二〇二六年一月五日</p>").endswith(
        '<p>正文。</p><p class="signed-on">二〇二六年一月五日</p>'
    )
    assert "class" not in body_html("<p>云溪县财政局</p><p>2026年1月5日起施行</p>")


def test_keywords_however_they_are_separated() -> None:
    assert separated("惠农，补助;资金、标准 管理") == ["惠农", "补助", "资金", "标准", "管理"]
    assert separated("") == []


def test_script_in_a_body_never_reaches_the_page(client: Client, county: County) -> None:
    body = "<p onclick='x()'>正文<script>alert(1)</script></p><img src=x onerror=alert(1)>"
    document = pages.document(county, body=body, title="<script>alert(2)</script>标题")
    html = client.get(f"/d/{document.pk}/").content.decode()
    assert "alert(1)" not in html
    assert "<script>alert(2)" not in html
    assert "<script>alert(2)" not in client.get("/search/?q=标题").content.decode()


def test_a_file_is_saved_under_its_name_and_never_shown_in_the_page(client: Client, county: County) -> None:
    draft = desk.draft(county)
    attachment = services.add_attachment(
        actor=county.officer, document=draft, file=SimpleUploadedFile("t.pdf", PDF), title="补助标准/一览表"
    )
    assert client.get(f"/files/{attachment.pk}/").status_code == 404  # nobody has signed it yet
    desk.look_at_files(draft)
    services.submit_for_review(actor=county.officer, document=draft)
    document = desk.sign(county, draft)
    html = client.get(f"/d/{document.pk}/").content.decode()
    assert f"/files/{attachment.pk}/" in html
    assert "附件（1 个）" in html
    for path in (f"/files/{attachment.pk}/", f"/files/{attachment.pk}/whatever.exe"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")
    services.withdraw(actor=county.leader, document=document, reason="内容有误", on=date.today())
    assert client.get(f"/files/{attachment.pk}/").status_code == 404


def test_a_withdrawn_document_leaves_a_notice_without_its_words(client: Client, county: County) -> None:
    document = pages.document(county)
    services.withdraw(actor=county.leader, document=document, reason="含有个人信息", on=date.today())
    answer = client.get(f"/d/{document.pk}/")
    html = answer.content.decode()
    assert answer.status_code == 410
    assert document.title not in html
    assert document.index_number in html
    assert "含有个人信息" in html
    assert document.title not in client.get("/").content.decode()


def test_a_repealed_document_says_so_everywhere(client: Client, county: County) -> None:
    document = pages.document(county)
    successor = pages.document(
        county, title="云溪县惠农补助资金管理规定", document_number="云财发〔2026〕9号"
    )
    services.relate(actor=county.officer, source=successor, kind="repeals", target=document)
    services.change_validity(
        actor=county.officer, document=document, validity="repealed", on=date(2026, 5, 1)
    )
    html = client.get(f"/d/{document.pk}/").content.decode()
    assert "本文件已废止" in html
    assert "自2026年5月1日起不再适用" in html
    assert f"/d/{successor.pk}/" in html
    assert "tag--repealed" in client.get("/search/?q=管理办法").content.decode()


def test_drafts_and_staff(client: Client, county: County) -> None:
    draft = desk.draft(county)
    client.force_login(county.officer)
    assert client.get(f"/d/{draft.pk}/").status_code == 404  # the portal shows everybody the same
