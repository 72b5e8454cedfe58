"""Chains as an administrator lays them down, and how a document passes them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.agencies import working_days
from gongkai.agencies.models import Duty, Post
from gongkai.catalog import services as catalog
from gongkai.ledger import queries as ledger
from gongkai.review import chains, queries, rounds, services
from gongkai.review.models import AgencyWorkflow, Signature
from gongkai.review.rules import Refused
from gongkai.review.services.chains import StepPlan
from tests import world
from tests.catalog import desk
from tests.review import chain
from tests.world import County

SECRECY = StepPlan("保密审查", Duty.SECRECY_REVIEWER)
LEADER = StepPlan("签发", Duty.LEADER)


def test_the_six_level_chain_is_adopted_by_one_act_and_signed_to_the_end(county: County) -> None:
    people = chain.six_people(county)
    services.adopt(actor=county.administrator, agency=county.finance, preset="six")
    document = desk.submitted(county)
    for name in chain.SIX:
        assert not document.live
        chain.sign(people[name], document)
    assert document.live
    names = list(queries.signatures(document).values_list("step_name", flat=True))
    assert names == ["科室负责人审核", "办公室审核", "保密委员会审查", "分管领导签发", "信息中心核发"]
    event = ledger.history("review.chain", county.finance.pk).last()
    assert event is not None
    assert event.type == "review.chain.chosen"


def test_steps_alongside_are_signed_in_any_order(county: County) -> None:
    chain.lay_down(
        county, StepPlan("办公室", Duty.REVIEWER), StepPlan("保密审查", Duty.SECRECY_REVIEWER, True), LEADER
    )
    document = desk.submitted(county)
    assert queries.waiting_for(county.reviewer)
    assert queries.waiting_for(county.secrecy)
    assert not queries.waiting_for(county.leader)
    chain.sign(county.secrecy, document)
    assert not queries.waiting_for(county.secrecy)
    assert not queries.waiting_for(county.leader)
    chain.sign(county.reviewer, document)
    chain.sign(county.leader, document)
    assert document.live


def test_a_return_by_one_of_two_sends_the_draft_back(county: County) -> None:
    chain.lay_down(
        county, StepPlan("办公室", Duty.REVIEWER), StepPlan("保密审查", Duty.SECRECY_REVIEWER, True), LEADER
    )
    document = desk.submitted(county)
    chain.sign(county.secrecy, document, "returned", opinion="缺依据")
    assert not document.workflow_in_progress
    assert not queries.waiting_for(county.reviewer)


def test_a_conditional_step_is_asked_for_only_where_its_condition_holds(county: County) -> None:
    only_withheld = StepPlan(
        "办公室复核",
        Duty.REVIEWER,
        conditions=[{"fact": "disclosure_class", "any_of": ["on_request", "withheld"]}],
    )
    chain.lay_down(county, only_withheld, SECRECY, LEADER)
    public = desk.submitted(county)
    assert not queries.waiting_for(county.reviewer)
    chain.sign(county.secrecy, public)
    chain.sign(county.leader, public)
    assert public.live
    withheld = desk.submitted(
        county,
        disclosure_class="withheld",
        ground="internal_affairs",
        ground_article="《条例》第十六条第一款",
        statutory_item="",
    )
    assert [row.submission.object_id for row in queries.waiting_for(county.reviewer)] == [withheld.pk]


def test_a_class_has_its_own_chain_and_other_classes_do_not(county: County) -> None:
    chain.lay_down(county, SECRECY, review_class="notice")
    notice = desk.submitted(county, document_type="notice", document_number="", title="公告")
    chain.sign(county.secrecy, notice)
    assert notice.live
    desk.submitted(county)
    assert [row.step.name for row in queries.waiting_for(county.reviewer)] == ["审核"]


def test_the_nearest_agency_counts_before_the_class(county: County) -> None:
    services.choose_chain(
        actor=county.administrator,
        agency=county.government,
        review_class="notice",
        name="县公告",
        steps=[SECRECY],
    )
    assert str(chains.workflow_of(county.finance, "notice")) == "县公告"
    chain.lay_down(county, SECRECY, LEADER)
    assert str(chains.workflow_of(county.finance, "notice")) == "测试流程"
    row = AgencyWorkflow.objects.get(agency=county.finance)
    services.drop_chain(actor=county.administrator, row=row)
    assert str(chains.workflow_of(county.finance, "notice")) == "县公告"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "CHAIN-EMPTY"),
        ([LEADER], "REVIEW-NO-SECRECY"),
        ([SECRECY, StepPlan("信息员", Duty.INFORMATION_OFFICER)], "CHAIN-DUTY"),
        ([SECRECY, StepPlan("签发", Duty.LEADER, limit_days=0)], "CHAIN-LIMIT"),
        ([SECRECY] * 13, "CHAIN-LONG"),
        (
            [
                StepPlan(
                    "保密",
                    Duty.SECRECY_REVIEWER,
                    conditions=[{"fact": "document_type", "any_of": ["notice"]}],
                )
            ],
            "CHAIN-SECRECY",
        ),
        (
            [SECRECY, StepPlan("签发", Duty.LEADER, conditions=[{"fact": "weather", "any_of": ["rain"]}])],
            "CHAIN-CONDITION",
        ),
    ],
)
def test_a_chain_along_which_nothing_could_be_signed_is_refused(
    county: County, steps: list[StepPlan], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        chain.lay_down(county, *steps)


def test_only_an_administrator_lays_down_chains(county: County) -> None:
    for actor in (county.officer, county.leader, county.stranger):
        with pytest.raises(PermissionDenied):
            services.adopt(actor=actor, agency=county.finance, preset="six")
    default = AgencyWorkflow.objects.get(agency=None)
    with pytest.raises(PermissionDenied):
        services.drop_chain(actor=county.administrator, row=default)


def test_nobody_signs_two_steps_unless_the_agency_allows_it_and_then_it_is_recorded(county: County) -> None:
    both = chain.person(county, "both", Duty.SECRECY_REVIEWER)
    world.make_post(county.finance, both, Duty.LEADER)
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    chain.sign(both, document)
    with pytest.raises(Refused, match="REVIEW-TWICE"):
        chain.sign(both, document)
    services.set_policy(
        actor=county.administrator,
        agency=county.finance,
        requires_code=False,
        allows_own_draft=False,
        allows_two_steps=True,
    )
    signature = chain.sign(both, document)
    assert signature.exceptions == ["second_step"]
    assert signature.exception_labels == ["一人签署两个环节"]
    assert document.live


def test_a_drafter_signs_his_own_text_only_where_it_is_allowed(county: County) -> None:
    world.make_post(county.finance, county.officer, Duty.REVIEWER)
    document = desk.submitted(county)
    with pytest.raises(Refused, match="REVIEW-OWN"):
        chain.sign(county.officer, document)
    services.set_policy(
        actor=county.administrator,
        agency=county.government,  # holds below as well
        requires_code=False,
        allows_own_draft=True,
        allows_two_steps=False,
    )
    assert chain.sign(county.officer, document).exceptions == ["own_draft"]
    chain.sign(county.secrecy, document)
    chain.sign(county.leader, document)
    assert document.live


def test_what_was_returned_unchanged_goes_on_where_it_was_and_a_change_begins_anew(county: County) -> None:
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    chain.sign(county.secrecy, document, "returned", opinion="请核实")
    catalog.submit_for_review(actor=county.officer, document=document)
    assert queries.waiting_for(county.secrecy)
    assert not queries.waiting_for(county.reviewer)
    chain.sign(county.secrecy, document, "returned", opinion="请改")
    catalog.revise(actor=county.officer, document=document, summary="改过的概述")
    catalog.submit_for_review(actor=county.officer, document=document)
    assert queries.waiting_for(county.reviewer)
    assert not queries.waiting_for(county.secrecy)
    assert Signature.objects.count() == 3


def test_a_limit_counts_working_days(county: County) -> None:
    chain.lay_down(county, StepPlan("保密审查", Duty.SECRECY_REVIEWER, limit_days=3))
    desk.submitted(county)
    [row] = queries.waiting_for(county.secrecy)
    assert row.due_on == working_days.current().add(date.today(), 3)
    assert not row.is_overdue
    unlimited = row.step
    unlimited.limit_days = None
    assert rounds.due_on(unlimited, row.since, working_days.current()) is None


def test_a_step_that_nobody_may_sign_is_said_so(county: County) -> None:
    people = chain.six_people(county)
    Post.objects.filter(holder=people["publisher"]).update(until=date(2020, 1, 1))
    services.adopt(actor=county.administrator, agency=county.finance, preset="six")
    document = desk.submitted(county)
    assert queries.progress(document)["stuck"] == []
    for name in chain.SIX[:-1]:
        chain.sign(people[name], document)
    assert [step.name for step in queries.progress(document)["stuck"]] == ["信息中心核发"]
    world.make_post(county.finance, county.leader, Duty.PUBLISHER)  # who has signed another step
    assert queries.progress(document)["stuck"]
    chain.person(county, "another", Duty.PUBLISHER)
    assert not queries.progress(document)["stuck"]
