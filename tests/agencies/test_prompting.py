"""The county office sees whose limits are missed, and asks many agencies with one act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from gongkai.agencies import near_limits, prompting
from gongkai.agencies.models import Agency, Prompt, User
from gongkai.ledger.queries import history
from tests.catalog.desk import draft
from tests.foi.requests import register
from tests.world import County

OFFICE = "/office/near-limits/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def late(county: County) -> County:
    """The finance bureau has missed a reply and a publication."""
    register(county, date(2026, 3, 2))
    draft(county, signed_on=date(2026, 3, 2))
    return county


def rows(page: Any) -> list[tuple[str, int, int]]:
    return [(item["row"].agency.code, item["row"].late, item["row"].near) for item in page.context["rows"]]


def test_the_worst_agency_is_first_and_each_number_opens_its_list(late: County) -> None:
    client = signed_in(late.supervisor)
    page = client.get(OFFICE)
    assert rows(page)[0] == ("finance", 2, 0)
    assert [str(room) for room in page.context["rooms"]] == ["依申请答复", "信息公开"]
    replies = client.get(OFFICE, {"agency": late.finance.pk, "room": "foi"})
    assert [row["limit"].agency_id for row in replies.context["rows"]] == [late.finance.pk]
    assert len(client.get(OFFICE, {"agency": late.finance.pk, "late": "on"}).context["rows"]) == 2
    for odd in ({"agency": "x"}, {"agency": "9" * 30}, {"room": "x", "p": "x"}):
        assert client.get(OFFICE, odd).status_code == 200


def test_many_are_prompted_with_one_act_and_see_it_at_once(late: County) -> None:
    client = signed_in(late.supervisor)
    everybody = [agency.pk for agency in Agency.objects.all()]
    answer = client.post(
        reverse("agencies_prompt"), {"agency": everybody, "text": " 请本周内\n办结 "}, follow=True
    )
    told = Prompt.objects.get()
    assert (told.agency, told.late, told.text) == (late.finance, 2, "请本周内 办结")
    assert [event.type for event in history("agencies.prompt", told.pk)] == ["agencies.prompt.sent"]
    assert "没有临近或者逾期的事项" in answer.content.decode()
    again = client.post(reverse("agencies_prompt"), {"agency": [late.finance.pk]}, follow=True)
    assert "今天已经催办过" in again.content.decode()
    assert Prompt.objects.count() == 1

    for who, hears in (("officer", True), ("leader", True), ("reviewer", False), ("stranger", False)):
        home = signed_in(getattr(late, who)).get("/office/").content.decode()
        assert ("件事项上级已催办" in home) is hears
    assert "请本周内 办结" in signed_in(late.officer).get(OFFICE).content.decode()
    assert "请本周内 办结" not in signed_in(late.stranger).get(OFFICE).content.decode()


def test_who_does_not_supervise_prompts_nobody(late: County) -> None:
    with pytest.raises(PermissionDenied):
        prompting.prompt(actor=late.officer, agencies=[late.finance])
    signed_in(late.officer).post(reverse("agencies_prompt"), {"agency": [late.finance.pk]})
    assert not Prompt.objects.exists()
    for agencies, text in (([], ""), ([late.finance], "催" * 301)):
        with pytest.raises(ValidationError):
            prompting.prompt(actor=late.supervisor, agencies=agencies, text=text)


def test_the_table_costs_the_same_for_many_limits(late: County, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60) as few:
        near_limits.by_agency(Agency.objects.all())
    for number in range(20):
        draft(late, title=f"文件{number}", signed_on=date(2026, 3, 2))
    with django_assert_max_num_queries(len(few)):
        assert near_limits.by_agency(Agency.objects.all())[0].late == 22
