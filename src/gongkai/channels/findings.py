"""What was found in an edited text and keeps it from going out."""

from __future__ import annotations

from typing import Any

from gongkai.channels.models import ChannelJob
from gongkai.review.rules import Blocker
from gongkai.screening import queries as screening
from gongkai.screening import rules as screening_rules
from gongkai.screening.models import ScreeningFinding


def blockers(job: ChannelJob) -> list[Blocker]:
    """What was found in an edited text and is not settled, here or in the public document it was made from.

    A text nobody edited is the public document's own and was screened with it.
    """
    if not job.text and not job.title:
        return []
    found = screening.blockers(job)
    if {one.code for one in found} == {"SCREENING-OPEN"} and not _open_here(job):
        return []
    return [Blocker(one.code, one.text) for one in found]


def _open_here(job: ChannelJob) -> bool:
    """Whether a serious finding is settled neither here nor in the document."""
    decisions: dict[tuple[str, str], list[Any]] = {}
    for decision in [*screening.decisions(job.document), *screening.decisions(job)]:
        decisions.setdefault((decision.detector, decision.fingerprint), []).append(decision)
    rows = ScreeningFinding.objects.filter(
        screening__in=screening.of_object(job), severity="serious", decision=None
    ).values_list("detector", "fingerprint")
    return any(screening_rules.holding(decisions.get(key, [])) is None for key in rows)
