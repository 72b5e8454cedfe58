"""Limits of steps: told in the list, on the opening page, in the morning's mail, and to the superior."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies import digest, near_limits
from gongkai.agencies.models import Duty, User
from gongkai.review import queries, services
from gongkai.review.models import Submission
from gongkai.review.services.chains import StepPlan
from tests.catalog import desk
from tests.review import chain
from tests.world import County

THURSDAY = datetime(2026, 3, 5, 10, tzinfo=timezone.get_fixed_timezone(480))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A clock that stands on a Thursday until it is moved by days."""
    moment = THURSDAY

    def move(days: int) -> None:
        nonlocal moment
        moment += timedelta(days=days)

    monkeypatch.setattr(timezone, "now", lambda: moment)
    return move


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_step_that_is_late_is_told_to_signer_and_superior(
    county: County, clock: Callable[[int], None]
) -> None:
    chain.lay_down(
        county, StepPlan("保密审查", Duty.SECRECY_REVIEWER, limit_days=2), StepPlan("签发", Duty.LEADER)
    )
    desk.submitted(county)
    [row] = queries.waiting_for(fresh(county.secrecy))
    assert f"{row.due_on}" == "2026-03-09"  # two working days: Friday, Monday
    clock(4)
    assert not queries.waiting_for(fresh(county.secrecy))[0].is_overdue
    clock(1)
    assert queries.waiting_for(fresh(county.secrecy))[0].is_overdue
    client = Client()
    client.force_login(county.secrecy, backend="django.contrib.auth.backends.ModelBackend")
    assert "已逾期1个工作日" in client.get(reverse("review_waiting")).content.decode()
    mail = digest.of_day(fresh(county.secrecy), timezone.localdate())
    assert mail is not None
    assert "【马上办】1 件已超过签署时限" in mail.body
    assert "惠农补助" not in mail.body
    told = [limit for limit in near_limits.of(fresh(county.supervisor)) if limit.matter.startswith("review.")]
    assert [limit.agency_id for limit in told] == [county.finance.pk]


def test_the_limit_runs_from_the_day_the_step_was_reached(
    county: County, clock: Callable[[int], None]
) -> None:
    chain.lay_down(
        county, StepPlan("保密审查", Duty.SECRECY_REVIEWER), StepPlan("签发", Duty.LEADER, limit_days=1)
    )
    document = desk.submitted(county)
    clock(4)
    chain.sign(county.secrecy, document)
    [row] = queries.waiting_for(fresh(county.leader))
    assert f"{row.due_on}" == "2026-03-10"


def test_reviews_begun_before_submissions_were_kept_are_taken_over(county: County) -> None:
    document = desk.draft(county)
    document.get_workflow().start(document, county.officer)
    assert queries.under_review(document) is None
    assert services.adopt_reviews_under_way() == 1
    assert services.adopt_reviews_under_way() == 0
    assert Submission.objects.get().submitted_by == county.officer
    desk.sign(county, document)
    assert document.live
