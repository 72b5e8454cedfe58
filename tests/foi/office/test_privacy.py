"""Who looked, who may find whom, and what leaves the office masked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.foi import services
from gongkai.foi.models import ApplicantLook, Case, CaseFile
from gongkai.foi.services import looks
from tests.foi.office.desk import back, signed_in, step_url, today
from tests.foi.office.test_access import PNG
from tests.foi.requests import register
from tests.world import County


@pytest.fixture
def case(county: County) -> Case:
    made = register(
        county, back(4), identity_proof=ContentFile(PNG, "id.png"), files=[ContentFile(PNG, "scan.png")]
    )
    services.issue_receipt(actor=county.officer, case=made, on=today())
    return made


def acts(case: Case) -> list[tuple[str, str]]:
    """Who did what, oldest first."""
    return list(case.looks.order_by("id").values_list("viewer__username", "act"))


def test_a_page_is_one_look_for_a_quarter_of_an_hour(
    county: County, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("foi_office:case", args=[case.pk])
    officer, leader = signed_in(county.officer), signed_in(county.leader)
    for client in (officer, officer, leader):
        assert client.get(url).status_code == 200
    assert acts(case) == [("officer", "case_page"), ("leader", "case_page")]
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(looks.timezone, "now", lambda: later)
    officer.get(url)
    assert acts(case)[-1] == ("officer", "case_page")
    assert len(acts(case)) == 3


def test_every_download_is_a_look(county: County, case: Case) -> None:
    officer = signed_in(county.officer)
    letter, file = case.letters.get(), CaseFile.objects.get()
    for name, *more in (
        ("letter", letter.pk, "pdf"),
        ("letter", letter.pk, "docx"),
        ("file", file.pk),
        ("identity_proof",),
        ("identity_proof",),
        ("archive", "full"),
        ("receipt",),
    ):
        answer = officer.get(reverse(f"foi_office:{name}", args=[case.pk, *more]))
        assert answer.status_code == 200
        _ = answer.getvalue()
    officer.get(step_url(case, "propose-decision"))
    assert [act for _who, act in acts(case)] == [
        "letter", "letter", "file", "identity_proof", "identity_proof", "archive", "receipt", "step",
    ]  # fmt: skip


def test_who_sees_nothing_personal_leaves_no_look(county: County, case: Case) -> None:
    for who in (county.supervisor, county.administrator, county.stranger):
        client = signed_in(who)
        client.get(reverse("foi_office:case", args=[case.pk]))
        client.get(reverse("foi_office:identity_proof", args=[case.pk]))
        client.get(reverse("foi_office:archive", args=[case.pk, "masked"]))
    assert acts(case) == []


def test_looks_stay_as_they_were_written(county: County, case: Case) -> None:
    services.note_look(actor=county.officer, case=case, act="letter")
    look = ApplicantLook.objects.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ApplicantLook.objects.update(act="file")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        look.delete()


def test_supervisors_read_the_looks_of_their_subtree(county: County, case: Case) -> None:
    services.note_look(actor=county.officer, case=case, act="identity_proof")
    url = reverse("foi_office:looks")
    for who in (county.supervisor, county.administrator):
        page = signed_in(who).get(url).content.decode()
        assert "财政信息员" in page
        assert "下载身份证明" in page
        assert case.receipt_number in page
    page = signed_in(county.supervisor).get(url, {"q": "别人"}).content.decode()
    assert "财政信息员" not in page
    page = signed_in(county.supervisor).get(url, {"q": case.receipt_number, "act": "identity_proof"})
    assert "财政信息员" in page.content.decode()
    assert signed_in(county.officer).get(url).status_code == 302


def test_the_case_page_shows_the_looks(county: County, case: Case) -> None:
    services.note_look(actor=county.leader, case=case, act="identity_proof")
    page = signed_in(county.officer).get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert "财政分管领导，下载身份证明" in page


def test_a_person_is_found_by_post_and_noted(county: County, case: Case) -> None:
    url = reverse("foi_office:find_person")
    officer = signed_in(county.officer)
    page = officer.post(url, {"identity_number": "00000019900101000X"})
    assert case.receipt_number in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert acts(case) == [("officer", "search")]
    assert (
        "00000019900101000X"
        not in officer.get(url, {"identity_number": "00000019900101000X"}).content.decode()
    )
    assert case.receipt_number not in officer.post(url, {"telephone": "13800000000"}).content.decode()
    assert officer.post(url, {}).status_code == 422
    assert (
        case.receipt_number
        not in signed_in(county.stranger)
        .post(url, {"identity_number": "00000019900101000X"})
        .content.decode()
    )
    assert len(acts(case)) == 1


def test_the_exported_list_is_masked(county: County, case: Case) -> None:
    url = reverse("foi_office:export")
    mine = signed_in(county.officer).get(url).getvalue().decode()
    assert "钱**" in mine
    assert "000***********000X" in mine
    assert "0999****4321" in mine
    theirs = signed_in(county.supervisor).get(url).getvalue().decode()
    assert "钱**" in theirs
    assert "000X" not in theirs
    for text in (mine, theirs):
        for secret in ("钱小禾", "00000019900101000X", "7654321", "qian@", "柳桥镇"):
            assert secret not in text
