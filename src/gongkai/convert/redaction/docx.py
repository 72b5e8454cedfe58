"""Word documents written anew without what was to go."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.convert.parts.docx import Word
from gongkai.convert.parts.ooxml_package import Package
from gongkai.convert.redaction.model import Cut, Inner
from gongkai.convert.redaction.ooxml import redacted


def redact_docx(data: bytes, cuts: Sequence[Cut], inner: Inner) -> bytes:
    """The document without the cuts and their values. Raises Unreadable like its reader, NotRedacted: stale, unread."""
    package = Package(data)
    return redacted(Word(package), package, cuts, inner)
