"""The public before a decision (重大行政决策程序暂行条例): how long it is asked, by when it is answered, what comes after what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from gongkai.law import datafiles, parameters, periods
from gongkai.law.calendar import WorkCalendar
from gongkai.law.steps import Step, provisional_step, written

NOT_ON_THE_DAY = "《中华人民共和国民法典》第二百零一条"
ROLLED = "《中华人民共和国民法典》第二百零三条"
OUTCOME = "consultation_outcome_limit"


@dataclass(frozen=True, slots=True)
class Kind:
    """A form in which the public takes part. `period`: the parameter of the shortest time, empty where there is none."""

    id: str
    label: str
    noun: str
    period: str
    comments: bool
    hearing: bool
    article: str
    mark: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the procedure. `after`: the stages without which it may not take place."""

    id: str
    label: str
    article: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Least:
    """The shortest time in calendar days, and what it follows from: the law's own value or a longer one of the office."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class Period:
    """How many days the public has, the day of publication not counted; `least` is None where nothing is prescribed."""

    days: int
    least: Least | None
    steps: tuple[Step, ...]

    @property
    def is_short(self) -> bool:
        """Whether it is shorter than normally allowed: then the reason is published with it (Art 15)."""
        return self.least is not None and self.days < self.least.number


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for something, with the steps of the count."""

    due_on: date
    steps: tuple[Step, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its id, in order."""
    rows = datafiles.read("consultations.yaml").tables("kinds")
    made = [
        Kind(
            row.text("id"), row.text("label"), row.text("noun"), row.text("period"), row.flag("comments"),
            row.flag("hearing"), row.text("article"), row.text("mark"),
        )
        for row in rows
    ]  # fmt: skip
    return {kind.id: kind for kind in made}


@cache
def stages() -> Mapping[str, Stage]:
    """Every stage by its id, in the order of the procedure."""
    rows = datafiles.read("consultations.yaml").tables("stages")
    made = [Stage(row.text("id"), row.text("label"), row.text("article"), row.texts("after")) for row in rows]
    return {stage.id: stage for stage in made}


def least(kind: str, on: date, own: Least | None = None) -> Least | None:
    """The shortest time of a kind on a day. `own`: a value the office set; it may lengthen the law's, never shorten a verified one.

    Raises KeyError for an unknown kind.
    """
    name = kinds()[kind].period
    found = parameters.dated(name, on) if name else None
    if found is None:
        return own
    if own is not None and (own.number >= found.number or found.mark != "V"):
        return own
    return Least(found.number, found.citation)


def period(kind: str, opens_on: date, closes_on: date, own: Least | None = None) -> Period:
    """How long the public has from one day to another, with the reason of the measure; a hearing's ends with the hearing."""
    days = (closes_on - opens_on).days
    wanted = least(kind, opens_on, own)
    steps = [
        Step(
            opens_on,
            "count_from_next_day",
            NOT_ON_THE_DAY,
            f"{written(opens_on)}公布，当日不计入，自次日起计算",
        ),
        Step(
            closes_on,
            "closes",
            "",
            f"{written(closes_on)}{'举行' if kinds()[kind].hearing else '截止'}，共{days}日",
        ),
    ]
    if wanted is not None:
        said = "不少于" if days >= wanted.number else "少于"
        steps.append(Step(closes_on, "least", wanted.source, f"{said}一般应有的{wanted.number}日"))
    return Period(days, wanted, tuple(steps))


def outcome_due(closed_on: date, calendar: WorkCalendar, own: Least | None = None) -> Due:
    """By when it is published what became of the opinions (Arts 18, 32). The number is the office's own where it set one.

    Raises LawInputError for a day before the regulation was in force when the office set no number.
    """
    wanted = own
    if wanted is None:
        value = parameters.required(OUTCOME, closed_on)
        wanted = Least(value.number, value.citation)
    due_on, last = periods.ends_on(closed_on, wanted.number, periods.CALENDAR_DAYS, calendar)
    steps = [Step(closed_on, "limit", wanted.source, f"自截止之日（{written(closed_on)}）起{wanted.number}日"),
             Step(last, "due", NOT_ON_THE_DAY, f"截止当日不计入，第{wanted.number}日为{written(last)}")]  # fmt: skip
    if due_on != last:
        steps.append(Step(due_on, "rolled", ROLLED, f"{written(last)}为休息日，顺延至{written(due_on)}"))
    if calendar.provisional(closed_on, due_on):
        steps.append(provisional_step(calendar, closed_on, due_on))
    return Due(due_on, tuple(steps))


def latest_notice(held_on: date, own: Least | None = None) -> date | None:
    """The last day on which a hearing may be announced (Art 16); None where nothing is prescribed on that day."""
    wanted = least("hearing", held_on, own)
    return held_on - timedelta(days=wanted.number) if wanted else None


def missing_before(stage: str, done: Collection[str]) -> tuple[Stage, ...]:
    """The stages that must come first and have not. Raises KeyError for an unknown stage."""
    known = stages()
    return tuple(known[name] for name in known[stage].after if name not in done)
