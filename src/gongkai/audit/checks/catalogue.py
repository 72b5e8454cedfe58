"""The table of checks (data/checks.yaml): what each is called, how severe it is, the sentence it writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from gongkai.audit.checks.model import CheckFinding
from gongkai.audit.model import Span
from gongkai.law import forms
from gongkai.law.datafiles import Table

SEVERITIES = ("certain", "likely", "information")
_FORM_SEVERITY = {"error": "certain", "warning": "likely", "info": "information"}


@dataclass(frozen=True, slots=True)
class CheckKind:
    """A check: `family` in Chinese; `text` and `sentence` are templates with named fields."""

    id: str
    family: str
    severity: str
    title: str
    explanation: str
    text: str
    sentence: str


@cache
def table(name: str) -> Table:
    """A data file of this room."""
    return Table(yaml.safe_load((files("gongkai.audit") / "data" / name).read_text(encoding="utf-8")))


def _data() -> Table:
    return table("checks.yaml")


@cache
def kinds() -> dict[str, CheckKind]:
    """Every check by id, the rules of the forms after the others."""
    data = _data()
    families = data.table("families")
    found = {
        item.text("id"): CheckKind(
            item.text("id"),
            families.text(item.text("family")),
            item.text("severity"),
            item.text("title"),
            item.text("explanation"),
            item.text("text"),
            item.text("sentence"),
        )
        for item in data.tables("checks")
    }
    return found | {kind.id: kind for kind in _form_kinds(data)}


def _form_kinds(data: Table) -> list[CheckKind]:
    declared = data.table("form_rules")
    families, severities = declared.table("families"), declared.table("severities")
    listed: dict[str, CheckKind] = {}
    for version in reversed(forms.VERSIONS):
        for rule in forms.load(version).checks.values():
            name = f"form.{rule.id}"
            if rule.id in declared.texts("skipped") or not rule.checkable or name in listed:
                continue
            family = data.table("families").text(families.text(rule.id) or "table_sum")
            severity = severities.text(rule.id) or _FORM_SEVERITY[rule.severity]
            listed[name] = CheckKind(
                name, family, severity, rule.text, rule.text, "{text}", declared.text("sentence")
            )
    return list(listed.values())


def finding(
    check: str,
    *,
    cells: Sequence[str] = (),
    phrases: Sequence[Span] = (),
    severity: str = "",
    **fields: object,
) -> CheckFinding:
    """A finding of the check, its templates filled with `fields`; `severity` only to say it more softly than the table."""
    kind = kinds()[check]
    text = kind.text.format(**fields)
    sentence = kind.sentence.format(**{**fields, "text": text})
    return CheckFinding(check, severity or kind.severity, tuple(cells), tuple(phrases), text, sentence)
