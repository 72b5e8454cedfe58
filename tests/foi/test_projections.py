"""What a case looks like is what its events say, whatever the calendar does."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta

import pytest

from gongkai.agencies import services as agency_services
from gongkai.agencies import working_days
from gongkai.foi import facts, queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case
from gongkai.law.clock import run
from gongkai.ledger import services as ledger
from gongkai.ledger.queries import chain_problems
from tests.foi.requests import register
from tests.world import County

NOTICE_2027 = {
    "year": 2027,
    "document": "测试通知〔2026〕1号",
    "days_off": ["2027-01-01"],
    "extra_work": ["2027-01-02"],
}


def load_notice(county: County, content: dict[str, object]) -> None:
    agency_services.load_notice(actor=county.administrator, content=content)


def test_open_cases_follow_a_notice_closed_ones_never(
    county: County, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    day = date(2026, 11, 16)
    opened = register(county, day)
    services.extend_reply_limit(
        actor=county.officer, case=opened, on=day, working_days=20, consented_by=county.leader, reasons="量大"
    )
    closed = register(county, day)
    services.extend_reply_limit(
        actor=county.officer, case=closed, on=day, working_days=20, consented_by=county.leader, reasons="量大"
    )
    services.decide(
        actor=county.leader,
        case=closed,
        on=date(2026, 11, 20),
        outcome="grant",
        content="甲",
        served_by="post",
    )
    assert opened.provisional
    before = (opened.due_on, closed.due_on)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        load_notice(county, NOTICE_2027)
    opened.refresh_from_db()
    closed.refresh_from_db()
    assert not opened.provisional
    assert opened.due_on is not None
    assert opened.due_on < before[0], "the worked Saturday counts"
    assert (closed.due_on, closed.provisional) == (before[1], True)
    assert queries.projection_differences() == []
    assert services.recompute_open_cases() == 0


def test_a_tampered_column_is_found(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 12, 31))
    (found,) = queries.projection_differences()
    assert (found.receipt_number, found.column) == (case.receipt_number, "due_on")
    assert (found.stored, found.computed) == (date(2026, 12, 31), date(2026, 3, 31))


def wander(county: County, case: Case, rng: random.Random, start: date) -> None:
    """Take random steps on advancing days; the unlawful ones are refused and change nothing."""
    day = start
    for _ in range(8):
        day += timedelta(days=rng.randrange(0, 9))
        staff = {"actor": county.officer, "case": case, "on": day}
        acts = [
            lambda s=staff: services.confirm_receipt(**s),
            lambda s=staff: services.request_correction(
                **s, wanted="年份", period_working_days=rng.randint(3, 15)
            ),
            lambda s=staff: services.receive_correction(**s),
            lambda s=staff: services.send_consultation(**s, party="third_party", name="某公司"),
            lambda s=staff: services.record_consultation_answer(**s, ref="1", opinion="agrees"),
            lambda s=staff: services.extend_reply_limit(
                **s, working_days=rng.randint(1, 20), consented_by=county.leader, reasons="量大"
            ),
            lambda s=staff: services.serve_fee_notice(
                **s, method="by_page", quantity=99, reasons="多", approved_by=county.leader
            ),
            lambda s=staff: services.record_fee_payment(**s),
            lambda s=staff: services.withdraw_request(**s),
            lambda s=staff: services.decide(
                actor=county.leader, case=case, on=s["on"], outcome="grant", content="甲", served_by="post"
            ),
        ]
        weights = [4, 2, 4, 2, 2, 2, 2, 4, 1, 1]
        with suppress(StepRefused):
            rng.choices(acts, weights)[0]()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_the_columns_agree_with_the_clock_on_every_day(county: County, seed: int) -> None:
    rng = random.Random(seed)
    channels = ("in_person", "registered_mail", "ordinary_mail", "online", "fax")
    for _ in range(4):
        start = date(2025, 9, 1) + timedelta(days=rng.randrange(120))
        wander(county, register(county, start, channel=rng.choice(channels)), rng, start)
    calendar = working_days.current()
    for case in Case.objects.all():
        known = facts.of_case(case.pk)
        for offset in range(0, 150, 3):
            day = known.last_on + timedelta(days=offset)
            clock = run(known.law, calendar, day)
            assert case.status_on(day) == clock.status, (seed, day)
            assert Case.objects.with_status(day).get(pk=case.pk).current_status == clock.status
            assert (case.outcome if not case.is_open(day) else None) == clock.outcome
            if clock.due_on is not None:
                assert case.due_on == clock.due_on
    assert queries.projection_differences() == []
    assert chain_problems() == []


def test_events_that_contradict_each_other_are_a_difference_not_a_crash(county: County) -> None:
    sound = register(county, date(2026, 3, 3))
    broken = register(county, date(2026, 3, 3))
    second = {"type": "received", "channel": "in_person", "on": "2026-03-04"}
    ledger.append(ledger.NewEvent("foi.case", broken.pk, "foi.case.received", date(2026, 3, 4), second))
    Case.objects.filter(pk=sound.pk).update(status="decided")
    assert {(found.case_id, found.column) for found in queries.projection_differences()} == {
        (broken.pk, "events"),
        (sound.pk, "status"),
    }
