"""What the generator says of a document: the values planted in it, where, and how they are spelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

CHECKED = ("person.resident_id", "person.bank_card", "organisation.credit_code")
"""Kinds that carry a check digit: the strictest target holds for them."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One value that must be found. `value`: as a register would write it; `spelling`: how the document writes it;
    `where`: the place in the file, given when the file is written. `clause`: the words around it, when a finding on any of them is
    as good (who has the illness, or the illness)."""

    detector: str
    value: str
    spelling: str = "plain"
    where: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text, or a table when it has rows."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    planted: tuple[Planted, ...] = ()

    def at(self, where: str) -> Block:
        """The same block, its values placed."""
        return replace(self, planted=tuple(replace(one, where=where) for one in self.planted))


@dataclass(slots=True)
class Draft:
    """A document before it has a form: what a reader sees, and lines to be put where he does not look.

    `open_to_doubt`: texts that may be reported or not (a name beside an identifier, a bank's branch).
    `phones`, `addresses`, `emails`: what the agency publishes itself.
    """

    title: str
    agency: str
    blocks: list[Block] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)
    open_to_doubt: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    """A file with known truth."""

    seed: int
    name: str
    data: bytes
    container: str
    planted: tuple[Planted, ...]
    draft: Draft


def placed(blocks: Sequence[Block], where: str, in_tables: str = "table") -> list[Planted]:
    """The values of blocks, all at one place."""
    return [one for block in blocks for one in block.at(in_tables if block.rows else where).planted]
