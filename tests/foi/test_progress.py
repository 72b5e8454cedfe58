"""What an applicant is told: moves of the date, remedies, and what may be said and sent in turn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.convert.content_type import FileRefused
from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, CaseFile, Evaluation
from gongkai.foi.services.evaluating import OPEN_FOR_DAYS
from gongkai.ledger.models import Event
from tests.foi.requests import register
from tests.foi.test_tracking import submitted
from tests.world import County

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
START, DAY = date(2026, 3, 3), date(2026, 3, 16)


def answered(county: County, outcome: str = "grant", served_by: str = "electronic") -> Case:
    case = register(county, START)
    services.decide(
        actor=county.leader, case=case, on=DAY, outcome=outcome, served_by=served_by, content="见附件",
        reasons="内部事务",
    )  # fmt: skip
    return case


def test_every_move_of_the_date_is_told_with_before_and_after(county: County) -> None:
    case = register(county, START)
    first = case.due_on
    services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 4), wanted="年份")
    services.receive_correction(actor=county.officer, case=case, on=date(2026, 3, 9), text="近年")
    second = case.due_on
    services.extend_reply_limit(
        actor=county.officer, case=case, on=date(2026, 3, 10), working_days=5, consented_by=county.leader,
        reasons="多",
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as none:
        moves = queries.tracking(case, DAY).moves
    assert len(none) <= 3
    assert [(move.type, move.before, move.after) for move in moves] == [
        ("correction_requested", first, None),
        ("correction_received", first, second),
        ("extended", second, case.due_on),
    ]
    assert [move.type for move in queries.tracking(case, date(2026, 3, 9)).moves] == [
        "correction_requested", "correction_received",
    ]  # fmt: skip


def test_a_request_that_nothing_moved_has_no_moves(county: County) -> None:
    assert queries.tracking(answered(county), DAY).moves == []


def test_remedies_with_dates_from_receipt_where_it_is_known(county: County) -> None:
    route = queries.remedy_route(answered(county))
    assert route is not None
    assert (route.body, route.court, route.reconsideration_first) == (
        "云溪县人民政府", "云溪县人民法院", False,
    )  # fmt: skip
    assert route.reconsideration.until >= DAY + timedelta(days=60)
    assert route.suit is not None
    assert route.suit.until >= date(2026, 9, 16)
    assert not route.certain
    refused = answered(county, "deny.internal", "post")
    letter = refused.letters.get(kind="decision")
    services.record_delivery(
        actor=county.officer, case=refused, letter=letter, on=DAY, route="post", postal_number="XA1",
        received_on=date(2026, 3, 20),
    )  # fmt: skip
    route = queries.remedy_route(refused)
    assert route is not None
    assert (route.counted_from, route.certain, route.reconsideration_first) == (date(2026, 3, 20), True, True)
    assert route.suit is None
    assert queries.remedy_route(register(county, START)) is None


def test_an_evaluation_is_one_and_changeable_for_thirty_days(county: County) -> None:
    case = register(county, START)
    with pytest.raises(StepRefused, match="答复之后"):
        services.evaluate_by_applicant(case=case, on=DAY, score=5)
    services.decide(actor=county.leader, case=case, on=DAY, outcome="grant", served_by="post", content="甲")
    services.evaluate_by_applicant(case=case, on=DAY, score=2, words="慢")
    last = DAY + timedelta(days=OPEN_FOR_DAYS)
    services.evaluate_by_applicant(case=case, on=last, score=4, words="后来快了")
    row = Evaluation.objects.get()
    assert (row.score, row.words, row.given_on) == (4, "后来快了", DAY)
    with pytest.raises(StepRefused, match="三十日"):
        services.evaluate_by_applicant(case=case, on=last + timedelta(days=1), score=1)
    for score in (0, 6, -1):
        with pytest.raises(StepRefused):
            services.evaluate_by_applicant(case=case, on=DAY, score=score)
    assert "快了" not in str([event.data for event in Event.objects.all()])
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM foi_evaluation")
        assert "快" not in str(cursor.fetchall()), "the words are sealed"


def test_the_figures_are_those_of_the_agencies_one_may_see(county: County) -> None:
    for score in (5, 4, 4):
        services.evaluate_by_applicant(case=answered(county), on=DAY, score=score)
    figures = queries.evaluation_figures(county.supervisor, DAY)
    assert (figures.number, round(figures.average, 1), figures.scores[4]) == (3, 4.3, 2)
    assert queries.evaluation_figures(county.stranger, DAY).number == 0
    assert queries.evaluation_figures(county.officer, DAY + timedelta(days=400)).number == 0


def test_a_correction_comes_with_files_that_are_what_they_say(county: County) -> None:
    sent = submitted(county)
    case = sent.case
    services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 4), wanted="年份")
    typed = {"case": case, "code": sent.tracking_code, "on": date(2026, 3, 9), "text": "近年"}
    with pytest.raises(FileRefused):
        services.correct_by_applicant(**typed, files=[ContentFile(b"MZ" + b"\0" * 99, name="图.pdf")])
    assert case.status == "awaiting_correction"
    services.correct_by_applicant(
        **typed, files=[ContentFile(PNG, name="一.png"), ContentFile(PNG, name="二.png")]
    )
    rows = CaseFile.objects.filter(case=case)
    assert [(row.role, row.title, row.added_by) for row in rows] == [
        ("correction", "一.png", None), ("correction", "二.png", None),
    ]  # fmt: skip
    with pytest.raises(StepRefused):
        services.correct_by_applicant(**typed, files=[ContentFile(PNG, name="三.png")])
    assert rows.count() == 2


def test_help_is_recorded_until_the_request_is_closed(county: County) -> None:
    case = register(county, START)
    services.record_help_by_applicant(case=case, on=DAY, help_needed=" 大字版 ")
    assert Case.objects.get().help_needed == "大字版"
    assert "大字版" not in str([event.data for event in Event.objects.all()])
    services.decide(actor=county.leader, case=case, on=DAY, outcome="grant", served_by="post", content="甲")
    with pytest.raises(StepRefused):
        services.record_help_by_applicant(case=case, on=DAY, help_needed="手语")
