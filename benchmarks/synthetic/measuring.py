"""One report generated, read and compared; and many, over processes, summed up by variant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

from gongkai.audit import reading

from . import scoring
from .generator import generate
from .model import Synthetic, Truth
from .scoring import Tally


@dataclass(slots=True)
class Result:
    """What one report, or many, came to. `by_variant`: cells and facts of every trait shown."""

    reports: int = 0
    unread: int = 0
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_variant: dict[str, dict[str, Tally]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Tally))
    )

    def add(self, other: Result) -> None:
        """Sum up."""
        self.reports += other.reports
        self.unread += other.unread
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)
        for variant, tallies in other.by_variant.items():
            for name, tally in tallies.items():
                self.by_variant[variant][name].add(tally, keep=5)


def measure(made: Synthetic) -> Result:
    """Read the file and compare with its truth. A report that was not found misses everything."""
    result = Result(1)
    reports: Sequence[Any] = ()
    try:
        reports = reading.read_bytes(made.data, made.name).reports
    except Exception as error:  # noqa: BLE001 - a crash is a result; the others are still measured
        crash = Tally(missed=1, examples=[f"[{made.seed} {made.variant}] {type(error).__name__}: {error}"])
        result.tallies["crashed"] = crash
    result.unread = int(not reports)
    for name, tally in _tallies(made, reports).items():
        tally.examples = [f"[{made.seed} {made.variant}] {example}" for example in tally.examples[:8]]
        result.tallies[name] = tally
    for name in (*made.variant.split("+"), made.name.split("-")[0]):
        result.by_variant[name] = {kind: result.tallies[kind] for kind in ("cells", "lost cells", "facts")}
    return result


def _tallies(made: Synthetic, reports: Sequence[Any]) -> dict[str, Tally]:
    """All reports of the file together, each compared with the one in its place, or with the one of its agency."""
    found = Tally(right=min(len(reports), len(made.truths)))
    found.missed = len(made.truths) - found.right
    found.false = len(reports) - found.right
    if found.missed or found.false:
        found.examples = [f"{len(made.truths)} reports, read {[report.title[:40] for report in reports]}"]
    total = {"reports": found}
    for at, truth in enumerate(made.truths):
        report = _paired(truth, at, reports, len(made.truths))
        tables, lost = scoring.cells(truth, report.tables.values, [*report.unread, *report.tables.unread])
        told = [fact for one in reports for fact in one.facts] if len(made.truths) == 1 else report.facts
        own = {
            "cells": tables,
            "lost cells": lost,
            "facts": scoring.facts(truth, told),
            "facts (kind, value)": scoring.facts(truth, told, strict=False),
            **scoring.identity(truth, report),
        }
        for name, tally in own.items():
            total.setdefault(name, Tally()).add(tally)
    return total


def _paired(truth: Truth, at: int, reports: Sequence[Any], wanted: int) -> Any:
    if len(reports) == wanted:
        return reports[at]
    if wanted == 1 and reports:
        return max(reports, key=lambda report: len(report.tables.values))
    return next((report for report in reports if report.agency == truth.agency), _Nothing())


class _Nothing:
    """The report that was not found."""

    agency, year, period, published_on, signed_on, form = "", None, None, None, None, ""
    facts: tuple[()] = ()
    unread: tuple[()] = ()

    class tables:  # noqa: N801
        """No tables."""

        values: dict[str, Any] = {}
        unread: tuple[()] = ()


def one(job: tuple[int, str | None, str | None]) -> Result:
    """A job of the pool: seed, era, variant."""
    return measure(generate(job[0], job[1], job[2]))


def many(work: Callable[[Any], Result], jobs: Iterator[Any], processes: int = 2) -> Result:
    """The sum over all jobs, streamed: nothing of a report is kept but its counts and first examples."""
    total = Result()
    if processes == 1:
        for job in jobs:
            total.add(work(job))
        return total
    with get_context("fork").Pool(processes, maxtasksperchild=400) as pool:
        for result in pool.imap_unordered(_plain, ((work, job) for job in jobs), chunksize=8):
            total.add(result)
    return total


def _plain(job: tuple[Callable[[Any], Result], Any]) -> Result:
    result = job[0](job[1])
    result.tallies = dict(result.tallies)
    result.by_variant = {name: dict(tallies) for name, tallies in result.by_variant.items()}
    return result
