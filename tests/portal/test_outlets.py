"""One visibility rule: whatever is hidden is hidden at every outlet, and what was withdrawn says so with 410."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from defusedxml import ElementTree
from django.core import mail
from django.test import Client
from django.utils import timezone

from gongkai.catalog import services
from gongkai.catalog.models import Document
from gongkai.subscriptions import letters
from gongkai.subscriptions.models import Round, Subscriber, SubscriberMail
from tests.catalog import desk, lists
from tests.portal import pages
from tests.world import County

TITLE = "不应看到的办法"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LISTS = [
    "/",
    "/a/finance/",
    "/a/finance/c/policies/",
    "/search/?q=办法",
    "/feeds/all.atom",
    "/feeds/all.rss",
    "/feeds/all.json",
    "/a/finance/feed.json",
    "/a/finance/c/policies/feed.atom",
    "/feeds/type/normative_document.rss",
    "/feeds/search.json?q=办法",
    "/visits/",
]


def _withdrawn(county: County) -> Document:
    document = desk.published(county, title=TITLE)
    services.withdraw(actor=county.leader, document=document, reason="内容有误", on=date.today())
    return document


def _registered(county: County) -> Document:
    return desk.published(
        county,
        title=TITLE,
        disclosure_class="on_request",
        ground="internal_affairs",
        ground_article="条例第十六条",
    )


HIDDEN: dict[str, tuple[Callable[[County], Document], int]] = {
    "draft": (lambda county: desk.draft(county, title=TITLE), 404),
    "in review": (lambda county: desk.submitted(county, title=TITLE), 404),
    "not public": (_registered, 404),
    "withdrawn": (_withdrawn, 410),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_no_outlet_shows_what_is_hidden(client: Client, county: County, kind: str) -> None:
    make, status = HIDDEN[kind]
    document = make(county)
    shown = pages.document(county, title="可以看到的办法", document_number="云财发〔2026〕9号")
    for path in (f"/d/{document.pk}/", f"/d/{document.pk}/document.pdf", f"/d/{document.pk}/document.docx"):
        answer = client.get(path)
        assert answer.status_code == status, path
        assert TITLE not in answer.content.decode()
    for path in (*LISTS, f"/d/{shown.pk}/"):
        assert TITLE not in client.get(path).content.decode(), path
    asked = client.get(f"/favourites/documents.json?d={document.pk},{shown.pk}").json()
    assert [row["id"] for row in asked["documents"]] == [shown.pk]
    assert f"/d/{document.pk}/" not in _sitemap(client)
    assert f"/d/{shown.pk}/" in _sitemap(client)
    assert _mailed(document, shown).body.count("/d/") == 1


def _sitemap(client: Client) -> str:
    return b"".join(client.get("/sitemap-1.xml").streaming_content).decode()  # type: ignore[attr-defined]


def _mailed(*documents: Document) -> Any:
    """A mail prepared when all of them were public."""
    subscriber = Subscriber.objects.create(address="qian@example.com", address_hash="h")
    made = Round.objects.create(frequency="daily", period="2026-01-01", up_to=1)
    row = SubscriberMail.objects.create(
        subscriber=subscriber, round=made, documents=[document.pk for document in documents]
    )
    return letters.message(row)


def test_a_mail_of_which_nothing_is_public_any_more_is_not_sent(client: Client, county: County) -> None:
    assert _mailed(_withdrawn(county)) is None
    assert mail.outbox == []


def test_files_of_a_document(client: Client, county: County, settings: Any) -> None:
    document = pages.document(county, title="云溪县/惠农:办法")
    pdf = client.get(f"/d/{document.pk}/document.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert "filename*=utf-8''" in pdf["Content-Disposition"]
    assert client.get(f"/d/{document.pk}/document.docx").content.startswith(b"PK")
    kept = Path(settings.MEDIA_ROOT) / "papers"
    assert sorted(path.suffix for path in kept.iterdir()) == [".docx", ".pdf"]
    again = client.get(f"/d/{document.pk}/document.pdf", headers={"if-none-match": pdf["ETag"]})
    assert again.status_code == 304
    services.withdraw(actor=county.leader, document=document, reason="内容有误", on=date.today())
    assert list(kept.iterdir()) == []  # what was made of it is deleted with it


def test_a_file_holds_the_declared_rows_as_everybody_may_see_them(client: Client, county: County) -> None:
    person = {
        "party": "钱小禾",
        "party_kind": "自然人",
        "party_id": lists.RESIDENT,
        "party_id_kind": "身份证",
    }
    document = lists.published(county, "permits", [lists.permit(1), lists.permit(2, **person)])
    saved = docx.Document(io.BytesIO(client.get(f"/d/{document.pk}/document.docx").content))
    words = "\n".join(cell.text for table in saved.tables for row in table.rows for cell in row.cells)
    assert "云溪县石塘镇第1商店" in words
    assert "云审许〔2026〕2号" in words
    assert lists.RESIDENT not in words
    assert "钱小禾" not in words
    assert client.get(f"/d/{document.pk}/document.pdf").content.startswith(b"%PDF-")


def test_a_page_is_sent_again_only_when_it_changed(client: Client, county: County) -> None:
    document = pages.document(county)
    first = client.get(f"/d/{document.pk}/")
    assert client.get(f"/d/{document.pk}/", headers={"if-none-match": first["ETag"]}).status_code == 304
    services.change_validity(actor=county.leader, document=document, validity="repealed", on=date.today())
    changed = client.get(f"/d/{document.pk}/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_the_site_map_tells_when_a_page_changed_last(client: Client, county: County) -> None:
    document = pages.document(county)
    old = datetime(2026, 3, 2, 8, tzinfo=UTC)
    Document.objects.filter(pk=document.pk).update(published_on=old, last_published_at=None)
    root = ElementTree.fromstring(_sitemap(client))
    (row,) = root.findall(f"{SITEMAP}url")
    assert datetime.fromisoformat(row.findtext(f"{SITEMAP}lastmod")) == old
    services.change_validity(actor=county.leader, document=document, validity="amended", on=date.today())
    (row,) = ElementTree.fromstring(_sitemap(client)).findall(f"{SITEMAP}url")
    changed = datetime.fromisoformat(row.findtext(f"{SITEMAP}lastmod"))
    assert timezone.now() - changed < timedelta(minutes=5)


def test_search_engines_find_the_map_and_every_page_in_it(client: Client, county: County) -> None:
    pages.document(county)
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    index = b"".join(client.get("/sitemap.xml").streaming_content)  # type: ignore[attr-defined]
    places = [row.text for row in ElementTree.fromstring(index).iter(f"{SITEMAP}loc")]
    assert places == ["http://testserver/sitemap-pages.xml", "http://testserver/sitemap-1.xml"]
    assert client.get("/sitemap-2.xml").status_code == 404
    listed = b"".join(client.get("/sitemap-pages.xml").streaming_content)  # type: ignore[attr-defined]
    for row in ElementTree.fromstring(listed).iter(f"{SITEMAP}loc"):
        if "/a/" not in row.text or "/a/finance/" in row.text:
            assert client.get(row.text.removeprefix("http://testserver")).status_code == 200, row.text


def test_machines_read_what_a_document_is(client: Client, county: County) -> None:
    document = pages.document(county, title="办法</script><b>", keywords="惠农")
    html = client.get(f"/d/{document.pk}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    law, way = json.loads(found.group(1))["@graph"]
    assert (law["@type"], law["name"]) == ("Legislation", "办法</script><b>")
    assert law["legislationLegalForce"] == "https://schema.org/InForce"
    assert law["publisher"]["@type"] == "GovernmentOrganization"
    assert [step["position"] for step in way["itemListElement"]] == [1, 2, 3, 4, 5]
    assert '"SearchAction"' in client.get("/").content.decode()
    lists.published(county, "permits", [lists.permit(1)])
    assert '"@type": "Dataset"' in client.get("/lists/permits/").content.decode()
    assert (
        f'<meta name="PubDate" content="{timezone.localtime(document.published_on):%Y-%m-%d %H:%M}"' in html
    )


def test_favourites_ask_for_numbers_only(client: Client, county: County) -> None:
    document = pages.document(county)
    for query in ("", "?d=", "?d=x,-1,1e9,99999999999999999999", f"?d={','.join(['7'] * 5000)}"):
        assert client.get(f"/favourites/documents.json{query}").json() == {"documents": []}
    (row,) = client.get(f"/favourites/documents.json?d={document.pk},{document.pk}").json()["documents"]
    assert row["title"] == document.title


def test_related_documents_share_something_and_stand_in_no_relation(client: Client, county: County) -> None:
    document = pages.document(county, keywords="惠农")
    near = pages.document(county, title="惠农资金发放公告", document_number="云财发〔2026〕7号")
    amended = pages.document(county, title="惠农办法修改决定", document_number="云财发〔2026〕8号")
    services.relate(actor=county.officer, source=amended, kind="interprets", target=document)
    context = client.get(f"/d/{document.pk}/").context
    assert [row.pk for row in context["related"]] == [near.pk]


def test_the_elderly_mode_is_one_harmless_cookie(client: Client, county: County) -> None:
    assert "data-elder" not in client.get("/").content.decode()
    answer = client.post("/elder/", {"mode": "on", "next": "/search/?q=x"})
    assert answer["Location"] == "/search/?q=x"
    assert answer.cookies["gongkai_elder"].value == "on"
    assert "data-elder" in client.get("/").content.decode()
    assert client.post("/elder/", {"mode": "off", "next": "https://evil.example/"})["Location"] == "/"
    assert "data-elder" not in client.get("/").content.decode()


def test_the_foot_of_every_page_shows_what_a_government_site_must(
    client: Client, county: County, settings: Any
) -> None:
    """国办发〔2017〕47号: code, ICP, public security, party mark, error report, sponsor, contact, site map."""
    settings.SITE_ID_CODE, settings.SITE_ICP, settings.SITE_POLICE_RECORD = (
        "3604210001",
        "云ICP备1号",
        "公网安备 36042102000001号",
    )
    settings.SITE_PARTY_MARK, settings.SITE_ERROR_REPORT = "https://mark.example/", "https://zhaocuo.example/"
    settings.SITE_SPONSOR, settings.SITE_CONTACT = "云溪县人民政府办公室", "0999-1234567"
    foot = client.get("/feeds/").content.decode().partition("<footer")[2]
    for shown in (
        "3604210001", "云ICP备1号", "公网安备 36042102000001号", "code=36042102000001", "https://mark.example/",
        "https://zhaocuo.example/", "云溪县人民政府办公室", "0999-1234567", "/sitemap/",
    ):  # fmt: skip
        assert shown in foot, shown
