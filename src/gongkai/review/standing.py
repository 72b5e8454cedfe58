"""As whom a person signs: in a post of their own, or for a colleague on leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty, Post
from gongkai.review.models import Deputyship

SIGNING = (
    Duty.SECTION_HEAD,
    Duty.REVIEWER,
    Duty.SECRECY_REVIEWER,
    Duty.LEADER,
    Duty.PUBLISHER,
)
HANDLING_REFERRALS = (Duty.SECRECY_REVIEWER, Duty.LEADER)


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty at an agency, held (`principal` is None) or exercised for `principal`."""

    agency_id: int
    duty: str
    title: str
    principal: Any = None


def of(actor: Any) -> dict[tuple[int, str], Standing]:
    """Every duty the actor may sign in today, by agency and duty; a post of one's own comes before a deputyship."""
    posts = access.current_posts(actor)
    if not posts:
        return {}
    found = {
        (row.agency_id, row.duty): Standing(
            row.agency_id, row.duty, held.title or str(Duty(row.duty).label), row.principal
        )
        for row, held in _deputyships(actor, {post.agency_id for post in posts})
    }
    kept = _kept({post.agency_id for post in posts})
    for post in posts:
        for agency_id in (*kept.get(post.agency_id, ()), post.agency_id):
            found[agency_id, post.duty] = Standing(
                agency_id, post.duty, post.title or str(Duty(post.duty).label)
            )
    return found


def _kept(keepers: set[int]) -> dict[int, list[int]]:
    """The closed agencies whose records these agencies keep."""
    found: dict[int, list[int]] = {}
    for agency_id, keeper_id in Agency.objects.filter(kept_by__in=keepers).values_list("pk", "kept_by"):
        found.setdefault(keeper_id, []).append(agency_id)
    return found


def at(actor: Any, agency: Agency, duty: str) -> Standing | None:
    """As whom the actor may sign in this duty at this agency; None when they may not."""
    found = of(actor).get((agency.pk, duty))
    if found is None and access.holds(actor, agency, duty):  # a duty that acts in the whole subtree
        return Standing(agency.pk, duty, str(Duty(duty).label))
    return found


def deputyships_in_force() -> QuerySet[Deputyship]:
    """The deputyships of today."""
    today = timezone.localdate()
    return Deputyship.objects.filter(since__lte=today, until__gte=today)


def _deputyships(actor: Any, agency_ids: set[int]) -> list[tuple[Deputyship, Post]]:
    """Those whose principal still holds the duty; the deputy must hold a post at the same agency."""
    rows = list(
        deputyships_in_force()
        .filter(deputy=actor, agency_id__in=agency_ids, principal__is_active=True)
        .select_related("principal")
        .order_by("id")
    )
    if not rows:
        return []
    today = timezone.localdate()
    posts = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        since__lte=today,
        holder__in={row.principal_id for row in rows},
    )
    held = {(post.agency_id, post.holder_id, post.duty): post for post in posts}
    return [(row, held[key]) for row in rows if (key := (row.agency_id, row.principal_id, row.duty)) in held]
