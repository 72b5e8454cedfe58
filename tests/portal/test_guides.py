"""Guides, phone book and forms: what is found, what stands on the page, what is saved, what it costs."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.catalog import services
from gongkai.catalog.models import Document
from gongkai.guides import handbook, queries
from gongkai.guides.handbook import Book, Chapter
from gongkai.guides.reading import Guide
from gongkai.portal.presenters.guides import guide_page
from tests.catalog import desk
from tests.guides.samples import GUIDE, PHONES, guide, phone_book
from tests.world import County

COSTS = {
    "/guides/": 4,
    "/guides/?q=许可&theme=准营准办&audience=企业": 4,
    "/phones/": 3,
    "/phones/?q=窗口": 3,
    "/forms/": 3,
}


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries_made:
        assert client.get(path).status_code == 200
    return len(queries_made)


def test_a_page_costs_the_same_with_three_guides_and_with_thirty(client: Client, county: County) -> None:
    pks = [guide(county, f"第{number}类经营许可", file="申请书").pk for number in range(3)]
    phone_book(county)
    few = {path: cost(client, path) for path in COSTS}
    for number in range(3, 12):
        guide(county, f"第{number}类经营许可", file="申请书" if number % 3 else "")
        phone_book(county)
    assert {path: cost(client, path) for path in COSTS} == few == COSTS
    assert cost(client, f"/guides/{pks[0]}/") == 2


def test_a_guide_is_found_by_name_code_theme_and_whom_it_is_for(client: Client, county: County) -> None:
    food = guide(county, "食品经营许可")
    guide(county, "教师资格认定", theme="教育科研", audience="个人", code="JS-1")

    def found(**query: str) -> list[str]:
        return [row.name for row in client.get("/guides/", query).context["guides"]]

    assert found() == ["教师资格认定", "食品经营许可"]
    assert found(q="食品 许可") == ["食品经营许可"]
    assert found(q="js-1") == ["教师资格认定"]
    assert found(theme="教育科研") == ["教师资格认定"]
    assert found(audience="企业") == ["食品经营许可"]
    assert found(agency="education") == found(theme="没有的主题") == found()
    assert "没有找到相符的办事指南" in client.get("/guides/", {"q": "不存在"}).content.decode()
    services.withdraw(actor=county.leader, document=food, reason="事项取消", on=food.published_on.date())
    assert found() == ["教师资格认定"]
    assert client.get(f"/guides/{food.pk}/").status_code == 404


def test_what_to_bring_where_to_go_and_how_long_it_takes(client: Client, county: County) -> None:
    found = guide(county, "食品经营许可", file="食品经营许可申请书")
    html = client.get(f"/guides/{found.pk}/").content.decode()
    assert "10个工作日" in html
    assert "（法定20个工作日）" in html
    assert html.count('type="checkbox"') == len(GUIDE["papers"])
    assert "下载食品经营许可申请书" in html
    assert 'href="tel:09997200101"' in html
    assert html.count("<svg") >= 2  # the chart and the code of the page's address
    assert "一次性告知" in html
    assert html.count("<h1") == 1
    said = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[0])
    assert said["@graph"][0]["@type"] == "GovernmentService"
    assert said["@graph"][0]["availableChannel"][0]["serviceLocation"]["address"] == "云溪县学府路1号一楼"
    assert f'href="/guides/{found.pk}/"' in client.get(f"/d/{found.pk}/").content.decode()
    assert client.get(f"/guides/{found.pk}/guide.pdf").content.startswith(b"%PDF")
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        assert client.get(f"/guides/{found.pk}/flow.{kind}").content.startswith(begins)


def test_a_document_that_is_no_guide_has_no_page_of_a_guide(client: Client, county: County) -> None:
    document = desk.published(county)
    assert client.get(f"/guides/{document.pk}/").status_code == 404
    assert client.get("/guides/99999999999999999999/").status_code == 404


def test_data_of_another_shape_are_still_read(county: County) -> None:
    """What was published under an older declaration, or by a program, breaks neither page nor book."""
    odd = {
        "steps": "受理",
        "papers": [None, {"name": "表"}],
        "windows": {},
        "promised_days": "五天",
        "online": "javascript:alert(1)",
    }
    found = Guide(desk.draft(county, schema="service_guide", data=odd, title="旧数据办事指南"))
    page = guide_page(found)
    assert (page.name, page.flow, page.limit, page.online) == ("旧数据办事指南", None, "", "")
    assert [paper["name"] for paper in page.data["papers"]] == ["表"]
    book = Book("手册", "云溪县财政局", None, "", [Chapter("章", [found])], [], [])
    assert handbook.pdf(book).startswith(b"%PDF")


def test_the_phone_book_is_searched_by_unit_post_and_number(client: Client, county: County) -> None:
    phone_book(county)

    def units(**query: str) -> list[str]:
        groups = client.get("/phones/", query).context["groups"]
        return [phone.unit for _agency, phones in groups for phone in phones]

    assert units(agency="finance") == ["办公室", "综合窗口", "云溪县财政局办公室"]
    assert units(q="窗口") == ["综合窗口"]
    assert units(q="7200101") == ["办公室"]
    assert units(q="0999-720") == ["办公室", "综合窗口"]
    assert units(q="财政 主任") == ["办公室"]
    html = client.get("/phones/?q=窗口").content.decode()
    assert 'href="tel:09997200102;ext=8"' not in html
    assert 'href="tel:09997200102;ext=8012"' in html
    assert "没有找到相符的电话" in client.get("/phones/?q=不存在").content.decode()


def test_the_phone_book_is_saved_as_it_was_narrowed(client: Client, county: County) -> None:
    phone_book(county, [*PHONES, {"unit": "=HYPERLINK(1)", "telephone": "0999-7200109", "post": "a,b;c"}])
    book = openpyxl.load_workbook(io.BytesIO(client.get("/phones/phones.xlsx?agency=finance").content))
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[1] for row in rows] == [
        "内设机构或者窗口", "办公室", "综合窗口", "'=HYPERLINK(1)", "云溪县财政局办公室",
    ]  # fmt: skip
    cards = client.get("/phones/phones.vcf?agency=finance").content
    assert cards.count(b"BEGIN:VCARD\r\n") == 4
    assert max(len(line) for line in cards.split(b"\r\n")) <= 75
    assert "TITLE:a\\,b\\;c" in cards.decode()
    assert client.get("/phones/phones.pdf").content.startswith(b"%PDF")
    assert client.get("/phones/phones.pdf?q=不存在").status_code == 404


def test_forms_are_listed_with_the_guide_they_belong_to(client: Client, county: County) -> None:
    guide(county, "食品经营许可", file="食品经营许可申请书")
    guide(county, "教师资格认定")
    html = client.get("/forms/").content.decode()
    assert "食品经营许可申请书" in html
    assert "教师资格认定" not in html
    assert "食品经营许可申请书" in client.get("/forms/?q=申请书").content.decode()
    assert "没有找到相符的表格" in client.get("/forms/?q=不存在").content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_blank_application_form(client: Client, county: County, kind: str, begins: bytes) -> None:
    assert client.get(f"/forms/application.{kind}").content.startswith(begins)
    assert client.get(f"/forms/application.{kind}?agency=finance").content.startswith(begins)


def test_which_agencies_have_guides_and_how_fresh(county: County) -> None:
    guide(county, "食品经营许可")
    guide(county, "教师资格认定")
    found = queries.coverage()
    assert set(found) == {county.finance.pk}
    assert found[county.finance.pk].count == 2
    newest: Any = Document.objects.latest("last_published_at").last_published_at
    assert found[county.finance.pk].newest == newest
