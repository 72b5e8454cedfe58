"""The secrecy-review register (保密审查登记): one row for each content that was reviewed, with all its signatures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.review.models import Referral, Signature, Submission

MOST = 5000  # rows of one export


@dataclass(frozen=True, slots=True)
class Entry:
    """One reviewed content. `review` is the newest secrecy review of it in the period."""

    number: int
    review: Signature
    submission: Submission | None
    signatures: Sequence[Signature]
    referral: Referral | None

    @property
    def facts(self) -> dict[str, str]:
        """What was registered when it was sent."""
        return dict(self.submission.summary) if self.submission else {}

    @property
    def notes(self) -> list[str]:
        """What is out of the ordinary: signed for somebody, exceptions the agency allowed."""
        found = [signature.signer for signature in self.signatures if signature.principal_name]
        for signature in self.signatures:
            found += [f"{label}：{signature.actor_name}" for label in signature.exception_labels]
        return list(dict.fromkeys(found))


def agencies_for(actor: Any) -> QuerySet[Agency]:
    """The agencies whose registers the actor may read."""
    return access.visible_agencies(actor).order_by("path")


def years(actor: Any) -> list[int]:
    """The years in which anything was signed at the agencies the actor may see, the newest first; this year always."""
    found = Signature.objects.filter(agency__in=agencies_for(actor)).aggregate(
        Min("signed_at"), Max("signed_at")
    )
    this = timezone.localdate().year
    first = found["signed_at__min"]
    return list(range(this, (timezone.localtime(first).year if first else this) - 1, -1))


def reviews(agency: Agency, year: int, decision: str = "", title: str = "") -> QuerySet[Signature]:
    """The secrecy reviews of an agency in a year, the oldest first. The caller has checked that the reader may see them."""
    zone = timezone.get_current_timezone()
    rows = Signature.objects.filter(
        agency=agency,
        duty=Duty.SECRECY_REVIEWER,
        signed_at__gte=datetime(year, 1, 1, tzinfo=zone),
        signed_at__lt=datetime(year + 1, 1, 1, tzinfo=zone),
    )
    if decision:
        rows = rows.filter(decision=decision)
    if title:
        rows = rows.filter(object_title__icontains=title)
    return rows.select_related("submission", "agency").order_by("signed_at", "id")


def entries(rows: Sequence[Signature], first_number: int = 1) -> list[Entry]:
    """The rows of the register for these reviews, in a fixed number of queries."""
    content = [(row.content_type_id, row.object_id, row.content_sha256) for row in rows]
    signatures: dict[Any, list[Signature]] = defaultdict(list)
    for row in Signature.objects.filter(
        object_id__in={key[1] for key in content}, content_sha256__in={key[2] for key in content}
    ).order_by("id"):
        signatures[row.content_type_id, row.object_id, row.content_sha256].append(row)
    referrals = {
        (row.content_type_id, row.object_id, row.content_sha256): row
        for row in Referral.objects.filter(content_sha256__in={key[2] for key in content}).order_by("id")
    }
    return [
        Entry(number, row, row.submission, signatures[key], referrals.get(key))
        for number, (row, key) in enumerate(zip(rows, content, strict=True), start=first_number)
    ]
