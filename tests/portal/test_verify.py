"""Checking a letter: issued or not, and nothing of what it says."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gongkai.foi import services
from gongkai.foi.models import Letter
from gongkai.portal.views import verify
from tests.foi.requests import register
from tests.world import County


@pytest.fixture
def letter(county: County) -> Letter:
    """A refusal: its very title would tell the end of the request."""
    case = register(county, date(2026, 3, 3))
    found = services.decide(
        actor=county.leader, case=case, on=date(2026, 3, 16), outcome="deny.internal", served_by="post",
        reasons="内部事务",
    ).letter  # fmt: skip
    assert found is not None
    return found


def test_a_letter_that_was_issued(client: Client, letter: Letter) -> None:
    page = client.get(f"/verify/{letter.verification_code}/")
    html = page.content.decode()
    assert page.status_code == 200
    for said in (letter.number, "云溪县财政局", "2026年3月16日", "告知书", letter.content_sha256[:12]):
        assert said in html
    main = html.partition("<main")[2]
    for secret in ("钱小禾", letter.case.subject, letter.case.receipt_number, "不予公开", "内部事务"):
        assert secret not in main
    assert letter.content_sha256 not in html
    assert page["Cache-Control"] == "no-store, private"
    assert "noindex" in page["X-Robots-Tag"]


def test_the_form_leads_to_the_same_page(client: Client, letter: Letter) -> None:
    assert "核验码" in client.get("/verify/").content.decode()
    typed = letter.verification_code.lower().replace("-", " ")
    answer = client.get("/verify/", {"code": typed})
    assert answer["Location"] == f"/verify/{letter.verification_code}/"
    assert "请填写核验码" in client.get("/verify/", {"code": ""}).content.decode()
    assert "请对照文书再输一次" in client.get("/verify/", {"code": "——"}).content.decode()


def test_an_unknown_code_gets_the_same_layout(client: Client, letter: Letter) -> None:
    page = client.get("/verify/AAAA-BBBB-CCCC-DDDD/")
    html = page.content.decode()
    assert page.status_code == 404
    assert "没有出具过这个核验码的文书" in html
    assert '<form class="form-group" action="/verify/"' in html
    hostile = client.get("/verify/%3Cscript%3E/")
    assert hostile.status_code == 404
    assert "<script>" not in hostile.content.decode().partition("<main")[2].partition("</main")[0]
    assert client.get("/verify/" + "A" * 3000 + "/").status_code == 404


def test_a_void_letter_says_so(client: Client, letter: Letter) -> None:
    Letter.objects.update(voided=True)
    assert "已经作废" in client.get(f"/verify/{letter.verification_code}/").content.decode()


def test_guessing_ends(client: Client, letter: Letter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MOST", 3)
    codes = [client.get("/verify/AAAA-BBBB-CCCC-DDDD/").status_code for _round in range(4)]
    assert codes == [404, 404, 404, 429]
    assert client.get(f"/verify/{letter.verification_code}/").status_code == 429


def test_one_query(client: Client, letter: Letter, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(f"/verify/{letter.verification_code}/")
