"""The blocks of a document while its layout is recognised: what was told of them, what of them is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.convert.intake.model import Block, Fact, Line, Note, Table

_NEAR_END = 6
_BLANKS = re.compile(r"[\s\u3000]+")


def compact(text: str) -> str:
    """Without any blank: names and numbers are often spread over a line."""
    return _BLANKS.sub("", text)


@dataclass(slots=True)
class Layout:
    """Blocks and findings. `start`: the place after the head; `attached_from`: where the list of attachments begins."""

    blocks: list[Block]
    facts: list[Fact] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    start: int = 0
    attached_from: int = 0
    gone: set[int] = field(default_factory=set)

    def lines(self, start: int, end: int | None = None) -> Iterator[tuple[int, Line]]:
        """The paragraphs from a place on that are still there, with their places."""
        for at, block in enumerate(self.blocks[start:end], start):
            if isinstance(block, Line) and at not in self.gone:
                yield at, block

    def texts(self, start: int) -> Iterator[tuple[int, str]]:
        """Every paragraph, and every row of a table as one text, with its place."""
        for at, block in enumerate(self.blocks[start:], start):
            if at in self.gone:
                continue
            if isinstance(block, Line):
                yield at, block.words
            else:
                yield from ((at, " ".join(row).replace("\n", " ")) for row in block.row_texts())

    def line(self, at: int) -> Line:
        """The paragraph at a place; an empty one for a table."""
        block = self.blocks[at]
        return block if isinstance(block, Line) else Line()

    def is_near_end(self, at: int) -> bool:
        """Whether hardly anything follows."""
        return sum(1 for _, line in self.lines(at + 1) if line.text) <= _NEAR_END

    def tell(self, name: str, value: str, block: Block, *, sure: bool = True) -> None:
        """Keep what was recognised; the first of a name counts."""
        if value and all(fact.name != name for fact in self.facts):
            self.facts.append(Fact(name, value, block.number, sure))

    def drop(self, at: int, *, told: bool = True) -> None:
        """Leave a block out of the text. `told`: list its words, since no field holds them all."""
        if at in self.gone:
            return
        self.gone.add(at)
        block = self.blocks[at]
        words = (
            block.words if isinstance(block, Line) else " ".join(" ".join(row) for row in block.row_texts())
        )
        if told and words:
            self.dropped.append(words)

    def note(self, code: str, detail: str = "", count: int = 1) -> None:
        """Something a person should know, once."""
        if all(note.code != code for note in self.notes):
            self.notes.append(Note(code, count, detail[:80]))

    def kept(self) -> list[Block]:
        """The text."""
        return [
            block
            for at, block in enumerate(self.blocks)
            if at not in self.gone and (isinstance(block, Table) or block.text or block.figures)
        ]
