"""Who asked what before, and what is public already: found whatever the writing, and for the same person only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from gongkai.foi import queries, services
from gongkai.foi.models import Case
from gongkai.foi.queries import triage
from tests.foi.requests import COMPANY, PERSON, WISH, register
from tests.portal import pages
from tests.world import County

ON = date(2026, 3, 2)


def asked(county: County, day: int, subject: str = WISH.subject, **changes: Any) -> Case:
    request = replace(WISH, subject=subject, **{k: changes.pop(k) for k in ("features",) if k in changes})
    return register(county, date(2026, 3, day), request=request, **changes)


def test_repeats_and_near_repeats_with_their_outcome(county: County) -> None:
    first = asked(county, 2)
    services.decide(
        actor=county.leader,
        case=first,
        on=date(2026, 3, 4),
        served_by="in_person",
        outcome="grant",
        content="附件",
    )
    near = asked(county, 3, "2025年农村公路养护资金的分配方案")
    asked(county, 4, "城乡低保标准", features="2026年")
    asked(county, 5, applicant=COMPANY)
    again = asked(county, 9, "２０２５年度农村公路，养护资金 分配方案。")
    found = queries.asked_before(again)
    assert [(item.case, item.same) for item in found.earlier] == [(first, True), (near, False)]
    assert (found.earlier[0].percent, found.earlier[0].outcome) == (100, "予以公开")
    assert (found.total, found.in_a_year, found.many) == (3, 3, False)


def test_the_same_person_with_another_contact_is_recognised(county: County) -> None:
    first = asked(county, 2)
    by_number = asked(county, 3, applicant=replace(PERSON, telephone="", email="neu@example.com"))
    by_telephone = asked(
        county,
        4,
        applicant=replace(PERSON, identity_number="", identity_document="", telephone="0999 7654321"),
    )
    other = asked(
        county, 5, applicant=replace(PERSON, name="孙小麦", identity_number="", identity_document="")
    )
    assert {item.case for item in queries.asked_before(by_telephone).earlier} == {first}
    assert {item.case for item in queries.asked_before(by_number).earlier} == {first}
    assert queries.asked_before(other).earlier == ()


def test_the_same_text_is_found_however_many_lie_between(county: County, monkeypatch: Any) -> None:
    first = asked(county, 2)
    for number in range(4):
        asked(county, 3, f"第{number}个别的事项", features="")
    monkeypatch.setattr(triage, "COMPARED", 2)
    found = queries.asked_before(asked(county, 9))
    assert [item.case for item in found.earlier] == [first]
    assert (found.total, found.compared) == (5, 2)


def test_a_twin_within_minutes_is_flagged_whatever_its_punctuation(county: County) -> None:
    first = asked(county, 2)
    twin = asked(county, 2, "2025年度农村公路养护资金分配方案。", features="各乡镇，分配数额")
    assert twin.possible_duplicate_of == first


def test_parts_of_one_letter_are_no_repeats(county: County) -> None:
    case = asked(county, 2)
    parts = [services.Part("公路养护资金分配方案一"), services.Part("公路养护资金分配方案二")]
    made = services.split_case(actor=county.officer, case=case, on=date(2026, 3, 3), parts=parts)
    assert queries.asked_before(made[0].case).earlier == ()


def test_what_is_public_is_found_by_number_or_title(county: County) -> None:
    document = pages.document(county)
    by_number = register(
        county, ON, request=replace(WISH, subject="资金文件", document_number="云财发[2026]3号")
    )
    found = queries.already_public(by_number)
    assert [(item.document.pk, item.by_number) for item in found] == [(document.pk, True)]
    by_title = register(county, ON, request=replace(WISH, subject=document.title))
    assert [item.percent for item in queries.already_public(by_title)] == [100]
    type(document).objects.filter(pk=document.pk).update(
        live=False, withdrawn_on=date(2026, 3, 1), withdrawal_reason="-"
    )
    assert queries.already_public(by_title) == []
