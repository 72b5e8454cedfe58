"""Limits follow a later notice on days off as long as a matter is handled; every one it had is kept and can be explained."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from gongkai.agencies import services as agency_services
from gongkai.matters import queries, services
from gongkai.matters.models import Matter, MatterLimit
from tests.foi.test_projections import NOTICE_2027
from tests.matters.test_matters import a_matter, handed_in
from tests.world import PASSWORD, County

pytestmark = pytest.mark.django_db
LONG = {"accepted_on": "2026-11-25", "limit_days": "40"}
DONE = {"state": "办结：准予", "finished_on": "2026-11-27"}


def limits(number: str) -> list[tuple[date | None, bool, str]]:
    """The history of a matter's limit."""
    rows = Matter.objects.get(number=number).limits.order_by("id")
    return list(rows.values_list("due_on", "provisional", "cause"))


def test_running_matters_follow_a_notice_finished_ones_never(
    county: County, django_capture_on_commit_callbacks: Any
) -> None:
    handed_in(
        county,
        a_matter(number="1", **LONG),
        a_matter(number="2", **LONG, **DONE),
        a_matter(number="3", **{**LONG, "promised_on": "2027-01-08"}),
        a_matter(number="4"),
    )
    before = {row.number: row.due_on for row in Matter.objects.all()}
    assert list(
        Matter.objects.filter(provisional=True).values_list("number", flat=True).order_by("number")
    ) == ["1", "2"]
    with django_capture_on_commit_callbacks(execute=True):
        agency_services.load_notice(actor=county.administrator, content=NOTICE_2027)
    after = {row.number: row.due_on for row in Matter.objects.all()}
    assert {number for number in after if after[number] != before[number]} == {"1"}
    assert limits("1") == [(before["1"], True, "handed_in"), (after["1"], False, "calendar")]
    assert limits("2") == [(before["2"], True, "handed_in")]
    assert (services.recompute(), queries.limit_differences()) == (0, [])
    handed_in(county, a_matter(number="2", **LONG, **DONE, result="准予许可"))
    assert len(limits("2")) == 1, "a correction of a finished matter does not move its limit"
    handed_in(county, a_matter(number="2", **{**LONG, "limit_days": "30"}, **DONE))
    assert len(limits("2")) == 2


def test_the_database_keeps_the_history_and_verify_sees_what_differs(county: County) -> None:
    handed_in(county, a_matter(number="1"), a_matter(number="2", limit_days=""))
    with pytest.raises(DatabaseError), transaction.atomic():
        MatterLimit.objects.update(due_on=None)
    Matter.objects.filter(number="1").update(due_on=date(2027, 5, 1))
    assert len(queries.limit_differences()) == 2
    assert services.recompute() == 1
    assert queries.limit_differences() == []


def test_the_page_says_how_it_was_counted(county: County, client: Client) -> None:
    handed_in(county, a_matter(**LONG))
    client.login(username="officer", password=PASSWORD)
    page = client.get(f"/office/matters/{Matter.objects.get().pk}/").content.decode()
    for text in (
        "暂定",
        "当日不计入，自次日起计算",
        "《中华人民共和国民法典》第二百零一条",
        "2027年放假通知未载入",
    ):
        assert text in page


def test_recomputing_takes_as_many_queries_for_thirty_as_for_three(
    county: County, django_assert_max_num_queries: Any
) -> None:
    handed_in(county, *(a_matter(number=str(number), **LONG) for number in range(30)))
    Matter.objects.update(due_on=date(2027, 5, 1))
    with django_assert_max_num_queries(8):
        assert services.recompute() == 30
