"""Every public page: it answers, costs a fixed number of queries, says what the site must say, and sets no cookie."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.catalog import services as catalog
from tests.portal import pages
from tests.world import County

# Page -> queries it costs, however much there is to show.
COSTS = {
    "/": 2,
    "/agencies/": 1,
    "/agencies/?q=财政": 1,
    "/a/finance/": 5,
    "/a/finance/guide/": 2,
    "/a/finance/rules/": 3,
    "/a/finance/statutory/": 2,
    "/a/finance/reports/": 2,
    "/a/finance/c/policies/": 5,
    "/search/": 4,
    "/search/?q=补助 方案&agency=finance&validity=in_force&sort=old": 4,
    "/reports/": 2,
    "/apply/": 1,
    "/apply/finance/": 2,
    "/apply/?about=惠农补助资金分配方案": 2,
    "/track/": 0,
    "/flow/": 0,
    "/guides/": 3,
    "/guides/handbooks/": 1,
    "/phones/": 3,
    "/forms/": 1,
    "/sitemap/": 1,
    "/accessibility/": 0,
    "/patterns/": 0,
    "/robots.txt": 0,
}
HTML = [path for path in COSTS if path != "/robots.txt"]
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")


def tags(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta name="([A-Za-z]+)" content="([^"]*)"', html))


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(queries)


def test_a_page_costs_the_same_with_three_documents_and_with_thirty(client: Client, county: County) -> None:
    pages.documents(county, 3)
    assert {path: cost(client, path) for path in COSTS} == COSTS
    found = pages.documents(county, 27)
    for document in found[:4]:
        catalog.relate(actor=county.officer, source=document, target=found[5], kind="amends")
    assert {path: cost(client, path) for path in COSTS} == COSTS
    assert cost(client, f"/d/{found[5].pk}/") == cost(client, f"/d/{found[9].pk}/") + 1


@pytest.mark.parametrize("path", HTML)
def test_every_page_says_what_the_site_must_say(client: Client, county: County, path: str) -> None:
    pages.document(county)
    answer = client.get(path)
    html = answer.content.decode()
    found = tags(html)
    assert found["SiteName"] == "云溪县人民政府"
    assert found["SiteDomain"]
    assert re.fullmatch(r"\d{10}", found["SiteIDCode"])
    assert f"网站标识码 {found['SiteIDCode']}" in html
    if path in {"/", "/sitemap/", "/accessibility/", "/patterns/"}:
        assert not any(name in found for name in COLUMN_TAGS)
    else:
        assert all(found[name] for name in COLUMN_TAGS)
        assert '<nav class="breadcrumb"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("path", HTML)
def test_no_page_sets_a_cookie_or_carries_anything_inline(client: Client, county: County, path: str) -> None:
    pages.document(county)
    answer = client.get(path)
    html = answer.content.decode()
    if not path.startswith(("/track/", "/apply/")):  # their forms carry a token against forgery
        assert not answer.cookies
        assert not answer.wsgi_request.session.accessed  # type: ignore[attr-defined]
    assert "sessionid" not in answer.cookies
    assert not re.search(
        r'\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\s(?:src=|type="application/ld\+json"))', html
    )
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"]
    assert answer["X-Frame-Options"]
    assert client.head(path).status_code == 200
    assert client.head(path).content == b""


def test_a_document_carries_the_tags_of_content_pages(client: Client, county: County) -> None:
    document = pages.document(county, keywords="惠农补助，资金管理", source="云溪县财政局")
    found = tags(client.get(f"/d/{document.pk}/").content.decode())
    assert all(found[name] for name in COLUMN_TAGS)
    assert found["ArticleTitle"] == document.title
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
    assert found["ContentSource"] == "云溪县财政局"
    assert found["Keywords"] == "惠农补助,资金管理"
    assert found["Description"] == document.summary
    assert found["Url"] == f"http://testserver/d/{document.pk}/"


def test_the_same_page_in_english(client: Client, county: County) -> None:
    answer = client.get("/", headers={"accept-language": "en"})
    assert '<html lang="en">' in answer.content.decode()
    switched = client.post("/language/", {"language": "en", "next": "/agencies/"})
    assert switched["Location"] == "/agencies/"
    assert '<html lang="en">' in client.get("/agencies/").content.decode()


def test_what_is_not_there(client: Client, county: County) -> None:
    for path in (
        "/a/nobody/", "/a/finance/c/nothing/", "/d/1/", "/d/99999999999999999999999/", "/files/1/", "/files/1/x.pdf",
        "/a/finance/reports/2024/", "/a/finance/reports/99999999999999999999/", "/apply/nobody/", "/nothing/",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 404, path
        html = answer.content.decode()
        assert re.search(r"GK-[2-9A-HJ-NP-Z]{8}", html)
        assert tags(html)["SiteName"] == "云溪县人民政府"
    assert client.post("/search/").status_code == 405


def test_an_agency_that_was_closed_keeps_its_pages_and_leaves_the_list(
    client: Client, county: County
) -> None:
    document = pages.document(county)
    county.finance.closed_on = date(2026, 1, 1)
    county.finance.save()
    assert "已于2026年1月1日撤销" in client.get("/a/finance/").content.decode()
    assert client.get(f"/d/{document.pk}/").status_code == 200
    assert "云溪县财政局" not in client.get("/agencies/").content.decode()


def test_a_report_on_the_portal(client: Client, county: County, signed_report: Any) -> None:
    html = client.get("/reports/").content.decode()
    assert "云溪县财政局2025年政府信息公开工作年度报告" in html
    answer = client.get("/a/finance/reports/2025/")
    html = answer.content.decode()
    assert html.count("<table") == 3
    assert 'colspan="' in html
    assert 'rowspan="' in html
    assert tags(html)["ArticleTitle"] == "云溪县财政局2025年政府信息公开工作年度报告"
    for kind, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        saved = client.get(f"/a/finance/reports/2025/report.{kind}")
        assert saved.content.startswith(start)
        assert saved["Content-Disposition"].startswith("attachment")
    assert client.get("/a/finance/reports/2025/report.exe").status_code == 404


def test_a_page_costs_the_same_with_many_agencies_and_reports(client: Client, county: County) -> None:
    paths = {"/": 2, "/agencies/": 1, "/sitemap/": 1, "/apply/": 1, "/search/": 3, "/reports/": 3}
    pages.reports(county, 3)
    assert {path: cost(client, path) for path in paths} == paths
    pages.reports(county, 30)
    assert {path: cost(client, path) for path in paths} == paths
    context = client.get("/reports/?q=第30局").context
    assert [row.agency.name for row in context["reports"]] == ["云溪县第30局"]
    assert client.get("/reports/?year=1999").context["year"] == 2025
    assert client.get("/a/bureau-30/reports/").context["reports"][0].year == 2025
