"""Each way of handing over leaves its own traces; what was done wrongly is recorded and named (Arts 40, 43)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from gongkai.convert.content_type import FileRefused
from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, CaseFile, Delivery
from gongkai.foi.services import DeliveryDetails
from tests.foi.requests import register
from tests.world import County

D = date
ON = D(2026, 3, 10)


@pytest.fixture
def case(county: County) -> Case:
    made = register(county, D(2026, 3, 3))
    services.decide(
        actor=county.leader, case=made, on=ON, outcome="grant", content="见附件", served_by="post"
    )
    return made


def deliver(county: County, case: Case, route: str, on: date = ON, **changes: Any) -> Delivery:
    details = {name: changes.pop(name) for name in list(changes) if name in DeliveryDetails.__annotations__}
    letter = case.letters.get(kind="decision")
    return services.record_delivery(
        actor=county.officer, case=case, letter=letter, on=on, route=route,
        details=DeliveryDetails(**details), **changes,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("route", "changes", "served_by"),
    [
        ("post", {"postal_number": "EA000000000CN"}, "post"),
        ("in_person", {"signed_by": "钱小禾"}, "in_person"),
        ("electronic", {}, "electronic"),
        ("download", {}, "electronic"),
        ("inspection", {"place": "查阅室", "minutes": 45, "copies": 3, "signed_by": "钱小禾"}, "in_person"),
    ],
)
def test_each_route_counts_as_the_law_reads_it(
    county: County, case: Case, route: str, changes: dict[str, Any], served_by: str
) -> None:
    row = deliver(county, case, route, **changes)
    assert row.route == route
    assert case.decisions.get().served_by == served_by
    assert queries.clock_of(case, D(2026, 4, 1)).problems == ()
    assert queries.projection_differences() == []


def test_another_courier_is_what_happened_and_a_problem(county: County, case: Case) -> None:
    deliver(county, case, "courier", on=D(2026, 3, 11))
    problems = queries.clock_of(case, D(2026, 4, 1)).problems
    assert [problem.code for problem in problems] == ["private_courier"]
    case.refresh_from_db()
    assert case.has_problems


@pytest.mark.parametrize(
    ("route", "changes", "code"),
    [
        ("pigeon", {}, "FOI-SERVED-BY"),
        ("post", {}, "FOI-POSTAL-NUMBER"),
        ("in_person", {}, "FOI-SIGNED-BY"),
        ("inspection", {"minutes": 45}, "FOI-READING-PLACE"),
        ("electronic", {"received_on": D(2026, 3, 9)}, "FOI-RECEIVED-BEFORE-SENT"),
        ("electronic", {"instead_of": "paper"}, "FOI-OTHER-FORM"),
        ("electronic", {"instead_of": "clay", "instead_because": "重"}, "FOI-OTHER-FORM"),
    ],
)
def test_a_delivery_that_lacks_its_proof(
    county: County, case: Case, route: str, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(StepRefused) as caught:
        deliver(county, case, route, **changes)
    assert caught.value.code == code
    assert not Delivery.objects.exists()


def test_another_form_with_its_reason_and_the_help_given(county: County, case: Case) -> None:
    row = deliver(
        county, case, "inspection", place="县档案馆", instead_of="paper",
        instead_because="底图陈旧，复制会损坏载体", help_given="逐页朗读",
    )  # fmt: skip
    row.refresh_from_db()
    assert row.get_instead_of_display() == "纸质"
    assert row.instead_because == "底图陈旧，复制会损坏载体"
    assert row.help_given == "逐页朗读"


def test_the_proof_of_a_consultation(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    sent = services.send_consultation(
        actor=county.officer, case=case, on=D(2026, 3, 5), party="third_party", name="丰禾公司"
    )
    fields: dict[str, Any] = {"case": case, "ref": sent.ref, "on": D(2026, 3, 9)}
    with pytest.raises(PermissionDenied):
        services.attach_consultation_proof(
            actor=county.stranger, file=ContentFile("收".encode(), "回执.txt"), **fields
        )
    with pytest.raises(FileRefused):
        services.attach_consultation_proof(
            actor=county.officer, file=ContentFile(b"MZ" + b"\0" * 200, "回执.pdf"), **fields
        )
    assert not CaseFile.objects.exists()
    row = services.attach_consultation_proof(
        actor=county.officer, file=ContentFile("收".encode(), "回执.txt"), **fields
    )
    assert row.proof == CaseFile.objects.get(role="evidence")
    with pytest.raises(StepRefused):
        services.attach_consultation_proof(
            actor=county.officer, file=ContentFile("收".encode(), "回执.txt"), **{**fields, "ref": "9"}
        )
