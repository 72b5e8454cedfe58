"""The gateway: who may see and do what, by agency subtree. Every view and query asks here.

Seeing: a post opens the subtree of its agency. Acting: officers, reviewers and leaders act at the very agency
of their post; supervisors and administrators act in the whole subtree. What an agency was made the keeper of (`kept_by`:
a closed agency's records and open work) counts as its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, Duty, Post, User

SUBTREE_DUTIES = frozenset({Duty.SUPERVISOR, Duty.ADMINISTRATOR})


def current_posts(actor: Any) -> list[Post]:
    """The posts the actor holds today; remembered on the actor for the length of a request."""
    if actor is None or not getattr(actor, "is_authenticated", False) or not actor.is_active:
        return []
    held: list[Post] | None = getattr(actor, "_current_posts", None)
    if held is None:
        today = timezone.localdate()
        held = list(
            Post.objects.filter(holder=actor, since__lte=today)
            .filter(Q(until__isnull=True) | Q(until__gte=today))
            .select_related("agency")
        )
        actor._current_posts = held
    return held


def visible_agencies(actor: Any, *duties: str) -> QuerySet[Agency]:
    """Agencies whose records the actor may see: the subtrees of the posts held (with one of `duties`, if given)."""
    paths = {post.agency.path for post in current_posts(actor) if not duties or post.duty in duties}
    if not paths:
        return Agency.objects.none()
    here = reduce(or_, (Q(path__startswith=path) for path in sorted(paths)))
    keepers = {post.agency_id for post in current_posts(actor) if not duties or post.duty in duties}
    return Agency.objects.filter(here | Q(kept_by__in=keepers))


def acting_agencies(actor: Any, *duties: str) -> QuerySet[Agency]:
    """Agencies at which the actor may act with one of `duties`."""
    conditions = [
        Q(kept_by=post.agency_id)
        | (Q(path__startswith=post.agency.path) if post.duty in SUBTREE_DUTIES else Q(pk=post.agency_id))
        for post in current_posts(actor)
        if post.duty in duties
    ]
    return Agency.objects.filter(reduce(or_, conditions)) if conditions else Agency.objects.none()


def can_see(actor: Any, agency: Agency) -> bool:
    """Whether the agency lies in a subtree of the actor's posts."""
    return any(
        agency.path.startswith(post.agency.path) or agency.kept_by_id == post.agency_id
        for post in current_posts(actor)
    )


def holds(actor: Any, agency: Agency, *duties: str) -> bool:
    """Whether the actor may act at this agency with one of `duties`."""
    return any(
        post.duty in duties
        and (
            post.agency_id in (agency.pk, agency.kept_by_id)
            or (post.duty in SUBTREE_DUTIES and agency.path.startswith(post.agency.path))
        )
        for post in current_posts(actor)
    )


def require(actor: Any, agency: Agency, *duties: str) -> None:
    """Raise PermissionDenied, naming the duty that is needed, unless the actor holds it at this agency."""
    if not holds(actor, agency, *duties):
        needed = "、".join(str(Duty(duty).label) for duty in duties)
        raise PermissionDenied(
            _("需要“%(agency)s”的%(duty)s权限。") % {"agency": agency.name, "duty": needed}
        )


def holders(agency: Agency, *duties: str) -> QuerySet[User]:
    """People who hold one of the duties at the agency, or at its keeper, today."""
    today = timezone.localdate()
    places = [pk for pk in (agency.pk, agency.kept_by_id) if pk]
    posts = Post.objects.filter(agency__in=places, duty__in=duties, since__lte=today).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )
    return User.objects.filter(is_active=True, pk__in=posts.values("holder_id"))


def everyone(duties: Iterable[str]) -> QuerySet[User]:
    """People who hold one of the duties anywhere today."""
    today = timezone.localdate()
    posts = Post.objects.filter(duty__in=list(duties), since__lte=today).filter(
        Q(until__isnull=True) | Q(until__gte=today)
    )
    return User.objects.filter(is_active=True, pk__in=posts.values("holder_id"))


class PostBackend(BaseBackend):
    """Whoever holds a post may enter the back office; what is seen there is decided object by object."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Grant the single permission to open the back office."""
        return perm == "wagtailadmin.access_admin" and bool(current_posts(user_obj))
