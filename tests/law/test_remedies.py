"""Remedies: route, limits, body, and the sentence of the letter."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law import calendar, remedies
from gongkai.law.errors import LawInputError
from gongkai.law.outcomes import OUTCOMES

WORK = calendar.load()


def test_route_by_date() -> None:
    refusal = OUTCOMES["deny.process"]
    assert remedies.route(refusal, date(2023, 12, 31)) == "either"
    assert remedies.route(refusal, date(2024, 1, 1)) == "reconsideration_first"
    assert remedies.route(OUTCOMES["cannot.not_held"], date(2026, 1, 1)) == "either"
    assert remedies.route(OUTCOMES["deny.admin_query"], date(2026, 1, 1)) == "either"


def test_sixty_days_roll_off_a_holiday() -> None:
    limit = remedies.reconsideration_until(date(2026, 3, 2), WORK)
    assert (limit.until, limit.rolled) == (date(2026, 5, 6), True)
    assert "第二十条第一款" in limit.article
    plain = remedies.reconsideration_until(date(2026, 3, 10), WORK)
    assert (plain.until, plain.rolled) == (date(2026, 5, 9), False)


def test_not_told_of_the_right() -> None:
    assert remedies.reconsideration_until(date(2026, 3, 10), WORK, told=False).until == date(2027, 3, 10)
    assert remedies.reconsideration_until(date(2023, 3, 10), WORK, told=False).until == date(2023, 5, 9)


def test_suits() -> None:
    assert remedies.suit_after_reconsideration_until(date(2026, 3, 10), WORK).until == date(2026, 3, 25)
    assert remedies.direct_suit_until(date(2026, 3, 10), WORK).until == date(2026, 9, 10)
    assert remedies.direct_suit_until(date(2025, 8, 31), WORK).until == date(2026, 2, 28)
    assert remedies.direct_suit_until(date(2014, 3, 10), WORK).until == date(2014, 6, 10)


def test_appeal_retrial_and_defence() -> None:
    assert remedies.appeal_until(date(2026, 3, 10), WORK).until == date(2026, 3, 25)
    assert remedies.retrial_until(date(2026, 3, 10), WORK).until == date(2026, 9, 10)
    limit = remedies.defence_until(date(2026, 4, 20), WORK)
    assert (limit.until, limit.rolled) == (date(2026, 5, 6), True)
    assert "第六十七条" in limit.article
    with pytest.raises(LawInputError):
        remedies.appeal_until(date(2014, 1, 1), WORK)


def test_the_respondent_and_the_decision() -> None:
    start = date(2026, 3, 10)
    assert remedies.respondent_answer_until(start, WORK, summary=True).until == date(2026, 3, 17)
    assert remedies.respondent_answer_until(start, WORK, summary=False).until == date(2026, 3, 24)
    assert remedies.reconsideration_decision_until(start, WORK, summary=True).until == date(2026, 4, 9)
    assert remedies.reconsideration_decision_until(start, WORK, summary=False).until == date(2026, 5, 9)
    with pytest.raises(LawInputError):
        remedies.respondent_answer_until(date(2020, 1, 1), WORK, summary=True)


def test_the_body() -> None:
    assert remedies.reconsideration_body("云溪县人民政府") == "云溪县人民政府"
    assert (
        remedies.reconsideration_body("云溪县人民政府", superior="江宁省税务局", vertical=True)
        == "江宁省税务局"
    )
    assert remedies.reconsideration_body("云溪县人民政府", vertical=True) == "云溪县人民政府"


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_every_letter_names_body_court_and_limits(code: str) -> None:
    sentence = remedies.remedy_sentence(OUTCOMES[code], "云溪县人民政府", "云溪县人民法院")
    assert "云溪县人民政府" in sentence
    assert "云溪县人民法院" in sentence
    assert "六十日" in sentence
    first = OUTCOMES[code].remedy == "reconsideration_first"
    assert ("先向" in sentence) is first
    assert ("十五日" in sentence) is first
    assert ("六个月" in sentence) is not first
    assert "互联网" not in sentence


def test_served_electronically_offers_an_electronic_way() -> None:
    for code in ("deny.process", "cannot.not_held"):
        assert "互联网渠道" in remedies.remedy_sentence(OUTCOMES[code], "甲", "乙", electronic=True)


def test_an_old_letter_speaks_the_old_law() -> None:
    sentence = remedies.remedy_sentence(OUTCOMES["deny.process"], "甲", "乙", on=date(2022, 1, 1))
    assert "先向" not in sentence
