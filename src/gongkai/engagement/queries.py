"""The only reader of this room for others. What everybody sees of a consultation follows from its announcement's visibility."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)  # fmt: skip
from django.db.models.functions import ExtractYear
from django.utils import timezone

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.engagement import codes, limits, rules
from gongkai.engagement.models import (
    Comment,
    Consultation,
    ConsultationPaper,
)
from gongkai.engagement.rules import Sorted, State
from gongkai.law import consultations as law
from gongkai.law.periods import months_later

Role = ConsultationPaper.Role


def _public_paper(role: str) -> QuerySet[ConsultationPaper]:
    public = catalog.public_documents().order_by()
    return ConsultationPaper.objects.filter(
        consultation=OuterRef("pk"), role=role, document__in=public.values("pk")
    )


def with_standing(rows: QuerySet[Consultation]) -> QuerySet[Any]:
    """The rows with what their state follows from: `is_public`, `is_answered`, `announced_at`, `answered_at`."""
    return rows.annotate(
        is_public=Exists(_public_paper(Role.ANNOUNCEMENT)),
        is_answered=Exists(_public_paper(Role.OUTCOME)),
        announced_at=Subquery(_public_paper(Role.ANNOUNCEMENT).values("document__published_on")[:1]),
        answered_at=Subquery(_public_paper(Role.OUTCOME).values("document__published_on")[:1]),
    ).select_related("agency", "hearing")


def state(row: Any, today: date) -> State:
    """The state of a row that has its standing (`with_standing`)."""
    return rules.state(
        is_public=row.is_public,
        is_answered=row.is_answered,
        called_off=row.called_off_on is not None,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        today=today,
    )


def state_of(row: Consultation, today: date) -> State:
    """The state of any row."""
    return state(standing(row), today)


def standing(row: Consultation) -> Any:
    """The row anew, with its standing."""
    return with_standing(Consultation.objects.filter(pk=row.pk)).get()


def in_state(rows: QuerySet[Any], wanted: str, today: date) -> QuerySet[Any]:
    """Those of the rows with their standing that are in a state on a day."""
    ended = Q(called_off_on__isnull=False)
    running = Q(is_public=True, is_answered=False) & ~ended
    conditions = {
        State.PREPARING: Q(is_public=False) & ~ended,
        State.UPCOMING: running & Q(opens_on__gt=today),
        State.OPEN: running & Q(opens_on__lte=today, closes_on__gte=today),
        State.WAITING: running & Q(closes_on__lt=today),
        State.ANSWERED: Q(is_public=True, is_answered=True) & ~ended,
        State.CALLED_OFF: ended,
    }
    return rows.filter(conditions[State(wanted)])


# -- what everybody sees --------------------------------------------------------------------------------------------------


def public(reader: Any = None) -> QuerySet[Any]:
    """The consultations whose announcement is public, the last to close first. `reader` changes nothing."""
    rows = with_standing(Consultation.objects.all()).filter(is_public=True)
    return rows.order_by("-closes_on", "-id")


def announcements(reader: Any = None) -> QuerySet[Document]:
    """The public announcements and outcomes, for feeds."""
    papers = ConsultationPaper.objects.filter(role__in=[Role.ANNOUNCEMENT, Role.OUTCOME])
    return catalog.public_documents(reader).filter(pk__in=papers.values("document"))


def years(rows: QuerySet[Any]) -> list[int]:
    """The years in which they opened, the latest first."""
    found = rows.order_by().annotate(year=ExtractYear("opens_on")).values_list("year", flat=True)
    return sorted(set(found), reverse=True)


def agencies_of(rows: QuerySet[Any]) -> QuerySet[Agency]:
    """Whose they are, in order."""
    return Agency.objects.filter(pk__in=rows.order_by().values("agency")).order_by("path")


def papers(row: Consultation) -> dict[str, Document]:
    """The public documents of a consultation by their part. Two queries at most."""
    named = {paper.role: paper.document_id for paper in row.papers.all()}
    found = catalog.public_documents().defer("body", "body_text").in_bulk(list(named.values()))
    return {role: found[pk] for role, pk in named.items() if pk in found}


def stages(row: Consultation) -> list[Any]:
    """The stages that took place, each as it was recorded last, in the order of their days."""
    latest = {one.stage: one for one in row.stages.select_related("document", "recorded_by").order_by("id")}
    return sorted(latest.values(), key=lambda one: (one.on, one.pk))


@dataclass(frozen=True, slots=True)
class Link:
    """A document's part in a public consultation, and what the consultation has to say."""

    consultation: Any
    role: str
    state: State


def of_document(document: Document, today: date) -> list[Link]:
    """The public consultations a document belongs to. One query."""
    rows = public().filter(papers__document=document).annotate(
        role=Subquery(
            ConsultationPaper.objects.filter(consultation=OuterRef("pk"), document=document).values("role")[:1]
        )
    )  # fmt: skip
    return [Link(row, row.role, state(row, today)) for row in rows]


def is_public(document: Document) -> bool:
    """Whether everybody may see the document."""
    return catalog.public_documents().filter(pk=document.pk).exists()


def takes_comments(row: Consultation, today: date) -> bool:
    """Whether the site takes opinions on it now."""
    return row.law.comments and row.takes_online and state_of(row, today) == State.OPEN


def takes_registrations(row: Consultation, today: date) -> bool:
    """Whether people may ask to take part in the hearing now."""
    if not row.law.hearing or state_of(row, today) not in (State.UPCOMING, State.OPEN):
        return False
    return today <= row.hearing.register_until


def has_same_text(row: Consultation, text: str) -> bool:
    """Whether an opinion with the same words is there already."""
    return row.comments.filter(text_hash=codes.text_hash(text)).exists()


# -- the office -------------------------------------------------------------------------------------------------------------


def visible(actor: Any) -> QuerySet[Any]:
    """The consultations of the agencies the actor may see, with their standing."""
    return with_standing(Consultation.objects.filter(agency__in=access.visible_agencies(actor)))


def with_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with `comment_count` and `sorted_count`."""
    every = Comment.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    return rows.annotate(
        comment_count=Subquery(every.annotate(n=Count("pk")).values("n")),
        sorted_count=Subquery(every.filter(sorting__isnull=False).annotate(n=Count("pk")).values("n")),
    )


def sorted_groups(row: Consultation) -> list[Sorted]:
    """The groups with the number of their opinions."""
    rows = row.groups.annotate(number=Count("sortings")).order_by("id")
    return [Sorted(one.title, one.number, one.decision, one.reason) for one in rows]


def channel_counts(row: Consultation) -> dict[str, int]:
    """Opinions by channel, every channel named."""
    found = dict.fromkeys(Comment.Channel.values, 0)
    found.update(row.comments.order_by().values_list("channel").annotate(Count("pk")))
    return found


def closings(row: Consultation) -> list[date]:
    """The last day as it is and as it was before each extension: what an announcement may state."""
    return [row.closes_on, *row.period_changes.order_by("-id").values_list("before", flat=True)]


def kept_until(row: Consultation) -> date | None:
    """Until when originals are kept: so many years after the outcome or the end; None while neither is there."""
    found = standing(row)
    ended = timezone.localdate(found.answered_at) if found.answered_at else found.called_off_on
    return months_later(ended, 12 * limits.in_force().retention_years()) if ended else None


def waiting(agencies: Iterable[Any]) -> list[Any]:
    """Closed consultations of these agencies without an outcome, the oldest first."""
    kinds = [kind.id for kind in law.kinds().values() if kind.comments]
    rows = with_standing(Consultation.objects.filter(agency__in=agencies, kind__in=kinds))
    return list(in_state(rows, State.WAITING, timezone.localdate()).order_by("closes_on", "id"))


def in_order(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """What is open first, the nearest end in front; then what begins soon; then what has ended, the latest end in front."""
    running = Q(called_off_on__isnull=True, is_answered=False, closes_on__gte=today)
    rank = Case(
        When(running & Q(opens_on__lte=today), then=0),
        When(running, then=1),
        default=2,
        output_field=IntegerField(),
    )
    ends = Case(When(running, then="closes_on"), default=None, output_field=DateField())
    return rows.annotate(rank=rank, ends=ends).order_by("rank", "ends", "-closes_on", "-id")
