"""Feeds as programs read them: shapes of RSS 2.0, Atom and JSON Feed, what changes and what vanishes."""

from __future__ import annotations

import json
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from gongkai.catalog import services
from tests.portal import pages
from tests.world import County

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
PLACES = [
    "/feeds/all",
    "/a/finance/feed",
    "/a/finance/c/policies/feed",
    "/feeds/column/policies",
    "/feeds/type/normative_document",
    "/feeds/search",
]


def _ids(client: Client, place: str) -> list[str]:
    return [item["id"] for item in json.loads(client.get(f"{place}.json").content)["items"]]


@pytest.mark.parametrize("place", PLACES)
def test_each_place_has_its_feed_in_three_shapes(client: Client, county: County, place: str) -> None:
    document = pages.document(county, summary="一档<100元 & 二档\x0b", keywords="惠农，补助")
    _is_atom(ElementTree.fromstring(client.get(f"{place}.atom").content), document.pk)
    _is_rss(ElementTree.fromstring(client.get(f"{place}.rss").content), document.pk)
    _is_json_feed(json.loads(client.get(f"{place}.json").content), document.pk)


def _is_atom(root: Any, pk: int) -> None:
    """RFC 4287: what a feed and an entry must have, times with an offset, one self and one alternate link."""
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    entry = root.find(f"{ATOM}entry")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}published")).tzinfo
    assert entry.findtext(f"{ATOM}id").startswith("tag:")
    assert entry.findtext(f"{ATOM}id").endswith(f"document/{pk}")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/d/{pk}/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "云溪县财政局"
    assert entry.findtext(f"{ATOM}summary") == "一档&lt;100元 &amp; 二档"  # HTML by its type
    assert {tag.get("term") for tag in entry.findall(f"{ATOM}category")} >= {"惠农", "补助"}


def _is_rss(root: Any, pk: int) -> None:
    """RSS 2.0: title, link and description of the channel; guid, date and link of the item."""
    assert root.get("version") == "2.0"
    channel = root.find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
    item = channel.find("item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("link") == f"http://testserver/d/{pk}/"
    assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo


def _is_json_feed(made: dict[str, Any], pk: int) -> None:
    """JSON Feed 1.1: version and title; id and a content of each item; own members begin with an underscore."""
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    known = {"version", "title", "home_page_url", "feed_url", "language", "authors", "items"}
    assert {name for name in made if not name.startswith("_")} == known
    (item,) = made["items"]
    assert item["url"] == f"http://testserver/d/{pk}/"
    assert item["content_text"] == "一档<100元 & 二档"
    assert item["id"].endswith(f"document/{pk}")


def test_a_reader_that_knows_it_is_told_nothing_new(client: Client, county: County) -> None:
    document = pages.document(county)
    first = client.get("/feeds/all.atom")
    again = client.get("/feeds/all.atom", headers={"if-none-match": first["ETag"]})
    since = client.get("/feeds/all.atom", headers={"if-modified-since": first["Last-Modified"]})
    assert (first.status_code, again.status_code, since.status_code) == (200, 304, 304)
    services.change_validity(actor=county.leader, document=document, validity="repealed", on=date.today())
    changed = client.get("/feeds/all.atom", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "废止" in client.get("/feeds/all.json").content.decode()


def test_what_changed_last_comes_first(client: Client, county: County) -> None:
    old, new = pages.documents(county, 2)
    assert [name.rpartition("/")[2] for name in _ids(client, "/feeds/all")] == [str(new.pk), str(old.pk)]
    services.change_validity(actor=county.leader, document=old, validity="amended", on=date.today())
    assert [name.rpartition("/")[2] for name in _ids(client, "/feeds/all")] == [str(old.pk), str(new.pk)]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_withdrawn_vanishes_and_is_named_as_deleted(
    client: Client, county: County, place: str
) -> None:
    document = pages.document(county)
    (name,) = _ids(client, place)
    services.withdraw(actor=county.leader, document=document, reason="内容有误", on=date.today())
    root = ElementTree.fromstring(client.get(f"{place}.atom").content)
    assert root.findall(f"{ATOM}entry") == []
    assert [row.get("ref") for row in root.findall(GONE)] == [name]
    for kind in ("atom", "rss", "json"):
        assert document.title not in client.get(f"{place}.{kind}").content.decode()


def test_a_search_is_followed_with_its_words_and_filters(client: Client, county: County) -> None:
    pages.documents(county, 3)
    assert len(_ids(client, "/feeds/search")) == 3
    for query, number in (
        ("q=第2批", 1),
        ("q=没有的词", 0),
        ("agency=education", 0),
        ("agency=finance&year=nonsense", 3),
    ):
        made = json.loads(client.get(f"/feeds/search.json?{query}").content)
        assert len(made["items"]) == number, query


def test_feeds_of_what_is_not_there(client: Client, county: County) -> None:
    for path in (
        "/a/nowhere/feed.atom",
        "/a/finance/c/nothing/feed.rss",
        "/feeds/type/x.json",
        "/feeds/column/x.atom",
    ):
        assert client.get(path).status_code == 404
    assert client.get("/feeds/all.atom").status_code == 200  # an empty one is a feed too


def test_pages_announce_their_feeds(client: Client, county: County) -> None:
    pages.document(county)
    for path, feed in (
        ("/", "/feeds/all.atom"),
        ("/a/finance/", "/a/finance/feed.atom"),
        ("/a/finance/c/policies/", "/a/finance/c/policies/feed.rss"),
        ("/search/?q=惠农", "/feeds/search.json?q=%E6%83%A0%E5%86%9C"),
        ("/feeds/", "/feeds/type/regulation.atom"),
    ):
        assert feed in client.get(path).content.decode(), path


def test_a_feed_asks_as_often_for_thirty_documents_as_for_three(
    client: Client, county: County, django_assert_num_queries: Any
) -> None:
    pages.documents(county, 3)
    client.get("/feeds/all.atom")
    with django_assert_num_queries(2):
        client.get("/feeds/all.atom")
    pages.documents(county, 9, document_type="notice")
    with django_assert_num_queries(2):
        client.get("/feeds/all.atom")
