"""The screens: who sees what, settling many findings at once, boxes, words, rescans; how many queries a list takes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongkai.catalog import services as catalog
from gongkai.screening.models import Decision, DictionaryEntry, Redaction, Rescan, Screening
from tests.catalog import desk
from tests.screening import material
from tests.screening.material import resident_id, screening_of
from tests.world import County

NUMBERS = [resident_id(serial) for serial in range(1, 4)]
TEXT = "\n".join(f"补助对象身份证号 {number}" for number in NUMBERS)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def view_of(document: Any) -> str:
    return reverse("screening_office:view", args=["catalog.document", document.pk])


def test_findings_stand_in_their_place(county: County) -> None:
    document, attachment = material.with_attachment(county, TEXT)
    page = signed_in(county.officer).get(view_of(document))
    content = page.content.decode()
    row = screening_of(document, attachment.pk)
    for finding in row.findings.filter(detector="person.resident_id"):
        assert f'id="mark-{finding.pk}"' in content
        assert f'id="finding-{finding.pk}"' in content


def test_nobody_else_sees_them(county: County) -> None:
    document, attachment = material.with_attachment(county, TEXT)
    row = screening_of(document, attachment.pk)
    stranger = signed_in(county.stranger)
    addresses = [
        view_of(document),
        reverse("screening_office:page", args=[row.pk, 1]),
        reverse("screening_office:picture", args=[row.pk, 1]),
    ]
    assert [stranger.get(address).status_code for address in addresses] == [404, 404, 404]
    assert stranger.post(reverse("screening_office:settle", args=[row.pk])).status_code == 404
    assert document.title not in stranger.get(reverse("screening_office:index")).content.decode()
    assert Client().get(view_of(document)).status_code == 302


def test_many_findings_are_settled_at_once(county: County) -> None:
    document, attachment = material.with_attachment(county, TEXT)
    row = screening_of(document, attachment.pk)
    first, second, third = row.findings.filter(detector="person.resident_id")
    posted = {f"act-{first.pk}": "redact", f"act-{second.pk}": "kept", f"act-{third.pk}": "false_alarm"}
    client, address = signed_in(county.officer), reverse("screening_office:settle", args=[row.pk])
    assert client.post(address, posted).status_code == 422
    assert not Decision.objects.exists()
    assert client.post(address, {**posted, "reason": "同意公示", "style": "stars"}).status_code == 302
    material.run_all()
    document.refresh_from_db()
    [copy] = document.get_latest_revision_as_object().attachments
    made = screening_of(document, copy.pk)
    assert made.open_serious == 0
    assert client.get(f"{view_of(document)}?item={row.pk}").context["row"] == made
    assert set(Decision.objects.values_list("verdict", flat=True)) == {"redacted", "kept", "false_alarm"}


def test_a_finding_of_another_document_cannot_be_settled_here(county: County) -> None:
    document, attachment = material.with_attachment(county, TEXT)
    other = desk.draft(county, summary=TEXT)
    foreign = screening_of(other).findings.first()
    assert foreign is not None
    row = screening_of(document, attachment.pk)
    client = signed_in(county.officer)
    address = reverse("screening_office:settle", args=[row.pk])
    assert client.post(address, {f"act-{foreign.pk}": "kept", "reason": "同意公示"}).status_code == 422


def test_a_box_drawn_on_a_picture_takes_its_pixels_out(county: County) -> None:
    document = desk.draft(county)
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(out, "PNG")
    upload = SimpleUploadedFile("照片.png", out.getvalue(), "image/png")
    attachment = catalog.add_attachment(actor=county.officer, document=document, file=upload)
    material.run_all()
    row = screening_of(document, attachment.pk)
    client = signed_in(county.officer)
    address = reverse("screening_office:page", args=[row.pk, 1])
    assert client.get(address).status_code == 200
    assert client.get(reverse("screening_office:picture", args=[row.pk, 1]))["Content-Type"] == "image/png"
    assert client.post(address, {"box": "1,50,0,20,100"}).status_code == 422
    assert client.post(address, {"box": "1,0,0,50,100"}).status_code == 302
    material.run_all()
    redaction = Redaction.objects.get()
    assert redaction.boxes == 1
    copy = document.files.get(pk=redaction.item_after)
    with copy.file.open("rb") as file, Image.open(file) as picture:
        shown = picture.convert("RGB")
        assert shown.getpixel((20, 50)) != (255, 255, 255)
        assert shown.getpixel((180, 50)) == (255, 255, 255)


def test_originals_are_downloaded_with_a_reason_by_few(county: County) -> None:
    document, attachment = material.with_attachment(county, TEXT)
    row = screening_of(document, attachment.pk)
    acts = {f"act-{one.pk}": "redact" for one in row.findings.filter(severity="serious")}
    signed_in(county.officer).post(reverse("screening_office:settle", args=[row.pk]), acts)
    material.run_all()
    address = reverse("screening_office:original", args=[Redaction.objects.get().pk])
    refused = signed_in(county.officer).post(address, {"reason": "看看"})
    assert refused["Location"] == reverse("wagtailadmin_home")
    secrecy = signed_in(county.secrecy)
    assert secrecy.post(address).status_code == 422
    assert secrecy.post(address, {"reason": "复核"}).content.decode() == TEXT
    assert secrecy.get(address).status_code == 405


def test_the_lists_take_the_same_queries_however_long_they_are(
    county: County, django_assert_max_num_queries: Any
) -> None:
    def queries(client: Client, address: str) -> int:
        with django_assert_max_num_queries(200) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    client = signed_in(county.officer)
    addresses = [
        reverse("screening_office:index"),
        reverse("screening_office:index") + "?show=all",
        reverse("wagtailsnippets_catalog_document:list"),
    ]
    material.with_attachment(county, TEXT)
    for address in addresses:
        client.get(address)
    before = [queries(client, address) for address in addresses]
    for _ in range(3):
        material.with_attachment(county, TEXT)
    assert [queries(client, address) for address in addresses] == before


def test_the_list_of_documents_says_what_is_open(county: County) -> None:
    material.with_attachment(county, TEXT)
    page = signed_in(county.officer).get(reverse("wagtailsnippets_catalog_document:list"))
    assert "严重 3" in page.content.decode()


def test_words_are_kept_on_the_screen(county: County) -> None:
    client = signed_in(county.administrator)
    added = client.post(
        reverse("screening_office:word_add"),
        {
            "word": "帐户管理",
            "category": "typing",
            "severity": "warning",
            "right_form": "账户管理",
            "agency": "",
        },
    )
    assert added.status_code == 302
    entry = DictionaryEntry.objects.get()
    assert "帐户管理" in client.get(reverse("screening_office:words") + "?q=帐户").content.decode()
    exported = b"".join(client.get(reverse("screening_office:words_csv")).streaming_content)  # type: ignore[attr-defined]
    assert "帐户管理,错别字" in exported.decode()
    refused = signed_in(county.officer).get(reverse("screening_office:word", args=[entry.pk]))
    assert refused["Location"] == reverse("wagtailadmin_home")
    assert client.post(reverse("screening_office:word_drop", args=[entry.pk])).status_code == 302
    assert not DictionaryEntry.objects.exists()


def test_a_table_of_words_with_a_wrong_row_is_told_row_by_row(county: County) -> None:
    upload = SimpleUploadedFile("words.csv", "词,类别\n帐户管理,错别字\n甲,错别字\n".encode())
    page = signed_in(county.administrator).post(reverse("screening_office:words_bring_in"), {"file": upload})
    assert page.status_code == 422
    assert "词应为2至100个字" in page.content.decode()


@pytest.mark.parametrize("name", ["index", "words", "rescans", "statistics"])
def test_the_screens_are_there_when_nothing_is(county: County, name: str) -> None:
    assert signed_in(county.administrator).get(reverse(f"screening_office:{name}")).status_code == 200


def test_a_rescan_is_started_and_stopped_on_the_screen(county: County) -> None:
    desk.published(county)
    client = signed_in(county.supervisor)
    started = client.post(reverse("screening_office:rescan_start"), {"agency": "yunxi"})
    rescan = Rescan.objects.get()
    assert started["Location"] == reverse("screening_office:rescan", args=[rescan.pk])
    assert client.get(started["Location"])["Refresh"]
    client.post(reverse("screening_office:rescan_stop", args=[rescan.pk]))
    rescan.refresh_from_db()
    assert rescan.state == "stopped"
    page = client.post(reverse("screening_office:rescan_start"), {"agency": "nowhere"})
    assert page.status_code == 404


def test_a_waiting_file_refreshes_its_page(county: County) -> None:
    document = desk.draft(county)
    catalog.add_attachment(actor=county.officer, document=document, file=material.upload(TEXT))
    row = Screening.objects.get(kind="file")
    page = signed_in(county.officer).get(view_of(document) + f"?item={row.pk}")
    assert page["Refresh"]


def test_of_a_long_text_only_what_stands_around_the_findings_is_shown(county: County) -> None:
    filler = "本县财政运行平稳。" * 10_000
    document, _file = material.with_attachment(county, f"{filler}\n身份证号 {NUMBERS[0]}\n{filler}")
    page = signed_in(county.officer).get(view_of(document)).content.decode()
    assert NUMBERS[0] in page
    assert len(page) < 60_000
