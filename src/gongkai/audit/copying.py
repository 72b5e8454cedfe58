"""Who shares passages with whom: near-duplicate sentences over thousands of reports, weighed by how rare they are.

Candidates come from locality-sensitive hashing (rensa); every one is confirmed by the exact overlap of its word pairs. What the
regulation makes everyone write, what many write, the same text under two addresses and an agency's own earlier report count for
nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import rensa

from gongkai.audit import sentences
from gongkai.audit.sentences import Sentence

SIMILAR = 0.7
"""Overlap (Jaccard) of word pairs from which two sentences are the same one, edited."""

COMMON = 0.02
"""Share of all reports from which a sentence is common property, in corpora large enough to tell."""

FEW = 12
"""Reports up to which sharing one sentence is looked at pair by pair; more are compared with the earliest only."""

LEAST_SCORE = 3.0
"""Weight a pair of reports must share: two or three rare sentences of middle length (16 characters weigh 1)."""

_PERMUTATIONS, _BANDS, _SEED = 64, 16, 1
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Document:
    """A report to compare. `on`: when it was published; undated ones count as the latest; `agency`: whose it is."""

    id: str
    text: str
    agency: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch two reports share: both wordings, where they stand, and their overlap (1.0: the same characters)."""

    earlier: str
    later: str
    earlier_start: int
    later_start: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Shared:
    """Two reports and what they share. `share`: of the later one's own sentences, by length; `score`: rarity-weighted.

    `dated`: whether both dates are known and differ; without that, who was first is not said, only the order of ids.
    """

    earlier: str
    later: str
    dated: bool
    share: float
    score: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    document: int
    sentence: Sentence


def document(id_: str, text: str, reading: Mapping[str, Any], agency: str) -> Document:
    """A report as `stored.dump` keeps it, to be compared: its prose without the tables, dated by its signature or its page."""
    kept, at = [], reading["start"]
    for start, end in sorted(reading["tables"]["spans"]):
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at : reading["end"]])
    day = reading["signed_on"] or reading["published_on"]
    return Document(id_, "\n".join(kept), agency, date.fromisoformat(day) if day else None)


def find(documents: Iterable[Document], *, least_score: float = LEAST_SCORE) -> list[Shared]:
    """Pairs of reports that share passages, the heaviest first; the order of `documents` makes no difference.

    Reports with the same sentences are one text under several addresses; the earliest of them speaks for all.
    """
    ordered = _without_identical(documents)
    split = [list(sentences.split(document.text)) for document in ordered]
    groups = _groups(split)
    weight = _weights(groups, len(ordered))
    links = _links(groups, weight, ordered)
    found = []
    for (first, second), places in links.items():
        score = sum(weight[group] for group, _, _ in places)
        if score >= least_score:
            found.append(_shared(ordered, split, (first, second), places, score))
    return sorted(found, key=lambda shared: (-shared.score, shared.earlier, shared.later))


def _without_identical(documents: Iterable[Document]) -> list[Document]:
    """The reports from the earliest to the latest, each text once."""
    ordered = sorted(documents, key=lambda document: (document.on or date.max, document.id))
    seen: set[str] = set()
    kept = []
    for document in ordered:
        whole = sentences.essence(document.text)
        if whole not in seen:
            seen.add(whole)
            kept.append(document)
    return kept


def _groups(split: Sequence[Sequence[Sentence]]) -> list[list[_Place]]:
    """Sentences that are the same one, edited, from two reports or more; places in the order of the reports."""
    places: dict[str, list[_Place]] = defaultdict(list)
    for number, listed in enumerate(split):
        for sentence in listed:
            places[sentence.essence].append(_Place(number, sentence))
    wordings = list(places)
    parent = list(range(len(wordings)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for first, second in similar(wordings):
        parent[max(root(first), root(second))] = min(root(first), root(second))
    grouped: dict[int, list[_Place]] = defaultdict(list)
    for at, wording in enumerate(wordings):
        grouped[root(at)].extend(places[wording])
    return [
        sorted(group, key=lambda place: (place.document, place.sentence.start))
        for group in grouped.values()
        if len({place.document for place in group}) > 1
    ]


def similar(wordings: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Pairs of wordings whose word pairs overlap by `SIMILAR` or more."""
    if not wordings:
        return
    hashes: list[rensa.RMinHash] = []
    for at in range(
        0, len(wordings), _BATCH
    ):  # the word pairs of all sentences at once would fill the memory
        batch = [sentences.pairs(wording) for wording in wordings[at : at + _BATCH]]
        hashes += rensa.RMinHash.from_token_sets(batch, _PERMUTATIONS, _SEED)
    index = rensa.RMinHashLSH(SIMILAR, _PERMUTATIONS, _BANDS)
    index.insert_many(hashes)
    for at in range(0, len(hashes), _BATCH):
        for first, candidates in enumerate(index.query_all(hashes[at : at + _BATCH]), at):
            others = [second for second in candidates if second > first]
            if others:
                own = sentences.pairs(wordings[first])
                yield from (
                    (first, second)
                    for second in others
                    if overlap(own, sentences.pairs(wordings[second])) >= SIMILAR
                )


def overlap(first: set[str], second: set[str]) -> float:
    """Jaccard overlap of two sets of word pairs, 0 to 1."""
    smaller, larger = sorted((len(first), len(second)))
    if smaller < SIMILAR * larger:
        return 0.0
    common = len(first & second)
    return common / (smaller + larger - common)


def _weights(groups: Sequence[Sequence[_Place]], documents: int) -> list[float]:
    """What sharing each sentence weighs: its rarity times its length; 0 when it is common property."""
    weights = []
    common = max(FEW, COMMON * documents)
    for group in groups:
        holders = len({place.document for place in group})
        length = len(group[0].sentence.essence)
        rarity = math.log(1 + documents / holders) / math.log(1 + documents / 2)
        weights.append(0.0 if holders > common else rarity * math.sqrt(length / sentences.SHORTEST))
    return weights


_Links = Mapping[tuple[int, int], list[tuple[int, Sentence, Sentence]]]


def _links(
    groups: Sequence[Sequence[_Place]], weight: Sequence[float], documents: Sequence[Document]
) -> _Links:
    """For each pair of reports by different agencies: the groups they share, with a sentence of each."""
    links: dict[tuple[int, int], list[tuple[int, Sentence, Sentence]]] = defaultdict(list)
    for number, group in enumerate(groups):
        if not weight[number]:
            continue
        first_place: dict[int, Sentence] = {}
        for place in group:
            first_place.setdefault(place.document, place.sentence)
        holders = list(first_place)
        if len(holders) <= FEW:
            compared = list(combinations(holders, 2))
        else:
            compared = [(holders[0], other) for other in holders[1:]]
        for first, second in compared:
            if not documents[first].agency or documents[first].agency != documents[second].agency:
                links[first, second].append((number, first_place[first], first_place[second]))
    return links


def _shared(
    documents: Sequence[Document],
    split: Sequence[Sequence[Sentence]],
    pair: tuple[int, int],
    places: Sequence[tuple[int, Sentence, Sentence]],
    score: float,
) -> Shared:
    first, second = (documents[at] for at in pair)
    own = sum(len(sentence.essence) for sentence in split[pair[1]])
    common = sum(len(later.essence) for _, _, later in places)
    return Shared(
        earlier=first.id,
        later=second.id,
        dated=first.on is not None and second.on is not None and first.on != second.on,
        share=round(common / own, 4),
        score=round(score, 2),
        passages=tuple(_passages(first.text, second.text, places)),
    )


def _passages(first: str, second: str, places: Sequence[tuple[int, Sentence, Sentence]]) -> Iterable[Passage]:
    """The shared sentences in the later report's order, neighbours in both reports joined to one passage."""
    ordered = sorted(((earlier, later) for _, earlier, later in places), key=lambda pair: pair[1].start)
    runs: list[list[tuple[Sentence, Sentence]]] = []
    for earlier, later in ordered:
        if runs:
            last_earlier, last_later = runs[-1][-1]
            adjoining = 0 <= earlier.start - last_earlier.end <= 4 and 0 <= later.start - last_later.end <= 4
            if adjoining:
                runs[-1].append((earlier, later))
                continue
        runs.append([(earlier, later)])
    for run in runs:
        (first_earlier, first_later), (last_earlier, last_later) = run[0], run[-1]
        left = first[first_earlier.start : last_earlier.end].strip()
        right = second[first_later.start : last_later.end].strip()
        same = 1.0 if left == right else overlap_of_texts(left, right)
        yield Passage(left, right, first_earlier.start, first_later.start, round(same, 3))


def overlap_of_texts(first: str, second: str) -> float:
    """Jaccard overlap of the word pairs of two passages, 0 to 1."""
    left, right = sentences.pairs(sentences.essence(first)), sentences.pairs(sentences.essence(second))
    return len(left & right) / len(left | right) if left | right else 0.0
