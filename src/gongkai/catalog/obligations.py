"""What must be done about documents by a day, by kind: the worklist, the digest and the calendar, and who was in time.

A kind is a query for what is open, with `due_on` and `since` on each row, and where to go to do it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import working_days
from gongkai.agencies.models import Agency
from gongkai.catalog import limits, queries
from gongkai.catalog import validity as rule
from gongkai.catalog.models import DisclosureClass, Document, DocumentType, Relation
from gongkai.law import publication
from gongkai.law.periods import ends_on
from gongkai.law.publication import Matter

Rows = Any  # documents with `due_on` and `since`, which the type checker cannot follow
GUIDE_NOTICE = timedelta(days=60)  # how long before the year is over a guide is on the list


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of limit: `open(agencies, today)` are the documents that wait, `act` says what to do about one."""

    code: str
    label: Any
    act: Any
    open: Callable[[QuerySet[Agency], date], Rows]


def _unpublished(agencies: QuerySet[Agency], clarifications: bool) -> Rows:
    rows = Document.objects.filter(
        agency__in=agencies,
        publication_due_on__isnull=False,
        live=False,
        withdrawn_on__isnull=True,
        disclosure_class=DisclosureClass.PROACTIVE,
    )
    of_type = Q(document_type=limits.CLARIFICATION) | Q(schema=limits.CLARIFICATION)
    return rows.filter(of_type if clarifications else ~of_type).annotate(
        due_on=F("publication_due_on"), since=F("formed_on")
    )


def _unexplained(agencies: QuerySet[Agency], today: date) -> Rows:
    rows = Document.objects.filter(agency__in=agencies, interpretation_due_on__isnull=False)
    return queries.waiting_for_interpretation(rows).annotate(
        due_on=F("interpretation_due_on"), since=TruncDate("published_on")
    )


def _withheld(agencies: QuerySet[Agency], today: date) -> Rows:
    rows = Document.objects.filter(agency__in=agencies, next_reassessment_on__isnull=False, live=False)
    return rows.exclude(disclosure_class=DisclosureClass.PROACTIVE).annotate(
        due_on=F("next_reassessment_on"), since=TruncDate("registered_on")
    )


def _expiring(agencies: QuerySet[Agency], today: date) -> Rows:
    """In force, and the end of the term nearer than the agency's span: assess, then extend, amend or let it end."""
    rows = Document.objects.filter(queries.published(), agency__in=agencies, expires_on__gte=today)
    near = Q(pk__in=[])
    for (number, unit), members in _numbers(publication.EXPIRY, agencies, today).items():
        horizon, _last = ends_on(today, number, unit, working_days.current())
        near |= Q(agency__in=members, expires_on__lte=horizon)
    now = rule.expression(today)
    return (
        rows.filter(near)
        .alias(now=now)
        .exclude(now__in=rule.ENDED)
        .annotate(due_on=F("expires_on"), since=F("effective_on"))
    )


def _stale_guides(agencies: QuerySet[Agency], today: date) -> Rows:
    """The newest guide of each agency, when the year since its last publication is over or soon will be."""
    public = Document.objects.filter(queries.published(), document_type=DocumentType.GUIDE)
    newer = public.filter(agency=OuterRef("agency"), last_published_at__gt=OuterRef("last_published_at"))
    guides = public.filter(~Exists(newer), agency__in=agencies, agency__closed_on__isnull=True)
    numbers = {
        pk: number
        for number, members in _numbers(publication.GUIDE, agencies, today).items()
        for pk in members
    }
    due = {}
    for pk, agency_id, published_at in guides.values_list("pk", "agency_id", "last_published_at"):
        if published_at and agency_id in numbers:
            day, _last = ends_on(
                timezone.localdate(published_at), *numbers[agency_id], working_days.current()
            )
            if day <= today + GUIDE_NOTICE:
                due[pk] = day
    cases = [When(pk=pk, then=Value(day)) for pk, day in due.items()]
    return Document.objects.filter(pk__in=list(due)).annotate(
        due_on=Case(*cases, default=Value(None), output_field=DateField()),
        since=TruncDate("last_published_at"),
    )


def _numbers(kind: str, agencies: QuerySet[Agency], today: date) -> dict[tuple[int, str], list[int]]:
    """The agencies by the number and unit of a limit that is set by agency alone."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    matter = Matter(kind, DocumentType.GUIDE if kind == publication.GUIDE else "")
    for agency, known in limits.of_each(agencies.only("path")):
        pair = publication.chosen(matter, today, known)
        if pair is not None:
            found[pair[1].number or 0, pair[1].unit].append(agency.pk)
    return found


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "publication", _("主动公开"), _("送审签发，在期限前公开"),
            lambda agencies, today: _unpublished(agencies, clarifications=False),
        ),
        Kind(
            "clarification", _("澄清"), _("尽快签发澄清，并关联所澄清的文件"),
            lambda agencies, today: _unpublished(agencies, clarifications=True),
        ),
        Kind("interpretation", _("政策解读"), _("公开解读并关联，或者写明不需要解读的理由"), _unexplained),
        Kind("reassessment", _("未公开信息评估"), _("评估后转为公开，或者记录下次评估日期"), _withheld),
        Kind("expiry", _("有效期届满"), _("评估后延续、修改，或者任其届满失效"), _expiring),
        Kind("guide", _("公开指南修订"), _("核对内容，修订后重新发布"), _stale_guides),
    )
}  # fmt: skip


def open_rows(kind: str, agencies: QuerySet[Agency], today: date) -> Rows:
    """The documents of these agencies that wait for one kind of act, the nearest limit first. Raises KeyError for another kind."""
    rows = KINDS[kind].open(agencies, today).select_related("agency", "latest_revision")
    return rows.defer("body", "body_text", "latest_revision__content").order_by("due_on", "pk")


def counts(agencies: QuerySet[Agency], today: date) -> dict[str, tuple[int, int]]:
    """For each kind how many wait, and how many of them are late; one query each."""
    late = Count("pk", filter=Q(due_on__lt=today))
    found = {}
    for code, kind in KINDS.items():
        total = kind.open(agencies, today).order_by().aggregate(waiting=Count("pk"), late=late)
        found[code] = (total["waiting"], total["late"])
    return found


@dataclass(frozen=True, slots=True)
class OnTime:
    """What was due in a year and what became of it, as identifiers of documents: done in time, done late, still missing."""

    in_time: tuple[int, ...]
    late: tuple[int, ...]
    missing: tuple[int, ...]

    @property
    def whole(self) -> int:
        """How many were due."""
        return len(self.in_time) + len(self.late) + len(self.missing)


def on_time(agencies: QuerySet[Agency], year: int, today: date) -> dict[tuple[int, str], OnTime]:
    """Who was in time with what was due in a year and before today, by agency and kind: publication, clarification,
    interpretation. What is not due yet does not count."""
    span = (date(year, 1, 1), min(date(year, 12, 31), today - timedelta(days=1)))
    rows: dict[tuple[int, str], list[tuple[int, date, date | None]]] = defaultdict(list)
    if span[1] < span[0]:
        return {}
    for pk, agency, kind, due_on, done_on in [*_published_by(agencies, span), *_explained_by(agencies, span)]:
        rows[agency, kind].append((pk, due_on, done_on))
    return {
        key: OnTime(
            tuple(pk for pk, due_on, done_on in found if done_on and done_on <= due_on),
            tuple(pk for pk, due_on, done_on in found if done_on and done_on > due_on),
            tuple(pk for pk, _due_on, done_on in found if done_on is None),
        )
        for key, found in rows.items()
    }


Done = tuple[int, int, str, date, date | None]


def _published_by(agencies: QuerySet[Agency], span: tuple[date, date]) -> Iterable[Done]:
    rows = Document.objects.filter(
        Q(published_on__isnull=False) | Q(withdrawn_on__isnull=True),
        agency__in=agencies, publication_due_on__range=span, disclosure_class=DisclosureClass.PROACTIVE,
    )  # fmt: skip
    values = rows.order_by("pk").values_list(
        "pk", "agency_id", "document_type", "schema", "publication_due_on", "published_on"
    )
    for pk, agency, document_type, schema, due_on, published_on in values:
        kind = "clarification" if limits.CLARIFICATION in (document_type, schema) else "publication"
        if due_on is not None:
            yield pk, agency, kind, due_on, timezone.localdate(published_on) if published_on else None


def _explained_by(agencies: QuerySet[Agency], span: tuple[date, date]) -> Iterable[Done]:
    first = (
        Relation.objects.filter(
            target=OuterRef("pk"), kind=Relation.Kind.INTERPRETS, source__published_on__isnull=False
        )
        .order_by("source__published_on")
        .values("source__published_on")[:1]
    )
    rows = Document.objects.filter(agency__in=agencies, interpretation_due_on__range=span).annotate(
        done=Subquery(first)
    )
    for pk, agency, due_on, done in rows.order_by("pk").values_list(
        "pk", "agency_id", "interpretation_due_on", "done"
    ):
        if due_on is not None:
            yield pk, agency, "interpretation", due_on, timezone.localdate(done) if done else None
