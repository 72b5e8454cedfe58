"""On the desk of a document: where it is to go, where it went, and what is to be done about that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongkai.catalog.models import Document
from gongkai.channels import declared, queries
from gongkai.channels.office.jobs import TONES


def panel(request: HttpRequest, document: Document) -> SafeString:
    """The jobs of a document and what went out without one; empty for a document that never was public."""
    if not document.index_number:
        return SafeString()
    known = declared.every()
    jobs = queries.jobs(request.user).filter(document=document).prefetch_related("releases").order_by("pk")
    releases = queries.releases(request.user).filter(document=document, job__isnull=True, void_reason="")
    return render_to_string(
        "channels/office/desk_panel.html",
        {
            "document": document,
            "jobs": [
                {
                    "row": row,
                    "channel": _named(known, row.channel),
                    "tone": TONES.get(row.state, ""),
                    "release": next((one for one in row.releases.all() if not one.void_reason), None),
                }
                for row in jobs
            ],
            "releases": [{"row": row, "channel": _named(known, row.channel)} for row in releases],
        },
        request,
    )


def _named(known: dict[str, Any], slug: str) -> str:
    return str(known[slug].label) if slug in known else slug
