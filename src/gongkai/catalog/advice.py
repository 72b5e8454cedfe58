"""What rooms above say about a document while it is worked on: in its editor, on its desk, to whoever signs, before it goes out.

A room registers one `Adviser` when it starts (`quality` does). Knows no room above.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.safestring import SafeString

from gongkai.review.rules import Blocker

FIELD = "advice"
"""The name of the editor's buttons: the form is saved first, then the adviser does what the button's value asks for."""


class Adviser(Protocol):
    """One room's say."""

    def blockers(self, version: Any) -> list[Blocker]:
        """What keeps exactly this version from being sent for review and from going out."""

    def findings(self, version: Any) -> list[dict[str, Any]]:
        """Rows for `review/findings.html`: what whoever signs should know of this version."""

    def panel(self, request: HttpRequest, document: Any, *, editing: bool) -> SafeString:
        """What is shown beside the newest draft; empty when there is nothing to say."""

    def carry_out(self, request: HttpRequest, document: Any, asked: str) -> None:
        """Do what a button in the panel asks for, once the form is saved; messages tell the outcome."""


_known: list[Adviser] = []


def register(adviser: Adviser) -> None:
    """Make an adviser known."""
    _known.append(adviser)


def blockers(version: Any) -> list[Blocker]:
    """What every adviser holds against this version."""
    return [blocker for adviser in _known for blocker in adviser.blockers(version)]


def findings(version: Any) -> list[dict[str, Any]]:
    """What every adviser found in this version."""
    return [row for adviser in _known for row in adviser.findings(version)]


def panels(request: HttpRequest, document: Any, *, editing: bool) -> Iterator[SafeString]:
    """Every adviser's panel on the newest draft."""
    return (panel for adviser in _known if (panel := adviser.panel(request, document, editing=editing)))


def carry_out(request: HttpRequest, document: Any) -> None:
    """Do what was asked in the editor, if anything."""
    asked = request.POST.get(FIELD, "")
    for adviser in _known if asked else []:
        adviser.carry_out(request, document, asked)
