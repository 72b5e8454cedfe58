"""A reading with a person's corrections laid over it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.audit import stored
from gongkai.audit.errors import AuditRefusedError
from gongkai.audit.model import Fact, Number, ReadReport
from gongkai.audit.models import PublishedReport
from gongkai.law import forms

FIRST_YEAR = 2008


def report(row: PublishedReport) -> ReadReport:
    """The report as read, each target's last correction in place; a corrected cell or fact is certain."""
    read = stored.load(row.reading)
    values, confidence = dict(read.tables.values), dict(read.tables.confidence)
    facts: dict[int, Fact | None] = dict(enumerate(read.facts))
    agency, year = read.agency, read.year
    for correction in row.corrections.all():
        kind, _colon, key = correction.target.partition(":")
        if kind == "cell":
            values[key], confidence[key] = number(correction.value), 1.0
        elif kind == "fact":
            value, was = number(correction.value), read.facts[int(key)]
            facts[int(key)] = None if value is None else replace(was, value=value, confidence=1.0)
        elif kind == "year":
            year = int(correction.value)
        else:
            agency = correction.value
    tables = replace(read.tables, values=values, confidence=confidence)
    kept = tuple(fact for fact in facts.values() if fact is not None)
    return replace(read, agency=agency, year=year, tables=tables, facts=kept)


def read_target(row: PublishedReport, target: str, typed: str) -> tuple[str, str]:
    """What stood at the target before, and the typed value in order.

    Raises AuditRefusedError for a target the report does not have or a value it cannot take.
    """
    kind, _colon, key = target.partition(":")
    typed = typed.strip()
    if kind == "cell":
        return _cell(row, key), _plain(typed)
    if kind == "fact":
        facts = row.reading["facts"]
        if not key.isdecimal() or int(key) >= len(facts):
            raise _unknown()
        return str(facts[int(key)]["value"]), _plain(typed)
    if kind == "year" and not key:
        if not typed.isdecimal() or not FIRST_YEAR <= int(typed) <= timezone.localdate().year:
            raise AuditRefusedError("YEAR", _("年度应是2008年以来的四位数字。"))
        return str(row.year or ""), str(int(typed))
    if kind == "agency" and not key:
        if not typed or len(typed) > 100:
            raise AuditRefusedError("AGENCY", _("机构名称应为1至100个字。"))
        return row.agency_name, typed
    raise _unknown()


def _cell(row: PublishedReport, key: str) -> str:
    form = row.reading["tables"]["form"]
    if not form or key not in forms.load(form).cells:
        raise _unknown()
    value = row.reading["tables"]["values"].get(key)
    return "" if value is None else str(value)


def number(text: str) -> Number | None:
    """A typed number that was found in order before; empty is blank."""
    if not text:
        return None
    return Decimal(text) if "." in text else int(text)


def _plain(typed: str) -> str:
    """A number without separators; raises AuditRefusedError when it is none."""
    text = typed.replace(",", "").replace("，", "").replace(" ", "")
    if not text:
        return ""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or len(text) > 20:
        raise AuditRefusedError("NUMBER", _("“%(typed)s”不是数字。") % {"typed": typed[:20]})
    return f"{value:f}"


def _unknown() -> AuditRefusedError:
    return AuditRefusedError("TARGET", _("这份报告没有这一项。"))
