"""The shape every act has: lock the case, ask the law, append to the ledger, refresh the projections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Duty
from gongkai.foi import facts as case_facts
from gongkai.foi import letters, rules
from gongkai.foi.errors import StepRefused, refused_by_law
from gongkai.foi.facts import KIND, Facts
from gongkai.foi.models import Case, Letter, Voiding
from gongkai.foi.services import numbers, projection
from gongkai.law import remedies as law_remedies
from gongkai.law.calendar import WorkCalendar
from gongkai.law.errors import LawInputError
from gongkai.law.outcomes import OUTCOMES
from gongkai.ledger import services as ledger

HANDLING = (Duty.INFORMATION_OFFICER,)
DECIDING = (Duty.LEADER, Duty.REVIEWER)


@dataclass
class Act:
    """One act on one locked case. What happens is kept here and written when the act ends without a refusal."""

    case: Case
    actor: Any
    on: date
    calendar: WorkCalendar
    facts: Facts
    pending: list[ledger.NewEvent] = field(default_factory=list)

    @property
    def standing(self) -> rules.Standing:
        """The case as it stands on the day of the act."""
        return rules.Standing.on(self.facts, self.calendar, self.on)

    def happen(self, event: Mapping[str, Any]) -> None:
        """Let an event of the clock happen. Raises StepRefused when it contradicts what is known."""
        try:
            self.facts = self.facts.having(event)
            projection.apply(self.case, self.facts, self.calendar)
        except LawInputError as error:
            raise refused_by_law(error) from error
        self.note(str(event["type"]), event)

    def void(self, event_id: int, reason: str) -> None:
        """Let a written event no longer stand. What remains is checked when the act ends, or by the next event."""
        self.facts = self.facts.without(event_id)
        Voiding.objects.create(case=self.case, event_id=event_id, reason=reason, voided_by=self.actor)
        self.note("event_voided", {"event_id": event_id})

    def is_void(self, event_id: int) -> bool:
        """Whether the written event no longer stands."""
        return event_id in case_facts.voided_ids(self.facts.history)

    def note(self, name: str, data: Mapping[str, Any] | None = None) -> None:
        """Note that something happened; without a `type` in the data it does not concern the clock."""
        self.pending.append(
            ledger.NewEvent(KIND, self.case.pk, f"{KIND}.{name}", self.on, data or {}, self.actor)
        )

    def issue(
        self, kind: str, template: str, values: Mapping[str, Any], *, remedy: str = "", addressee: str = ""
    ) -> Letter:
        """Number and keep a letter dated on the day of the act. Raises StepRefused naming the empty fields."""
        require_filled(template, values)
        number = numbers.letter_number(self.case.agency.answering, self.on.year)
        using = letters.chosen(self.case.agency, template, self.on)
        composed = letters.compose(
            self.case,
            using,
            number=number,
            dated_on=self.on,
            values=values,
            remedy=remedy,
            addressee=addressee,
        )
        content = letters.to_json(composed)
        letter = Letter.objects.create(
            case=self.case,
            agency=self.case.agency,
            kind=kind,
            number=number,
            title=composed.title,
            content=content,
            content_sha256=letters.digest(content),
            template=using.row,
            dated_on=self.on,
            issued_by=self.actor,
        )
        self.note(
            "letter_issued",
            {"letter_id": letter.pk, "kind": kind, "number": number, "sha256": letter.content_sha256},
        )
        return letter

    def write(self) -> None:
        """Append what is pending to the ledger and refresh the projections. Raises StepRefused for a contradiction."""
        if not self.pending:
            return
        try:
            facts = self.facts.checked()
        except LawInputError as error:
            raise refused_by_law(error) from error
        ledger.append_many(self.pending)
        projection.refresh(self.case, facts, self.calendar)


def require_filled(template: str, values: Mapping[str, Any]) -> None:
    """Raise StepRefused naming every field the letter needs and lacks."""
    missing = letters.templates()[template].missing(values)
    if missing:
        labels = "、".join(str(letters.FIELD_LABELS.get(name, name)) for name in missing)
        raise StepRefused("FOI-LETTER-INCOMPLETE", _("告知书还缺：%(fields)s。") % {"fields": labels})


def remedy_sentence(case: Case, outcome: str, on: date, *, electronic: bool) -> str:
    """The sentence on remedies for an answer of this agency (行政复议法第二十三条第二款)."""
    body, court = letters.remedy_bodies(case.agency.answering)
    return law_remedies.remedy_sentence(OUTCOMES[outcome], body, court, electronic, on)


@contextmanager
def acting(
    *, actor: Any, case: Case, on: date, step: str = "", duties: tuple[str, ...] = HANDLING
) -> Iterator[Act]:
    """Lock the case and check that the actor may act and the step is lawful on the day; afterwards write it all.

    Raises PermissionDenied or StepRefused; then nothing was written. `case` itself is brought up to date at the end.
    """
    with transaction.atomic():
        locked = lock(case)
        if duties:
            access.require(actor, locked.agency, *duties)
        refuse_future(on)
        act = Act(locked, actor, on, working_days.current(), case_facts.of_case(locked.pk))
        if step:
            if on < act.facts.received.on:
                raise StepRefused(
                    "FOI-BEFORE-RECEIPT",
                    _("日期早于收到申请的日期%(day)s。") % {"day": rules.day(act.facts.received.on)},
                )
            rules.require(step, act.standing)
        yield act
        act.write()
    for name in projection.COLUMNS:
        setattr(case, name, getattr(locked, name))


def lock(case: Case) -> Case:
    """The case's row, locked until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).select_related(
        "agency__disclosure_office", "applicant"
    )
    return rows.get(pk=case.pk)


def refuse_future(on: date) -> None:
    """What has not happened cannot be recorded."""
    if on > timezone.localdate():
        raise StepRefused(
            "FOI-FUTURE", _("日期%(day)s还没有到，不能登记。") % {"day": rules.day(on)}, "", _("请核对日期。")
        )
