"""What an agency goes by: the clauses that govern an act on a day, its own or those of the nearest agency above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.db.models.functions import Length
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import validity
from gongkai.catalog.models import Column, Document, RuleLink
from gongkai.catalog.queries import public_documents, published
from gongkai.convert import clauses
from gongkai.law import acts
from gongkai.law.acts import Act, Provision
from gongkai.ledger import queries as ledger

PUBLISHED = "catalog.document.published"
LIGHT = ("document__body", "document__body_text", "document__data")


@dataclass(frozen=True, slots=True)
class Governing:
    """A clause that governs an act: `version` is the one that was public on the day, counted from 1, of `versions`."""

    link: RuleLink
    version: int
    versions: int

    @property
    def title(self) -> str:
        """The rule as it is called; of a withdrawn one nothing but its number may be said."""
        rule = self.link.document
        return f"《{rule.title}》" if rule.live else rule.index_number

    @property
    def is_current(self) -> bool:
        """Whether the version of the day is the one that is public now."""
        return self.version == self.versions

    @property
    def address(self) -> str:
        """The clause on the page of the rule, in the version of the day."""
        page = f"/d/{self.link.document_id}/" + ("" if self.is_current else f"versions/{self.version}/")
        return f"{page}#{anchor}" if (anchor := clauses.anchor(self.link.clause)) else page


@dataclass(frozen=True, slots=True)
class Basis:
    """What an act rests on: the provisions of the law, and the clauses of one agency (none: it has no rule of its own)."""

    act: Act
    provisions: tuple[Provision, ...]
    governing: tuple[Governing, ...]
    agency: Agency | None
    is_inherited: bool


def above(agency: Agency) -> list[str]:
    """The paths of an agency and those above it."""
    return [agency.path[:end] for end in range(Agency.steplen, len(agency.path) + 1, Agency.steplen)]


def publications(documents: Collection[int]) -> dict[int, list[date]]:
    """The days on which each of the documents was published; one query for all."""
    events = ledger.histories(Document.ledger_kind, documents)
    return {
        pk: [event.occurred_on for event in rows if event.type == PUBLISHED] for pk, rows in events.items()
    }


class Rulebook:
    """All an agency goes by, read once with two queries and asked for any act and day."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency

    @cached_property
    def links(self) -> list[RuleLink]:
        """Every link of the agency and those above it, ended ones too, the nearest agency's first."""
        rows = RuleLink.objects.filter(agency__path__in=above(self.agency))
        found = rows.select_related("agency", "document__agency", "document__column").defer(*LIGHT)
        order = {act: number for number, act in enumerate(acts.every())}
        return sorted(
            (row for row in found if row.act in order),
            key=lambda row: (
                -len(row.agency.path), order[row.act], row.document_id, clauses.order(row.clause), row.pk,
            ),
        )  # fmt: skip

    @cached_property
    def _publications(self) -> dict[int, list[date]]:
        return publications({row.document_id for row in self.links})

    @cached_property
    def _by_act(self) -> dict[str, list[RuleLink]]:
        found = defaultdict(list)
        for row in self.links:
            found[row.act].append(row)
        return found

    def basis(self, act: str, day: date) -> Basis:
        """What the act rested on that day. Raises KeyError for an act the law's data do not name."""
        holding = [row for row in self._by_act.get(act, []) if holds_on(row, day)]
        nearest = holding[0].agency if holding else None
        governing = tuple(self._governing(row, day) for row in holding if row.agency == nearest)
        named = acts.every()[act]
        inherited = nearest is not None and nearest != self.agency
        return Basis(named, named.on(day), governing, nearest, inherited)

    def _governing(self, row: RuleLink, day: date) -> Governing:
        days = self._publications[row.document_id]
        return Governing(row, max(1, sum(at <= day for at in days)), max(1, len(days)))

    def bases(self, names: Iterable[str], day: date) -> list[Basis]:
        """The same for several acts of one day."""
        return [self.basis(name, day) for name in names]


def book_of(agency: Agency) -> Rulebook:
    """The rulebook of an agency, remembered on the object for the length of a request."""
    book: Rulebook | None = getattr(agency, "_rulebook", None)
    if book is None:
        book = Rulebook(agency)
        agency._rulebook = book
    return book


def holds_on(link: RuleLink, day: date) -> bool:
    """Whether the link and its rule were in force on a day."""
    rule = link.document
    return (
        link.since <= day
        and (link.until is None or day < link.until)
        and validity.on(rule, day) not in validity.ENDED
        and (rule.withdrawn_on is None or day < rule.withdrawn_on)
    )


def in_reach(agency: Agency) -> QuerySet[Document]:
    """The rules an agency may go by: public in its own part of the platform or of an agency above, its own first."""
    section = Q(column__section=Column.Section.RULEBOOK)
    rows = public_documents().filter(section, agency__path__in=above(agency))
    ended = Case(When(now__in=validity.ENDED, then=1), default=0, output_field=IntegerField())
    today = timezone.localdate()
    return rows.alias(now=validity.expression(today)).order_by(
        Length("agency__path").desc(), ended, "-published_on", "-pk"
    )


def current(agencies: QuerySet[Agency] | Sequence[Agency]) -> QuerySet[RuleLink]:
    """The links these agencies made and have not ended, whatever became of their rules."""
    rows = RuleLink.objects.filter(agency__in=agencies, until__isnull=True)
    return rows.select_related("agency", "document__agency").defer(*LIGHT)


def gone(agencies: QuerySet[Agency] | Sequence[Agency]) -> QuerySet[RuleLink]:
    """Of these the ones whose rule is public or valid no more: the act has lost it."""
    now = validity.expression(timezone.localdate())
    holding = Document.objects.filter(published()).alias(now=now).exclude(now__in=validity.ENDED)
    return current(agencies).exclude(document__in=holding.values("pk"))


def outgrown(agencies: QuerySet[Agency] | Sequence[Agency]) -> QuerySet[RuleLink]:
    """Of the others the ones whose rule was published with another content since somebody said that the clause fits."""
    known = gone(agencies).values("pk")
    return current(agencies).exclude(pk__in=known).exclude(content_sha256=F("document__content_sha256"))
