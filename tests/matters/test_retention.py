"""The name goes when its time is over; figures and states stay, and the same row handed in again does not bring it back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongkai.ledger import queries as ledger
from gongkai.matters import queries, retention
from gongkai.matters.models import Matter
from tests.matters.test_matters import TODAY, a_matter, handed_in
from tests.world import County

pytestmark = pytest.mark.django_db
OLD = a_matter(
    number="1", accepted_on="2021-10-08", state="办结：准予", finished_on="2021-11-05", published="是"
)


def test_what_is_over_goes_and_nothing_else(county: County) -> None:
    recent = a_matter(number="2", state="办结：准予", finished_on="2026-11-20")
    handed_in(county, OLD, recent, a_matter(number="3"))
    before = queries.punctuality(Matter.objects.all(), TODAY)
    retention.work(datetime(2026, 11, 28, 3, 30, tzinfo=UTC))
    assert Matter.objects.exclude(applicant_name="").count() == 3
    retention.work(datetime(2026, 11, 28, 3, 0, tzinfo=UTC))
    names = {row.number: row.applicant_name for row in Matter.objects.all()}
    assert names == {"1": "", "2": "陈立秋", "3": "陈立秋"}
    gone = Matter.objects.get(number="1")
    assert (gone.code_hash, gone.shown_name, gone.published) == ("", "陈**", True)
    assert queries.find("1", "002X") is None
    assert queries.punctuality(Matter.objects.all(), TODAY) == before
    assert handed_in(county, OLD).unchanged == [1]
    event = list(ledger.history("matters.agency", county.finance.pk))[-1]
    assert (event.type, event.data["matters"]) == ("matters.names_destroyed", 1)
    assert (retention.destroy(TODAY), ledger.chain_problems()) == (0, [])
