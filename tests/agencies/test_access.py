"""The gateway: seeing by subtree, acting by post."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty, Post
from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from tests.world import County

OFFICER = Duty.INFORMATION_OFFICER


def codes(agencies: object) -> set[str]:
    return {agency.code for agency in agencies}  # type: ignore[attr-defined]


def test_a_post_opens_its_subtree_only(county: County) -> None:
    assert codes(access.visible_agencies(county.officer)) == {"finance"}
    assert codes(access.visible_agencies(county.supervisor)) == {"yunxi", "finance", "education", "liuqiao"}
    assert codes(access.visible_agencies(AnonymousUser())) == set()
    assert codes(access.visible_agencies(county.officer, Duty.LEADER)) == set()


def test_acting_is_at_the_post_except_for_supervisors_and_administrators(county: County) -> None:
    assert access.holds(county.officer, county.finance, OFFICER)
    assert not access.holds(county.officer, county.education, OFFICER)
    assert access.holds(county.administrator, county.town, Duty.ADMINISTRATOR)
    assert codes(access.acting_agencies(county.supervisor, Duty.SUPERVISOR)) >= {"liuqiao"}
    Post.objects.create(
        agency=county.government, holder=county.stranger, duty=OFFICER, since=date(2020, 1, 1)
    )
    assert codes(access.acting_agencies(county.stranger, OFFICER)) == {"yunxi", "education"}


def test_require_names_the_duty(county: County) -> None:
    with pytest.raises(PermissionDenied, match="保密审查员"):
        access.require(county.officer, county.finance, Duty.SECRECY_REVIEWER)


@pytest.mark.parametrize("ended", [True, False])
def test_an_ended_or_future_post_gives_nothing(county: County, ended: bool) -> None:
    today = timezone.localdate()
    change = {"until": today - timedelta(days=1)} if ended else {"since": today + timedelta(days=1)}
    Post.objects.filter(holder=county.officer).update(**change)
    assert not access.visible_agencies(county.officer)
    assert not county.officer.has_perm("wagtailadmin.access_admin")
    assert county.officer not in access.holders(county.finance, OFFICER)


def test_the_policy_answers_by_agency(county: County) -> None:
    policy = SubtreePermissionPolicy(Agency, {"change": [Duty.ADMINISTRATOR]}, agency_path="")
    assert policy.user_has_permission_for_instance(county.officer, "view", county.finance)
    assert not policy.user_has_permission_for_instance(county.officer, "view", county.education)
    assert not policy.user_has_permission_for_instance(county.officer, "change", county.finance)
    assert policy.user_has_permission_for_instance(county.administrator, "change", county.finance)
    assert not policy.user_has_permission_for_instance(county.administrator, "delete", county.finance)
    assert codes(policy.instances_user_has_any_permission_for(county.officer, ["view"])) == {"finance"}
