"""How long the public is asked before a decision, by when it is answered, what may not come before what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import calendar, consultations
from gongkai.law.consultations import Least
from gongkai.law.errors import LawInputError

WORK = calendar.load()
OPENED = date(2026, 11, 2)


def test_thirty_days_without_the_day_of_publication() -> None:  # Art 15
    enough = consultations.period("comments", OPENED, date(2026, 12, 2))
    assert (enough.days, enough.is_short) == (30, False)
    short = consultations.period("comments", OPENED, date(2026, 12, 1))
    assert (short.days, short.is_short) == (29, True)
    assert short.steps[-1].article == "国务院令第713号第十五条"


def test_nothing_is_prescribed_before_the_regulation_or_for_experts() -> None:
    assert not consultations.period("comments", date(2019, 8, 1), date(2019, 8, 2)).is_short
    assert not consultations.period("expert", OPENED, OPENED).is_short


def test_an_office_may_lengthen_the_law_but_not_shorten_it() -> None:
    longer, shorter = Least(45, "江宁省办法"), Least(10, "江宁省办法")
    assert consultations.least("comments", OPENED, longer) == longer
    assert consultations.least("comments", OPENED, shorter) == Least(30, "国务院令第713号第十五条")
    # a number that is only our reading gives way to the office's
    assert consultations.least("hearing", OPENED, Least(3, "江宁省办法")) == Least(3, "江宁省办法")


def test_the_answer_rolls_off_a_day_of_rest() -> None:  # 民法典第二百零三条
    found = consultations.outcome_due(date(2026, 10, 30), WORK)
    assert found.due_on == date(2026, 11, 30)  # 29 November is a Sunday
    assert [step.rule for step in found.steps] == ["limit", "due", "rolled"]
    assert consultations.outcome_due(date(2026, 10, 30), WORK, Least(10, "本机关规定")).due_on == date(
        2026, 11, 9
    )
    with pytest.raises(LawInputError):
        consultations.outcome_due(date(2019, 1, 1), WORK)


def test_an_answer_due_in_a_year_without_a_holiday_notice_is_provisional() -> None:
    found = consultations.outcome_due(date(2039, 3, 1), WORK)
    assert found.steps[-1].rule == "provisional"


def test_a_hearing_is_announced_seven_days_before() -> None:  # Art 16
    assert consultations.latest_notice(date(2026, 12, 10)) == date(2026, 12, 3)
    assert consultations.latest_notice(date(2018, 12, 10)) is None


def test_no_discussion_without_a_review_of_legality() -> None:  # Art 25
    assert [one.id for one in consultations.missing_before("discussion", {"participation"})] == ["legality"]
    assert not consultations.missing_before("discussion", {"legality"})
    assert not consultations.missing_before("risk", set())


@given(st.dates(date(2019, 9, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_a_period_is_short_exactly_below_its_least(opens_on: date, days: int) -> None:
    found = consultations.period("comments", opens_on, opens_on + timedelta(days=days))
    assert found.days == days
    assert found.is_short == (days < 30)
