"""What was found in public content, for the office: who sees which agencies' findings, how they stand, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.shares import rate
from gongkai.catalog import queries as catalog
from gongkai.catalog.recording import DRAFTING
from gongkai.quality.models import Address, Examination, Flaw, Level, LinkPlace, QualityMonth

OPEN, HINTS, WAIVED = "open", "hints", "waived"
_STANDING = {
    OPEN: Q(waiver=None, level__in=[Level.HOLD, Level.WARN]),
    HINTS: Q(waiver=None, level=Level.HINT),
    WAIVED: Q(waiver__isnull=False),
}


@dataclass(frozen=True, slots=True)
class AgencyQuality:
    """How an agency's public content stands: documents looked at, those without anything open, what is open."""

    agency: Agency
    pages: int
    sound: int
    open: int

    @property
    def share(self) -> Decimal:
        """Per cent of the documents with nothing open."""
        return rate(self.sound, self.pages) or Decimal()


def _seen(actor: Any) -> QuerySet[Examination]:
    """Examinations of what is public now, in the actor's subtree."""
    public = catalog.public_documents().order_by().values("pk")
    return Examination.objects.filter(
        document__in=public, document__agency__in=access.visible_agencies(actor)
    )


def of_agencies(actor: Any) -> list[AgencyQuality]:
    """The agencies of the actor with something public, the most open first. Two queries."""
    rows = (
        _seen(actor)
        .order_by()
        .values("document__agency")
        .annotate(pages=Count("pk"), sound=Count("pk", filter=Q(open=0)), waiting=Sum("open"))
    )
    found = {row["document__agency"]: row for row in rows}
    agencies = Agency.objects.filter(pk__in=found)
    made = [
        AgencyQuality(one, found[one.pk]["pages"], found[one.pk]["sound"], found[one.pk]["waiting"])
        for one in agencies
    ]
    return sorted(made, key=lambda one: (-one.open, one.share, one.agency.path))


def flaws(actor: Any, *, agency: str = "", check: str = "", standing: str = OPEN) -> QuerySet[Flaw]:
    """Findings in public content the actor may see, those of one document together, the newest document first."""
    rows = Flaw.objects.filter(_STANDING.get(standing, _STANDING[OPEN]), examination__in=_seen(actor))
    if agency:
        rows = rows.filter(examination__document__agency__code=agency)
    if check:
        rows = rows.filter(check_id=check)
    return (
        rows.select_related("examination__document__agency", "waiver__decided_by")
        .defer(
            "examination__document__body", "examination__document__body_text", "examination__document__data"
        )
        .order_by("-examination__document__published_on", "-examination_id", "id")
    )


def addresses(actor: Any, state: str = "") -> QuerySet[Address]:
    """The addresses that stand in the public content of the actor's subtree, by state."""
    places = LinkPlace.objects.filter(agency__in=access.visible_agencies(actor)).values("address")
    rows = Address.objects.filter(pk__in=places)
    return (rows.filter(state=state) if state else rows).order_by("state", "failing_since", "pk")


def address_states(actor: Any) -> list[tuple[str, Any, int]]:
    """How many addresses there are in each state: state, its name, number."""
    counted = dict(addresses(actor).order_by().values_list("state").annotate(n=Count("pk", distinct=True)))
    return [(state.value, state.label, counted[state]) for state in Address.State if counted.get(state)]


def places_of(actor: Any, rows: list[Address]) -> dict[int, list[LinkPlace]]:
    """Where each of these addresses stands, as far as the actor may see it."""
    found: dict[int, list[LinkPlace]] = {row.pk: [] for row in rows}
    seen = LinkPlace.objects.filter(address__in=rows, agency__in=access.visible_agencies(actor))
    for place in seen.select_related("agency").order_by("address", "pk"):
        found[place.address_id].append(place)
    return found


def waiting(actor: Any) -> int:
    """How many findings are open where the actor drafts."""
    acting = access.acting_agencies(actor, *DRAFTING)
    return _seen(actor).filter(document__agency__in=acting).aggregate(n=Sum("open"))["n"] or 0


def months(actor: Any, last: int = 12) -> list[dict[str, Any]]:
    """The subtree month by month, the newest first: pages, sound, open, share in per cent."""
    rows = (
        QualityMonth.objects.filter(agency__in=access.visible_agencies(actor))
        .order_by()
        .values("month")
        .annotate(all_pages=Sum("pages"), all_sound=Sum("sound"), all_open=Sum("open"))
        .order_by("-month")[:last]
    )
    return [
        {
            "month": row["month"], "pages": row["all_pages"], "sound": row["all_sound"], "open": row["all_open"],
            "share": rate(row["all_sound"], row["all_pages"]),
        }
        for row in rows
    ]  # fmt: skip
