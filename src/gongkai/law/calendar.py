"""Working days (工作日): Monday to Friday, less the days off, plus the worked weekends, of the notices at hand.

A year without a notice is counted Monday to Friday less the statutory days that can be derived; a result that runs into
such a year is provisional. Sources: 《全国年节及纪念日放假办法》 and the yearly notices under `data/notices`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from gongkai.law import datafiles
from gongkai.law.errors import refuse
from gongkai.law.notices import FIRST_YEAR, LAST_YEAR, Notice, bundled, parse_notice

FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_BASE = FIRST.toordinal()
_SPAN = LAST.toordinal() - _BASE + 1
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is worked or not. `kind`: weekday, weekend, holiday, make_up, statutory (derived, no notice)."""

    day: date
    working: bool
    kind: str
    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WorkCalendar:
    """The working days of 2008–2100 as known from a set of notices. Build it with `load`; it never changes."""

    notices: tuple[Notice, ...]
    _marks: Mapping[date, tuple[bool, str, Notice]]
    _covered: frozenset[int]
    _working: tuple[date, ...]
    _rank: array[int]
    _special: tuple[date, ...]

    def covers(self, year: int) -> bool:
        """Whether a national notice for this year is at hand."""
        return year in self._covered

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this day. Raises LawInputError outside 2008–2100."""
        i = self._offset(day)
        return self._rank[i] != (self._rank[i - 1] if i else 0)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (the count starts the day after, 民法典第二百零一条). n is at least 1.

        Raises LawInputError when n is below 1 or the result lies beyond 2100.
        """
        if n < 1:
            raise refuse("bad_days", f"工作日数应是正整数，而不是 {n}", "days")
        i = self._rank[self._offset(day)] + n - 1
        if i >= len(self._working):
            raise refuse("date_out_of_range", f"自 {day} 起 {n} 个工作日超出了 {LAST_YEAR} 年", "days")
        return self._working[i]

    def count(self, a: date, b: date) -> int:
        """The working days in (a, b]; negative when b lies before a."""
        return self._rank[self._offset(b)] - self._rank[self._offset(a)]

    def on_or_after(self, day: date) -> date:
        """The day itself when worked, else the next working day."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def provisional(self, a: date, b: date) -> bool:
        """Whether the days in (a, b] touch a year whose notice is not at hand."""
        self._offset(a)
        start = (a + timedelta(days=1)).year
        return any(year not in self._covered for year in range(start, b.year + 1))

    def special_days(self, a: date, b: date) -> tuple[date, ...]:
        """The days in (a, b] that are not what their weekday says: weekdays off and worked weekends."""
        return self._special[bisect_right(self._special, a) : bisect_right(self._special, b)]

    def reason(self, day: date) -> DayReason:
        """Why the day is worked or not, and which notice says so."""
        working, weekday = self.is_working_day(day), f"星期{_WEEKDAYS[day.weekday()]}"
        if day in self._marks:
            _, name, notice = self._marks[day]
            if working:
                return DayReason(day, True, "make_up", name, f"{weekday}，调休上班", notice.document)
            return DayReason(day, False, "holiday", name, f"{name or '放假'}（{weekday}）", notice.document)
        statutory = {} if day.year in self._covered else statutory_days(day.year)
        if day in statutory:
            source = datafiles.read("statutory_days.yaml").text("source")
            return DayReason(
                day,
                False,
                "statutory",
                statutory[day],
                f"{statutory[day]}（{weekday}，当年放假通知未载入）",
                source,
            )
        return DayReason(day, working, "weekday" if working else "weekend", "", weekday, "")

    def _offset(self, day: date) -> int:
        i = day.toordinal() - _BASE
        if not 0 <= i < _SPAN:
            raise refuse(
                "date_out_of_range", f"{day.isoformat()} 超出可计算的范围（{FIRST_YEAR}—{LAST_YEAR}年）"
            )
        return i


def weekday_name(day: date) -> str:
    """星期一 … 星期日."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


@cache
def statutory_days(year: int) -> dict[date, str]:
    """The statutory days of a year that can be derived without its notice, with their names (补假与调休除外)."""
    table = datafiles.read("statutory_days.yaml")
    named = [
        (row.text("name"), row.texts("days")) for row in table.tables("fixed") if row.number("since") <= year
    ]
    lunar = table.table("lunar").table(year)
    named += [(str(name), lunar.texts(name)) for name in lunar.keys()]  # noqa: SIM118 (a Table, not a dict)
    return {date.fromisoformat(f"{year}-{day}"): name for name, days in named for day in days}


def load(extra: Iterable[Notice] = ()) -> WorkCalendar:
    """The calendar of the bundled notices (2019–2026) and `extra` ones; the later notice wins, day by day.

    Every extra notice is applied, regional ones too: the caller passes those of its own region.
    """
    extras = tuple(extra)
    return _build(extras) if extras else _bundled_calendar()


@cache
def _bundled_calendar() -> WorkCalendar:
    return _build(())


def _build(extras: tuple[Notice, ...]) -> WorkCalendar:
    every = (*bundled(), *extras)
    replaced = {notice.replaces for notice in every if notice.replaces}
    notices = tuple(notice for notice in every if notice.document not in replaced)
    covered = frozenset(notice.year for notice in notices if not notice.region)
    marks: dict[date, tuple[bool, str, Notice]] = {}
    for notice in notices:
        marks |= {day: (False, name, notice) for day, name in notice.days_off}
        marks |= dict.fromkeys(notice.extra_work, (True, "", notice))
    exceptions = {
        day: False
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        if year not in covered
        for day in statutory_days(year)
    }
    exceptions |= {day: mark[0] for day, mark in marks.items()}
    working: list[date] = []
    rank = array("i", bytes(0))
    for ordinal in range(_BASE, _BASE + _SPAN):
        day = date.fromordinal(ordinal)
        if exceptions.get(day, day.weekday() < 5):
            working.append(day)
        rank.append(len(working))
    special = tuple(sorted(day for day, worked in exceptions.items() if worked != (day.weekday() < 5)))
    return WorkCalendar(notices, marks, covered, tuple(working), rank, special)


__all__ = [
    "FIRST",
    "LAST",
    "DayReason",
    "Notice",
    "WorkCalendar",
    "load",
    "parse_notice",
    "statutory_days",
    "weekday_name",
]
