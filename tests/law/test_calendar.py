"""The calendar against independent libraries, and what it says about single days and missing notices."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import calendar
from gongkai.law.calendar import Notice, statutory_days
from gongkai.law.errors import LawInputError
from gongkai.law.notices import bundled, parse_notice

WORK = calendar.load()
COVERED = range(2019, 2027)


@pytest.mark.parametrize("year", COVERED)
def test_every_day_agrees_with_two_independent_libraries(year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        assert WORK.is_working_day(day) is chinese_calendar.is_workday(day), day
        if day.weekday() < 5 and not WORK.is_working_day(day):
            assert day in china, day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "days"),
    [(2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year: int, days: int) -> None:
    assert WORK.count(date(year - 1, 12, 31), date(year, 12, 31)) == days


@pytest.mark.parametrize("year", [*range(2008, 2019), *range(2027, 2041)])
def test_statutory_days_agree_with_an_independent_calendar(year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    words = ("New Year", "Tomb", "Labor", "Dragon", "Mid-Autumn", "National Day")
    assert set(statutory_days(year)) == {
        day
        for day, names in china.items()
        if any(word in part and "(observed)" not in part for part in names.split("; ") for word in words)
    }


def test_far_years_keep_what_has_a_fixed_date() -> None:
    assert set(statutory_days(2060)) == {
        date(2060, month, day) for month, day in [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    }


def test_coverage_is_by_year() -> None:
    assert all(WORK.covers(year) for year in COVERED)
    assert not WORK.covers(2018)
    assert not WORK.covers(2027)


@pytest.mark.parametrize(
    ("day", "working", "kind", "words"),
    [
        (date(2026, 2, 14), True, "make_up", "调休上班"),
        (date(2026, 2, 16), False, "holiday", "春节"),
        (date(2026, 3, 3), True, "weekday", "星期二"),
        (date(2026, 3, 7), False, "weekend", "星期六"),
        (date(2027, 2, 5), False, "statutory", "春节"),
        (date(2027, 2, 9), True, "weekday", "星期二"),
    ],
)
def test_reason(day: date, working: bool, kind: str, words: str) -> None:
    reason = WORK.reason(day)
    assert (reason.working, reason.kind) == (working, kind)
    assert words in reason.text
    assert reason.working is WORK.is_working_day(day)
    assert bool(reason.source) is (kind not in ("weekday", "weekend"))


def test_days_outside_the_range_are_refused() -> None:
    for day in (date(2007, 12, 31), date(2101, 1, 1)):
        with pytest.raises(LawInputError):
            WORK.is_working_day(day)
    with pytest.raises(LawInputError):
        WORK.add(date(2100, 12, 31), 1)
    with pytest.raises(LawInputError):
        WORK.add(date(2026, 1, 1), 0)
    assert not WORK.is_working_day(date(2008, 1, 1))
    assert WORK.add(date(2008, 1, 1), 1) == date(2008, 1, 2)


@given(st.dates(date(2008, 1, 1), date(2099, 12, 31)), st.integers(1, 250))
def test_add_ends_on_a_working_day_and_counts_back(day: date, n: int) -> None:
    last = WORK.add(day, n)
    assert WORK.is_working_day(last)
    assert WORK.count(day, last) == n
    assert WORK.count(last, day) == -n
    assert WORK.add(day + timedelta(days=1), n) >= last
    assert WORK.on_or_after(last) == last
    assert WORK.on_or_after(day) >= day


# Notices


NOTICE = {
    "year": 2027,
    "document": "样例〔2026〕1号",
    "days_off": [
        "2027-01-01..2027-01-03",
        {"name": "春节", "days": ["2027-02-05..2027-02-11"]},
        "2026-12-31",
    ],
    "extra_work": ["2027-02-20"],
    "source": "样例",
    "note": "样例",
}


def test_loading_a_notice_settles_the_year() -> None:
    later = calendar.load([parse_notice(NOTICE)])
    assert later.covers(2027)
    assert not later.is_working_day(date(2026, 12, 31))
    assert later.is_working_day(date(2027, 2, 20))
    assert later.reason(date(2027, 2, 9)).text.startswith("春节")
    assert later.reason(date(2027, 1, 1)).text.startswith("放假")
    start = date(2026, 12, 15)
    assert WORK.provisional(start, WORK.add(start, 20))
    assert not later.provisional(start, later.add(start, 20))


def test_a_notice_survives_writing_and_reading() -> None:
    for notice in (*bundled(), parse_notice(NOTICE | {"region": "样例州", "replaces": "某号"})):
        assert parse_notice(notice.as_mapping()) == notice


def test_the_later_notice_wins_and_may_replace_another() -> None:
    first = parse_notice(NOTICE)
    amended = parse_notice(
        {
            "year": 2027,
            "document": "样例〔2027〕2号",
            "days_off": ["2027-02-20"],
            "extra_work": ["2027-02-11"],
        }
    )
    both = calendar.load([first, amended])
    assert not both.is_working_day(date(2027, 2, 20))
    assert both.is_working_day(date(2027, 2, 11))
    assert not both.is_working_day(date(2027, 2, 9))
    alone = calendar.load(
        [first, Notice(2027, "三号", ((date(2027, 2, 8), ""),), (), replaces=first.document)]
    )
    assert alone.is_working_day(date(2027, 2, 9))


def test_a_regional_notice_adds_days_but_covers_no_year() -> None:
    region = parse_notice(
        {"year": 2027, "document": "州〔2027〕1号", "days_off": ["2027-04-07"], "region": "样例州"}
    )
    local = calendar.load([region])
    assert not local.is_working_day(date(2027, 4, 7))
    assert not local.covers(2027)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"year": "2027"}, {"bad_number"}),
        ({"year": 1999}, {"bad_number"}),
        ({"document": ""}, {"bad_text"}),
        ({"document": None}, {"missing_field"}),
        ({"days_off": None}, {"bad_days"}),
        ({"days_off": []}, {"bad_days"}),
        ({"days_off": "2027-01-01"}, {"bad_days"}),
        ({"days_off": ["2027-02-30"]}, {"bad_date"}),
        ({"days_off": ["2027-01-03..2027-01-01"]}, {"bad_date"}),
        ({"days_off": ["2027-01-01..2027-09-01"]}, {"bad_date"}),
        ({"days_off": ["2027-01-01", "2027-01-01"]}, {"day_twice"}),
        ({"days_off": ["2028-05-01"]}, {"day_outside_year"}),
        ({"days_off": [{"name": 7, "days": "2027-01-01"}]}, {"bad_text"}),
        ({"days_off": [{"name": "元旦", "day": "2027-01-01", "days": ["2027-01-01"]}]}, {"unknown_field"}),
        ({"extra_work": "2027-02-20"}, {"bad_days"}),
        ({"extra_work": ["2027-01-02"]}, {"day_twice"}),
        ({"colour": 1}, {"unknown_field"}),
        ({"source": 5}, {"bad_text"}),
    ],
)
def test_bad_notices_are_refused_with_reasons(change: dict[str, object], codes: set[str]) -> None:
    with pytest.raises(LawInputError) as caught:
        parse_notice(NOTICE | change)
    assert {reason.code for reason in caught.value.reasons} == codes


def test_a_notice_must_be_an_object() -> None:
    with pytest.raises(LawInputError, match="对象"):
        parse_notice(["2027"])


def test_the_last_year_needs_no_january_after_it() -> None:
    notice = parse_notice({"year": 2100, "document": "一号", "days_off": [date(2100, 1, 1)]})
    assert calendar.load([notice]).covers(2100)
