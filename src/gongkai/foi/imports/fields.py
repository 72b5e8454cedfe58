"""What a register may say of a request: the names a mapping may use, and which of them hold days, numbers or choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.foi.models import Applicant, Case, Consultation, Decision, ProcessingFee
from gongkai.law.outcomes import OUTCOMES

REQUIRED = ("source_id", "applicant_name", "subject", "submitted_on")
DAYS = (
    "submitted_on",
    "confirmed_on",
    "correction_requested_on",
    "correction_received_on",
    "extended_on",
    "excessive_delay_on",
    "excessive_delay_until",
    "fee_notice_on",
    "fee_paid_on",
    "decided_on",
    "delivered_on",
    "withdrawn_on",
)
NUMBERS = ("correction_period_working_days", "extension_working_days", "fee_quantity")
WITHDRAWN = "withdrawn"


def _choices(model: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in model.choices}


def choices() -> Mapping[str, dict[str, str]]:
    """Per field: the codes it may hold, with the words a register uses for them anyway."""
    return {
        "applicant_kind": _choices(Applicant.Kind),
        "channel": _choices(Case.Channel),
        "wanted_form": _choices(Case.Form),
        "wanted_route": _choices(Case.Route),
        "served_by": _choices(Decision.ServedBy),
        "fee_method": _choices(ProcessingFee.Method),
        "outcome": {code: outcome.label for code, outcome in OUTCOMES.items()} | {WITHDRAWN: "撤回"},
        "opinion": _choices(Consultation.Opinion),
        "party": _choices(Consultation.Party),
    }


TEXTS = (
    "source_id",
    "subject",
    "document_number",
    "features",
    "applicant_name",
    "representative",
    "contact_person",
    "identity_document",
    "identity_number",
    "telephone",
    "email",
    "postal_address",
    "postcode",
    "help_needed",
    "correction_wanted",
    "fee_amount",
    "fee_receipt",
    "reply_number",
    "postal_number",
    "note",
)
CHOSEN = ("applicant_kind", "channel", "wanted_form", "wanted_route", "served_by", "fee_method", "outcome")
COLUMNS = (*TEXTS, *DAYS, *NUMBERS, *CHOSEN)
CONSULTATION = ("party", "name", "sent_on", "received_on", "answered_on", "opinion")
DEFAULTS = (
    "applicant_kind",
    "channel",
    "wanted_form",
    "wanted_route",
    "served_by",
    "fee_method",
    "postal_address",
    "correction_period_working_days",
    "extension_working_days",
)
