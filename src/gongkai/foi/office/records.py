"""What the case page says beside the handling: who looked, what was published of it, and its file to take along."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.agencies import access
from gongkai.foi import queries
from gongkai.foi.models import Case
from gongkai.foi.office import gate
from gongkai.foi.queries import privacy
from gongkai.foi.services import publishing
from gongkai.foi.services.acts import HANDLING

SHOWN = 8


def of_case(actor: Any, case: Case) -> dict[str, Any]:
    """The context of `components/records.html`."""
    looks = privacy.looks_of(actor, case)
    officer = access.holds(actor, case.agency, *HANDLING)
    decided = case.status_on(timezone.localdate()) == Case.Status.DECIDED and not case.destroyed_on
    return {
        "looks": list(looks[:SHOWN]),
        "looks_total": looks.count(),
        "publications": list(case.publications.select_related("document", "made_by")),
        "may_publish_answer": officer and decided,
        "may_turn_proactive": officer and decided and case.outcome in publishing.GIVEN,
        "same_wish": queries.other_applicants(case) if gate.handles(actor, case.agency) else 0,
        "may_archive": gate.may_read_person(actor, case.agency) and not case.destroyed_on,
    }
