"""Presentations written anew without what was to go."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.convert.parts.ooxml_package import Package
from gongkai.convert.parts.pptx import PowerPoint
from gongkai.convert.redaction.model import Cut, Inner
from gongkai.convert.redaction.ooxml import redacted


def redact_pptx(data: bytes, cuts: Sequence[Cut], inner: Inner) -> bytes:
    """The presentation without the cuts and their values. Raises Unreadable like its reader, NotRedacted: stale, unread."""
    package = Package(data)
    return redacted(PowerPoint(package), package, cuts, inner)
