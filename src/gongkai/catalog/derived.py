"""The columns of a document that follow from others: one function writes them all."""

from __future__ import annotations

from typing import Any

from gongkai.agencies import working_days
from gongkai.catalog import content, rules
from gongkai.convert import sanitise
from gongkai.law import parameters, publication

FIELDS = ("title", "body", "body_text", "publication_due_on", "content_sha256")


def refresh(document: Any) -> None:
    """Clean the body and derive its text, the publication limit (条例第二十六条) and the content's checksum."""
    document.title = " ".join(document.title.split())
    document.body = sanitise.html(document.body) if document.body else ""
    document.body_text = sanitise.text(document.body)
    document.publication_due_on = due_on(document)
    document.content_sha256 = content.digest(document)


def due_on(document: Any) -> Any:
    """The last day to publish; None for what is not published proactively or has no date to count from."""
    formed_on = document.formed_on or document.signed_on
    if formed_on is None or document.disclosure_class != rules.PROACTIVE:
        return None
    if parameters.dated("publication_limit", formed_on) is None:
        return None  # formed before any regulation was in force
    return publication.publication_due(formed_on, working_days.current()).due_on
