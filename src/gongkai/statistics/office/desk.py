"""On the desk of a document: which items of the standard catalogue it answers, and which it may answer."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongkai.agencies import access
from gongkai.catalog.models import Document
from gongkai.catalog.services import DRAFTING
from gongkai.catalog.standards import matching, queries


def panel(request: HttpRequest, document: Document) -> SafeString:
    """The items its agency publishes; empty where there are none, or when the document is not public."""
    if not document.live:
        return SafeString()
    items = list(queries.items_for(document.agency))
    if not items:
        return SafeString()
    linked = set(document.standard_links.values_list("identity", flat=True))
    alike = set(matching.alike({"": document.title}, [(row.pk, _words(row)) for row in items]).get("", []))
    return render_to_string(
        "statistics/desk_panel.html",
        {
            "document": document,
            "linked": [row for row in items if row.identity in linked],
            "others": sorted(
                (row for row in items if row.identity not in linked), key=lambda row: row.pk not in alike
            ),
            "alike": alike,
            "may_link": access.holds(request.user, document.agency, *DRAFTING),
        },
        request,
    )


def _words(row: object) -> str:
    return f"{getattr(row, 'topic', '')} {getattr(row, 'matter', '')}"
