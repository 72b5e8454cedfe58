"""The coverage map: what is asked of whom, what counts as there, as fresh, as missing, and who may change that."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import services as catalog
from gongkai.catalog.coverage import expected, queries, services
from gongkai.catalog.coverage.rules import Found, State, stale_after, state_of
from gongkai.catalog.models import Column
from gongkai.law import catalogue
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import County, make_agency

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("found", "months", "state"),
    [
        (Found(), 12, State.MISSING),
        (Found(3, newest=date(2025, 11, 28)), 12, State.PRESENT),
        (Found(3, newest=date(2025, 11, 27)), 12, State.STALE),
        (Found(3, newest=date(2001, 1, 1)), None, State.PRESENT),
        (Found(8, newest=TODAY, lacking="传真号码"), 12, State.STALE),
        (Found(1, newest=TODAY, is_current=False), None, State.STALE),
    ],
)
def test_what_is_there_is_enough_or_not(found: Found, months: int | None, state: State) -> None:
    assert state_of(found, months, TODAY) == state


def test_the_end_of_a_month_stays_in_its_month() -> None:
    assert stale_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert stale_after(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_every_item_of_the_statute_is_expected_once_and_in_order() -> None:
    items = [one.item for one in expected.every()]
    assert items[2:-1] == list(catalogue.ITEMS)
    assert len(items) == len(set(items))
    assert all(one.source and one.mark in "VMI" for one in expected.every())


def test_items_follow_the_kind_of_agency() -> None:
    assert "social_assistance" in expected.of_kind(Agency.Kind.GOVERNMENT)
    assert "social_assistance" not in expected.of_kind(Agency.Kind.DEPARTMENT)
    assert "town_homestead_review" in expected.of_kind(Agency.Kind.TOWN)
    assert "fees" not in expected.of_kind(Agency.Kind.TOWN)


def cells(agency: Agency) -> dict[str, Any]:
    return {cell.expectation.item: cell for cell in queries.of([agency], timezone.localdate())[0].cells}


def test_a_published_document_covers_its_item(county: County) -> None:
    assert cells(county.finance)["budget"].state == State.MISSING
    desk.published(
        county, column=desk.column(county, "budget"), statutory_item="budget", document_type="budget"
    )
    found = cells(county.finance)
    assert found["budget"].state == State.PRESENT
    assert found["budget"].found.count == 1
    assert found["budget"].found.newest == timezone.localdate()
    assert found["plans"].state == State.MISSING
    assert queries.documents_under(county.finance, "budget").count() == 1


def test_a_draft_covers_nothing(county: County) -> None:
    desk.draft(county)
    assert cells(county.finance)["regs_rules_normdocs"].state == State.MISSING


def test_a_guide_lacks_what_art_12_names(county: County) -> None:
    office = county.finance.disclosure_office
    office.fax, office.revised_on = "", timezone.localdate()
    office.save()
    guide = cells(county.finance)["guide"]
    assert guide.state == State.STALE
    assert guide.found.lacking == "传真号码"


def test_a_department_answers_for_art_21_where_it_keeps_a_column(county: County) -> None:
    assert "social_assistance" not in cells(county.finance)
    Column.objects.create(
        agency=county.finance,
        slug="aid",
        name="社会救助",
        section="statutory",
        statutory_item="social_assistance",
    )
    assert cells(county.finance)["social_assistance"].state == State.MISSING


def test_a_closed_agency_is_not_on_the_map(county: County) -> None:
    county.town.closed_on = timezone.localdate()
    assert queries.of([county.town], timezone.localdate()) == []


def test_what_is_settled_needs_a_reason_and_the_duty(county: County) -> None:
    asked = {"agency": county.finance, "item": "procurement", "applies": False, "months": None}
    with pytest.raises(PermissionDenied):
        services.settle(actor=county.officer, reason="没有这项职能", **asked)
    with pytest.raises(Refused) as refused:
        services.settle(actor=county.administrator, reason=" ", **(asked | {"item": "x", "months": 0}))
    assert [one.code for one in refused.value.blockers] == [
        "COVERAGE-ITEM",
        "COVERAGE-REASON",
        "COVERAGE-MONTHS",
    ]
    services.settle(actor=county.administrator, reason="没有这项职能", **asked)
    cell = cells(county.finance)["procurement"]
    assert (cell.state, cell.reason) == (State.NOT_APPLICABLE, "没有这项职能")
    services.unsettle(actor=county.administrator, agency=county.finance, item="procurement")
    assert cells(county.finance)["procurement"].state == State.MISSING


def test_the_cost_is_the_same_for_three_agencies_and_for_thirty(county: County) -> None:
    def cost() -> int:
        agencies = list(Agency.objects.all())
        with CaptureQueriesContext(connection) as found:
            queries.of(agencies, TODAY)
        return len(found)

    few = cost()
    for number in range(30):
        make_agency(county.government, f"bureau{number}", f"云溪县第{number}局", "department", 100 + number)
    assert cost() == few


def test_the_office_sees_its_agencies_and_begins_where_something_is_missing(
    client: Client, county: County
) -> None:
    catalog.ensure_standard_columns(county.finance)
    client.force_login(county.supervisor)
    html = client.get("/office/statistics/coverage/").content.decode()
    assert "云溪县财政局" in html
    assert "缺" in html
    client.force_login(county.officer)
    assert client.get("/office/statistics/coverage/").url == "/office/statistics/coverage/finance/"
    assert client.get("/office/statistics/coverage/education/").status_code == 404
    html = client.get("/office/statistics/coverage/finance/").content.decode()
    assert client.get("/office/statistics/coverage/finance/budget/settle/").status_code in (302, 403)
    budget = desk.column(county, "budget")
    assert f"?column={budget.pk}" in html
    form = client.get(f"/office/snippets/catalog/document/add/?column={budget.pk}").context["form"]
    assert (form["column"].value(), form["statutory_item"].value()) == (budget.pk, "budget")
    assert client.get("/office/snippets/catalog/document/add/?column=999").status_code == 200


def test_the_map_is_saved_and_settled_in_the_office(client: Client, county: County) -> None:
    client.force_login(county.administrator)
    assert "云溪县财政局" in client.get("/office/statistics/coverage/map.csv").content.decode("utf-8-sig")
    assert client.get("/office/statistics/coverage/map.xlsx").content[:2] == b"PK"
    place = "/office/statistics/coverage/finance/fees/settle/"
    assert client.post(place, {"applies": "no", "months": "", "reason": ""}).status_code == 422
    assert client.post(place, {"applies": "yes", "months": "6", "reason": "按季度公布"}).status_code == 302
    assert cells(county.finance)["fees"].months == 6
    assert client.get("/office/statistics/coverage/finance/nothing/settle/").status_code == 404
