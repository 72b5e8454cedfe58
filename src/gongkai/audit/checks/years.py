"""Years, days and periods in the text, and the dates of publication."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding
from gongkai.audit.model import Span
from gongkai.law import forms

_DAY = re.compile(r"(?:(?<!\d)(20\d\d)年)?(?<![\d.])(1[0-2]|[1-9]|0[1-9])月([0-3]?\d)日")
_LUNAR = re.compile(r"农历|阴历|旧历")
_REPORT_OF = re.compile(
    r"(?:现将|现公布|编制(?:完成|了)?|制作|特向社会公布)[^。\n“”《》]{0,24}?(20\d\d)年(?:度)?(?:的)?政府信息公开(?:工作)?(?:年度)?(?:报告|情况|工作情况)"
)
_STARTS = re.compile(
    r"(?:^|[。\n])[ 　\t]{0,12}(20\d\d)年(?:度)?[，,]?(?:全年)?(?:我|本|全[省市县区镇乡局]|共|累计)[^。\n]{4,80}"
)
_PLANS = re.compile(r"计划|规划|将|拟|力争|目标|打算|下一?年|下一步|届时|预计|到20|[—\-~至]20|要")
_WITHIN = re.compile(r"[“”《》]")
_LATE = 400
"""Days after the deadline from which a date is rather that of a site's move."""


def findings(case: Case) -> Iterator[CheckFinding]:
    """Impossible days; years that are not the report's; then the period and the dates of publication."""
    yield from _impossible(case)
    if case.report.year is None:
        return
    yield from _stale(case, case.report.year)
    yield from _future(case, case.report.year)
    yield from _period(case, case.report.year)
    yield from _published(case, case.report.year)


def _impossible(case: Case) -> Iterator[CheckFinding]:
    for match in _DAY.finditer(case.prose):
        year, month, day = match.group(1), int(match.group(2)), int(match.group(3))
        last = calendar.monthrange(int(year) if year else 2000, month)[1]
        before = case.prose[max(0, match.start() - 12) : match.start()]
        if 0 < day <= last or before.rstrip()[-1:].isdigit() or _LUNAR.search(before):
            continue
        if day == 0 or day > 31:
            continue  # a digit too many or too few is a fault of the page rather than of the calendar
        yield catalogue.finding(
            "date.impossible",
            phrases=[case.span(match.start(), match.end())],
            phrase=match.group(),
        )


def _stale(case: Case, year: int) -> Iterator[CheckFinding]:
    """The period, or the sentence that says what this report is, of another year."""
    period = case.report.period
    if period and period[0].year == period[1].year and abs(period[1].year - year) == 1:
        phrase = f"{period[0].isoformat()}至{period[1].isoformat()}"
        span = _find_period(case, period[0].year)
        shown = case.shown(span) if span else phrase
        yield catalogue.finding("year.stale", phrases=[span] if span else [], year=year, phrase=shown)
        return
    for match in _REPORT_OF.finditer(case.prose[:1500]):
        if int(match.group(1)) in {year - 1, year - 2} and not _WITHIN.search(match.group()):
            span = case.span(match.start(), match.end())
            yield catalogue.finding("year.stale", phrases=[span], year=year, phrase=case.shown(span))
            return


def _find_period(case: Case, year: int) -> Span | None:
    match = re.search(
        rf"{year}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日?[^。\n]{{0,6}}[至到—－\-~][^。\n]{{0,16}}",
        case.prose,
    )
    return case.span(match.start(), match.end()) if match else None


def _future(case: Case, year: int) -> Iterator[CheckFinding]:
    for match in _STARTS.finditer(case.prose):
        if int(match.group(1)) > year + 1 and not _PLANS.search(match.group()):
            at = match.start(1)
            span = case.span(at, match.end())
            yield catalogue.finding("year.future", phrases=[span], year=year, phrase=case.shown(span))


def _period(case: Case, year: int) -> Iterator[CheckFinding]:
    period = case.report.period
    if not period:
        return
    said = {"from": period[0].isoformat(), "to": period[1].isoformat()}
    span = _find_period(case, period[0].year)
    places = [span] if span else []
    if period[1] < period[0]:
        yield catalogue.finding("period.reversed", phrases=places, **said)
    elif year >= 2008 and period[0].year < 2008:
        yield catalogue.finding("period.before_regulation", phrases=places, **said)


def _published(case: Case, year: int) -> Iterator[CheckFinding]:
    report = case.report
    which, day = ("落款日期", report.signed_on) if report.signed_on else ("公布日期", report.published_on)
    if day is None or _covers_part(case, year):
        return
    if day <= date(year, 12, 30):
        yield catalogue.finding(
            "date.before_year_end",
            severity="" if day.year == year and _year_is_sure(case, year) else "likely",
            year=year,
            which=which,
            day=day.isoformat(),
        )
        return
    deadline = _deadline(case, year)
    if deadline and day > deadline:
        yield catalogue.finding(
            "date.late",
            severity="" if (day - deadline).days <= _LATE else "information",
            which=which,
            day=day.isoformat(),
            deadline=deadline.isoformat(),
        )


def _covers_part(case: Case, year: int) -> bool:
    """A report of half a year, of a school year, or of no full calendar year may be published within the year."""
    period = case.report.period
    if period:
        return period[1] < date(year, 12, 31)
    head = case.report.title + case.prose[:400]
    return bool(
        re.search(r"半年|季度|学年|截[至止](?!(?:20\d\d年|今年|本年)?(?:12月|年底|年末))|前三季", head)
    )


def _year_is_sure(case: Case, year: int) -> bool:
    """The title names the year and the period, or the text elsewhere, says so too."""
    period = case.report.period
    return str(year) in case.report.title and bool(period and period[1] == date(year, 12, 31))


def _deadline(case: Case, year: int) -> date | None:
    """The day by which the report was due: by the form in force, governments later than their departments."""
    try:
        deadlines = forms.form_for(year).meta.deadlines
    except ValueError:
        return None
    listed = sorted(deadlines.values())
    if not listed:
        return None
    month, day = (listed[0] if case.body.kind == "department" else listed[-1]).split("-")
    return date(year + 1, int(month), int(day))
