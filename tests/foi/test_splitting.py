"""One letter with many matters: every part a request of its own, counted once, with the same dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, CaseSplit
from gongkai.foi.services import Part
from gongkai.ledger import queries as ledger
from tests.foi.requests import WISH, register
from tests.world import County

ON = date(2026, 3, 2)
PARTS = [
    Part("农村公路养护资金分配方案"),
    Part("校车补助名单", "云教〔2025〕3号"),
    Part("低保标准", features="2025年"),
]


def split(county: County, case: Case, parts: Any = None, **changes: Any) -> Any:
    fields = {
        "actor": county.officer,
        "case": case,
        "on": date(2026, 3, 4),
        "parts": parts or PARTS,
        **changes,
    }
    return services.split_case(**fields)


def test_each_part_is_a_request_with_the_same_dates(county: County) -> None:
    case = register(county, ON, channel="online", confirmed_on=date(2026, 3, 3))
    made = split(county, case, explanation="便于分别答复：")
    assert [item.case.receipt_number for item in made] == ["FINANCE-2026-0002", "FINANCE-2026-0003"]
    assert case.subject == PARTS[0].subject
    everything = list(Case.objects.order_by("id"))
    assert {row.due_on for row in everything} == {case.due_on}
    assert {row.received_on for row in everything} == {date(2026, 3, 3)}
    assert {row.applicant_id for row in everything} == {case.applicant_id}
    assert queries.projection_differences() == []
    assert ledger.chain_problems() == []
    assert sorted(queries.table_three([county.finance], 2026)["t3.new.total"]) == [
        row.pk for row in everything
    ]
    for item in made:
        assert queries.find_for_tracking(item.case.receipt_number, item.tracking_code) == item.case


def test_what_the_letter_said_and_what_the_applicant_is_told_is_kept(county: County) -> None:
    case = register(county, ON)
    split(county, case)
    kept = CaseSplit.objects.get()
    assert (kept.subject, kept.features) == (WISH.subject, WISH.features)
    for text in ("2026年3月2日", "3项", "FINANCE-2026-0001", "校车补助名单——受理编号FINANCE-2026-0002"):
        assert text in kept.explanation
    types = [event.type for event in ledger.history("foi.case", case.pk)]
    assert "foi.case.split" in types
    data = [event.data for event in ledger.history("foi.case", case.split.parts.last().case_id)]
    assert [item.get("type", "split") for item in data] == ["received", "split"]
    assert "低保" not in str(data)


def test_a_corrected_letter_keeps_its_correction_in_every_part(county: County) -> None:
    case = register(county, ON)
    services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 3), wanted="请分项写明")
    with pytest.raises(StepRefused, match="等候申请人补正"):
        split(county, case)
    services.receive_correction(actor=county.officer, case=case, on=date(2026, 3, 9), text="分为三项")
    made = split(county, case, on=date(2026, 3, 10))
    assert {item.case.due_on for item in made} == {case.due_on}
    assert made[0].case.corrections.get().text == "分为三项"
    assert queries.projection_differences() == []


@pytest.mark.parametrize(
    "parts",
    [
        [Part("一项")],
        [Part("甲"), Part("")],
        [Part("甲材料"), Part("甲，材料。")],
        [Part("甲"), Part("乙" * 201)],
        [Part(f"第{number}项") for number in range(21)],
    ],
)
def test_parts_that_cannot_be(county: County, parts: Any) -> None:
    case = register(county, ON)
    with pytest.raises(StepRefused) as caught:
        split(county, case, parts)
    assert caught.value.code == "FOI-SPLIT-PARTS"
    assert (Case.objects.count(), CaseSplit.objects.count()) == (1, 0)


def test_too_late_or_twice_is_refused(county: County) -> None:
    case = register(county, ON)
    made = split(county, case)
    for again in (case, made[0].case):
        with pytest.raises(StepRefused) as caught:
            split(county, again)
        assert caught.value.code == "FOI-SPLIT-ONCE"
    extended = register(county, ON, request=replace(WISH, subject="别的"))
    services.extend_reply_limit(
        actor=county.officer,
        case=extended,
        on=date(2026, 3, 5),
        working_days=5,
        consented_by=county.leader,
        reasons="量大",
    )
    with pytest.raises(StepRefused) as caught:
        split(county, extended, on=date(2026, 3, 6))
    assert caught.value.code == "FOI-SPLIT-LATE"
    withdrawn = register(county, ON, request=replace(WISH, subject="又一件"))
    services.withdraw_request(actor=county.officer, case=withdrawn, on=date(2026, 3, 3))
    with pytest.raises(StepRefused) as caught:
        split(county, withdrawn)
    assert caught.value.code == "FOI-SPLIT-CLOSED"
    with pytest.raises(PermissionDenied):
        split(county, case, actor=county.stranger)


def test_the_applicant_reads_what_became_of_the_letter(county: County) -> None:
    case = register(county, ON)
    made = split(county, case)
    for item in (case, made[0].case):
        assert queries.told_of_split(item)[1] == "1．农村公路养护资金分配方案——受理编号FINANCE-2026-0001"
    assert queries.told_of_split(register(county, ON, request=replace(WISH, subject="别的"))) == []
