"""The screens on published content: who sees what, counts that agree, settings with a reason, the same cost for more rows."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.quality import examining, months, queries
from gongkai.quality.models import CheckSetting, QualityMonth
from tests.quality.test_examining import published
from tests.world import PASSWORD, County


def signed_in(username: str) -> Client:
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def examined(county: County, number: int, start: int = 0) -> None:
    for at in range(start, start + number):
        published(county, at + 1, title=f"云溪县补助资金管理办法之{at}")
    examining.run(timezone.now())


def test_the_list_counts_what_it_shows_and_saves(county: County) -> None:
    examined(county, 2)
    whole = queries.flaws(county.supervisor).count()
    assert whole == sum(row.open for row in queries.of_agencies(county.supervisor)) > 0
    page = signed_in("supervisor").get("/office/quality/?check_id=form.date").content.decode()
    assert "共 2 处" in page
    answer = signed_in("supervisor").get("/office/quality/quality.xlsx?check_id=form.date")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]
    assert len(rows) == 3


def test_others_see_nothing_of_it(county: County) -> None:
    examined(county, 1)
    assert queries.flaws(county.stranger).count() == 0
    assert queries.waiting(county.stranger) == 0
    assert queries.waiting(county.officer) > 0
    assert "补助资金" not in signed_in("stranger").get("/office/quality/?agency=finance").content.decode()
    assert Client().get("/office/quality/").status_code == 302


@pytest.mark.parametrize("address", ["/office/quality/", "/office/quality/links/"])
def test_a_page_costs_the_same_however_much_there_is(county: County, address: str) -> None:
    client, counted = signed_in("supervisor"), []
    for start, number in ((0, 1), (1, 5)):
        examined(county, number, start)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_only_an_administrator_sets_a_level_and_says_why(county: County) -> None:
    values = {"agency": county.finance.pk, "check_id": "form.date", "level": "hold", "reason": "县政办要求"}
    assert signed_in("officer").post("/office/quality/settings/", values).status_code == 422
    client = signed_in("administrator")
    assert client.post("/office/quality/settings/", {**values, "reason": " "}).status_code == 422
    assert not CheckSetting.objects.exists()
    assert client.post("/office/quality/settings/", values).status_code == 302
    assert CheckSetting.objects.get().level == "hold"


def test_a_month_keeps_its_last_count(county: County) -> None:
    examined(county, 2)
    months.work(timezone.now())
    months.work(timezone.now())
    row: Any = QualityMonth.objects.get()
    assert (row.agency, row.pages, row.sound) == (county.finance, 2, 0)
    assert row.open == queries.flaws(county.officer).count()
