"""What was found against what was planted. A finding is compared by what it says, wherever a reader put it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .model import Document, Planted
from .spelling import plain

ALIKE = {
    "person.minor": {"person.named_field"},
    "person.hongkong_macao_permit": {"person.taiwan_permit"},
    "person.taiwan_permit": {"person.hongkong_macao_permit"},
    "secrecy.number": {"secrecy.mark"},
}
"""Other detectors whose finding on a value is as good, since two careful people may differ."""
LOOSE = ("person.home_address", "secrecy.mark", "secrecy.internal", "person.position")
"""Kinds whose beginning and end nobody could fix: it is enough that a finding lies on the value."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it is compared: the detector, how much it weighs, and the text it stands on."""

    detector: str
    severity: str
    text: str
    part: str = ""


@dataclass(slots=True)
class Tally:
    """How many were right, missed, false; examples are masked."""

    right: int = 0
    missed: int = 0
    false: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the planted that was found; 1 when nothing was planted."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Share of the found that was planted; 1 when nothing was found."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    def add(self, other: Tally, keep: int = 40) -> None:
        """Sum up."""
        self.right += other.right
        self.missed += other.missed
        self.false += other.false
        self.examples += other.examples[: keep - len(self.examples)]


def masked(text: str) -> str:
    """Three characters in front, two behind, stars between."""
    return (
        text[:3] + "*" * max(len(text) - 5, 1) + text[-2:]
        if len(text) > 5
        else text[:1] + "*" * (len(text) - 1)
    )


def recalled(made: Document, found: Iterable[Found]) -> list[tuple[Planted, bool]]:
    """Every planted value, and whether it was found by its detector."""
    by_detector: dict[str, list[str]] = {}
    for finding in found:
        by_detector.setdefault(finding.detector, []).append(plain(finding.text))
    result = []
    for one in made.planted:
        wanted, loose = plain(one.value), one.detector in LOOSE
        texts = [
            text
            for name in ({one.detector} | ALIKE.get(one.detector, set()))
            for text in by_detector.get(name, ())
        ]
        right = any(_on(text, wanted, loose) or _within(text, one) for text in texts)
        result.append((one, right))
    return result


def accused(made: Document, found: Iterable[Found], severity: str = "serious") -> list[tuple[Found, bool]]:
    """Every finding of the severity that does not merely lie on something open to doubt, and whether a planted value is there."""
    true = [plain(one.value) for one in made.planted]
    clauses = [one for one in made.planted if one.clause]
    doubtful = [plain(text) for text in made.draft.open_to_doubt]
    result = []
    for finding in found:
        if finding.severity != severity:
            continue
        text = plain(finding.text)
        right = any(value in text or (text in value and 3 * len(text) >= len(value)) for value in true)
        right = right or any(_within(text, one) for one in clauses)
        if right or not any(value in text or text in value for value in doubtful):
            result.append((finding, right))
    return result


def _on(found: str, value: str, loose: bool) -> bool:
    if not found or not value:
        return False
    return value in found or (found in value and (loose or len(found) >= 0.9 * len(value)))


def _within(found: str, planted: Planted) -> bool:
    return len(found) >= 2 and found in plain(planted.clause)
