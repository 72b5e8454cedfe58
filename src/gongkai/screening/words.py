"""The dictionary: who keeps it, one word at a time or fifty thousand from a table, and what of it applies where."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai import scan
from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.ledger.services import NewEvent, append
from gongkai.screening.duties import SILENCING
from gongkai.screening.models import DictionaryEntry

KIND = "screening.dictionary"
BATCH = 2_000


# -- who may ------------------------------------------------------------------------------------------------------------


def keeps_for_everybody(actor: Any) -> bool:
    """Whether the actor keeps the words of all agencies: an administrator at the top of the tree."""
    return any(
        post.duty == Duty.ADMINISTRATOR and post.agency.depth == 1 for post in access.current_posts(actor)
    )


def keeping_agencies(actor: Any) -> QuerySet[Agency]:
    """The agencies for which the actor keeps words."""
    return access.acting_agencies(actor, *SILENCING).order_by("path")


def may_keep(actor: Any, agency: Agency | None) -> bool:
    """Whether the actor keeps the words of this agency; None: of all."""
    return keeps_for_everybody(actor) if agency is None else access.holds(actor, agency, *SILENCING)


def visible(actor: Any) -> QuerySet[DictionaryEntry]:
    """The words the actor may look at: those of everybody, of the agencies seen, and of the ones above them."""
    posts = access.current_posts(actor)
    if not posts:
        return DictionaryEntry.objects.none()
    above = {post.agency.path[:end] for post in posts for end in range(4, len(post.agency.path), 4)}
    seen = Q(agency__isnull=True) | Q(agency__in=access.visible_agencies(actor)) | Q(agency__path__in=above)
    return DictionaryEntry.objects.filter(seen).select_related("agency", "changed_by")


# -- one word -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep(*, actor: Any, entry: DictionaryEntry) -> DictionaryEntry:
    """Add or change a word. Raises PermissionDenied, or ValidationError for what cannot be kept."""
    before = (
        DictionaryEntry.objects.filter(pk=entry.pk).select_related("agency").first() if entry.pk else None
    )
    if not may_keep(actor, entry.agency) or (before and not may_keep(actor, before.agency)):
        raise PermissionDenied(_("只能维护本机构及下级的词库。"))
    entry.word = entry.word.strip()
    entry.right_form = entry.right_form.strip()
    entry.changed_by, entry.changed_at = actor, timezone.now()
    entry.full_clean()
    entry.save()
    record(
        actor, entry.agency, "changed" if before else "added", {"entry": entry.pk, "category": entry.category}
    )
    return entry


@transaction.atomic
def drop(*, actor: Any, entry: DictionaryEntry) -> None:
    """Take a word out. Raises PermissionDenied."""
    if not may_keep(actor, entry.agency):
        raise PermissionDenied(_("只能维护本机构及下级的词库。"))
    record(actor, entry.agency, "dropped", {"entry": entry.pk, "category": entry.category})
    entry.delete()


# -- what applies -------------------------------------------------------------------------------------------------------


def applying(agency: Agency, day: date) -> QuerySet[DictionaryEntry]:
    """The words that apply at an agency on a day: everybody's, its own and those of the ones above it."""
    paths = [agency.path[:end] for end in range(4, len(agency.path) + 1, 4)]
    of_agency = Q(agency__isnull=True) | Q(agency__path__in=paths)
    in_time = (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))
    return DictionaryEntry.objects.filter(of_agency & in_time)


def right_forms(agency: Agency, day: date, found: Collection[str]) -> dict[str, str]:
    """Word → what should stand there instead, of the words given that have such a form at an agency."""
    rows = applying(agency, day).filter(word__in=list(found)).exclude(right_form="")
    nearest_last = rows.order_by(F("agency__depth").asc(nulls_first=True), "pk")
    return dict(nearest_last.values_list("word", "right_form"))


def version(agency: Agency, day: date) -> str:
    """Changes whenever the words that apply do."""
    found = applying(agency, day).aggregate(count=Count("pk"), last=Max("changed_at"), newest=Max("pk"))
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:12]


def dictionary(agency: Agency, day: date) -> scan.Dictionary:
    """The words that apply, ready to be looked for; made once for each state of them."""
    return _made(agency.path, day, version(agency, day))


@lru_cache(maxsize=8)
def _made(path: str, day: date, _version: str) -> scan.Dictionary:
    entries = applying(Agency(path=path), day).values_list(
        "pk", "word", "category", "severity", "right_form", "since", "until"
    )
    return scan.Dictionary(_entry(*row) for row in entries.iterator(chunk_size=BATCH))


def _entry(
    pk: int, word: str, category: str, severity: str, right_form: str, since: date | None, until: date | None
) -> scan.Entry:
    return scan.Entry(
        word=word,
        category=scan.Category(category),
        severity=scan.Severity(severity),
        right_form=right_form,
        since=since,
        until=until,
        id=str(pk),
    )


def record(actor: Any, agency: Agency | None, verb: str, data: dict[str, Any]) -> None:
    """A line in the ledger: which words of which agency changed how; never the words."""
    append(NewEvent(KIND, agency.pk if agency else 0, f"{KIND}.{verb}", timezone.localdate(), data, actor))
