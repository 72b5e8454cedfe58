"""A text with what is personal in it replaced by asterisks, as the scanner finds it."""

from __future__ import annotations

from datetime import date

from gongkai import scan

PERSONAL = "person."


def masked(text: str, as_of: date) -> tuple[str, bool]:
    """The text as it may be shown in lists, and whether anything was replaced."""
    found = [one for one in scan.scan_text(text, as_of=as_of) if one.detector.startswith(PERSONAL)]
    shown = text
    for finding in reversed(found):
        shown = shown[: finding.start] + finding.masked + shown[finding.end :]
    return shown, bool(found)


def hindrances(text: str, as_of: date) -> list[str]:
    """Why a text may not stand on a public page without a review: what is personal or secret in it."""
    return [one.why for one in scan.scan_text(text, as_of=as_of) if one.severity == scan.Severity.SERIOUS]
