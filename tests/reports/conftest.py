"""Requests of the finance bureau in 2024 and 2025, as plain rows: what a report counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from gongkai.agencies.models import Agency
from gongkai.foi.models import Applicant, Case
from tests.world import County

# kind of applicant, received, closed, outcome
FINANCE = (
    ("natural", "2024-12-20", "2025-01-15", "grant"),
    ("natural", "2025-02-03", "2025-02-20", "grant"),
    ("natural", "2025-03-03", "2025-03-20", "partial"),
    ("business", "2025-04-01", "2025-04-20", "deny.process"),
    ("legal", "2025-05-06", "2025-05-30", "cannot.not_held"),
    ("natural", "2025-12-22", "2026-01-10", "grant"),
)
EDUCATION = (
    ("natural", "2025-06-03", "2025-06-20", "refuse.petition"),
    ("research", "2025-07-01", "2025-07-20", "grant"),
)


@dataclass
class Requests:
    """The ids of the cases, by agency."""

    finance: list[int] = field(default_factory=list)
    education: list[int] = field(default_factory=list)


def make_case(agency: Agency, number: int, kind: str, received: str, closed: str, outcome: str) -> Case:
    """A handled request."""
    applicant = Applicant.objects.create(
        kind=kind, name=f"申请人{number}", telephone="0999-0000000", person_hash=f"{number:064d}"
    )
    return Case.objects.create(
        receipt_number=f"{agency.code}-{number:04d}",
        agency=agency,
        applicant=applicant,
        channel="online",
        submitted_at=datetime.fromisoformat(received).replace(tzinfo=UTC),
        subject=f"预算执行情况{number}",
        content_hash=f"{number:064d}",
        tracking_hash=f"{number:064d}",
        status="decided",
        received_on=date.fromisoformat(received),
        closing_status="decided",
        closed_on=date.fromisoformat(closed),
        decided_on=date.fromisoformat(closed),
        outcome=outcome,
    )


@pytest.fixture
def requests(county: County) -> Requests:
    """Six requests of the finance bureau, two of the education bureau."""
    made = Requests()
    for number, row in enumerate(FINANCE):
        made.finance.append(make_case(county.finance, number, *row).pk)
    for number, row in enumerate(EDUCATION, start=100):
        made.education.append(make_case(county.education, number, *row).pk)
    return made
