"""What a request consists of when it comes in, and what is handed back when it is stored."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.foi.models import Case


@dataclass(frozen=True, slots=True)
class ApplicantDetails:
    """Who asks, as filled in (Art 29(1))."""

    kind: str
    name: str
    identity_document: str = ""
    identity_number: str = ""
    telephone: str = ""
    email: str = ""
    postal_address: str = ""
    postcode: str = ""
    representative: str = ""
    contact_person: str = ""

    @property
    def contact(self) -> str:
        """The first way to reach the applicant."""
        return self.telephone or self.email or self.postal_address


@dataclass(frozen=True, slots=True)
class RequestDetails:
    """What is asked and how it is wanted (Art 29(2)(3))."""

    subject: str
    document_number: str = ""
    features: str = ""
    wanted_form: str = Case.Form.PAPER
    wanted_route: str = Case.Route.POST
    help_needed: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """A request that is stored. `tracking_code` is shown once; it is empty when it has been replaced since.

    `repeated`: the same form had been sent before, nothing new was stored.
    """

    case: Case
    tracking_code: str
    repeated: bool = False
