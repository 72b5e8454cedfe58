"""Against an answer: reconsideration and suit, their limits, the body, and the sentence the letter must carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import parameters, periods
from gongkai.law.calendar import WorkCalendar
from gongkai.law.outcomes import EITHER, RECONSIDERATION_FIRST, Outcome


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day for something, with its article; `rolled` when it was moved off a day of rest."""

    until: date
    article: str
    rolled: bool


def route(outcome: Outcome, on: date) -> str:
    """The remedy route of an answer made on a day: `reconsideration_first` or `either` (行政复议法第二十三条)."""
    first = parameters.dated("reconsideration_first", on)
    return outcome.remedy if first is not None else EITHER


def reconsideration_until(known_on: date, work: WorkCalendar, *, told: bool = True) -> Limit:
    """The last day to apply for reconsideration: 60 days from knowing; when not told of the right, one year at most."""
    if not told and parameters.dated("reconsideration_untold_limit", known_on) is not None:
        return _limit("reconsideration_untold_limit", known_on, work)
    return _limit("reconsideration_limit", known_on, work)


def suit_after_reconsideration_until(decision_received_on: date, work: WorkCalendar) -> Limit:
    """The last day to sue after a reconsideration decision: 15 days."""
    return _limit("suit_after_reconsideration_limit", decision_received_on, work)


def direct_suit_until(known_on: date, work: WorkCalendar) -> Limit:
    """The last day to sue directly: six months from knowing."""
    return _limit("direct_suit_limit", known_on, work)


def appeal_until(judgment_received_on: date, work: WorkCalendar) -> Limit:
    """The last day to appeal against a first judgment: 15 days. Raises LawInputError before 2015-05-01."""
    return _limit("appeal_limit", judgment_received_on, work)


def retrial_until(judgment_effective_on: date, work: WorkCalendar) -> Limit:
    """The last day to ask for a retrial: six months. Raises LawInputError before 2018-02-08."""
    return _limit("retrial_limit", judgment_effective_on, work)


def defence_until(copy_received_on: date, work: WorkCalendar) -> Limit:
    """The last day to hand in the defence and the evidence: 15 days. Raises LawInputError before 2015-05-01."""
    return _limit("suit_defence_limit", copy_received_on, work)


def respondent_answer_until(copy_received_on: date, work: WorkCalendar, *, summary: bool) -> Limit:
    """The last day for the agency to answer the reconsideration body: 5 working days in summary procedure, else 10.

    Raises LawInputError before 2024-01-01.
    """
    return _limit(f"reconsideration_answer_{'summary' if summary else 'ordinary'}", copy_received_on, work)


def reconsideration_decision_until(accepted_on: date, work: WorkCalendar, *, summary: bool) -> Limit:
    """The last day for the reconsideration decision, before any extension: 30 days in summary procedure, else 60.

    Raises LawInputError for summary procedure before 2024-01-01.
    """
    return _limit(f"reconsideration_decision_{'summary' if summary else 'ordinary'}", accepted_on, work)


def _limit(name: str, start: date, work: WorkCalendar) -> Limit:
    number = parameters.value(name, start)
    found = parameters.dated(name, start)
    article = found.citation if found else ""
    unit = parameters.parameters()[name].unit
    until, last = periods.ends_on(start, number, unit, work)
    return Limit(until, article, until != last)


def reconsideration_body(own_government: str, *, superior: str = "", vertical: bool = False) -> str:
    """Who reviews: the people's government of the same level; in vertical systems the superior department (Arts 24, 27)."""
    return superior if vertical and superior else own_government


def remedy_sentence(
    outcome: Outcome, reconsideration_body: str, court: str, electronic: bool = False, on: date | None = None
) -> str:
    """The Chinese sentence a letter must carry, naming body and limits.

    Refusals under Arts 14–16 say that reconsideration comes before a suit (行政复议法第二十三条第二款). `electronic`: the letter
    is served by an internet channel, so that one is offered for the application too (第二十二条). `on`: the day of the letter,
    when it is an old one.
    """
    way = "；可以通过互联网渠道提交行政复议申请" if electronic else ""
    if (outcome.remedy if on is None else route(outcome, on)) == RECONSIDERATION_FIRST:
        return (
            f"如对本答复不服，依照《中华人民共和国行政复议法》第二十条、第二十三条的规定，应当自收到本答复之日起六十日内"
            f"先向{reconsideration_body}申请行政复议{way}；对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内"
            f"向{court}提起行政诉讼。"
        )
    return (
        f"如对本答复不服，可以自收到本答复之日起六十日内向{reconsideration_body}申请行政复议{way}，"
        f"或者自收到本答复之日起六个月内向{court}提起行政诉讼。"
    )
