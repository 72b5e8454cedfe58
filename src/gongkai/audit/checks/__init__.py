"""Checks over a report that was read. No false accusation: what was not surely read is held against nobody.

found = check(report, text, previous)    # text: of the whole file, as the positions in the report mean it
"""

from __future__ import annotations

from gongkai.audit.checks import (
    comparing,
    law_cited,
    missing,
    other_body,
    parts,
    percent,
    personal,
    residue,
    rules,
    tables,
    years,
)
from gongkai.audit.checks.body import classify
from gongkai.audit.checks.catalogue import SEVERITIES, CheckKind, kinds
from gongkai.audit.checks.model import Case, CheckFinding
from gongkai.audit.model import ReadReport

__all__ = ["SEVERITIES", "CheckFinding", "CheckKind", "check", "kinds"]

_CHECKS = (
    tables.findings,
    parts.findings,
    comparing.findings,
    rules.findings,
    percent.findings,
    years.findings,
    law_cited.findings,
    other_body.findings,
    residue.findings,
    personal.findings,
    missing.findings,
)


def check(report: ReadReport, text: str, previous: ReadReport | None) -> tuple[CheckFinding, ...]:
    """What is wrong with a report, the certain errors first.

    `text`: the file's text, into which every position points; `previous`: the same agency's report of the year before, None when
    there is none; one of another year is not compared.
    """
    case = Case(report, text, previous, classify(report.agency))
    found = [finding for findings in _CHECKS for finding in findings(case)]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))
