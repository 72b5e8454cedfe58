"""An answer set aside: the request runs again, and counts once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gongkai.foi import queries as foi_queries
from gongkai.foi import services as foi
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case
from gongkai.law import forms
from gongkai.ledger.queries import chain_problems
from gongkai.remedies import queries, services
from gongkai.remedies.models import Remedy
from tests.foi.requests import register
from tests.foi.test_steps import charge
from tests.remedies.test_remedies import answered, close, file, filled, refused
from tests.world import County

D = date


def set_aside(county: County, case: Case, *, on: date, kind: str = "reconsideration") -> Remedy:
    remedy = file(county, case, kind, D(2025, 4, 1))
    return services.record_result(
        actor=county.officer, remedy=remedy, on=on, result="corrected", new_answer_from=on
    )


def decide(county: County, case: Case, on: date, outcome: str = "grant") -> None:
    foi.decide(
        actor=county.leader,
        case=case,
        on=on,
        outcome=outcome,
        reasons="理由",
        content="见附件",
        served_by="post",
    )


def three(county: County, year: int, as_of: date | None = None) -> dict[str, int]:
    cells = foi_queries.table_three([county.finance], year, as_of)
    return {
        cell: len(ids)
        for cell, ids in cells.items()
        if ids and cell.endswith(".natural") and "results_total" not in cell
    }


def balanced(county: County, year: int, as_of: date | None = None) -> bool:
    form = forms.load("2021")
    values = {cell: len(ids) for cell, ids in foi_queries.table_three([county.finance], year, as_of).items()}
    return [found for found in forms.check(form, values) if found.id == "R1"] == []  # type: ignore[arg-type]


def test_the_request_runs_again_with_a_fresh_limit(county: County) -> None:
    case = answered(county)
    remedy = set_aside(county, case, on=D(2026, 3, 16))
    case.refresh_from_db()
    assert (case.status, case.due_on, case.closed_on, case.outcome) == ("running", D(2026, 4, 14), None, "")
    assert (case.reopened_on, case.first_closed_on, case.first_outcome) == (
        D(2026, 3, 16),
        D(2025, 3, 20),
        "cannot.needs_making",
    )
    assert remedy.decision is not None
    decide(county, case, D(2026, 4, 13))
    assert (case.status, case.outcome, case.decided_on, case.decided_on_time) == (
        "decided",
        "grant",
        D(2026, 4, 13),
        True,
    )
    assert case.first_outcome == "cannot.needs_making"
    assert case.letters.filter(kind="decision", voided=False).count() == 2
    assert foi_queries.projection_differences() == queries.projection_differences() == []
    assert chain_problems() == []


def test_it_counts_once_under_its_first_result_and_every_year_balances(county: County) -> None:
    case = answered(county)
    before = three(county, 2025)
    assert before == {"t3.new.natural": 1, "t3.cannot.needs_making.natural": 1}
    set_aside(county, case, on=D(2026, 1, 12))
    decide(county, case, D(2026, 2, 3), "deny.process")
    assert three(county, 2025) == before, "what was reported stays"
    for year, as_of in ((2025, None), (2026, D(2026, 1, 20)), (2026, D(2026, 6, 30))):
        assert balanced(county, year, as_of)
    assert three(county, 2026, D(2026, 1, 20)) == three(county, 2026, D(2026, 6, 30)) == {}
    assert filled(queries.table_four([county.finance], 2025)) == {"t4.recon.pending": 1}
    assert filled(queries.table_four([county.finance], 2026)) == {"t4.recon.corrected": 1}


def test_a_proceeding_against_the_second_answer_is_one_of_its_own(county: County) -> None:
    case = answered(county)
    first = set_aside(county, case, on=D(2025, 5, 6))
    decide(county, case, D(2025, 5, 20), "deny.process")
    second = file(county, case, "reconsideration", D(2025, 6, 3))
    assert first.decision != second.decision
    close(county, second, D(2025, 7, 1), "upheld")
    suit = file(county, case, "suit_after", D(2025, 7, 10), co_defendant=True, body="云溪县人民法院")
    assert suit.decision == second.decision
    assert suit.answer_due_on is None, "no notice has come yet"
    everyone = [county.government, county.finance, county.education, county.town]
    assert filled(queries.table_four(everyone, 2025)) == {
        "t4.recon.corrected": 1,
        "t4.recon.upheld": 1,
        "t4.suit_after.pending": 1,
    }, "the co-defendant adds nothing to the sum"
    assert filled(queries.table_four([county.government], 2025)) == {}


def test_a_court_orders_a_new_answer(county: County) -> None:
    case = answered(county)
    set_aside(county, case, on=D(2025, 9, 1), kind="suit_direct")
    steps = [step.rule for step in foi_queries.clock_of(case, D(2025, 9, 2)).steps]
    assert "reopened" in steps
    articles = [step.article for step in foi_queries.clock_of(case, D(2025, 9, 2)).steps]
    assert "《中华人民共和国行政诉讼法》第七十条" in articles


def test_a_complaint_is_recorded_and_counted_nowhere(county: County) -> None:
    case = register(county, D(2025, 3, 3))
    complaint = file(county, case, "complaint", D(2025, 3, 10), body="云溪县人民政府办公室")
    assert (complaint.is_suit, complaint.answer_due_on, complaint.filed_late) == (False, None, False)
    assert (
        refused(
            lambda: services.record_result(
                actor=county.officer,
                remedy=complaint,
                on=D(2025, 3, 20),
                result="corrected",
                new_answer_from=D(2025, 3, 20),
            )
        )
        == "REMEDY-NEW-ANSWER"
    )
    close(county, complaint, D(2025, 3, 20), "corrected")
    assert filled(queries.table_four([county.finance], 2025)) == {}


def test_what_cannot_be_is_refused(county: County) -> None:
    case = answered(county)
    remedy = file(county, case, "reconsideration", D(2025, 4, 1))

    def record(result: str, on: date, start: date) -> Any:
        return services.record_result(
            actor=county.officer, remedy=remedy, on=on, result=result, new_answer_from=start
        )

    assert refused(lambda: record("upheld", D(2025, 5, 6), D(2025, 5, 6))) == "REMEDY-NEW-ANSWER"
    assert refused(lambda: record("corrected", D(2025, 5, 6), D(2025, 5, 5))) == "REMEDY-NEW-ANSWER-DAY"
    assert refused(lambda: record("corrected", D(2025, 5, 6), D(2099, 5, 6))) == "REMEDY-NEW-ANSWER-DAY"
    silent = register(county, D(2025, 3, 3))
    against_silence = file(county, silent, "reconsideration", D(2025, 5, 6))
    assert (
        refused(
            lambda: services.record_result(
                actor=county.officer,
                remedy=against_silence,
                on=D(2025, 6, 3),
                result="corrected",
                new_answer_from=D(2025, 6, 3),
            )
        )
        == "FOI-REOPEN-OPEN"
    )
    against_silence.refresh_from_db()
    assert against_silence.result == "pending", "nothing of it was written"
    with pytest.raises(PermissionDenied):
        foi.reopen_case(actor=county.stranger, case=case, remedy=remedy.pk, on=D(2025, 5, 6))
    with pytest.raises(StepRefused):
        foi.reopen_case(actor=county.officer, case=case, remedy=remedy.pk, on=D(2025, 3, 20))
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=remedy.pk).update(new_answer_from=D(2025, 5, 6))


def test_a_result_entered_by_mistake_closes_the_request_again(county: County) -> None:
    case = answered(county)
    remedy = set_aside(county, case, on=D(2025, 5, 6))
    services.reopen_remedy(actor=county.officer, remedy=remedy, reason="登记错了")
    case.refresh_from_db()
    assert (case.status, case.outcome, case.reopened_on, case.first_outcome) == (
        "decided",
        "cannot.needs_making",
        None,
        "",
    )
    remedy = services.record_result(
        actor=county.officer,
        remedy=remedy,
        on=D(2025, 5, 7),
        result="corrected",
        new_answer_from=D(2025, 5, 7),
    )
    case.refresh_from_db()
    decide(county, case, D(2025, 5, 20))
    assert (
        refused(lambda: services.reopen_remedy(actor=county.officer, remedy=remedy, reason="登记错了"))
        == "REMEDY-ANSWERED-ANEW"
    )
    assert foi_queries.projection_differences() == queries.projection_differences() == []


def test_what_belonged_to_the_first_round_is_over(county: County) -> None:
    case = register(county, D(2025, 3, 3))
    foi.extend_reply_limit(
        actor=county.officer,
        case=case,
        on=D(2025, 3, 4),
        working_days=20,
        reasons="量大",
        consented_by=county.leader,
    )
    decide(county, case, D(2025, 3, 20), "cannot.needs_making")
    set_aside(county, case, on=D(2025, 5, 6))
    standing = foi_queries.standing_of(case, D(2025, 5, 7))
    assert (standing.extension_left(), standing.reopened_on) == (20, D(2025, 5, 6))
    assert "extend_reply_limit" in [
        step.name for step in foi_queries.lawful_steps(case, D(2025, 5, 7)) if step.allowed
    ]
    assert [happening.type for happening in foi_queries.tracking(case, D(2025, 5, 7)).happenings][
        -1
    ] == "reopened"


def test_the_next_proceedings_limit_is_shown(county: County) -> None:
    case = answered(county)
    remedy = file(county, case, "reconsideration", D(2025, 4, 1))
    assert queries.limits(case).onward == ()
    close(county, remedy, D(2025, 5, 6), "upheld")
    ((label, limit),) = queries.limits(case).onward
    assert (label, limit.until) == ("复议后起诉", D(2025, 5, 21))
    suit = file(county, case, "suit_after", D(2025, 5, 20), notified_on=D(2025, 5, 26), body="云溪县人民法院")
    assert suit.answer_due_on == D(2025, 6, 10)
    assert list(queries.answers_due(county.supervisor)) == [suit]
    close(county, suit, D(2025, 8, 1), "upheld")
    ((label, limit),) = queries.limits(case).onward
    assert (label, limit.until) == ("上诉（二审）", D(2025, 8, 18))


def test_abandoned_in_the_second_round_it_gets_its_own_closing_letter(county: County) -> None:
    case = answered(county)
    set_aside(county, case, on=D(2025, 5, 6))
    charge(county, case, D(2025, 5, 8))
    case.refresh_from_db()
    assert case.status_on(D(2025, 6, 20)) == "abandoned"
    foi.close_abandoned(actor=county.officer, case=case, on=D(2025, 6, 20))
    with pytest.raises(StepRefused) as caught:
        foi.close_abandoned(actor=county.officer, case=case, on=D(2025, 6, 23))
    assert caught.value.code == "FOI-CLOSING-LETTER-ONCE"
    assert three(county, 2025) == {"t3.new.natural": 1, "t3.cannot.needs_making.natural": 1}
