"""Search: short words, numbers with any brackets, filters, hostile input, and the way on when nothing is found."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from gongkai.catalog import browsing
from gongkai.portal.presenters.lists import marked, typed, words
from tests.portal import pages
from tests.world import County


def found(client: Client, query: str, **filters: str) -> Any:
    return client.get("/search/", {"q": query, **filters}).context


@pytest.mark.parametrize(
    "query",
    [
        "补助",
        "补助 办法",
        "　补助　办法　",
        "云财发〔2026〕3号",
        "云财发[2026]3号",
        "云财发（２０２６）3号",
        "财发",
        "办法 补助 资金",
    ],
)
def test_words_and_numbers_as_people_type_them(client: Client, county: County, query: str) -> None:
    document = pages.document(county)
    assert [row.pk for row in found(client, query)["documents"]] == [document.pk]


def test_the_words_are_marked_and_everything_else_escaped() -> None:
    assert marked("惠农<b>补助</b>资金", ["补助"]) == "惠农&lt;b&gt;<mark>补助</mark>&lt;/b&gt;资金"
    assert marked("a+b A+B", ["a+b"]) == "<mark>a+b</mark> <mark>A+B</mark>"
    assert marked("<i>", []) == "&lt;i&gt;"
    assert words("云财发[2026]3号") == ["云财发", "2026", "3号"]
    assert typed("\x00Ａ\x1b １\n") == "A 1"
    assert typed(None) == ""


@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        "%",
        "_",
        "'; drop table x;--",
        "<script>",
        "字" * 100_000,
        " ".join("词" * 5000),
        "\ud800",
        "\\",
        "[",
        "*" * 300,
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(client: Client, county: County, query: str) -> None:
    pages.document(county)
    answer = client.get("/search/?q=" + quote(query.encode("utf-8", "surrogatepass"))[:50_000])
    assert answer.status_code == 200
    assert len(answer.context["query"]) <= 100
    assert not answer.context["documents"] or not answer.context["query"]


def test_filters_narrow_and_nonsense_does_not(client: Client, county: County) -> None:
    document = pages.document(county)
    year = str(document.published_on.year) if document.published_on else ""
    assert (
        found(
            client, "", agency="finance", document_type="normative_document", year=year, validity="in_force"
        )["total"]
        == 1
    )
    assert found(client, "补助", agency="education")["total"] == 0
    assert found(client, "补助", validity="repealed")["total"] == 0
    context = found(client, "补助", agency="nobody", year="99999999999999999999", page="-3", sort="x")
    assert (context["total"], context["filters_active"]) == (1, 0)
    assert found(client, "补助", page="1000000000000000000000")["total"] == 1


def test_pages_keep_the_question(client: Client, county: County) -> None:
    pages.documents(county, 21)
    context = found(client, "分配方案", sort="old")
    assert context["total"] == 21
    assert len(context["documents"]) == 20
    assert context["pages"].next_url == "?q=%E5%88%86%E9%85%8D%E6%96%B9%E6%A1%88&sort=old&page=2"
    assert context["documents"][0].title == "云溪县惠农补助资金第1批分配方案"
    assert [row.title for row in found(client, "分配方案", sort="old", page="2")["documents"]] == [
        "云溪县惠农补助资金第21批分配方案"
    ]


def test_words_in_the_title_come_first(client: Client, county: County) -> None:
    titled = pages.document(
        county,
        title="云溪县耕地地力保护补贴发放办法",
        summary="发放程序。",
        document_number="云财发〔2026〕5号",
    )
    summarised = pages.document(county, summary="耕地地力保护补贴的范围。")
    assert [row.pk for row in found(client, "耕地 补贴")["documents"]] == [titled.pk, summarised.pk]
    assert [row.pk for row in found(client, "耕地 补贴", sort="new")["documents"]] == [
        summarised.pk,
        titled.pk,
    ]


def test_nothing_found_leads_to_a_request_with_her_words(client: Client, county: County) -> None:
    html = client.get("/search/", {"q": "养路费 分配"}).content.decode()
    assert "没有找到相符的文件" in html
    link = "/apply/?about=" + quote("养路费 分配")
    assert link in html
    assert client.get(link).context["form"]["information_title"].value() == "养路费 分配"


def test_a_freely_worded_wish_finds_what_is_like_it(county: County) -> None:
    document = pages.document(county)
    assert browsing.similar("我想要惠农补助资金的管理办法") == [document]
    assert browsing.similar("地铁线路规划图") == []
    assert browsing.similar("") == []
    assert browsing.similar("字") == []
