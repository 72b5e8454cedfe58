"""Pure decisions: which round is due, and whether a document is what a subscription asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.subscriptions.models import Frequency

MONDAY_FIRST = "%G-W%V"


def period(frequency: str, local: datetime, newest: int, hour: int) -> str:
    """The name of the round that is due at a local time, '' when none is.

    At once: whenever there is something newer; daily: from `hour` on; weekly: from `hour` on Monday on, so that a week in
    which the machine stood still on Monday has its mail on Tuesday.
    """
    if frequency == Frequency.AT_ONCE:
        return f"#{newest}"
    if frequency == Frequency.DAILY:
        return f"{local:%Y-%m-%d}" if local.hour >= hour else ""
    is_early = local.isoweekday() == 1 and local.hour < hour
    return "" if is_early else f"{local:{MONDAY_FIRST}}"


def asks_for(subscription: Any, document: Any) -> bool:
    """Whether a subscription wants to hear of a document; the words are looked for where the search looks."""
    searched = "\n".join(
        (document.title, document.document_number, document.index_number, document.summary)
    ).casefold()
    return (
        subscription.agency_id in (None, document.agency_id)
        and subscription.column in ("", document.column.slug if document.column else None)
        and subscription.document_type in ("", document.document_type)
        and all(word in searched for word in subscription.words.casefold().split())
    )


def scope(agency_id: int | None, column: str, document_type: str, words: str) -> str:
    """What is subscribed to as one text, to find the same again."""
    return f"{agency_id or ''}|{column}|{document_type}|{words.casefold()}"
