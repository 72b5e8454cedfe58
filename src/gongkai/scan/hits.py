"""What a detector claims, before overlapping claims are settled."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable
from typing import NamedTuple

from gongkai.scan.model import Severity


class Hit(NamedTuple):
    """A claim on `text[start:end]`. `weight`: how much was checked; the heavier claim on a stretch wins.

    `value`: what is to be masked when it differs from the text of the stretch (digits that were set apart).
    """

    detector: str
    severity: Severity
    confidence: float
    start: int
    end: int
    why: str
    weight: int
    value: str = ""


def settle(hits: Iterable[Hit]) -> list[Hit]:
    """The claims that stand, in the order of the text; those of different groups do not contest each other."""
    taken: dict[str, list[tuple[int, int]]] = {}
    kept = []
    for hit in sorted(hits, key=lambda hit: (-hit.weight, -hit.confidence, hit.start - hit.end, hit.start)):
        spans = taken.setdefault(hit.detector.partition(".")[0], [])
        at = bisect_right(spans, (hit.start, hit.end))
        if (at and spans[at - 1][1] > hit.start) or (at < len(spans) and spans[at][0] < hit.end):
            continue
        insort(spans, (hit.start, hit.end))
        kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.detector))
