"""The first results while somebody types into a search box: a piece of a page, and nothing that is hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from gongkai.portal.views import search_first
from tests.portal import pages
from tests.world import County

URL = "/search/first/"


def asked(client: Client, query: str) -> str:
    answer = client.get(URL, {"q": query})
    assert answer.status_code in (200, 204)
    return answer.content.decode()


def test_a_piece_of_a_page_with_the_words_marked_and_the_way_to_all_of_them(
    client: Client, county: County
) -> None:
    document = pages.document(county)
    shown = asked(client, "补助")
    assert f"/d/{document.pk}/" in shown
    assert "<mark>补助</mark>" in shown
    assert "/search/?q=%E8%A1%A5%E5%8A%A9" in shown
    assert "<html" not in shown


def test_without_results_the_words_go_into_a_request(client: Client, county: County) -> None:
    shown = asked(client, "没有<b>这样")
    assert "/apply/?about=" in shown
    assert "<b>" not in shown


def test_nothing_hidden_nothing_for_one_character_and_not_without_end(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = pages.document(county)
    assert asked(client, "补") == ""
    type(document).objects.filter(pk=document.pk).update(
        live=False, withdrawn_on=date(2026, 3, 1), withdrawal_reason="-"
    )
    assert f"/d/{document.pk}/" not in asked(client, document.title)
    monkeypatch.setattr(search_first, "PER_HOUR", 1)
    assert asked(client, "补助") == ""


def test_two_queries_however_much_there_is(
    client: Client, county: County, django_assert_num_queries: Any
) -> None:
    for number in (3, 27):
        pages.documents(county, number)
        with django_assert_num_queries(2):
            asked(client, "补助")


def test_every_search_box_of_a_page_leads_where_it_says(client: Client, county: County) -> None:
    assert 'action="/agencies/"' in client.get("/agencies/").content.decode()
    home = client.get("/").content.decode()
    assert f'data-live="{URL}"' in home
    assert 'id="home-search-found"' in home
    results = client.get("/search/").content.decode()
    assert 'data-live="/search/"' in results
    assert 'id="search-results"' in results
