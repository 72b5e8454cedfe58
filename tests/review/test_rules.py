"""Which steps a content needs, which are open, and since when: pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from gongkai.review import conditions, rules
from gongkai.review.conditions import Condition, Fact

SENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WITHHELD: list[Condition] = [{"fact": "disclosure_class", "any_of": ["withheld", "on_request"]}]


@dataclass
class Step:
    pk: int
    duty: str = "reviewer"
    alongside: bool = False
    conditions: list[Condition] = field(default_factory=list)
    name: str = "环节"


@dataclass
class Signed:
    step_id: int
    decision: str = "approved"
    content_sha256: str = "a"
    actor_id: int = 1
    signed_at: datetime = SENT
    exceptions: list[str] = field(default_factory=list)


def opened(stages: list[list[Step]], *signatures: Signed) -> list[int]:
    return [item.step.pk for item in rules.open_steps(stages, list(signatures), "a", SENT)]


def test_steps_alongside_form_one_stage_and_are_signed_in_any_order() -> None:
    stages = rules.plan([Step(1), Step(2, alongside=True), Step(3)], {}, "secrecy")
    assert [[step.pk for step in stage] for stage in stages] == [[1, 2], [3]]
    assert opened(stages) == [1, 2]
    assert opened(stages, Signed(2)) == [1]
    assert opened(stages, Signed(2), Signed(1)) == [3]
    assert opened(stages, Signed(2), Signed(1), Signed(3)) == []


def test_a_return_or_another_content_leaves_the_step_open() -> None:
    stages = rules.plan([Step(1)], {}, "secrecy")
    assert opened(stages, Signed(1), Signed(1, decision="returned")) == [1]
    assert opened(stages, Signed(1, content_sha256="b")) == [1]


def test_a_stage_is_open_since_the_stage_before_it_was_complete() -> None:
    later = datetime(2026, 3, 5, 9, tzinfo=UTC)
    stages = rules.plan([Step(1), Step(2)], {}, "secrecy")
    [item] = rules.open_steps(stages, [Signed(1, signed_at=later)], "a", SENT)
    assert (item.step.pk, item.since) == (2, later)
    [item] = rules.open_steps(stages, [], "a", SENT)
    assert item.since == SENT


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({"disclosure_class": ["proactive"]}, [1, 3]),
        ({"disclosure_class": ["withheld"]}, [1, 2, 3]),
        ({}, [1, 2, 3]),  # what the content does not state is signed
    ],
)
def test_conditional_steps(facts: dict[str, list[str]], needed: list[int]) -> None:
    steps = [Step(1), Step(2, conditions=WITHHELD), Step(3)]
    assert [step.pk for stage in rules.plan(steps, facts, "secrecy") for step in stage] == needed


def test_a_step_alongside_one_that_is_not_needed_does_not_join_the_stage_before() -> None:
    steps = [Step(1), Step(2, conditions=WITHHELD), Step(3, alongside=True)]
    stages = rules.plan(steps, {"disclosure_class": ["proactive"]}, "secrecy")
    assert [[step.pk for step in stage] for stage in stages] == [[1], [3]]


def test_the_secrecy_review_is_never_left_out() -> None:
    steps = [Step(1, duty="secrecy", conditions=WITHHELD)]
    assert rules.plan(steps, {"disclosure_class": ["proactive"]}, "secrecy") == [steps]


def test_one_person_does_not_stand_for_two_steps() -> None:
    steps = [Step(1, duty="secrecy"), Step(2)]

    def codes(*signatures: Signed) -> set[str]:
        return {b.code for b in rules.step_blockers(steps, signatures, "a", set(), "secrecy")}

    assert codes(Signed(1, actor_id=1), Signed(2, actor_id=2)) == set()
    assert codes(Signed(1, actor_id=1), Signed(2, actor_id=1)) == {"REVIEW-TWICE"}
    assert codes(Signed(1, actor_id=1), Signed(2, actor_id=1, exceptions=["second_step"])) == set()


def test_conditions_in_words() -> None:
    known = [Fact("disclosure_class", "公开属性", [("withheld", "不予公开"), ("on_request", "依申请公开")])]
    assert conditions.in_words(WITHHELD, known) == "公开属性：不予公开、依申请公开"
    assert conditions.in_words([], known) == ""
