"""Counting: by channel, period and subtree, the same number on the page, in the workbook and behind the link."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.channels import queries
from gongkai.channels.models import Release
from gongkai.channels.office.figures import period
from gongkai.channels.services import releases
from tests.channels import desk
from tests.world import County


def entered(county: County, channel: str, on: date, **changes: Any) -> Release:
    """One record of the finance bureau."""
    facts = desk.facts(on=on, place="第3版", **changes)
    return releases.enter(
        actor=county.officer, agency=county.finance, channel=channel, title="专版", facts=facts
    )


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("year", date(2024, 1, 1), date(2024, 12, 31)),
        ("half1", date(2024, 1, 1), date(2024, 6, 30)),
        ("half2", date(2024, 7, 1), date(2024, 12, 31)),
        ("q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("m2", date(2024, 2, 1), date(2024, 2, 29)),
        ("m12", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_periods(name: str, first: date, last: date) -> None:
    assert period(2024, name) == (first, last)


def test_every_number_has_its_records(county: County) -> None:
    year = desk.today().year - 1
    rows = [
        entered(county, "newspaper", date(year, month, 15), pieces=month, copies=100) for month in (1, 3, 4)
    ]
    voided = entered(county, "newspaper", date(year, 3, 16), pieces=50)
    releases.void(actor=county.officer, release=voided, reason="重复")
    entered(county, "television", date(year, 3, 31), reach=900)
    own = Agency.objects.filter(pk=county.finance.pk)
    found = queries.figures(own, date(year, 1, 1), date(year, 3, 31))
    paper = found["newspaper"]
    assert (paper.pieces, paper.copies, paper.ids) == (4, 200, (rows[0].pk, rows[1].pk))
    assert found["television"].reach == 900
    assert found["wechat"].ids == ()
    months = queries.by_month(own, date(year, 1, 1), date(year, 12, 31))
    assert months[date(year, 3, 1)] == {"newspaper": 3, "television": 1}
    counts = queries.report_counts(own, year)
    assert counts["ch.other"][0] == 9
    assert len(counts["ch.other"][1]) == 4


def test_the_website_counts_what_is_public(county: County) -> None:
    document = desk.document(county)
    everybody = Agency.objects.all()
    found = queries.figures(everybody, desk.today(), desk.today())["website"]
    assert (found.pieces, found.ids, found.counts_documents) == (1, (document.pk,), True)


def test_page_and_workbook_agree_and_the_link_opens_the_records(county: County) -> None:
    entered(county, "newspaper", desk.today(), pieces=75)
    entered(county, "newspaper", desk.today(), pieces=5, note="另")
    client = desk.signed_in(county.supervisor)
    query = {"agency": county.government.pk, "below": "on", "year": desk.today().year, "period": "year"}
    page = client.get(reverse("channels_office:figures"), query)
    (line,) = [line for line in page.context["lines"] if line.channel.slug == "newspaper"]
    assert line.figure.pieces == 80
    assert client.get(line.url).context["sums"]["pieces"] == 80
    workbook = client.get(reverse("channels_office:figures_table"), query).content
    cells = [
        row[:3] for row in openpyxl.load_workbook(io.BytesIO(workbook)).active.iter_rows(values_only=True)
    ]
    assert ("报刊", "篇", 80) in cells
    own = client.get(reverse("channels_office:figures"), {**query, "below": ""})
    assert own.context["lines"] == []


def test_figures_and_lists_ask_a_constant_number_of_queries(county: County) -> None:
    client = desk.signed_in(county.officer)
    pages = [reverse(f"channels_office:{name}") for name in ("list", "releases", "figures", "briefings")]
    for number in range(3):
        entered(county, "newspaper", desk.today(), note=str(number))
    few = [_queries(client, page) for page in pages]
    for number in range(3, 30):
        entered(county, "newspaper", desk.today(), note=str(number))
    assert [_queries(client, page) for page in pages] == few


def _queries(client: Any, page: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)
