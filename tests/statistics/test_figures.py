"""Figures count what anybody can see; each number opens exactly what it counts; the cost does not grow."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
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
    assert overview.withdrawn == 1
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


def test_late_is_what_came_after_its_last_day(county: County, three: list[Document]) -> None:
    Document.objects.filter(pk=three[0].pk).update(publication_due_on=date(2026, 3, 30))
    Document.objects.exclude(pk=three[0].pk).update(publication_due_on=timezone.localdate())
    documents = population.scope(None)
    assert (
        counting.on_time(documents, this_year()).part,
        counting.on_time(documents, this_year()).whole,
    ) == (2, 3)
    row = counting.late(None, this_year())[0]
    assert (row.pk, row.due_on) == (three[0].pk, date(2026, 3, 30))
    assert row.working_days > 0


def links(html: str) -> list[tuple[str, int]]:
    """(address, number) of every number that opens something."""
    found = re.findall(r'<a href="(/statistics/documents/[^"]*)">([\d,]+)</a>', html)
    return [(unescape(url), int(number.replace(",", ""))) for url, number in found]


def test_every_number_opens_as_many_documents(client: Client, county: County, three: list[Document]) -> None:
    for page in ("/statistics/", "/a/finance/statistics/"):
        opened = links(client.get(page).content.decode())
        assert len(opened) > 12
        for url, number in opened:
            assert client.get(url).context["total"] == number, url


def test_the_office_opens_the_same_numbers(client: Client, county: County, three: list[Document]) -> None:
    client.force_login(county.supervisor)
    html = client.get("/office/statistics/").content.decode()
    found = re.findall(r'<a href="(/office/statistics/documents/[^"]*)">([\d,]+)</a>', html)
    assert len(found) > 12
    for url, number in found:
        assert client.get(unescape(url)).context["page"].paginator.count == int(number), url


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
        "?by=nothing", "?by=month&key=2026-13", "?since=x&until=2026-01-01", "?since=2026-02-02&until=2026-01-01",
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
