"""Pure decisions of the screening: which decision holds, what may be silenced for ever, what hinders publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FALSE_ALARM, KEPT, REDACTED, REOPENED = "false_alarm", "kept", "redacted", "reopened"
UNREAD, SECRECY, WORDS = "unread.", "secrecy.", "words."
MOST_FINDINGS = 5_000
"""Findings kept one by one for a text or file; the rest is one more finding that says how many there are."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One reason why something may not be submitted or go out. `code` is stable, `text` says what to do."""

    code: str
    text: str


class Decided(Protocol):
    """A decision as far as the rules look at it."""

    @property
    def verdict(self) -> str: ...
    @property
    def for_ever(self) -> bool: ...


D = TypeVar("D", bound=Decided)


def holding(decisions: Iterable[D]) -> D | None:
    """The decision that settles a value, of all on it in their order; None: it is open.

    A redaction settles only the occurrence it took out, never the same value elsewhere. What was reopened is open in that
    object whatever was said for ever before; reopening for ever takes back only what was said for ever.
    """
    here: D | None = None
    ever: D | None = None
    for decision in decisions:
        if decision.verdict == REDACTED:
            continue
        if decision.for_ever:
            ever = decision
        else:
            here = decision
    if here is not None:
        return None if here.verdict == REOPENED else here
    return None if ever is None or ever.verdict == REOPENED else ever


def may_be_for_ever(detector: str) -> bool:
    """Whether a false alarm may be silenced for ever: never a mark of secrecy, nor what nobody could read."""
    return not detector.startswith((UNREAD, SECRECY))


class Looked(Protocol):
    """A screening as far as the rules look at it."""

    @property
    def title(self) -> str: ...
    @property
    def is_pending(self) -> bool: ...
    @property
    def version(self) -> str: ...
    @property
    def open_serious(self) -> int: ...


def hindrances(screenings: Sequence[tuple[str, Looked | None]], version: str) -> list[Hindrance]:
    """What keeps a version back: (title, its screening) for each text and file; `version` of words and detectors now."""
    found = []
    for title, screening in screenings:
        named = {"title": title}
        if screening is None:
            found.append(
                Hindrance("SCREENING-MISSING", _("“%(title)s”还没有经过公开前检查，请点“重新检查”。") % named)
            )
        elif screening.is_pending:
            found.append(
                Hindrance("SCREENING-RUNNING", _("“%(title)s”正在检查或者遮盖，请稍候片刻。") % named)
            )
        elif screening.version != version:
            text = _("“%(title)s”检查之后词库或检测项有更新，请点“重新检查”。") % named
            found.append(Hindrance("SCREENING-OUTDATED", text))
        elif screening.open_serious:
            number = screening.open_serious
            text = ngettext(
                "“%(title)s”有%(number)d处严重问题没有处理，请逐处遮盖、保留或者标为误报。",
                "“%(title)s”有%(number)d处严重问题没有处理，请逐处遮盖、保留或者标为误报。",
                number,
            ) % {**named, "number": number}
            found.append(Hindrance("SCREENING-OPEN", text))
    return found
