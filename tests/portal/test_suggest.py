"""What is public already, while somebody types: a piece of a page, by POST, and never an address with their words."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gongkai.portal.views import suggest
from tests.portal import pages
from tests.world import County

URL = "/apply/suggest/"


def asked(client: Client, title: str = "", number: str = "") -> str:
    answer = client.post(URL, {"information_title": title, "information_document_number": number})
    assert answer.status_code in (200, 204)
    assert answer["Cache-Control"] == "no-store, private"
    return answer.content.decode()


def test_a_similar_title_or_the_number_brings_the_document(client: Client, county: County) -> None:
    document = pages.document(county)
    for title, number in ((document.title[:8], ""), ("", "云财发[2026]3号"), ("", "云财发（2026）３号")):
        shown = asked(client, title, number)
        assert f"/d/{document.pk}/" in shown, (title, number)
        assert "<html" not in shown
        assert "<script" not in shown


def test_the_agency_to_ask_is_named_only_when_it_takes_requests_online(
    client: Client, county: County
) -> None:
    document = pages.document(county)
    named = f'data-likely-agency="{document.agency.code}"'
    assert named in asked(client, document.title)
    office = document.agency.disclosure_office
    office.accepts_online = False
    office.save()
    assert named not in asked(client, document.title)


def test_nothing_is_shown_for_too_little_or_nothing_alike(client: Client, county: County) -> None:
    pages.document(county)
    for title in ("", "补", "完全无关的内容", "<script>alert(1)</script>", "\x00" * 9, "公" * 5000):
        assert asked(client, title) == ""


def test_hidden_documents_are_never_suggested(client: Client, county: County) -> None:
    document = pages.document(county)
    type(document).objects.filter(pk=document.pk).update(
        live=False, withdrawn_on=date(2026, 3, 1), withdrawal_reason="-"
    )
    assert asked(client, document.title, document.document_number) == ""


def test_only_by_post_with_a_token_and_not_without_end(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = pages.document(county)
    assert Client().get(URL).status_code == 405
    assert (
        Client(enforce_csrf_checks=True).post(URL, {"information_title": document.title}).status_code == 403
    )
    monkeypatch.setattr(suggest, "PER_HOUR", 1)
    client = Client()
    assert asked(client, document.title)
    assert asked(client, document.title) == ""


def test_the_form_names_the_place_and_works_without_the_script(client: Client, county: County) -> None:
    html = client.get("/apply/").content.decode()
    assert f'data-suggest="{URL}"' in html
    assert "portal/js/suggest" in html
