"""Who may see a request in the office, and how much of the person behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.foi import masking, queries
from gongkai.foi.models import Applicant, Case

HANDLERS = (Duty.INFORMATION_OFFICER, Duty.REVIEWER, Duty.LEADER)
WHO_MAY_READ_THE_PERSON = (*HANDLERS, Duty.SECRECY_REVIEWER)


def case_or_404(actor: Any, pk: int) -> Case:
    """The request, or 404: an outsider does not even learn that it exists."""
    try:
        return (
            queries.visible_cases(actor)
            .select_related("registered_by", "handler", "possible_duplicate_of")
            .get(pk=pk)
        )
    except Case.DoesNotExist:
        raise Http404(_("没有这件申请，或者不在您的机构范围内。")) from None


def handles(actor: Any, agency: Agency) -> bool:
    """Whether the actor works on requests of this very agency (officer, reviewer or leader)."""
    return access.holds(actor, agency, *HANDLERS)


def may_read_person(actor: Any, agency: Agency) -> bool:
    """Whether identity, contacts and papers of the applicant may be shown: only to those who handle the request."""
    return access.holds(actor, agency, *WHO_MAY_READ_THE_PERSON)


@dataclass(frozen=True, slots=True)
class Person:
    """The applicant as this reader may see them; what may not be seen is empty."""

    kind: str
    name: str
    full: bool
    representative: str = ""
    contact_person: str = ""
    identity: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""
    has_proof: bool = False


def person_for(actor: Any, case: Case) -> Person:
    """The applicant in full for those who handle the request; for supervisors the kind and a shortened name."""
    who = case.applicant
    if not may_read_person(actor, case.agency):
        return Person(kind=str(who.get_kind_display()), name=shortened(who), full=False)
    return Person(
        kind=str(who.get_kind_display()),
        name=who.name,
        full=True,
        representative=who.representative,
        contact_person=who.contact_person,
        identity=" ".join(part for part in (who.identity_document, who.identity_number) if part),
        telephone=who.telephone,
        email=who.email,
        address=" ".join(part for part in (who.postal_address, who.postcode) if part),
        has_proof=bool(who.identity_proof),
    )


def shortened(who: Applicant) -> str:
    """An organisation's name, or the first character of a person's (`masking`)."""
    return masking.name(who.name, organisation=who.is_organisation)
