"""Checks on reports with one seeded error, and on sound ones: what is found, and who is accused wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gongkai.audit import checks, reading

from .generator import PAIR_ERRORS, generate, pair
from .measuring import Result
from .model import Truth
from .scoring import Tally


@cache
def expected() -> dict[str, dict[str, tuple[str, ...]]]:
    """By family of errors: beginnings of the ids of the checks."""
    text = (Path(__file__).parent / "expected.yaml").read_text(encoding="utf-8")
    return {
        family: {kind: tuple(ids) for kind, ids in kinds.items()}
        for family, kinds in yaml.safe_load(text).items()
    }


def one(job: tuple[int, str | None, str | None]) -> Result:
    """A job of the pool: seed, error or None, variant. The tallies: by error, by severity, by check id where it was false."""
    seed, error, variant = job
    result = Result(1)
    previous = None
    if error in PAIR_ERRORS or error == "sound years":
        before, made = pair(seed, error if error in PAIR_ERRORS else None)
        previous = reading.read_bytes(before.data, before.name).reports[0]
    else:
        made = generate(seed, None, variant, (error,) if error else ())
    read = reading.read_bytes(made.data, made.name)
    findings = [
        (finding, read.text)
        for report in read.reports
        for finding in checks.check(report, read.text, previous)
    ]
    _found(result, made.truth, error or "sound", findings, f"[{seed} {error} {made.variant}]")
    if len(made.truths) == 1:
        _accused(result, made.truth, findings, f"[{seed} {error} {made.variant}]")
    return result


def _found(result: Result, truth: Truth, error: str, findings: Sequence[Any], where: str) -> None:
    """Whether the seeded error was found, where its cells can be read at all."""
    for seeded in truth.errors:
        if any(cell in truth.lost for cell in seeded.cells):
            continue
        if seeded.check == "other_body" and not truth.agency:
            continue  # who speaks is not said anywhere
        begins = expected()[seeded.check]["found"]
        right = any(finding.id.startswith(begins) for finding, _ in findings)
        tally = Tally(int(right), int(not right))
        if not right:
            tally.examples.append(f"{where} not found: {seeded.phrase[:60]} {seeded.cells[:2]}")
        result.tallies[f"found: {error}"].add(tally)


def _accused(result: Result, truth: Truth, findings: Sequence[Any], where: str) -> None:
    """Every finding that says there is an error, right or false."""
    allowed = tuple(
        begin for seeded in truth.errors for kind in expected()[seeded.check].values() for begin in kind
    )
    if "table_missing" in truth.lost.values():
        allowed = (*allowed, "missing.table")
    for finding, _ in findings:
        if finding.severity == "information":
            continue
        right = bool(allowed) and finding.id.startswith(allowed)
        tally = Tally(int(right), 0, int(not right))
        if not right:
            tally.examples.append(f"{where} {finding.id}: {finding.text[:110]}")
            result.tallies[f"false {finding.id}"].add(tally)
        result.tallies[f"accused: {finding.severity}"].add(tally)
