"""Records as programs read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongkai.catalog.harvest import Change


def document(row: Any, request: HttpRequest) -> dict[str, Any]:
    """The catalogue's facts about a public document."""

    def url(name: str, pk: int) -> str:
        return request.build_absolute_uri(reverse(f"portal:{name}", args=[pk]))

    return {
        "id": row.pk,
        "url": url("document", row.pk),
        "title": row.title,
        "summary": row.summary,
        "index_number": row.index_number,
        "document_number": row.document_number,
        "agency": {"code": row.agency.code, "name": row.agency.name},
        "column": row.column.name if row.column else "",
        "type": row.document_type,
        "topic": row.topic,
        "keywords": row.keywords,
        "source": row.source,
        "validity": row.validity_now,
        "signed_on": row.signed_on,
        "effective_on": row.effective_on,
        "expires_on": row.expires_on,
        "published_at": timezone.localtime(row.published_on).isoformat(),
        "changed_at": timezone.localtime(row.last_published_at).isoformat(),
        "attachments": [
            {
                "title": one.title,
                "url": url("attachment", one.pk),
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
            }
            for one in row.attachments
        ],
    }


def change(one: Change, request: HttpRequest) -> dict[str, Any]:
    """A document as it is now (`public`), or what is left of one that was withdrawn: number, agency, day and reason."""
    if one.document is not None:
        return {
            "at": one.at,
            "state": "public",
            "document": document(one.document, request),
            "withdrawn": None,
        }
    gone = one.gone
    if gone is None:
        raise ValueError(f"change {one.at} is of nothing")
    left = {
        "id": gone.pk,
        "url": request.build_absolute_uri(reverse("portal:document", args=[gone.pk])),
        "index_number": gone.index_number,
        "agency": {"code": gone.agency.code, "name": gone.agency.name},
        "withdrawn_on": gone.withdrawn_on,
        "reason": gone.reason,
    }
    return {"at": one.at, "state": "withdrawn", "document": None, "withdrawn": left}


COLUMNS = (
    "id", "url", "title", "summary", "index_number", "document_number", "agency_code", "agency", "column", "type", "topic",
    "keywords", "source", "validity", "signed_on", "effective_on", "expires_on", "published_at", "changed_at", "attachments",
)  # fmt: skip
"""Of the table of documents; `attachments`: their addresses, one blank between them."""


def cells(told: dict[str, Any]) -> list[Any]:
    """A document (`document`) as a line of the table."""
    flat = told | {
        "agency_code": told["agency"]["code"],
        "agency": told["agency"]["name"],
        "attachments": " ".join(one["url"] for one in told["attachments"]),
    }
    return [plain_value(flat[name]) for name in COLUMNS]


def plain(told: dict[str, Any]) -> dict[str, Any]:
    """A document (`document`) with its days as text."""
    return {name: plain_value(value) for name, value in told.items()}


def plain_value(value: Any) -> Any:
    """A day as text, anything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def matter(row: Any, request: HttpRequest) -> dict[str, Any]:
    """A matter for the agency's own programs: never the applicant."""
    names = (
        "source_system",
        "number",
        "name",
        "unit",
        "kind",
        "state",
        "accepted_on",
        "due_on",
        "provisional",
        "finished_on",
        "result",
    )
    found = {name: getattr(row, name) for name in (*names, "published", "held")}
    return {**found, "changed_at": timezone.localtime(row.moved_at).isoformat()}
