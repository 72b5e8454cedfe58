"""A text as its readers see it, what is known of the document, and what was found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

TITLE, NUMBER, BODY, WHOLE = "title", "document_number", "body", "document"
"""Where a finding is: in the title, in the document number, in a block of the body, or in the document as a whole."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between two block tags. `kind`: the innermost block tag (`p`, `h2`, `li`, `td` …)."""

    number: int
    kind: str
    text: str
    in_table: bool

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading by its tag."""
        return len(self.kind) == 2 and self.kind[0] == "h" and self.kind[1].isdigit()


@dataclass(frozen=True, slots=True)
class Link:
    """A link with the words it stands under, at `start` of its block; without any text it has no block."""

    address: str
    text: str
    block: int | None
    start: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what it says to those who cannot see it; `block` is the block before which it stands."""

    source: str
    told: str
    block: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its text, its first block (None: empty), how far it reaches."""

    text: str
    block: int | None
    is_header: bool
    colspan: int
    rowspan: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as written, merged ones once; `block` is the first block in it."""

    rows: list[list[Cell]]
    block: int


@dataclass(frozen=True)
class Text:
    """A body taken apart."""

    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @cached_property
    def running(self) -> list[Block]:
        """The blocks outside tables."""
        return [block for block in self.blocks if not block.in_table]

    @cached_property
    def characters(self) -> int:
        """How many visible characters there are."""
        return sum(len("".join(block.text.split())) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a check must know of a document besides its body. `attachments`: titles a reader is offered; `needs_interpretation`:
    whether one was due and is missing; `title_again`: how many other public documents of the agency have the same title;
    `silent_windows`: windows of a guide without a telephone."""

    title: str = ""
    kind: str = ""
    document_number: str = ""
    signed_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    attachments: Sequence[str] = ()
    schema: str = ""
    is_public: bool = False
    needs_interpretation: bool = False
    title_again: int = 0
    silent_windows: Sequence[str] = ()

    @property
    def is_normative(self) -> bool:
        """Whether it is a rule or a normative document."""
        return self.kind in ("regulation", "normative_document")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something at `start` to `end` of a place; of the body, in block `block`. `why`: a sentence for the officer; `right`: what
    certainly should stand there instead, None when a person must say."""

    rule: str
    place: str
    quote: str
    why: str
    block: int | None = None
    start: int = 0
    end: int = 0
    right: str | None = None


def in_block(rule: str, block: Block, start: int, end: int, why: str, right: str | None = None) -> Finding:
    """A finding on a stretch of a block of the body."""
    return Finding(rule, BODY, block.text[start:end], why, block.number, start, end, right)


def of_whole(rule: str, why: str) -> Finding:
    """A finding on the document as a whole."""
    return Finding(rule, WHOLE, "", why)


AROUND = 12


def spots(findings: Iterable[Finding], text: Text, facts: Facts) -> Iterator[tuple[str, Finding]]:
    """Each finding with the name of its spot: rule, words and what stands around them, so that the spot is known again after
    other parts of the text changed. Equal ones are told apart by their order."""
    seen: Counter[str] = Counter()
    whole = {TITLE: facts.title, NUMBER: facts.document_number, WHOLE: ""}
    for finding in findings:
        source = text.blocks[finding.block].text if finding.block is not None else whole[finding.place]
        before = "".join(source[: finding.start].split())[-AROUND:]
        after = "".join(source[finding.end :].split())[:AROUND]
        name = "\x1f".join((finding.rule, finding.place, before, finding.quote, after))
        seen[name] += 1
        digest = hashlib.sha256(f"{name}\x1f{seen[name]}".encode()).hexdigest()
        yield digest, finding
