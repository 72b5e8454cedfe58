"""What the applicant may do against the answer, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.agencies import working_days
from gongkai.foi import letters
from gongkai.foi.models import Case, Delivery, Letter
from gongkai.law import remedies
from gongkai.law.errors import LawInputError
from gongkai.law.outcomes import OUTCOMES, RECONSIDERATION_FIRST
from gongkai.law.remedies import Limit

AT_ONCE = ("in_person", "electronic", "download")


@dataclass(frozen=True, slots=True)
class RemedyRoute:
    """The remedies against one answer. `certain`: counted from the day it was received, not from the day it was sent."""

    reconsideration_first: bool
    body: str
    court: str
    counted_from: date
    certain: bool
    reconsideration: Limit
    suit: Limit | None


def remedy_route(case: Case) -> RemedyRoute | None:
    """The remedies against the answer that stands; None before there is one. Three queries at most.

    The suit has a limit of its own only where it needs no reconsideration before it.
    """
    letter = case.letters.filter(kind=Letter.Kind.DECISION, voided=False).order_by("id").last()
    if letter is None or case.outcome not in OUTCOMES:
        return None
    received = _received_on(letter)
    start = received or case.decided_on or letter.dated_on
    calendar = working_days.current()
    first = remedies.route(OUTCOMES[case.outcome], letter.dated_on) == RECONSIDERATION_FIRST
    body, court = letters.remedy_bodies(case.agency)
    try:
        reconsideration = remedies.reconsideration_until(start, calendar)
        suit = None if first else remedies.direct_suit_until(start, calendar)
    except LawInputError:  # an answer older than the law that is known
        return None
    return RemedyRoute(first, body, court, start, received is not None, reconsideration, suit)


def _received_on(letter: Letter) -> date | None:
    """The day the answer came to the applicant, as far as it is recorded."""
    rows = Delivery.objects.filter(letter=letter).order_by("-id")
    for row in rows:
        if row.received_on or row.route in AT_ONCE:
            return row.received_on or row.on
    return None
