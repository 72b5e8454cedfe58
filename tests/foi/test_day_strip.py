"""The strip of days in words, for the office and for the applicant."""

from __future__ import annotations

from datetime import date

from gongkai.foi import queries
from gongkai.foi.day_strip import LABELS, MARKS, STARTS, strip_of
from gongkai.law import calendar
from gongkai.law.clock import Decided, Received
from gongkai.law.clock.strip import STRIP_KINDS
from gongkai.portal import samples
from tests.foi.requests import register
from tests.world import County

D = date


def test_every_kind_of_day_has_a_mark_of_its_own_and_words() -> None:
    assert set(MARKS) == set(LABELS) == set(STRIP_KINDS)
    assert len({str(mark) for mark in MARKS.values()}) == len(MARKS), "colour is never the only sign"
    assert set(STARTS) == {"received", "correction", "payment", "reopened"}


def test_weeks_days_and_legend_tell_the_same() -> None:
    strip = samples.strip()
    in_weeks = [cell for week in strip.weeks for cell in week if cell]
    assert in_weeks == strip.days
    assert all(len(week) == 7 for week in strip.weeks)
    assert all(week.index(cell) == cell.day.weekday() for week in strip.weeks for cell in week if cell)
    assert {entry.kind for entry in strip.legend} == {cell.kind for cell in strip.days}
    assert all(cell.text and cell.mark for cell in strip.days)
    assert [cell.label for cell in strip.days[:5]] == ["4.17", "18", "19", "4.20", "21"]
    by_day = {cell.day: cell for cell in strip.days}
    assert (by_day[D(2026, 5, 1)].note, by_day[D(2026, 5, 1)].text) == ("劳动节", "劳动节放假，不计")
    assert by_day[D(2026, 4, 27)].text == "收到补正，自次日起重新计算"
    assert by_day[D(2026, 5, 9)].mark.endswith("班")
    due = next(cell for cell in strip.days if cell.is_due)
    assert (due.note, due.mark) == ("期限", "23延")
    assert due.text.endswith("；期限的最后一日")
    assert next(cell.mark for cell in strip.days if cell.kind == "overdue" and cell.number) == "逾1"


def test_contradictions_show_nothing(county: County) -> None:
    odd = [Received(D(2026, 3, 3), "in_person"), Decided(D(2026, 3, 2), "grant", "post")]
    strip = strip_of(odd, calendar.load(), D(2026, 3, 4))
    assert (strip.weeks, strip.days, strip.legend) == ([], [], [])


def test_of_a_case(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    strip = queries.day_strip(case, D(2026, 3, 10))
    assert strip.days[0].day == D(2026, 3, 3)
    assert strip.days[-1].day == case.due_on
    assert [cell.day for cell in strip.days if cell.is_today] == [D(2026, 3, 10)]
    assert queries.day_strip(case, D(2026, 3, 1)).days[0].is_today, "never before the request came in"
