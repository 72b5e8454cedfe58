"""Proceedings against an answer: registered, limited, closed, and counted once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.foi import services as foi
from gongkai.foi.models import Case
from gongkai.law import forms
from gongkai.ledger.queries import chain_problems, history
from gongkai.remedies import queries, services
from gongkai.remedies.models import Remedy
from gongkai.remedies.rules import RemedyRefused
from tests.foi.requests import register
from tests.world import County

D = date


def answered(county: County, outcome: str = "cannot.needs_making") -> Case:
    case = register(county, D(2025, 3, 3))
    foi.decide(
        actor=county.leader, case=case, on=D(2025, 3, 20), outcome=outcome, reasons="理由", served_by="post"
    )
    return case


def file(county: County, case: Case, kind: str, filed_on: date, **changes: Any) -> Remedy:
    fields = {"actor": county.officer, "body": "云溪县人民政府", **changes}
    return services.file_remedy(case=case, kind=kind, filed_on=filed_on, **fields)


def close(county: County, remedy: Remedy, on: date, result: str) -> Remedy:
    return services.record_result(actor=county.officer, remedy=remedy, on=on, result=result)


def refused(act: Any) -> str:
    with pytest.raises(RemedyRefused) as caught:
        act()
    assert caught.value.text
    return caught.value.code


def filled(cells: dict[str, list[int]]) -> dict[str, int]:
    return {cell: len(ids) for cell, ids in cells.items() if ids and not cell.endswith("total")}


def test_from_reconsideration_to_appeal(county: County) -> None:
    case = answered(county)
    first = file(
        county, case, "reconsideration", D(2025, 4, 10), procedure="summary", notified_on=D(2025, 4, 14)
    )
    assert (first.agency, first.answer_due_on, first.filed_late) == (county.finance, D(2025, 4, 21), False)
    services.record_answer(actor=county.officer, remedy=first, on=D(2025, 4, 18))
    assert refused(lambda: file(county, case, "suit_after", D(2025, 4, 20))) == "REMEDY-NOTHING-BEFORE"
    first = close(county, first, D(2025, 5, 9), "upheld")
    suit = file(county, case, "suit_after", D(2025, 5, 20), body="云溪县人民法院", co_defendant=True)
    assert (suit.follows, suit.filed_late) == (first, False)
    suit = close(county, suit, D(2025, 9, 1), "upheld")
    appeal = file(county, case, "second_instance", D(2025, 9, 10), body="江宁中级人民法院")
    assert filled(queries.table_four([county.finance], 2025)) == {
        "t4.recon.upheld": 1,
        "t4.suit_after.pending": 1,
    }
    close(county, appeal, D(2026, 2, 3), "corrected")
    assert filled(queries.table_four([county.finance], 2025)) == {
        "t4.recon.upheld": 1,
        "t4.suit_after.pending": 1,
    }, "the year that is over keeps its figures"
    table = queries.table_four([county.finance], 2026)
    assert filled(table) == {"t4.suit_after.corrected": 1}
    assert table["t4.suit_after.corrected"] == table["t4.suit_after.total"] == [suit.pk]
    assert filled(queries.table_four([county.government], 2025)) == {}, "not counted for the co-defendant"
    told = [event.type for event in history("remedies.remedy", first.pk)]
    assert told == ["remedies.remedy.filed", "remedies.remedy.answered", "remedies.remedy.closed"]
    assert chain_problems() == []
    assert list(queries.for_case(case)) == [first, suit, appeal]


def test_the_cells_are_those_of_the_form_and_balance(county: County) -> None:
    for number in range(4):
        case = answered(county)
        remedy = file(county, case, "reconsideration", D(2025, 4, 1))
        if number:
            close(county, remedy, D(2025, 5, number), ("upheld", "corrected", "other")[number - 1])
        file(county, answered(county), "suit_direct", D(2025, 6, 1))
    form = forms.load("2021")
    cells = queries.table_four([county.finance], 2025)
    assert set(cells) == {cell for cell in form.cells if cell.startswith("t4.")}
    values = {cell: len(ids) for cell, ids in cells.items()}
    assert values["t4.recon.total"] == 4
    assert values["t4.suit_direct.pending"] == values["t4.suit_direct.total"] == 4
    assert [found for found in forms.check(form, values) if found.id == "R4"] == []  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as captured:
        queries.table_four(county.government.get_descendants(), 2025)
    assert len(captured) == 1


def test_pending_at_the_end_of_each_year_until_closed(county: County) -> None:
    case = answered(county)
    remedy = file(county, case, "reconsideration", D(2025, 4, 1))
    close(county, remedy, D(2026, 1, 15), "other")
    assert filled(queries.table_four([county.finance], 2024)) == {}
    assert filled(queries.table_four([county.finance], 2025)) == {"t4.recon.pending": 1}
    assert filled(queries.table_four([county.finance], 2026)) == {"t4.recon.other": 1}
    assert filled(queries.table_four([county.finance], 2026, D(2026, 1, 10))) == {"t4.recon.pending": 1}
    assert filled(queries.table_four([county.finance], 2027, D(2027, 1, 10))) == {}


def test_filed_after_the_limit_is_recorded_and_marked(county: County) -> None:
    case = answered(county)
    found = queries.limits(case)
    assert found.reconsideration is not None
    assert found.suit is not None
    assert (found.reconsideration.until, found.suit.until) == (D(2025, 5, 19), D(2025, 9, 22))
    late = file(county, case, "reconsideration", D(2025, 5, 20))
    assert late.filed_late
    assert [note.code for note in queries.notes(late)] == ["REMEDY-LATE"]


def test_a_direct_suit_against_a_refusal_is_pointed_out(county: County) -> None:
    case = answered(county, "deny.internal")
    suit = file(county, case, "suit_direct", D(2025, 4, 1), body="云溪县人民法院")
    assert [note.code for note in queries.notes(suit)] == ["REMEDY-RECONSIDERATION-FIRST"]
    assert queries.notes(file(county, answered(county), "suit_direct", D(2025, 4, 1))) == []


def test_silence_can_be_contested_too(county: County) -> None:
    case = register(county, D(2025, 3, 3))
    remedy = file(county, case, "reconsideration", D(2025, 5, 6))
    assert remedy.answer_due_on == D(2025, 5, 20)
    assert not remedy.filed_late
    assert queries.limits(case).reconsideration is None


def test_what_cannot_be_is_refused(county: County) -> None:
    case = answered(county)
    assert refused(lambda: file(county, case, "duel", D(2025, 4, 1))) == "REMEDY-KIND"
    assert refused(lambda: file(county, case, "reconsideration", D(2025, 4, 1), body=" ")) == "REMEDY-BODY"
    assert refused(lambda: file(county, case, "reconsideration", D(2025, 3, 2))) == "REMEDY-BEFORE-REQUEST"
    assert refused(lambda: file(county, case, "reconsideration", D(2099, 1, 1))) == "REMEDY-DAY"
    assert (
        refused(lambda: file(county, case, "reconsideration", D(2025, 4, 2), notified_on=D(2025, 4, 1)))
        == "REMEDY-DAY"
    )
    remedy = file(county, case, "reconsideration", D(2025, 4, 1))
    assert refused(lambda: file(county, case, "reconsideration", D(2025, 4, 2))) == "REMEDY-PENDING"
    assert refused(lambda: close(county, remedy, D(2025, 3, 31), "upheld")) == "REMEDY-DAY"
    assert refused(lambda: close(county, remedy, D(2025, 5, 1), "pending")) == "REMEDY-RESULT"
    close(county, remedy, D(2025, 5, 1), "upheld")
    assert refused(lambda: close(county, remedy, D(2025, 5, 1), "upheld")) == "REMEDY-CLOSED"
    assert (
        refused(lambda: services.record_answer(actor=county.officer, remedy=remedy, on=D(2025, 5, 2)))
        == "REMEDY-ANSWER"
    )


def test_a_wrong_result_is_taken_back(county: County) -> None:
    remedy = file(county, answered(county), "reconsideration", D(2025, 4, 1))
    assert (
        refused(lambda: services.reopen_remedy(actor=county.officer, remedy=remedy, reason="误登"))
        == "REMEDY-REOPEN"
    )
    close(county, remedy, D(2025, 5, 1), "upheld")
    assert (
        refused(lambda: services.reopen_remedy(actor=county.officer, remedy=remedy, reason=" "))
        == "REMEDY-REASON"
    )
    reopened = services.reopen_remedy(actor=county.officer, remedy=remedy, reason="误登")
    assert (reopened.result, reopened.closed_on) == ("pending", None)
    close(county, reopened, D(2025, 5, 2), "corrected")
    assert len(history("remedies.remedy", remedy.pk)) == 4
    assert "误登" in reopened.summary
    assert queries.projection_differences() == []
    Remedy.objects.filter(pk=remedy.pk).update(result="upheld", closed_on=D(2025, 5, 9))
    assert [found.column for found in queries.projection_differences()] == ["result", "closed_on"]


def test_only_the_agency_own_people_record_and_see(county: County) -> None:
    case = answered(county)
    with pytest.raises(PermissionDenied):
        file(county, case, "reconsideration", D(2025, 4, 1), actor=county.stranger)
    remedy = file(county, case, "reconsideration", D(2025, 4, 1))
    with pytest.raises(PermissionDenied):
        services.record_result(actor=county.stranger, remedy=remedy, on=D(2025, 5, 1), result="upheld")
    assert list(queries.pending(county.stranger)) == []
    assert list(queries.pending(county.officer)) == list(queries.pending(county.supervisor)) == [remedy]
    assert queries.open_cases_with_remedies([case.pk]) == {case.pk}
