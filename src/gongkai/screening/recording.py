"""How decisions are put on record: the row, and its line in the ledger of the object it is about (codes only)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from gongkai.ledger.services import NewEvent, append
from gongkai.screening import subjects
from gongkai.screening.models import Decision, Screening, ScreeningFinding


def decision(
    row: Screening | Decision,
    about: ScreeningFinding | Decision,
    actor: Any,
    verdict: str,
    reason: str,
    for_ever: bool,
) -> Decision:
    """A decision that is not saved yet."""
    return Decision(
        content_type_id=row.content_type_id,
        object_id=row.object_id,
        agency=row.agency,
        detector=about.detector,
        severity=about.severity,
        fingerprint=about.fingerprint,
        masked=about.masked,
        sha256=row.sha256,
        verdict=verdict,
        for_ever=for_ever,
        reason=reason,
        decided_by=actor,
    )


def append_decisions(row: Any, decisions: Sequence[Decision], actor: Any) -> None:
    """One line in the ledger of the object for what was decided in one act."""
    data = {
        "decisions": [one.pk for one in decisions],
        "detectors": sorted({one.detector for one in decisions}),
        "verdicts": sorted({one.verdict for one in decisions}),
        "for_ever": any(one.for_ever for one in decisions),
        "sha256": row.sha256,
    }
    append_line(row, "findings.decided", actor, data)


def append_line(row: Any, verb: str, actor: Any, data: dict[str, Any]) -> None:
    """A line in the ledger of the object itself."""
    today = timezone.localdate()
    append(NewEvent(ledger_kind(row), row.object_id, f"screening.{verb}", today, data, actor))


def ledger_kind(row: Any) -> str:
    """The kind under which the ledger knows the object a row is about."""
    return str(getattr(subjects.object_of(row), "ledger_kind", subjects.label_of(row)))
