"""What a report still lacks and what is wrong in it, as three numbers; of many open reports at once, as they are now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gongkai.reports import cells, computing, text_review, text_sources
from gongkai.reports.errors import Problem
from gongkai.reports.figures import Computed
from gongkai.reports.models import AnnualReport


@dataclass(frozen=True, slots=True)
class Tally:
    """Cells still to be entered, errors, warnings."""

    blank: int
    errors: int
    warnings: int


def tally(computed: Computed, problems: Sequence[Problem]) -> Tally:
    """The three numbers of a report whose figures and problems are known."""
    errors = sum(problem.is_error for problem in problems)
    blank = sum(computed.values.get(cell) is None for cell in cells.entered(computed.form))
    return Tally(blank, errors, len(problems) - errors)


def now(keys: Collection[int]) -> dict[int, Tally]:
    """The numbers of the open reports of single agencies among these, all of one year, from the records of this moment.

    As many queries for fifty reports as for one. A report that covers a tree is left out: its figures are a tree's.
    """
    wanted = AnnualReport.objects.filter(
        pk__in=keys, status=AnnualReport.Status.OPEN, coverage=AnnualReport.Coverage.OWN
    )
    reports = list(wanted.select_related("agency").prefetch_related("sections"))
    computed = computing.compute_each(reports)
    if not computed:
        return {}
    counted = text_sources.count_each(computed.values(), reports[0].year)
    names = text_review.all_names()
    found = {}
    for report in reports:
        each = computed[report.pk]
        figures = text_sources.figures(each, counted=counted[report.agency_id])
        said = text_review.problems(report, each, figures, names)
        found[report.pk] = tally(each, [*each.findings, *said])
    return found
