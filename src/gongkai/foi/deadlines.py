"""The reply limits of open requests, for calendars, digests and warnings. Only the number of a request, never its words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.foi.models import Case


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Requests whose limit is known and runs or stands still for a consultation."""
    cases: Any = Case.objects.open_on(timezone.localdate()).filter(
        agency__in=agencies, due_on__isnull=False, status__in=[Case.Status.RUNNING, Case.Status.SUSPENDED]
    )
    if until is not None:
        cases = cases.filter(due_on__lte=until)
    rows = cases.values_list(
        "pk", "agency_id", "due_on", "received_on", "receipt_number", "agency__short_name"
    )
    return [
        Deadline(
            matter=f"foi.case-{pk}",
            agency_id=agency,
            due_on=due_on,
            since=received_on,
            title=_("答复期限 %(number)s（%(agency)s）") % {"number": number, "agency": name},
            url=reverse("foi_office:case", args=[pk]),
        )
        for pk, agency, due_on, received_on, number, name in rows
    ]
