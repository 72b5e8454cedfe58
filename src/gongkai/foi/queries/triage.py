"""What an officer should know before working on a request: who asked what before, what is public already, what it may be.

Nothing here decides; every hint says what it rests on. An error is an error: a check that cannot be made is not passed
over in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.catalog import browsing
from gongkai.foi import disguise, hashes, similarity
from gongkai.foi.models import Applicant, Case, ContactAttempt, SplitPart
from gongkai.law.outcomes import OUTCOMES

COMPARED = 500
SHOWN = 5
MANY_IN_A_YEAR = 10
LEAST_ALIKE = 30


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request of the same applicant at the same agency that asks the same, or nearly. `outcome` as table three says."""

    case: Case
    percent: int
    same: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Applicants:
    """What the applicant asked for before. `compared` of `total` requests were read word by word; `in_a_year` of them
    came in the year before this one."""

    earlier: tuple[Earlier, ...]
    total: int
    compared: int
    in_a_year: int

    @property
    def many(self) -> bool:
        """Whether Art 35 (number and frequency) is worth a thought."""
        return self.in_a_year >= MANY_IN_A_YEAR


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A public document that may be what is asked for; `by_number`: it bears the number that was named."""

    document: Any
    percent: int
    by_number: bool


def same_applicant(case: Case) -> QuerySet[Case]:
    """Earlier requests of the same applicant at the same agency: by the hash of the person, of the identity number, or
    of the telephone together with the name."""
    who = case.applicant
    known = Q(applicant__person_hash=who.person_hash)
    if who.identity_number:
        numbers = hashes.number_hashes("identity_number", who.identity_number)
        known |= Q(applicant__identity_hash__in=numbers)
    if who.telephone:
        numbers = hashes.number_hashes("telephone", who.telephone)
        named = hashes.squeezed(who.name)
        others = Applicant.objects.filter(telephone_hash__in=numbers, kind=who.kind).exclude(
            person_hash=who.person_hash
        )
        alike = [row.pk for row in others[:COMPARED] if hashes.squeezed(row.name) == named]
        known |= Q(applicant__in=alike)
    before = Q(submitted_at__lt=case.submitted_at) | Q(submitted_at=case.submitted_at, pk__lt=case.pk)
    return Case.objects.filter(before, known, agency_id=case.agency_id).exclude(pk__in=_siblings(case))


def _siblings(case: Case) -> Iterable[int]:
    part = SplitPart.objects.filter(case=case).first()
    return [] if part is None else part.split.parts.values_list("case_id", flat=True)


def asked_before(case: Case) -> Applicants:
    """Repeats and near-repeats (Art 36(6)), the most alike first; the same text is found however long ago it was."""
    mine = same_applicant(case)
    recent = list(mine.order_by("-submitted_at", "-id")[: COMPARED + 1])
    since = case.submitted_at - timedelta(days=365)
    total, in_a_year = len(recent), sum(row.submitted_at >= since for row in recent)
    repeated: list[Case] = []
    if total > COMPARED:
        recent = recent[:COMPARED]
        total, in_a_year = mine.count(), mine.filter(submitted_at__gte=since).count()
        known = [row.pk for row in recent]
        repeated = list(mine.filter(content_hash=case.content_hash).exclude(pk__in=known)[:SHOWN])
    whole, title = similarity.grams(case.description), similarity.grams(case.subject)
    found = []
    for row in [*recent, *repeated]:
        alike = similarity.compared(case.description, whole, row.description)
        named = similarity.compared(case.subject, title, row.subject)
        same = alike.same or row.content_hash == case.content_hash
        if same or alike.is_near or named.is_near:
            percent = 100 if same else min(99, max(alike.percent, named.percent))
            found.append(Earlier(row, percent, same, _outcome(row)))
    found.sort(key=lambda item: (-item.percent, -item.case.pk))
    return Applicants(tuple(found[:SHOWN]), total, len(recent), in_a_year)


def _outcome(case: Case) -> str:
    return OUTCOMES[case.outcome].label if case.outcome in OUTCOMES else str(case.get_status_display())


def already_public(case: Case) -> list[PublicDocument]:
    """Public documents that may be what is asked for, those that bear the number first (Art 36(1))."""
    rows = browsing.candidates(case.subject, case.document_number, limit=SHOWN)
    number = similarity.plain(case.document_number)
    pairs = similarity.grams(case.subject)
    found = []
    for row in rows:
        by_number = bool(number) and similarity.plain(row.document_number) == number
        alike = similarity.compared(case.subject, pairs, row.title)
        if by_number or alike.percent >= LEAST_ALIKE:
            found.append(PublicDocument(row, alike.percent, by_number))
    return sorted(found, key=lambda item: (not item.by_number, -item.percent))


def disguises(case: Case) -> list[disguise.Hint]:
    """What the request may be instead (Arts 36(7), 38, 39), with the words that say so."""
    return disguise.hints("\n".join((case.subject, case.features)))


@dataclass(frozen=True, slots=True)
class Contact:
    """How far the confirmation of receipt has come. `missing_on`: the day on which nobody tried although somebody had to."""

    attempts: tuple[ContactAttempt, ...]
    needed: bool
    missing_on: date | None


def contact(case: Case, received_on: date, today: date) -> Contact:
    """Attempts to reach the applicant; for ordinary mail the day of arrival is the day to try (Art 31)."""
    attempts = tuple(case.contact_attempts.select_related("made_by"))
    needed = case.status == Case.Status.AWAITING_CONFIRMATION
    tried = {_day_of(attempt) for attempt in attempts}
    same_day = case.channel == Case.Channel.ORDINARY_MAIL
    missed = needed and same_day and received_on not in tried and received_on <= today
    return Contact(attempts, needed, received_on if missed else None)


def _day_of(attempt: ContactAttempt) -> date:
    """The day of an attempt here."""
    return timezone.localtime(attempt.at).date()


def told_of_split(case: Case) -> list[str]:
    """What the applicant is told when his letter was split, line by line; empty when it was not."""
    part = SplitPart.objects.filter(case=case).select_related("split").first()
    return part.split.explanation.splitlines() if part is not None else []
