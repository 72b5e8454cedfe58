"""What open reports lack and what is wrong in them, counted for many at once: the same numbers as one by one, at the same cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.reports import computing, counting, services
from gongkai.reports.models import AnnualReport
from tests.reports.conftest import Requests, make_case
from tests.world import County

pytestmark = pytest.mark.django_db
YEAR = 2025


def one_by_one(report: AnnualReport) -> counting.Tally:
    computed = computing.compute(report)
    return counting.tally(computed, computing.problems(report, computed))


@pytest.fixture
def reports(county: County, requests: Requests) -> list[AnnualReport]:
    """Two bureaus and a town at work on a year, the finance bureau with a number typed and last year signed."""
    last = services.open_year(actor=county.officer, agency=county.finance, year=YEAR - 1)
    services.sign_off(actor=county.leader, report=last, exception_reason="样例")
    found = [
        services.open_year(actor=county.supervisor, agency=agency, year=YEAR)
        for agency in (county.finance, county.education, county.town)
    ]
    services.enter_cells(actor=county.officer, report=found[0], values={"t2.licence.decisions": "15"})
    return found


def more(county: County, number: int) -> None:
    """More bureaus below the county, each with an open report, straight into the tables."""
    for at in range(number):
        agency = county.government.add_child(
            code=f"bureau-{at}",
            name=f"云溪县第{at}局",
            short_name=f"{at}局",
            kind="department",
            organization_code=f"{at:09d}",
        )
        AnnualReport.objects.create(
            agency=agency, year=YEAR, form="2021", due_on=date(YEAR + 1, 1, 31), opened_at=timezone.now()
        )


def test_many_are_counted_as_one_by_one(reports: list[AnnualReport]) -> None:
    found = counting.now([report.pk for report in reports])
    assert found == {report.pk: one_by_one(report) for report in reports}
    assert found[reports[0].pk].blank == found[reports[1].pk].blank - 1


@pytest.mark.parametrize("year", [2010, 2017, 2019])
def test_so_are_reports_in_an_earlier_form(county: County, year: int) -> None:
    report = services.open_year(actor=county.officer, agency=county.finance, year=year)
    assert counting.now([report.pk]) == {report.pk: one_by_one(report)}


def test_sums_and_signed_reports_are_left_out(county: County, reports: list[AnnualReport]) -> None:
    whole = services.open_year(actor=county.supervisor, agency=county.government, year=YEAR)
    services.sign_off(actor=county.leader, report=reports[0], exception_reason="样例")
    assert set(counting.now([whole.pk, *(report.pk for report in reports)])) == {
        report.pk for report in reports[1:]
    }
    assert counting.now([whole.pk]) == {}


def test_the_screen_counts_what_the_records_say_now(county: County, reports: list[AnnualReport]) -> None:
    """A request comes to light that last year's signed report did not hand on: R5, though nobody saved anything."""
    client = Client()
    client.force_login(county.supervisor, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("reports_office:gathering") + f"?year={YEAR}&q=财政"
    before = one_by_one(reports[0])
    assert f'#checks">{before.errors}、{before.warnings}</a>' in client.get(page).content.decode()
    make_case(county.finance, 900, "natural", "2024-12-22", "2025-01-12", "grant")
    after = one_by_one(reports[0])
    assert after.errors > before.errors
    assert f'#checks">{after.errors}、{after.warnings}</a>' in client.get(page).content.decode()


def test_the_list_costs_the_same_for_many_and_comes_in_pages(
    county: County, reports: list[AnnualReport]
) -> None:
    client = Client()
    client.force_login(county.supervisor, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("reports_office:gathering") + f"?year={YEAR}&sort=agency"
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    more(county, 55)
    with CaptureQueriesContext(connection) as many:
        first = client.get(page).content.decode()
    assert len(many) <= len(few)
    assert "共 58 个单位" in first
    assert "第 1 页，共 2 页" in first
    assert first.count('name="agency"') == 50
    second = client.get(page + "&page=2").content.decode()
    assert second.count('name="agency"') == 8
    found = client.get(page + "&q=第54局").content.decode()
    assert found.count('name="agency"') == 1
    assert "提醒未报送的全部 1 个单位" in found


def test_reminding_all_means_all_that_were_asked_for(county: County, reports: list[AnnualReport]) -> None:
    client = Client()
    client.force_login(county.supervisor, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"superior": county.government.code, "year": str(YEAR), "all": "yes", "q": "教育"}
    client.post(reverse("reports_office:remind"), sent)
    assert list(county.education.report_reminders.values_list("year", flat=True)) == [YEAR]
    assert not county.finance.report_reminders.exists()
