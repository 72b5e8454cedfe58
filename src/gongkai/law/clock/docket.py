"""One request on its way: each event, taken in the order of dates, changes what the reply limit is.

The readings of the statute that had to be chosen are explained in `docs/explanation/decisions/0101-clock-readings.md`:

* An extension belongs to the limit it extends. A restart (corrected request, completed payment) gives a fresh limit
  without it, and the cap of 20 counts within one limit; more than 20 over the whole request is reported.
* What the agency does after its limit has ended (extension, correction notice, fee notice) no longer moves the limit.
* A second correction notice has no effect: Art 30 asks for one notice that lists everything.
* A correction that comes late is accepted with a problem (whether there was a proper reason is for the agency to find);
  a late payment does not revive a request, because the fee rules know no proper reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import parameters
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clock.events import ConsultationSent, Decided, Received, Withdrawn
from gongkai.law.steps import Problem, Step, written

CORRECTION, PAYMENT = "correction", "payment"
REGULATION_2019 = date(2019, 5, 15)
_OWN = "国务院令第711号"


def cited(found: parameters.Dated) -> str:
    """A parameter's article as steps cite it: the regulation's own by article alone, others with their name."""
    return found.article if found.instrument == _OWN else found.citation


@dataclass(slots=True)
class Halt:
    """The clock stands because the applicant must act: since when, until when (None: no limit is fixed).

    `told`: the applicant was told this limit, or a law fixes it; else it is only what is usual.
    """

    kind: str
    since: date
    limit: date | None
    told: bool = True


@dataclass(slots=True)
class Consultation:
    """A letter out for an opinion. `latest` is the end of the consultee's time; None when no law sets one."""

    sent: ConsultationSent
    latest: date | None
    answered_on: date | None = None

    def ends(self, closing: date | None) -> date | None:
        """The last day that is not counted: the answer, the latest end, or the closing, whichever is first."""
        known = [day for day in (self.answered_on, self.latest, closing) if day is not None]
        return min(known) if known else None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """How a request had ended before it was opened again. `on`: the answer, the withdrawal, the applicant's last day."""

    on: date
    status: str
    outcome: str
    on_time: bool | None

    def as_dict(self) -> dict[str, object]:
        """The conclusion as the command line prints it."""
        return {
            "on": self.on.isoformat(),
            "status": self.status,
            "outcome": self.outcome,
            "decided_on_time": self.on_time,
        }


class Docket:
    """The state of one request as of a day; its stages let the known events happen in order."""

    def __init__(self, calendar: WorkCalendar, received: Received, as_of: date) -> None:
        self.calendar = calendar
        self.as_of = as_of
        self.received = received
        limit = parameters.required("reply_limit", received.on)
        self.reply_limit = limit.number
        self.reply_article = cited(limit)
        self.law_of_2019 = received.on >= REGULATION_2019
        self.received_on: date | None = None
        self.start: date | None = None
        self.extension = 0
        self.extended_in_all = 0
        self.delayed_until: date | None = None
        self.halt: Halt | None = None
        self.corrections = 0
        self.consultations: dict[str, Consultation] = {}
        self.closing: Decided | Withdrawn | None = None
        self.conclusions: list[Conclusion] = []
        self.steps: list[Step] = []
        self.problems: list[Problem] = []

    # What holds at this point

    def parameter(self, name: str) -> parameters.Dated | None:
        """A parameter under the law of the day the request came in."""
        return parameters.dated(name, self.received.on)

    def due(self, closing: date | None = None) -> date | None:
        """The last day to answer; None while no limit runs or its end cannot be known.

        The smallest day by which `reply_limit + extension` working days have passed that are not excluded. `closing`
        ends what is still excluded (a decision made while a consultation is open).
        """
        if self.start is None or self.halt is not None:
            return None
        spans = self.excluded_spans(closing)
        if spans is None:
            return None
        days = self.reply_limit + self.extension
        day = self.calendar.add(self.start, days)
        while (later := self.calendar.add(self.start, days + self.excluded(spans, self.start, day))) != day:
            day = later
        if self.delayed_until is not None:
            day = max(day, self.delayed_until)
        return day

    def excluded_spans(self, closing: date | None = None) -> list[tuple[date, date]] | None:
        """The merged (a, b] spans of consultation; None when one has no end that could be known."""
        raw: list[tuple[date, date]] = []
        for consultation in self.consultations.values():
            if consultation.sent.party == "agency" and self.parameter("agency_consultation_excluded") is None:
                continue
            end = consultation.ends(closing)
            if end is None:
                return None
            raw.append((consultation.sent.on, end))
        merged: list[tuple[date, date]] = []
        for first, last in sorted(raw):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        return merged

    def excluded(self, spans: list[tuple[date, date]], a: date, b: date) -> int:
        """The working days of (a, b] that lie within the spans."""
        return sum(
            self.calendar.count(max(a, first), min(b, last))
            for first, last in spans
            if first < b and last > a
        )

    def lapsed(self, on: date) -> date | None:
        """The applicant's last day when it has passed before this day, so that the request counts as abandoned."""
        limit = self.halt.limit if self.halt is not None else None
        return limit if limit is not None and on > limit else None

    def restart(self, on: date) -> None:
        """A fresh limit from this day (day 0), without the extension of the limit before."""
        self.start, self.extension, self.halt = on, 0, None

    def may_act(self, on: date, code: str, article: str, what: str) -> bool:
        """Whether an act of the agency can still move its limit on this day; notes the problem when it cannot."""
        due = self.due()
        if self.start is None:
            self.problem(
                f"{code}_before_receipt", article, f"{written(on)}{what}时申请尚未确认收到，不影响期限"
            )
        elif self.halt is not None:
            self.problem(
                f"{code}_while_stopped",
                article,
                f"{written(on)}{what}时期限未在计算（正等待申请人），不影响期限",
            )
        elif due is not None and on > due:
            self.problem(
                f"{code}_after_limit",
                article,
                f"{written(on)}{what}时答复期限已于{written(due)}届满，不影响期限",
            )
        else:
            return True
        return False

    def step(self, on: date, rule: str, article: str, text: str) -> None:
        """Note a step."""
        self.steps.append(Step(on, rule, article, text))

    def problem(self, code: str, article: str, text: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, article, text))
