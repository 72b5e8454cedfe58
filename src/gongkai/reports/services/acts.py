"""What every act on a report needs: the lock, the event, and the counts of what is still missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import User
from gongkai.ledger.services import NewEvent
from gongkai.reports import computing, counting
from gongkai.reports.errors import Problem, refusal
from gongkai.reports.figures import Computed
from gongkai.reports.models import KIND, AnnualReport

COUNTS = ["checked_at", "blank_count", "error_count", "warning_count"]


def locked(
    report: AnnualReport, *statuses: AnnualReport.Status, handover: Sequence[str] | None = None
) -> AnnualReport:
    """The report, locked and in a state the act needs (open, unless said otherwise). Raises ReportRefusedError."""
    wanted = statuses or (AnnualReport.Status.OPEN,)
    found = AnnualReport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=report.pk)
    if found.status not in wanted:
        raise refusal(
            "STATUS",
            _("报告现为“%(status)s”，这一步不能办理。") % {"status": found.get_status_display()},
        )
    if handover is not None and found.handover not in handover:
        raise refusal(
            "HANDOVER",
            _("报告现为“%(status)s”，这一步不能办理。") % {"status": found.get_handover_display()},
        )
    return found


def event(
    report: AnnualReport, actor: User | None, verb: str, data: Mapping[str, Any], on: date | None = None
) -> NewEvent:
    """An event of a report: `reports.report.<verb>`."""
    return NewEvent(KIND, report.pk, f"{KIND}.{verb}", on or timezone.localdate(), data, actor)


def count_again(
    report: AnnualReport, computed: Computed | None = None, problems: Sequence[Problem] | None = None
) -> None:
    """Set the counts the superior's list shows: cells still blank, errors, warnings. The caller saves COUNTS."""
    computed = computed or computing.compute(report)
    found = computing.problems(report, computed) if problems is None else problems
    counted = counting.tally(computed, found)
    report.blank_count, report.error_count, report.warning_count = (
        counted.blank,
        counted.errors,
        counted.warnings,
    )
    report.checked_at = timezone.now()
