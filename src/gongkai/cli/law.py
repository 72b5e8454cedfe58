"""`gongkai law`: ask the statute. Reads a file or `-`, prints Chinese text or JSON, exits 2 with every reason on bad input.

Nothing here starts Django: a subcommand that needs the database imports what it needs inside itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper

import click

from gongkai.cli.law_input import read_json, read_notice, whole_number
from gongkai.cli.law_text import clock_text, due_text, fee_text, findings_text, refusal_text
from gongkai.law import calendar, fees, forms
from gongkai.law.clock import parse_events
from gongkai.law.clock import run as run_clock
from gongkai.law.errors import LawInputError, Reason
from gongkai.law.forms import Form
from gongkai.law.reading import Reading, parse_day, raise_all
from gongkai.law.steps import counting_steps

MOST_DAYS = 3650

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON instead of text.")
with_notices = click.option(
    "--notice",
    "notices",
    multiple=True,
    metavar="FILE",
    help="Count with this holiday notice too (JSON or YAML).",
)


@click.group()
def law() -> None:
    """Ask the statute: due dates, the clock of a request, fees, balance checks of a report form."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def refusals(json_: bool) -> Iterator[None]:
    """Turn LawInputError into a list of reasons and exit code 2."""
    try:
        yield
    except LawInputError as error:
        if json_:
            _print_json({"errors": [reason.as_dict() for reason in error.reasons]})
        else:
            _print_lines(refusal_text(error), err=True)
        raise SystemExit(2) from None


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode())


def _print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    for line in lines:
        click.echo(line.encode("utf-8", "backslashreplace").decode(), err=err)


@law.command()
@click.option(
    "--from",
    "start",
    default="",
    metavar="YYYY-MM-DD",
    help="The day of the event; counting starts the day after.",
)
@click.option("--days", default="", metavar="N", help=f"How many working days (1 to {MOST_DAYS}).")
@with_notices
@as_json
def due(start: str, days: str, notices: tuple[str, ...], json_: bool) -> None:
    """The day on which N working days after a day end, and how it was counted."""
    with refusals(json_):
        reasons: list[Reason] = []
        first = _day(start, "--from", reasons)
        if not days:
            reasons.append(Reason("missing_field", "缺少 --days", "--days"))
        number = whole_number(days or "1", 1, MOST_DAYS, "--days", reasons)
        raise_all(reasons)
        work = calendar.load(read_notice(path) for path in notices)
        last = work.add(first, number)
        steps = counting_steps(work, first, last, number)
        provisional = work.provisional(first, last)
        if json_:
            content = {
                "from": first.isoformat(),
                "days": number,
                "due_on": last.isoformat(),
                "provisional": provisional,
            }
            _print_json(content | {"steps": [step.as_dict() for step in steps]})
        else:
            _print_lines(due_text(first, number, last, provisional, steps))


def _day(text: str, where: str, reasons: list[Reason]) -> date:
    if not text:
        reasons.append(Reason("missing_field", f"缺少 {where}", where))
        return date.min
    try:
        return parse_day(text)
    except ValueError as error:
        reasons.append(Reason("bad_date", str(error), where))
        return date.min


@law.command()
@click.argument("file", metavar="FILE")
@with_notices
@as_json
def clock(file: str, notices: tuple[str, ...], json_: bool) -> None:
    """The state of a request's reply limit, from its events (JSON: {"as_of", "events"})."""
    with refusals(json_):
        content = read_json(file)
        reasons: list[Reason] = []
        reading = Reading(content, "", reasons)
        as_of = reading.day("as_of")
        events = reading.raw("events")
        if events is None and reading.is_mapping:
            reading.fault("missing_field", "缺少 events", "events")
        reading.finish()
        read = []
        if events is not None:
            try:
                read = parse_events(events)
            except LawInputError as error:
                reasons += error.reasons
        raise_all(reasons)
        state = run_clock(read, calendar.load(read_notice(path) for path in notices), as_of)
        if json_:
            _print_json(state.as_dict())
        else:
            _print_lines(clock_text(state))


@law.command()
@click.option("--items", metavar="N", help="By item: how many items in the natural month.")
@click.option("--pages", metavar="N", help="By quantity: how many single A4 sides in one request.")
@as_json
def fee(items: str | None, pages: str | None, json_: bool) -> None:
    """The information-processing fee, by item or by page, with the lines of the computation."""
    with refusals(json_):
        if (items is None) == (pages is None):
            text = "按件（--items）和按量（--pages）应当且只能选择一种（国办函〔2020〕109号第三条）"
            raise LawInputError([Reason("one_method", text, "--items/--pages")])
        reasons: list[Reason] = []
        if items is not None:
            count = whole_number(items, 0, fees.MOST, "--items", reasons)
            raise_all(reasons)
            found = fees.by_item(count)
        else:
            count = whole_number(pages or "", 0, fees.MOST, "--pages", reasons)
            raise_all(reasons)
            found = fees.by_page(count)
        if json_:
            _print_json(found.as_dict())
        else:
            _print_lines(fee_text(found))


@law.command("check-form")
@click.argument("file", metavar="FILE")
@click.option(
    "--previous", metavar="FILE", help="The report of the year before, for the checks between years."
)
@as_json
def check_form(file: str, previous: str | None, json_: bool) -> None:
    """The balance checks of a report form (JSON: {"form", "year", "values"})."""
    with refusals(json_):
        reasons: list[Reason] = []
        form, year, values = _read_form(read_json(file), "", reasons)
        before, before_form = None, ""
        if previous is not None:
            last_form, last_year, before = _read_form(read_json(previous), "previous", reasons)
            before_form = last_form.meta.id
            if year and last_year and last_year != year - 1:
                text = f"上一年度报告应是{year - 1}年的，而不是{last_year}年的"
                reasons.append(Reason("wrong_previous_year", text, "previous.year"))
            if not forms.convertible(before_form, form.meta.id):
                text = f"{before_form}年格式的数据不能换算为{form.meta.id}年格式，两年无法比较"
                reasons.append(Reason("no_conversion", text, "previous.form"))
        raise_all(reasons)
        findings = forms.check(form, values, before, previous_form=before_form)
        if json_:
            _print_json([finding.as_dict() for finding in findings])
        else:
            _print_lines(findings_text(findings))


def _read_form(
    content: object, where: str, reasons: list[Reason]
) -> tuple[Form, int, dict[str, forms.Number | None]]:
    reading = Reading(content, where, reasons)
    version = reading.raw("form")
    form = forms.load(forms.VERSIONS[-1])
    if version is None:
        if reading.is_mapping:
            reading.fault("missing_field", "缺少 form", "form")
    elif isinstance(version, bool) or str(version) not in forms.VERSIONS:
        reading.fault("unknown_form", f"没有这个版本的报告格式（可用：{'、'.join(forms.VERSIONS)}）", "form")
    else:
        form = forms.load(str(version))
    year = reading.whole("year", form.meta.first_year, calendar.LAST.year)
    given = reading.raw("values")
    if given is None and reading.is_mapping:
        reading.fault("missing_field", "缺少 values", "values")
    reading.finish()
    values: dict[str, forms.Number | None] = {}
    if given is not None:
        try:
            values = forms.read_values(form, given, f"{where}.values".removeprefix("."))
        except LawInputError as error:
            reasons += error.reasons
    return form, year, values
