"""Two versions of a text beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pair:
    """One paragraph in both versions: what stood there, what stands there; `skipped` paragraphs are the same and left out."""

    kind: str
    before: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()
    skipped: int = 0


def side_by_side(lines: Iterable[Any]) -> Iterator[Pair]:
    """The lines of a comparison: on the left nothing that was added, on the right nothing that was taken out."""
    for line in lines:
        before = tuple(piece for piece in line.pieces if piece.kind != "added")
        after = tuple(piece for piece in line.pieces if piece.kind != "removed")
        yield Pair(line.kind, before, after, line.skipped)
