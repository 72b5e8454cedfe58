"""What a table may say: its fields as a room declares them, and what is wrong with a row."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "day", "choice"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `headings`: how tables usually call it; `choices`: code -> word; `personal`: never repeated in a report.

    `open`: a word that is no choice is left to the room, which knows more (agencies, columns).
    """

    name: str
    label: str
    headings: tuple[str, ...] = ()
    kind: Kind = "text"
    required: bool = False
    longest: int = 200
    choices: Mapping[str, str] = field(default_factory=dict)
    open: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken over: where, what stood there (blank for personal data), a stable code, what to do."""

    row: int
    column: str
    value: str
    code: str
    text: str


def plain(text: str) -> str:
    """A heading or word without what does not make it another one: width, case, blanks, punctuation."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(ch for ch in normal if ch.isalnum())
