"""A request between form and storage: as the room of requests takes it, and as the check page shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.foi.services import ApplicantDetails, RequestDetails
from gongkai.portal.forms import RequestForm

GROUPS = (
    (
        "applicant_kind",
        ("applicant_kind", "name", "contact_person", "identity_proof", "phone", "email", "address"),
    ),
    ("agency", ("agency", "information_title", "information_document_number", "information_description")),
    ("carrier", ("carrier", "route")),
)
ROUTES = {
    "post": "post",
    "online": "electronic",
    "email": "electronic",
    "pickup": "in_person",
    "on_site": "in_person",
}
# Where the room of requests finds a fault -> the field of the form it is shown beside.
FIELDS = {
    "kind": "applicant_kind",
    "telephone": "phone",
    "contact": "phone",
    "postal_address": "address",
    "subject": "information_title",
    "document_number": "information_document_number",
    "features": "information_description",
    "wanted_form": "carrier",
    "wanted_route": "route",
}


def applicant_of(cleaned: Mapping[str, Any]) -> ApplicantDetails:
    """Who asks."""
    return ApplicantDetails(
        kind=cleaned["applicant_kind"],
        name=cleaned["name"],
        contact_person=cleaned["contact_person"],
        telephone=cleaned["phone"],
        email=cleaned["email"],
        postal_address=cleaned["address"],
    )


def request_of(cleaned: Mapping[str, Any]) -> RequestDetails:
    """What is asked. Inspection on site is a form of its own."""
    return RequestDetails(
        subject=cleaned["information_title"],
        document_number=cleaned["information_document_number"],
        features=cleaned["information_description"],
        wanted_form="inspection" if cleaned["route"] == "on_site" else cleaned["carrier"],
        wanted_route=ROUTES[cleaned["route"]],
    )


def digest(data: Mapping[str, Any]) -> str:
    """Recognises what was typed without being readable."""
    names = [name for _anchor, group in GROUPS for name in group if name != "identity_proof"]
    text = json.dumps([str(data.get(name, "")) for name in names])
    return salted_hmac("portal.request", text, algorithm="sha256").hexdigest()


def hidden_fields(form: RequestForm, data: Mapping[str, Any]) -> SafeString:
    """Everything typed, and the token, as hidden inputs."""
    names = [name for name in form.fields if name != "identity_proof"]
    return format_html_join(
        "\n",
        '<input type="hidden" name="{}" value="{}" />',
        ((name, data.get(name, "")) for name in names),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One answer."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """One of the three groups of the form."""

    title: str
    anchor: str
    rows: list[Line]


def groups(form: RequestForm, data: Mapping[str, Any], proof: str) -> list[Group]:
    """What was typed, in words, in the order of the form."""
    titles = (_("您是谁"), _("您要什么信息"), _("您想怎样得到"))
    return [
        Group(
            title,
            f"id_{anchor}",
            [Line(str(form.fields[name].label), _shown(form, name, data, proof)) for name in names],
        )
        for title, (anchor, names) in zip(titles, GROUPS, strict=True)
    ]


def _shown(form: RequestForm, name: str, data: Mapping[str, Any], proof: str) -> str:
    if name == "identity_proof":
        return proof
    value = str(data.get(name, ""))
    choices = dict(getattr(form.fields[name], "choices", []))
    return str(choices.get(value, value))
