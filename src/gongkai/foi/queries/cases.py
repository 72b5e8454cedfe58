"""Cases as the office reads them: what is to be done, and what may be done with one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from gongkai.agencies import access, working_days
from gongkai.foi import facts, rules
from gongkai.foi.models import Case
from gongkai.foi.office import urgency
from gongkai.law.clock import Clock


def visible_cases(actor: Any) -> QuerySet[Case]:
    """The gateway: requests of the agencies in the subtrees of the actor's posts."""
    return Case.objects.filter(agency__in=access.visible_agencies(actor)).select_related(
        "agency", "applicant"
    )


def worklist(actor: Any, as_of: date) -> QuerySet[Case]:
    """Open requests the actor may see, most urgent first, annotated with `current_status` and `urgency`.

    The groups (`office.urgency`): overdue, to be confirmed, due within three working days, this week, later, waiting
    for others.
    """
    horizon = urgency.Horizon.from_day(as_of, working_days.current())
    cases: Any = urgency.grouped(visible_cases(actor), horizon)
    found: QuerySet[Case] = cases.exclude(urgency=urgency.CLOSED).order_by(
        "urgency", "due_on", "submitted_at", "id"
    )
    return found


def worklist_counts(actor: Any, as_of: date) -> dict[str, int]:
    """How many open requests stand in each group, by the group's slug, with one query."""
    slugs = {number: slug for slug, number in urgency.SLUGS.items() if number != urgency.CLOSED}
    cases: Any = worklist(actor, as_of).order_by()
    found = dict(cases.values_list("urgency").annotate(number=Count("id")))
    return {slug: found.get(number, 0) for number, slug in slugs.items()}


def standing_of(case: Case, as_of: date) -> rules.Standing:
    """The case on a day, for the rules; a day before the request came in counts as that day."""
    known = facts.of_case(case.pk)
    return rules.Standing.on(known, working_days.current(), max(as_of, known.received.on))


def clock_of(case: Case, as_of: date) -> Clock:
    """What the law's clock says of the case on a day, with steps and problems."""
    return standing_of(case, as_of).clock


def lawful_steps(case: Case, as_of: date) -> list[rules.Step]:
    """Every step with whether it may be taken on the day, why not, and its effect on the limit."""
    return rules.lawful_steps(standing_of(case, as_of))


def preview(case: Case, event: Mapping[str, Any], as_of: date) -> tuple[date | None, date | None]:
    """The reply limit before and after an event that has not happened. Raises StepRefused for a contradiction."""
    standing = standing_of(case, as_of)
    return standing.clock.due_on, rules.with_event(standing, event).due_on


def earlier_requests(case: Case) -> QuerySet[Case]:
    """Requests of the same applicant for the same thing at the same agency (Art 36(6): repeated requests)."""
    return Case.objects.filter(
        agency_id=case.agency_id,
        content_hash=case.content_hash,
        applicant__person_hash=case.applicant.person_hash,
        submitted_at__lte=case.submitted_at,
    ).exclude(pk=case.pk)


def other_applicants(case: Case) -> int:
    """How many others asked the same agency for the same thing (Art 44: then it may be made proactive)."""
    same = Case.objects.filter(agency_id=case.agency_id, content_hash=case.content_hash)
    others = same.exclude(applicant__person_hash=case.applicant.person_hash)
    return others.values("applicant__person_hash").distinct().count()
