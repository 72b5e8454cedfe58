"""The columns of a document that follow from others: one function writes them all."""

from __future__ import annotations

from typing import Any

from gongkai.catalog import content, limits
from gongkai.convert import sanitise

FIELDS = ("title", "body", "body_text", "publication_due_on", "interpretation_due_on", "content_sha256")


def refresh(document: Any, *known: Any) -> None:
    """Clean the body and derive its text, its limits and the content's checksum. `known`: see `limits.dates`."""
    document.title = " ".join(document.title.split())
    document.body = sanitise.html(document.body) if document.body else ""
    document.body_text = sanitise.text(document.body)
    for name, day in limits.dates(document, *known).items():
        setattr(document, name, day)
    document.content_sha256 = content.digest(document)
