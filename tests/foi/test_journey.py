"""A request from receipt to answer, through the services."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Decision, Letter
from gongkai.ledger.queries import chain_problems, history
from tests.foi.requests import register
from tests.world import County


def test_a_request_is_received_extended_decided_and_served(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    assert (case.status, case.received_on, case.due_on) == ("running", date(2026, 3, 3), date(2026, 3, 31))
    letter = services.extend_reply_limit(
        actor=county.officer,
        case=case,
        on=date(2026, 3, 20),
        working_days=5,
        consented_by=county.leader,
        reasons="需要跨年度汇总档案",
    )
    assert case.due_on == date(2026, 4, 8)
    assert "2026年4月8日" in "".join(letter.content["paragraphs"])
    services.propose_decision(
        actor=county.officer,
        case=case,
        on=date(2026, 4, 1),
        answer=services.Answer("grant", content="见附件。"),
    )
    decision = services.decide(actor=county.leader, case=case, on=date(2026, 4, 2), served_by="post")
    assert (case.status, case.outcome, case.decided_on_time) == ("decided", "grant", True)
    assert decision.letter is not None
    services.record_delivery(
        actor=county.officer,
        case=case,
        letter=decision.letter,
        on=date(2026, 4, 3),
        route="post",
        postal_number="EA000000000CN",
    )
    case.refresh_from_db()
    decision.refresh_from_db()
    assert case.decided_on == case.closed_on == decision.decided_on == date(2026, 4, 3)
    assert queries.projection_differences() == []
    assert chain_problems() == []
    told = [event.type for event in history("foi.case", case.pk)]
    assert told.count("foi.case.decided") == 2
    assert "foi.case.event_voided" in told


def test_correction_restarts_and_happens_once(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    services.request_correction(
        actor=county.officer, case=case, on=date(2026, 3, 10), wanted="请写明年份。", period_working_days=10
    )
    assert case.status == "awaiting_correction"
    assert (case.closed_on, case.outcome) == (date(2026, 3, 25), "other.not_corrected")
    assert case.status_on(date(2026, 3, 24)) == "awaiting_correction"
    assert case.status_on(date(2026, 3, 25)) == "abandoned"
    services.receive_correction(actor=county.officer, case=case, on=date(2026, 3, 20), text="2025年。")
    assert (case.status, case.due_on, case.closed_on) == ("running", date(2026, 4, 20), None)
    with pytest.raises(StepRefused) as refused:
        services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 23), wanted="再补")
    assert refused.value.code == "FOI-CORRECTION-ONCE"


def test_only_the_agency_own_people_act(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    with pytest.raises(PermissionDenied):
        services.request_correction(actor=county.stranger, case=case, on=date(2026, 3, 4), wanted="年份")
    with pytest.raises(PermissionDenied):
        services.decide(
            actor=county.officer,
            case=case,
            on=date(2026, 3, 4),
            served_by="post",
            outcome="grant",
            content="见附件",
        )
    assert not Letter.objects.exists()
    assert not Decision.objects.exists()
    assert list(queries.visible_cases(county.stranger)) == []
    assert list(queries.worklist(county.supervisor, date(2026, 3, 4))) == [case]
