"""The limits for answers to reconsideration bodies and courts, for calendars, digests and warnings."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.remedies.models import Remedy


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Open proceedings whose answer has not been handed in."""
    rows = Remedy.objects.filter(
        agency__in=agencies,
        result=Remedy.Result.PENDING,
        answered_on__isnull=True,
        answer_due_on__isnull=False,
    )
    if until is not None:
        rows = rows.filter(answer_due_on__lte=until)
    return [
        Deadline(
            matter=f"remedies.remedy-{row.pk}",
            agency_id=row.agency_id,
            due_on=row.answer_due_on,
            since=row.notified_on or row.filed_on,
            title=_("%(kind)s答复期限 %(number)s（%(agency)s）")
            % {
                "kind": row.get_kind_display(),
                "number": row.case.receipt_number,
                "agency": row.agency.short_name,
            },
            url=reverse("remedies_office:remedy", args=[row.pk]),
        )
        for row in rows.select_related("case", "agency")
        if row.answer_due_on is not None
    ]
