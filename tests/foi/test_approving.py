"""Answers pass the stages their agency has set; nobody passes twice; whoever comes second is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.foi import services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, DecisionApproval
from gongkai.foi.services.approving import waiting_for
from gongkai.ledger.models import Event
from tests.foi.requests import register
from tests.world import County, make_post

D = date
ON = D(2026, 3, 10)


def propose(county: County, case: Case) -> None:
    answer = services.Answer("grant", content="见附件")
    services.propose_decision(actor=county.officer, case=case, on=ON, answer=answer)


def endorse(actor: Any, case: Case, opinion: str = "同意") -> None:
    services.endorse_decision(actor=actor, case=case, on=ON, opinion=opinion)


def approve(actor: Any, case: Case) -> Any:
    return services.decide(actor=actor, case=case, on=ON, served_by="post", opinion="发")


def code_of(act: Any) -> str:
    with pytest.raises(StepRefused) as caught:
        act()
    return caught.value.code


def set_stages(county: County, agency: Any, *duties: str) -> Any:
    return services.set_approval_stages(actor=county.administrator, agency=agency, duties=duties)


def test_stages_come_from_the_nearest_agency_above(county: County) -> None:
    default = (("leader", "reviewer"),)
    assert services.stages_of(county.finance) == default
    set_stages(county, county.government, "reviewer", "leader")
    assert (
        services.stages_of(county.finance) == services.stages_of(county.town) == (("reviewer",), ("leader",))
    )
    set_stages(county, county.finance, "leader")
    assert services.stages_of(county.finance) == (("leader",),)
    assert services.stages_of(county.town) == (("reviewer",), ("leader",))
    set_stages(county, county.finance)
    assert services.stages_of(county.finance) == (("reviewer",), ("leader",))
    assert Event.objects.filter(type="foi.approval_stages.set").count() == 3


@pytest.mark.parametrize(
    ("duties", "code"),
    [
        (("officer",), "FOI-STAGES"),
        (("information_officer", "leader"), "FOI-STAGES"),
        (("leader",) * 5, "FOI-STAGES"),
        (("leader", "secrecy_reviewer"), "FOI-STAGES-LAST"),
    ],
)
def test_stages_that_cannot_be(county: County, duties: tuple[str, ...], code: str) -> None:
    assert code_of(lambda: set_stages(county, county.finance, *duties)) == code


def test_only_an_administrator_sets_stages(county: County) -> None:
    with pytest.raises(PermissionDenied):
        services.set_approval_stages(actor=county.leader, agency=county.finance, duties=["leader"])


def test_three_stages_one_after_the_other(county: County) -> None:
    set_stages(county, county.government, "reviewer", "secrecy_reviewer", "leader")
    case = register(county, D(2026, 3, 3))
    assert code_of(lambda: endorse(county.reviewer, case)) == "FOI-NO-PROPOSAL"
    propose(county, case)
    assert code_of(lambda: approve(county.leader, case)) == "FOI-STAGES-LEFT"
    with pytest.raises(PermissionDenied):
        endorse(county.leader, case)
    endorse(county.reviewer, case)
    with pytest.raises(PermissionDenied):
        endorse(county.reviewer, case)
    endorse(county.secrecy, case, "不涉密")
    assert code_of(lambda: endorse(county.leader, case)) == "FOI-LAST-STAGE"
    assert code_of(lambda: approve(county.reviewer, case)) == "FOI-APPROVED-BEFORE"
    made = approve(county.leader, case)
    given = [(row.stage, row.duty, row.result, row.opinion) for row in made.approvals.all()]
    assert given == [
        (1, "reviewer", "endorsed", "同意"),
        (2, "secrecy_reviewer", "endorsed", "不涉密"),
        (3, "leader", "endorsed", "发"),
    ]
    assert Event.objects.filter(type="foi.case.decision_endorsed").count() == 2


def test_each_stage_waits_for_its_own_people(county: County, django_assert_num_queries: Any) -> None:
    set_stages(county, county.government, "secrecy_reviewer", "leader")
    cases = [register(county, D(2026, 3, 3)) for _ in range(3)]
    for case in cases:
        propose(county, case)
    ids = [case.pk for case in cases]
    people = (county.secrecy, county.reviewer, county.leader, county.officer, county.stranger)
    assert [waiting_for(who) for who in people] == [ids, [], [], [], []]
    endorse(county.secrecy, cases[0])
    assert [waiting_for(who) for who in people] == [ids[1:], [], ids[:1], [], []]
    with django_assert_num_queries(2):
        waiting_for(county.secrecy)


def test_a_new_draft_begins_at_the_first_stage(county: County) -> None:
    set_stages(county, county.finance, "reviewer", "leader")
    case = register(county, D(2026, 3, 3))
    propose(county, case)
    endorse(county.reviewer, case)
    services.return_decision(actor=county.leader, case=case, on=ON, opinion="请补充")
    assert DecisionApproval.objects.filter(result="returned", stage=2).get().opinion == "请补充"
    propose(county, case)
    assert code_of(lambda: approve(county.leader, case)) == "FOI-STAGES-LEFT"


def test_nobody_approves_twice_or_decides_past_the_stages(county: County) -> None:
    set_stages(county, county.finance, "reviewer", "leader")
    make_post(county.finance, county.leader, "reviewer")
    county.leader.__dict__.pop("_current_posts", None)
    case = register(county, D(2026, 3, 3))
    alone = code_of(
        lambda: services.decide(
            actor=county.leader, case=case, on=ON, served_by="post", outcome="grant", content="见附件"
        )
    )
    assert alone == "FOI-STAGES-LEFT"
    propose(county, case)
    endorse(county.leader, case)
    assert code_of(lambda: approve(county.leader, case)) == "FOI-APPROVED-BEFORE"


def test_of_two_who_decide_at_once_one_wins(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    propose(county, case)
    mine, yours = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    approve(county.leader, mine)
    assert code_of(lambda: approve(county.reviewer, yours)) == "FOI-CLOSED"
    assert case.decisions.filter(state="made").get().approved_by == county.leader
