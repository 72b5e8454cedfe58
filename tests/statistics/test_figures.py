"""Figures count what anybody can see; each number opens exactly what it counts; the cost does not grow."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.channels.models import Release
from gongkai.statistics import counting, periods, population
from gongkai.statistics.periods import Period
from tests.catalog import desk
from tests.portal import pages
from tests.world import County


@pytest.fixture
def three(county: County) -> list[Document]:
    """Three public documents of the finance bureau: a normative document and two interpretations."""
    made = [desk.published(county)]
    made += [
        desk.published(county, title=f"解读{n}", document_type="interpretation", document_number="")
        for n in range(2)
    ]
    return made


def this_year() -> Any:
    return periods.of_year(timezone.localdate().year)


def by(overview: Any, name: str) -> dict[str, Any]:
    table = next(table for table in overview.tables if table.dimension == name)
    return {line.count.key: line for line in table.lines}


def test_every_dimension_counts_the_same_documents(county: County, three: list[Document]) -> None:
    desk.draft(county, title="草稿")
    catalog.withdraw(actor=county.leader, document=three[2], reason="内容有误", on=timezone.localdate())
    overview = counting.overview(None, this_year())
    assert overview.published.count.now == 2
    assert (overview.withdrawn.count.now, overview.withdrawn.count.total) == (1, 1)
    assert {
        table.dimension: table.sum.now for table in overview.tables if table.dimension != "channel"
    } == dict.fromkeys(("month", "agency", "item", "kind", "column", "schema", "topic"), 2)
    assert by(overview, "kind")["interpretation"].share == 50
    assert overview.full_text.per_cent == 100


def test_what_has_no_item_of_its_own_stands_under_that_of_its_column(
    county: County, three: list[Document]
) -> None:
    Document.objects.filter(pk=three[2].pk).update(statutory_item="")
    assert by(counting.overview(county.finance, this_year()), "item")["regs_rules_normdocs"].count.now == 3


def test_the_tree_adds_up(county: County, three: list[Document]) -> None:
    lines = by(counting.overview(None, this_year()), "agency")
    assert lines["yunxi"].count.is_subtotal
    assert lines["yunxi"].count.now == lines["finance"].count.now == 3
    assert counting.overview(county.education, this_year()).tables == ()
    assert by(counting.overview(county.finance, this_year()), "agency")["finance"].count.depth == 0


def test_late_is_what_came_after_its_last_day(client: Client, county: County, three: list[Document]) -> None:
    Document.objects.filter(pk=three[0].pk).update(publication_due_on=date(2026, 3, 30))
    Document.objects.exclude(pk=three[0].pk).update(publication_due_on=timezone.localdate())
    found = counting.on_time(population.scope(None), this_year())
    assert (found.part, found.whole) == (2, 3)
    client.force_login(county.supervisor)
    head = client.get("/office/statistics/").context["head"]
    assert head.late.text == "1"
    ((row, days),) = client.get(head.late.url).context["lines"]
    assert row == three[0]
    assert days > 0


@pytest.fixture
def everything(county: County, three: list[Document]) -> None:
    """All there is to count: late, without text, withdrawn, sent out by other channels in pieces, in two years."""
    today = timezone.localdate()
    Document.objects.filter(pk=three[0].pk).update(publication_due_on=today - timedelta(days=1))
    Document.objects.filter(pk=three[2].pk).update(publication_due_on=today)
    Document.objects.filter(pk=three[1].pk).update(
        published_on=timezone.now() - timedelta(days=365), publication_due_on=None, body_text=""
    )
    gone = desk.published(county, title="撤下的通知", document_type="notice", document_number="")
    catalog.withdraw(actor=county.leader, document=gone, reason="内容有误", on=today)
    releases = [("wechat", three[0], today, 3), ("wechat", None, today, 2), ("sms", gone, today, 1)]
    releases += [("wechat", three[1], today - timedelta(days=365), 4)]
    for channel, document, day, number in releases:
        title = document.title if document else "没有审核过的标题"
        Release.objects.create(
            agency=county.finance, channel=channel, document=document, title=title, on=day, pieces=number
        )


def opened(html: str, place: str) -> list[tuple[str, int]]:
    """(address, number) of every number on a page that opens something below a place."""
    found = re.findall(rf'<a href="({place}[a-z]+/[^"]*)">([\d,]+)</a>', html)
    return [(unescape(url), int(number.replace(",", ""))) for url, number in found]


QUERIES = ("", "?year=2026&part=any&since=2025-11-20&until=2026-12-15")


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("page", ["/statistics/", "/a/finance/statistics/"])
@pytest.mark.usefixtures("everything")
def test_every_number_opens_as_many_records(client: Client, page: str, query: str) -> None:
    html = client.get(page + query).content.decode()
    found = opened(html, "/statistics/")
    assert {url.split("/")[2] for url, _number in found} == {"documents", "withdrawn", "releases"}
    for name in ("only=late", "only=text", "only=limit", "only=on_time", "channel=sms", "by=kind"):
        assert any(name in url for url, _number in found), name
    for url, number in found:
        behind = client.get(url)
        assert behind.context["total"] == number, url
        assert "没有审核过的标题" not in behind.content.decode()
        assert "撤下的通知" not in behind.content.decode()
    without = set(re.findall(r'class="numeric">([1-9][\d,]*)<', html))
    assert without == set()  # no number but a zero stands without its records


@pytest.mark.usefixtures("everything")
def test_the_office_opens_the_same_numbers(client: Client, county: County) -> None:
    client.force_login(county.supervisor)
    found = opened(client.get("/office/statistics/").content.decode(), "/office/statistics/")
    assert {url.split("/")[3] for url, _number in found} == {"documents", "withdrawn", "releases"}
    for url, number in found:
        context = client.get(url).context
        assert (context["total"] if "total" in context else context["page"].paginator.count) == number, url
    client.force_login(county.stranger)
    for name in ("withdrawn", "releases"):
        assert client.get(f"/office/statistics/{name}/?agency=finance&until=2026-12-31").status_code == 404


def test_drafts_are_counted_for_the_office_alone(client: Client, county: County) -> None:
    desk.draft(county, title="未公开的草稿")
    client.force_login(county.supervisor)
    page = client.get("/office/statistics/")
    assert {name: number for name, _label, number in page.context["standings"]}["unpublished"] == 1
    assert (
        "未公开的草稿"
        in client.get("/office/statistics/documents/unpublished/?agency=yunxi").content.decode()
    )
    assert client.get("/office/statistics/documents/nothing/").status_code == 404
    client.force_login(county.stranger)
    assert client.get("/office/statistics/documents/unpublished/?agency=finance").status_code == 404
    assert "未公开的草稿" not in client.get("/statistics/documents/").content.decode()


def test_nobody_reads_the_office_figures_of_another(client: Client, county: County) -> None:
    client.force_login(county.stranger)
    assert client.get("/office/statistics/?agency=finance").status_code == 404
    assert client.get("/office/statistics/documents/?agency=finance").status_code == 404
    assert client.get("/office/statistics/").context["agency"] == county.education


def test_figures_can_be_saved_with_their_definitions(
    client: Client, county: County, three: list[Document]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/statistics/statistics.xlsx").content))
    assert book.sheetnames[0] == "概况"
    assert book.sheetnames[-1] == "指标说明"
    kinds = {row[0]: row[1:3] for row in book["文件类型"].iter_rows(min_row=2, values_only=True)}
    assert kinds["政策解读"] == (2, 66.7)
    assert kinds["合计"] == (3, 100)
    rows = list(
        csv.reader(
            io.StringIO(client.get("/a/finance/statistics/statistics.csv").content.decode("utf-8-sig"))
        )
    )
    assert ["文件类型", "政策解读", "2", "66.7", "0", "2", "", "2"] in rows
    saved = json.loads(client.get("/statistics/statistics.json").content)
    assert saved["published"]["published"] == 3
    assert saved["by"]["kind"][0]["share"] == 66.7


@pytest.mark.parametrize(
    "query",
    [
        "?by=nothing", "?by=month", "?only=nothing", "?since=x&until=2026-01-01", "?since=2026-02-02&until=2026-01-01",
        "?agency=nowhere",
    ],
)  # fmt: skip
def test_nonsense_behind_a_number_is_not_found(client: Client, county: County, query: str) -> None:
    assert client.get(f"/statistics/documents/{query}").status_code == 404


def test_a_period_that_cannot_be_understood_says_so_and_shows_this_year(
    client: Client, county: County
) -> None:
    answer = client.get("/statistics/?year=2026&part=any&since=2026-05-01&until=2026-04-01")
    assert "截止日期不能早于开始日期" in answer.content.decode()
    assert answer.context["overview"].period == Period(this_year().since, timezone.localdate())
    assert 'value="2026-05-01"' in answer.content.decode()


def test_the_cost_does_not_grow(client: Client, county: County) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/statistics/").status_code == 200
        return len(queries)

    pages.documents(county, 1)
    few = cost()
    pages.documents(county, 5)
    assert cost() == few
