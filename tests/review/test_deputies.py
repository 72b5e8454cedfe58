"""Colleagues who sign during a leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.agencies.models import Duty, Post, User
from gongkai.ledger import queries as ledger
from gongkai.review import queries, services
from gongkai.review.models import Deputyship
from gongkai.review.rules import Refused
from tests import world
from tests.catalog import desk
from tests.review import chain
from tests.world import County

TODAY = date.today()


def register(county: County, deputy: User, **changes: Any) -> Deputyship:
    """The secrecy reviewer is away for a week."""
    values: dict[str, Any] = {
        "actor": county.secrecy,
        "agency": county.finance,
        "duty": Duty.SECRECY_REVIEWER,
        "principal": county.secrecy,
        "deputy": deputy,
        "since": TODAY,
        "until": TODAY + timedelta(days=6),
        **changes,
    }
    return services.register_deputyship(**values)


@pytest.fixture
def colleague(county: County) -> User:
    return chain.person(county, "colleague", Duty.SECTION_HEAD, "王接替")


def test_a_deputy_signs_for_the_person_on_leave_and_it_is_written_down(
    county: County, colleague: User
) -> None:
    register(county, colleague)
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    [waiting] = queries.waiting_for(User.objects.get(pk=colleague.pk))
    assert waiting.standing.principal == county.secrecy
    signature = chain.sign(colleague, document)
    assert signature.signer == "王接替（代财政保密审查员）"
    assert signature.duty == Duty.SECRECY_REVIEWER
    event = ledger.history("catalog.document", document.pk).last()
    assert event is not None
    assert event.data["principal"] == county.secrecy.pk


def test_the_principal_may_still_sign(county: County, colleague: User) -> None:
    register(county, colleague)
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    assert chain.sign(county.secrecy, document).principal is None


@pytest.mark.parametrize("days", [(-9, -1), (1, 5)])
def test_before_and_after_the_leave_the_deputy_does_not_sign(
    county: County, colleague: User, days: tuple[int, int]
) -> None:
    Deputyship.objects.create(
        agency=county.finance,
        duty=Duty.SECRECY_REVIEWER,
        principal=county.secrecy,
        deputy=colleague,
        since=TODAY + timedelta(days=days[0]),
        until=TODAY + timedelta(days=days[1]),
        registered_by=county.secrecy,
    )
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    with pytest.raises(Refused, match="REVIEW-DUTY"):
        chain.sign(colleague, document)


def test_a_deputyship_ends_with_the_post_of_the_principal_or_the_deputy(
    county: County, colleague: User
) -> None:
    register(county, colleague)
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    yesterday = TODAY - timedelta(days=1)
    Post.objects.filter(holder=county.secrecy).update(until=yesterday)
    with pytest.raises(Refused, match="REVIEW-DUTY"):
        chain.sign(colleague, document)
    Post.objects.filter(holder=county.secrecy).update(until=None)
    Post.objects.filter(holder=colleague).update(until=yesterday)
    with pytest.raises(Refused, match="REVIEW-DUTY"):
        chain.sign(colleague, document)


def test_nobody_signs_for_the_drafter_or_a_second_time_for_somebody_who_signed(county: County) -> None:
    world.make_post(county.finance, county.officer, Duty.SECRECY_REVIEWER)
    colleague = chain.person(county, "colleague", Duty.SECTION_HEAD)
    register(county, colleague, actor=county.officer, principal=county.officer)
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    with pytest.raises(Refused, match="REVIEW-PRINCIPAL"):
        chain.sign(colleague, document)
    assert not queries.waiting_for(User.objects.get(pk=colleague.pk))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duty": Duty.LEADER}, "DEPUTY-POST"),
        ({"duty": Duty.ADMINISTRATOR}, "DEPUTY-POST"),
        ({"until": TODAY - timedelta(days=1)}, "DEPUTY-DATES"),
        ({"until": TODAY + timedelta(days=400)}, "DEPUTY-DATES"),
    ],
)
def test_what_is_refused(county: County, colleague: User, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        register(county, colleague, **changes)


def test_who_may_be_deputy_and_who_registers(county: County, colleague: User) -> None:
    with pytest.raises(Refused, match="DEPUTY-ELSEWHERE"):
        register(county, county.stranger)
    with pytest.raises(Refused, match="DEPUTY-SELF"):
        register(county, county.secrecy)
    with pytest.raises(PermissionDenied):
        register(county, colleague, actor=county.officer)
    register(county, colleague, actor=county.administrator)
    with pytest.raises(Refused, match="DEPUTY-TAKEN"):
        register(county, county.reviewer)


def test_ending_it(county: County, colleague: User) -> None:
    row = register(county, colleague)
    with pytest.raises(PermissionDenied):
        services.end_deputyship(actor=county.officer, deputyship=row)
    services.end_deputyship(actor=county.secrecy, deputyship=row)
    assert not Deputyship.objects.exists()  # it had only begun today
    row = register(county, colleague)
    Deputyship.objects.filter(pk=row.pk).update(since=TODAY - timedelta(days=2))
    services.end_deputyship(actor=county.administrator, deputyship=row)
    row.refresh_from_db()
    assert row.until == TODAY - timedelta(days=1)
    assert not row.is_current(TODAY)
    assert [event.type for event in ledger.history("review.deputyship", row.pk)][
        -1
    ] == "review.deputyship.ended"
