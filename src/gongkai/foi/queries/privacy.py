"""Who looked, whose time is over, and where a person's requests are: for the office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.foi import hashes
from gongkai.foi.models import ApplicantLook, Case, DestructionProtocol

HANDLERS = (Duty.INFORMATION_OFFICER, Duty.REVIEWER, Duty.LEADER)
READERS_OF_PERSONS = (*HANDLERS, Duty.SECRECY_REVIEWER)
OVERSEEING = (Duty.SUPERVISOR, Duty.ADMINISTRATOR)


def looks(actor: Any) -> QuerySet[ApplicantLook]:
    """Every look at applicants of the subtrees that the actor supervises or administers, the latest first."""
    agencies = access.acting_agencies(actor, *OVERSEEING)
    return ApplicantLook.objects.filter(case__agency__in=agencies).select_related("case__agency", "viewer")


def looks_of(actor: Any, case: Case) -> QuerySet[ApplicantLook]:
    """The looks at one case, for those who handle it and those who supervise them; nothing for others."""
    if access.holds(actor, case.agency, *READERS_OF_PERSONS, *OVERSEEING):
        return case.looks.select_related("viewer")
    return ApplicantLook.objects.none()


def cases_of_person(actor: Any, *, identity_number: str = "", telephone: str = "") -> QuerySet[Case]:
    """Requests of the applicant with this number, at agencies whose requests the actor handles. Needs one number."""
    agencies = access.acting_agencies(actor, *READERS_OF_PERSONS)
    if not agencies.exists():
        raise PermissionDenied(_("按证件号码或者电话查找，只向受理机构的经办人提供。"))
    wanted = Q(pk__in=[])
    if found := hashes.number_hashes("identity_number", identity_number):
        wanted |= Q(applicant__identity_hash__in=found)
    if found := hashes.number_hashes("telephone", telephone):
        wanted |= Q(applicant__telephone_hash__in=found)
    return Case.objects.filter(wanted, agency__in=agencies).select_related("agency", "applicant")


def protocols(actor: Any) -> QuerySet[DestructionProtocol]:
    """Destruction protocols of the agencies whose requests the actor handles or oversees."""
    agencies = access.acting_agencies(actor, *HANDLERS, *OVERSEEING)
    rows = DestructionProtocol.objects.filter(agency__in=agencies)
    return rows.select_related("agency", "proposed_by", "approved_by")
