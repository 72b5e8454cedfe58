"""Chains and people for the tests of the review, beside the county of `tests.world`."""

from __future__ import annotations

from typing import Any

from gongkai.agencies.models import Duty, User
from gongkai.catalog.models import Document
from gongkai.review import services
from gongkai.review.models import Signature
from gongkai.review.services.chains import StepPlan
from tests import world
from tests.world import County

SIX = ("section_head", "reviewer", "secrecy", "leader", "publisher")


def person(county: County, username: str, duty: str, name: str = "") -> User:
    """One more colleague of the finance bureau."""
    made = world.make_user(username, name or username)
    world.make_post(county.finance, made, duty)
    return made


def six_people(county: County) -> dict[str, User]:
    """Everybody the six-level chain needs."""
    return {
        "section_head": person(county, "section_head", Duty.SECTION_HEAD, "科室负责人"),
        "reviewer": county.reviewer,
        "secrecy": county.secrecy,
        "leader": county.leader,
        "publisher": person(county, "publisher", Duty.PUBLISHER, "信息中心"),
    }


def lay_down(county: County, *steps: StepPlan, review_class: str = "") -> None:
    """A chain for the finance bureau."""
    services.choose_chain(
        actor=county.administrator,
        agency=county.finance,
        review_class=review_class,
        name="测试流程",
        steps=steps,
    )


def sign(actor: Any, document: Document, decision: str = "approved", **values: Any) -> Signature:
    """Sign the open step the actor may sign; a fresh actor, as each request has one."""
    signature = services.sign(
        actor=User.objects.get(pk=actor.pk),
        obj=document,
        decision=decision,
        opinion=values.pop("opinion", "已阅"),
        **values,
    )
    document.refresh_from_db()
    return signature
