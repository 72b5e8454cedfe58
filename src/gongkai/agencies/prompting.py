"""A superior's word to agencies whose limits are near or missed: one or many with one act, recorded, on their desks at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access, near_limits
from gongkai.agencies.models import Agency, Duty, Prompt, User
from gongkai.agencies.services import record

TEXT_LIMIT = 300
FRESH = timedelta(days=7)
ANSWERING = (Duty.INFORMATION_OFFICER, Duty.LEADER)


@dataclass(frozen=True, slots=True)
class Prompted:
    """Who was prompted, and who was left alone: because nothing presses there, or because they were prompted today."""

    prompts: tuple[Prompt, ...]
    idle: tuple[Agency, ...]
    told_today: tuple[Agency, ...]


@transaction.atomic
def prompt(*, actor: User, agencies: Sequence[Agency], text: str = "") -> Prompted:
    """Ask agencies to do what is late or nearly so (条例第四十七条). Once a day each.

    It stands on the desks of the agency's officers and leaders, and in their next daily mail. Raises PermissionDenied for
    an agency outside the actor's supervision, ValidationError when none is named or the text is too long.
    """
    text = " ".join(text.split())
    for agency in agencies:
        access.require(actor, agency, Duty.SUPERVISOR)
    if not agencies:
        raise ValidationError(_("请先勾选要催办的机构。"), code="PROMPT-NOBODY")
    if len(text) > TEXT_LIMIT:
        raise ValidationError(
            _("催办内容不得超过%(limit)s字。") % {"limit": TEXT_LIMIT}, code="PROMPT-LENGTH"
        )
    chosen = [agency.pk for agency in agencies]
    pressing = {row.agency.pk: row for row in near_limits.by_agency(Agency.objects.filter(pk__in=chosen))}
    told = set(
        Prompt.objects.filter(agency__in=chosen, sent_at__date=timezone.localdate()).values_list(
            "agency_id", flat=True
        )
    )
    rows = []
    for agency in agencies:
        found = pressing[agency.pk]
        if found.presses and agency.pk not in told:
            row = Prompt.objects.create(
                agency=agency, late=found.late, near=found.near, text=text, sent_by=actor
            )
            record(actor, row, "sent", agency=agency.code, late=found.late, near=found.near, text=text)
            rows.append(row)
    return Prompted(
        tuple(rows),
        tuple(agency for agency in agencies if not pressing[agency.pk].presses),
        tuple(agency for agency in agencies if agency.pk in told and pressing[agency.pk].presses),
    )


def heard(actor: Any) -> QuerySet[Prompt]:
    """The last week's prompts to the agencies at which the actor answers for the work, newest first."""
    mine = access.acting_agencies(actor, *ANSWERING)
    return Prompt.objects.filter(agency__in=mine, sent_at__gte=timezone.now() - FRESH).select_related(
        "agency", "sent_by"
    )
