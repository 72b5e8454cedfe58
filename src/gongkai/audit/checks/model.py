"""What a check finds, and what it is given to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongkai.audit.checks.body import Body
from gongkai.audit.model import Fact, ReadReport, Span

SURE = 0.9
"""Confidence of reading from which a figure may be held against its agency."""

_SENTENCE = re.compile(r"[^。！？!?\n\r\t]+")
_QUOTED = re.compile(r"[“「『][^“”「」『』\n]{0,200}[”」』]")


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One finding. `id`: of checks.yaml or `form.<rule>`; `severity`: certain, likely or information.

    `cells`: cell ids concerned; `phrases`: spans of the file's text; `text`: what is wrong, with figures; `sentence`: what the
    auditor writes to the agency.
    """

    id: str
    severity: str
    cells: tuple[str, ...]
    phrases: tuple[Span, ...]
    text: str
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """The finding in JSON's types, spans as pairs: what a batch and the office keep."""
        return {
            "id": self.id,
            "severity": self.severity,
            "cells": list(self.cells),
            "phrases": [[span.start, span.end] for span in self.phrases],
            "text": self.text,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the narrative, at `start` of the file's text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the file's text."""
        return self.start + len(self.text)


class Case:
    """One report under the checks: the reading, the file's text, last year's report, and what is derived from them once."""

    def __init__(self, report: ReadReport, text: str, previous: ReadReport | None, body: Body) -> None:
        self.report, self.text, self.previous, self.body = report, text, previous, body

    @cached_property
    def prose(self) -> str:
        """The narrative: the report's stretch with tables blanked out; position n is n + report.start of the file."""
        start, end = self.report.start, self.report.end or len(self.text)
        parts, at = [], start
        for span in sorted(self.report.tables.spans, key=lambda span: span.start):
            if span.end <= at or span.start >= end:
                continue
            low = max(at, span.start)
            high = min(end, span.end)
            parts += [self.text[at:low], "\n" * (high - low)]
            at = high
        parts.append(self.text[at:end])
        return "".join(parts)

    @cached_property
    def unquoted(self) -> str:
        """The narrative without what stands in quotation marks, positions kept."""
        return _QUOTED.sub(lambda match: "“" * len(match.group()), self.prose)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The narrative by sentences; a semicolon ends none, for lists are joined by them."""
        return tuple(
            Sentence(match.group(), match.start() + self.report.start)
            for match in _SENTENCE.finditer(self.prose)
        )

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Figures of this body and year that are exact and surely read, in the order of the text."""
        sure = (
            fact
            for fact in self.report.facts
            if fact.confidence >= SURE and fact.precision == "exact" and fact.scope == "own"
        )
        return tuple(sorted(sure, key=lambda fact: fact.start))

    def of_kind(self, *kinds: str) -> tuple[Fact, ...]:
        """The sure facts of these kinds."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def groups(self, *kinds: str) -> Iterator[tuple[Fact, ...]]:
        """The sure facts of these kinds, those of one sentence together."""
        listed: list[Fact] = []
        for fact in self.of_kind(*kinds):
            if listed and re.search(r"[。！？!?\n]", self.text[listed[-1].end : fact.start]):
                yield tuple(listed)
                listed = []
            listed.append(fact)
        if listed:
            yield tuple(listed)

    def span(self, start: int, end: int) -> Span:
        """A stretch of the narrative as a span of the file's text."""
        return Span(start + self.report.start, end + self.report.start)

    def shown(self, span: Span, most: int = 60) -> str:
        """The words of a span for a message, on one line, cut at `most` characters."""
        words = " ".join(self.text[span.start : span.end].split())
        return words if len(words) <= most else words[:most] + "……"
