"""The only reader of the screening for other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from gongkai.agencies import access
from gongkai.screening import looking, rules, running, subjects
from gongkai.screening.duties import DECIDING, RESCANNING
from gongkai.screening.models import Decision, Redaction, Rescan, Screening, ScreeningFinding
from gongkai.screening.rules import Hindrance


def blockers(version: Any) -> list[Hindrance]:
    """What the screening says against submitting or publishing exactly this version of an object."""
    items = subjects.of(version).items(version)
    rows = {
        (row.kind, row.item_id, row.sha256): row
        for row in Screening.objects.filter(**subjects.key_of(version), current=True)
    }
    now = looking.version(version.agency, timezone.localdate())
    return rules.hindrances([(item.title, rows.get(item.key)) for item in items], now)


def groups_found(version: Any) -> set[str] | None:
    """The groups of detectors ("person", "secrecy", "words", "unread" …) that found something in a version that weighs, settled
    or not; None while something is still to be looked at."""
    items = subjects.of(version).items(version)
    rows = {
        (row.kind, row.item_id, row.sha256): row
        for row in Screening.objects.filter(**subjects.key_of(version), current=True)
    }
    found = [rows.get(item.key) for item in items]
    if any(row is None or row.is_pending for row in found):
        return None
    detectors = ScreeningFinding.objects.filter(
        screening__in=[row.pk for row in found if row], severity__in=["serious", "warning"]
    ).values_list("detector", flat=True)
    return {detector.partition(".")[0] for detector in detectors.distinct().order_by()}


def of_object(obj: Any) -> QuerySet[Screening]:
    """The screenings of what is in the newest draft or public, text first."""
    rows = Screening.objects.filter(**subjects.key_of(obj), current=True).select_related("agency")
    return rows.order_by("-kind", "item_id", "id")


def panel(obj: Any) -> dict[str, Any]:
    """What the template `screening/panel.html` shows of an object in brief."""
    return {
        "screenings": list(of_object(obj)),
        "screening_label": obj._meta.label_lower,
        "screening_object": obj,
    }


def screenings(actor: Any) -> QuerySet[Screening]:
    """What the actor may see, everywhere."""
    return Screening.objects.filter(agency__in=access.visible_agencies(actor)).select_related("agency")


def waiting(actor: Any) -> int:
    """How many objects have serious findings that the actor may decide on."""
    acting = access.acting_agencies(actor, *DECIDING)
    rows = Screening.objects.filter(agency__in=acting, current=True, open_serious__gt=0)
    return rows.order_by().values("content_type", "object_id").distinct().count()


def decisions(obj: Any) -> QuerySet[Decision]:
    """What was decided about an object, the oldest first."""
    return Decision.objects.filter(**subjects.key_of(obj)).select_related("decided_by").order_by("id")


def redactions(obj: Any) -> QuerySet[Redaction]:
    """What was taken out of an object, the oldest first."""
    return Redaction.objects.filter(**subjects.key_of(obj)).select_related("redacted_by").order_by("id")


def redacted_files(obj: Any) -> list[int]:
    """The files of an object that redacted copies have replaced: only the restricted store still hands them out."""
    rows = Redaction.objects.filter(**subjects.key_of(obj), kind=Screening.Kind.FILE)
    return list(rows.values_list("item_before", flat=True))


def open_counts(model: Any) -> dict[str, Any]:
    """Annotations for a list of objects: `screening_serious`, `screening_warning` still open, `screening_pending`."""
    rows = (
        Screening.objects.filter(
            content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
            object_id=OuterRef("pk"),
            current=True,
        )
        .order_by()
        .values("object_id")
    )

    def total(expression: Any) -> Coalesce:
        return Coalesce(
            Subquery(rows.annotate(n=expression).values("n"), output_field=IntegerField()), Value(0)
        )

    pending = Q(state__in=[Screening.State.WAITING, Screening.State.RUNNING])
    return {
        "screening_serious": total(Sum("open_serious")),
        "screening_warning": total(Sum("open_warning")),
        "screening_pending": total(Count("pk", filter=pending)),
    }


def statistics(actor: Any) -> Sequence[Any]:
    """For each detector, over what the actor may see: how many findings there are and how they were settled."""
    seen = access.visible_agencies(actor)
    verdict = "decision__verdict"
    rows = (
        ScreeningFinding.objects.filter(screening__agency__in=seen)
        .order_by()
        .values("detector")
        .annotate(
            found=Count("pk"),
            places=Count("screening__object_id", distinct=True),
            false_alarms=Count("pk", filter=Q(**{verdict: rules.FALSE_ALARM})),
            for_ever=Count("pk", filter=Q(decision__for_ever=True)),
            kept=Count("pk", filter=Q(**{verdict: rules.KEPT})),
            redacted=Count("pk", filter=Q(**{verdict: rules.REDACTED})),
            open=Count("pk", filter=Q(decision__isnull=True)),
        )
        .order_by("-found", "detector")
    )
    return list(rows)


def silenced(actor: Any) -> QuerySet[Decision]:
    """What is silenced for ever now, the newest first."""
    ever = Decision.objects.filter(for_ever=True)
    same = ever.filter(
        detector=OuterRef("detector"), fingerprint=OuterRef("fingerprint"), pk__gt=OuterRef("pk")
    )
    return (
        ever.filter(verdict=rules.FALSE_ALARM, agency__in=access.visible_agencies(actor))
        .exclude(Exists(same))
        .select_related("agency", "decided_by")
        .order_by("-id")
    )


def rescans(actor: Any) -> QuerySet[Rescan]:
    """The rescans of the agencies the actor may see, the newest first."""
    return Rescan.objects.filter(agency__in=access.visible_agencies(actor)).select_related(
        "agency", "started_by"
    )


def rescan_results(actor: Any, rescan: Rescan) -> QuerySet[Screening]:
    """Where a rescan found something new that is open, the gravest first."""
    return screenings(actor).filter(rescan=rescan, added__gt=0).order_by("-open_serious", "-added", "id")


def outdated_rescan(actor: Any) -> Rescan | None:
    """The newest rescan the actor watches over, if words or detectors have changed since it began."""
    acting = access.acting_agencies(actor, *RESCANNING)
    last = Rescan.objects.filter(agency__in=acting).select_related("agency").order_by("-id").first()
    if last is None or last.version == looking.version(last.agency, timezone.localdate()):
        return None
    return last


def projection_differences() -> list[str]:
    """Screenings whose counts are not those of their findings, for `gongkai verify`. Empty: all agree."""
    same = reduce(and_, (Q(**{f"n_{name}": F(name)}) for name in running.COUNTS))
    return [f"screening {row.pk}: 计数与发现不一致" for row in running.counted().exclude(same).order_by("pk")]
