"""Keying in a request, and the receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.foi import hashes
from gongkai.foi.models import Case, Letter
from gongkai.ledger.models import Event
from tests.foi.office.desk import back, registration, signed_in, today
from tests.foi.office.test_access import PNG
from tests.world import County

URL = "/office/requests/register/"


def typed(county: County, **changes: Any) -> dict[str, Any]:
    return registration(agency=county.finance.pk, **changes)


def test_the_page_asks_in_the_groups_of_the_law_and_for_no_purpose(county: County) -> None:
    page = signed_in(county.officer).get(URL).content.decode()
    for group in ("一、申请人", "二、所需信息", "三、提供形式和获取途径"):
        assert group in page
    assert "云溪县财政局" in page
    assert "云溪县教育局" not in page


@pytest.mark.parametrize(
    ("channel", "confirmed", "status"),
    [
        ("in_person", None, "running"),
        ("registered_mail", None, "running"),
        ("ordinary_mail", None, "awaiting_confirmation"),
        ("ordinary_mail", 0, "running"),
        ("fax", 1, "running"),
        ("online", None, "awaiting_confirmation"),
    ],
)
def test_every_channel(county: County, channel: str, confirmed: int | None, status: str) -> None:
    data = typed(county, channel=channel, on=back(2))
    if confirmed is not None:
        data["confirmed_on"] = back(confirmed).isoformat()
    answer = signed_in(county.officer).post(URL, data)
    case = Case.objects.get()
    assert answer["Location"] == reverse("foi_office:receipt", args=[case.pk])
    assert case.status == status
    assert case.registered_by == county.officer
    counted = back(confirmed) if confirmed is not None else back(2)
    assert case.received_on == (counted if status == "running" else None)


def test_the_tracking_code_is_shown_once_and_not_kept(county: County) -> None:
    client = signed_in(county.officer)
    client.post(URL, typed(county))
    case = Case.objects.get()
    url = reverse("foi_office:receipt", args=[case.pk])
    page = client.get(url)
    code = page.context["code"]
    assert code in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert hashes.matches(case.receipt_number, code, case.tracking_hash)
    again = client.get(url).content.decode()
    assert code not in again
    assert case.receipt_number in again
    assert code not in str(client.session.items())


def test_the_receipt_is_a_numbered_letter(county: County) -> None:
    client = signed_in(county.officer)
    client.post(URL, typed(county))
    case = Case.objects.get()
    letter = Letter.objects.get(case=case, kind="receipt")
    page = client.get(reverse("foi_office:receipt", args=[case.pk])).content.decode()
    assert letter.number in page
    assert f"/office/requests/{case.pk}/letters/{letter.pk}.pdf" in page
    client.post(reverse("foi_office:issue_receipt", args=[case.pk]))
    assert Letter.objects.filter(case=case).count() == 1


def test_the_same_form_sent_twice_is_one_request(county: County) -> None:
    client = signed_in(county.officer)
    first = client.post(URL, typed(county))
    code = client.get(first["Location"]).context["code"]
    second = client.post(URL, typed(county))
    assert second["Location"] == first["Location"]
    assert Case.objects.count() == 1
    page = client.get(second["Location"])
    assert page.context["code"] == code
    assert "没有重复登记" in page.content.decode()


def test_what_was_typed_stays_and_every_fault_is_listed(county: County) -> None:
    data = typed(county, subject="", telephone="", postal_address="", features="各乡镇分项", kind="")
    answer = signed_in(county.officer).post(URL, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    assert 'href="#id_subject"' in page
    assert "各乡镇分项" in page
    assert "钱小禾" in page
    assert 'value="t-1"' in page
    assert not Case.objects.exists()


def test_the_service_s_faults_stand_at_their_fields(county: County) -> None:
    answer = signed_in(county.officer).post(URL, typed(county, telephone="", postal_address=""))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"telephone", "postal_address"}
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": "2026-02-30"}, "on"),
        ({"on": "2099-01-01"}, "on"),
        ({"confirmed_on": "2099-01-01", "channel": "fax"}, "confirmed_on"),
        ({"confirmed_on": "today"}, "confirmed_on"),
        ({"email": "not-an-address"}, "email"),
        ({"channel": "pigeon"}, "channel"),
        ({"name": "名" * 121}, "name"),
    ],
)
def test_what_cannot_be_is_refused(county: County, changes: dict[str, str], field: str) -> None:
    changes = {key: today().isoformat() if value == "today" else value for key, value in changes.items()}
    answer = signed_in(county.officer).post(URL, typed(county, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Case.objects.exists()


def test_another_agency_s_requests_cannot_be_keyed_in(county: County) -> None:
    answer = signed_in(county.officer).post(URL, typed(county) | {"agency": county.education.pk})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_file_must_be_what_its_name_says(county: County) -> None:
    client = signed_in(county.officer)
    program = SimpleUploadedFile("scan.pdf", b"MZ" + b"\0" * 200)
    answer = client.post(URL, typed(county) | {"papers": program})
    assert answer.status_code == 422
    assert "papers" in answer.context["form"].errors
    assert not Case.objects.exists()
    picture = SimpleUploadedFile("id.png", PNG)
    client.post(URL, typed(county) | {"identity_proof": picture})
    assert Case.objects.get().applicant.identity_proof_type == "image/png"


def test_script_in_what_was_typed_is_only_text(county: County) -> None:
    client = signed_in(county.officer)
    client.post(URL, typed(county, subject="<script>alert(1)</script>"))
    case = Case.objects.get()
    for name in ("foi_office:case", "foi_office:receipt"):
        page = client.get(reverse(name, args=[case.pk])).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_new_code_for_who_lost_it(county: County) -> None:
    client = signed_in(county.officer)
    first = client.post(URL, typed(county))
    old = client.get(first["Location"]).context["code"]
    case = Case.objects.get()
    url = reverse("foi_office:reissue_code", args=[case.pk])
    assert client.get(url).status_code == 200
    new = client.get(client.post(url)["Location"]).context["code"]
    case.refresh_from_db()
    assert new != old
    assert hashes.matches(case.receipt_number, new, case.tracking_hash)
    assert not hashes.matches(case.receipt_number, old, case.tracking_hash)
    event = Event.objects.get(type="foi.case.tracking_code_reissued")
    assert new not in str(event.data)
