"""The request: what may be done next, the facts, the history, how the limit was worked out, letters and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks

from gongkai.agencies import access, working_days
from gongkai.foi import day_strip, facts, rules
from gongkai.foi.models import ApplicantLook, Case, Decision, Delivery
from gongkai.foi.office import basis, gate, history, pages, records, registry, triage
from gongkai.foi.office.choices import outcome_label
from gongkai.foi.office.dates import remaining_words
from gongkai.foi.services.acts import DECIDING, HANDLING
from gongkai.foi.services.looks import note_look
from gongkai.ledger import queries as ledger

# A room above may add a section: `(request, case) -> Component`.
SECTIONS = "foi_case_sections"
SOON = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """The line under the heading: status, due date, what is left."""

    status: str
    tone: str
    due_on: date | None
    left: str
    provisional: bool
    applicant_limit_on: date | None


def limit_of(standing: rules.Standing) -> Limit:
    """The limit in words, with the tone of its urgency."""
    clock = standing.clock
    closed = clock.status in ("decided", "withdrawn", "abandoned")
    tone = "closed" if closed else "running"
    if clock.status == "overdue":
        tone = "overdue"
    elif clock.status == "awaiting_confirmation" or (
        not closed and clock.remaining is not None and clock.remaining <= SOON
    ):
        tone = "soon"
    return Limit(
        status=str(Case.Status(clock.status).label),
        tone=tone,
        due_on=clock.due_on,
        left="" if closed else remaining_words(clock.remaining),
        provisional=clock.provisional and not closed,
        applicant_limit_on=clock.applicant_limit_on,
    )


def standing_of(case: Case, rows: Any, today: date) -> rules.Standing:
    """The request on the day, from events already read."""
    known = facts.from_rows(rows)
    return rules.Standing.on(known, working_days.current(), max(today, known.received.on))


@require_safe
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request."""
    case = gate.case_or_404(request.user, pk)
    if gate.may_read_person(request.user, case.agency):
        note_look(actor=request.user, case=case, act=ApplicantLook.Act.CASE_PAGE)
    today = timezone.localdate()
    rows = list(ledger.history(facts.KIND, case.pk))
    standing = standing_of(case, rows, today)
    decisions = list(case.decisions.select_related("drafted_by", "approved_by", "letter"))
    letters = _letters(case)
    return pages.show(
        request,
        "foi/office/case.html",
        title=case.receipt_number,
        trail=[pages.worklist_crumb()],
        case=case,
        limit=limit_of(standing),
        clock=standing.clock,
        weekdays=_("一 二 三 四 五 六 日").split(),
        strip=day_strip.strip_of(standing.facts.law, standing.calendar, standing.as_of),
        actions=registry.actions_for(request.user, case, standing, decisions, letters),
        lines=_history(request.user, case, rows),
        decisions=[_decision(item) for item in decisions if item.state != Decision.State.VOIDED],
        sections=[make(request, case) for make in hooks.get_hooks(SECTIONS)],
        outcome=outcome_label(case.outcome) if case.outcome and not case.is_open(today) else "",
        receipt_url=reverse("foi_office:receipt", args=[case.pk]),
        handles=gate.handles(request.user, case.agency),
        officer=access.holds(request.user, case.agency, *HANDLING),
        **_papers(request.user, case, letters),
        **triage.of_case(request.user, case, standing),
        **records.of_case(request.user, case),
    )


def _letters(case: Case) -> list[Any]:
    deliveries = Delivery.objects.select_related("recorded_by", "evidence")
    rows = case.letters.select_related("issued_by")
    return list(rows.prefetch_related(Prefetch("deliveries", deliveries)))


def _history(actor: Any, case: Case, rows: list[Any]) -> list[history.Line]:
    officer = access.holds(actor, case.agency, *HANDLING)
    decider = access.holds(actor, case.agency, *DECIDING)
    rules = basis.of_events(case.agency, rows)
    return history.lines(rows, may_void=officer, may_void_decision=decider, rules=rules)


def _papers(actor: Any, case: Case, letters: list[Any]) -> dict[str, Any]:
    """The applicant and what only those who handle the request may read."""
    reads_person = gate.may_read_person(actor, case.agency)
    return {
        "person": gate.person_for(actor, case),
        "reads_person": reads_person,
        "letters": letters if reads_person else [],
        "hidden_letters": 0 if reads_person else len(letters),
        "consultations": list(case.consultations.filter(voided=False)) if reads_person else [],
        "files": list(case.files.select_related("added_by")) if reads_person else [],
    }


def _decision(item: Decision) -> dict[str, Any]:
    return {
        "row": item,
        "outcome": outcome_label(item.outcome),
        "is_proposed": item.state == Decision.State.PROPOSED,
    }
