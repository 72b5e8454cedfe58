"""What of a document is signed: the canonical form and its checksum. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import Any

SIGNED_FIELDS = (
    "title",
    "summary",
    "body",
    "column_id",
    "disclosure_class",
    "ground",
    "ground_article",
    "statutory_item",
    "document_type",
    "document_number",
    "topic",
    "keywords",
    "source",
    "signed_on",
    "effective_on",
    "expires_on",
    "formed_on",
    "attached",
)
# Came later: they enter the checksum only where they say something, so that what was signed before keeps its checksum.
LATER_FIELDS = ("schema", "data", "registration_number", "interpretation_waiver")


def digest(document: Any) -> str:
    """SHA-256 over the signed fields in one canonical form; dates as ISO, attachments by their own checksums."""
    content = [[name, _plain(getattr(document, name))] for name in SIGNED_FIELDS]
    content += [[name, getattr(document, name)] for name in LATER_FIELDS if getattr(document, name)]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value
