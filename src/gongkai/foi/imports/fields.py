"""What a register may say of a request: its fields, with the headings and words most registers use (`register.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.convert.official import in_official_language
from gongkai.convert.sheet import MAX_CELL
from gongkai.convert.tables import Field
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
LETTER_TEXTS, LETTER_DAYS = ("name",), ("sent_on", "received_on", "answered_on")
LETTER_CHOSEN = ("party", "opinion")
_LETTER = re.compile(r"consultations\[(\d+)\]\.(\w+)")


@cache
def register() -> dict[str, Any]:
    """The headings and words of `register.yaml`, in the form of a mapping file."""
    text = (files("gongkai.foi.imports") / "register.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@in_official_language
def declared(letters: int) -> tuple[Field, ...]:
    """The fields of a register with so many sets of columns about letters to others. No report repeats what stands in one."""
    names: dict[str, list[str]] = register()["columns"]
    chosen = _choices()
    found = [
        _field(name, names.get(name, [name]), required=name in REQUIRED, choices=chosen.get(name))
        for name in (*TEXTS, *DAYS, *NUMBERS, *CHOSEN)
    ]
    for number in range(1, letters + 1):
        found += [
            _field(letter(number, name), [letter(number, name)], choices=chosen.get(name))
            for name in (*LETTER_TEXTS, *LETTER_DAYS, *LETTER_CHOSEN)
        ]
    return tuple(found)


def letter(number: int, name: str) -> str:
    """The field of one of several letters."""
    return f"consultations[{number}].{name}"


def digest_name(name: str) -> str:
    """The name under which a field enters the digest of a row; what was taken over before keeps its digest."""
    return _LETTER.sub(lambda found: f"{int(found[1]) - 1}.{found[2]}", name)


def _field(
    name: str, headings: list[str], *, required: bool = False, choices: Mapping[str, str] | None = None
) -> Field:
    is_day = name in DAYS or name.rpartition(".")[2] in LETTER_DAYS
    kind: Any = "choice" if choices else "day" if is_day else "text"
    return Field(
        name, headings[0], tuple(headings[1:]), kind, required, MAX_CELL, choices or {}, personal=True
    )


def _choices() -> Mapping[str, dict[str, str]]:
    """Per field: the codes it may hold, with the words a register uses for them anyway."""
    models: dict[str, Any] = {
        "applicant_kind": Applicant.Kind,
        "channel": Case.Channel,
        "wanted_form": Case.Form,
        "wanted_route": Case.Route,
        "served_by": Decision.ServedBy,
        "fee_method": ProcessingFee.Method,
        "opinion": Consultation.Opinion,
        "party": Consultation.Party,
    }
    found = {name: {str(code): str(label) for code, label in model.choices} for name, model in models.items()}
    found["outcome"] = {code: outcome.label for code, outcome in OUTCOMES.items()} | {WITHDRAWN: "撤回"}
    return found
