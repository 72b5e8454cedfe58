"""Strict reading: what is shown of bad values, and how faults are told."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from gongkai.law.errors import LawInputError, Reason, refuse
from gongkai.law.reading import Reading, finite_decimal, parse_day, shown


def test_shown_is_short_and_can_be_printed() -> None:
    assert shown("x" * 100) == '"' + "x" * 39 + "…"
    assert shown("\ud800\x07").encode()
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "（过长）"


def test_days() -> None:
    assert parse_day("2026-02-28") == parse_day(date(2026, 2, 28)) == date(2026, 2, 28)
    for value in (
        "2026-02-30",
        "2026-2-28",
        "20260228",
        "2026-W09-6",
        "２０２６-02-28",
        "",
        None,
        5,
        datetime(2026, 2, 28),
    ):
        with pytest.raises(ValueError, match="日"):
            parse_day(value)


def test_numbers() -> None:
    assert finite_decimal(5) == finite_decimal(5.0) == finite_decimal(Decimal(5)) == Decimal(5)
    for value in (True, "5", None, float("inf"), Decimal("NaN")):
        assert finite_decimal(value) is None


def test_reasons_say_where() -> None:
    error = LawInputError([Reason("a", "错在这里", "events[0]"), Reason("b", "错")])
    assert str(error) == "events[0]：错在这里；错"
    assert refuse("c", "错", "x").reasons[0].as_dict() == {"code": "c", "text": "错", "where": "x"}


def test_an_absent_whole_number_is_a_missing_field() -> None:
    reasons: list[Reason] = []
    reading = Reading({}, "", reasons)
    assert reading.whole("year", 1, 2) == 0
    assert [reason.code for reason in reasons] == ["missing_field"]


def test_guesses_are_made_for_a_few_short_words_only() -> None:
    reasons: list[Reason] = []
    reading = Reading({f"yea{number}": 1 for number in range(30)} | {"y" * 100: 1}, "", reasons)
    reading.raw("year")
    reading.finish()
    assert sum("year？" in reason.text for reason in reasons) == 20
    reasons.clear()
    reading = Reading({"y" * 100: 1}, "", reasons)
    reading.raw("y" * 99)
    reading.finish()
    assert "？" not in reasons[0].text
