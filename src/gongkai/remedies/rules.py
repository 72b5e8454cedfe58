"""What the law says of a proceeding: until when it may be brought, when the agency must answer, what looks odd. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.law import remedies as law
from gongkai.law.calendar import WorkCalendar
from gongkai.law.errors import LawInputError
from gongkai.law.outcomes import OUTCOMES, RECONSIDERATION_FIRST


class RemedyRefused(Exception):  # noqa: N818 - named after what happened
    """A record that cannot be: stable code, Chinese text, the article."""

    def __init__(self, code: str, text: str, article: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.article = article


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a proceeding that deserves a look; it does not hinder the record."""

    code: str
    text: str
    article: str


_AFTER = {
    "suit_after": law.suit_after_reconsideration_until,
    "second_instance": law.appeal_until,
    "retrial": law.retrial_until,
}


def latest_filing(
    kind: str, known_on: date | None, earlier_closed_on: date | None, calendar: WorkCalendar
) -> law.Limit | None:
    """The last day to bring it: from knowing the answer, or from the end of the proceeding before; None when none is set.

    A complaint (条例 Art 51) may be brought at any time.
    """
    try:
        if kind == "reconsideration" and known_on:
            return law.reconsideration_until(known_on, calendar)
        if kind == "suit_direct" and known_on:
            return law.direct_suit_until(known_on, calendar)
        if kind in _AFTER and earlier_closed_on:
            return _AFTER[kind](earlier_closed_on, calendar)
    except LawInputError:
        return None
    return None


def answer_due(
    kind: str, notified_on: date | None, procedure: str, calendar: WorkCalendar
) -> law.Limit | None:
    """The last day for the agency to answer the reconsideration body or, in a first suit, the court; None where none is set."""
    if notified_on is None:
        return None
    try:
        if kind == "reconsideration":
            return law.respondent_answer_until(notified_on, calendar, summary=procedure == "summary")
        return law.defence_until(notified_on, calendar) if kind in ("suit_direct", "suit_after") else None
    except LawInputError:
        return None


def notes(kind: str, outcome: str, decided_on: date | None, *, filed_late: bool) -> list[Note]:
    """What looks odd: a direct suit where reconsideration comes first, a filing after the limit."""
    found = []
    first = outcome in OUTCOMES and decided_on is not None
    if (
        kind == "suit_direct"
        and first
        and law.route(OUTCOMES[outcome], decided_on or date.min) == RECONSIDERATION_FIRST
    ):
        found.append(
            Note(
                "REMEDY-RECONSIDERATION-FIRST",
                _("不予公开的答复应当先申请行政复议，请核对是否为未经复议直接起诉。"),
                _("行政复议法第二十三条第一款第四项"),
            )
        )
    if filed_late:
        found.append(Note("REMEDY-LATE", _("提出日期已超过法定期限。"), ""))
    return found
