"""Corpora in which some reports copy from others: passages with small edits, statutory sentences that all share, identical copies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from . import names
from .grammar import Speaker, data


@dataclass(frozen=True, slots=True)
class Member:
    """A report of a corpus as text. `copied_from`: index of the report a passage was taken from; `same_as`: of its twin."""

    id: str
    agency: str
    on: date
    text: str
    copied_from: int | None = None
    same_as: int | None = None


def corpus(count: int, seed: int) -> Iterator[Member]:
    """Reports in order of publication. One in ten copies three to five sentences, edited, from an earlier one; one in fifty is
    the text of an earlier one under a second address, which is no copying. All share sentences that the regulation prescribes."""
    chance = random.Random(seed)
    passages: list[list[str]] = []
    texts: list[tuple[str, str]] = []
    first = date(2010, 1, 4)
    for number in range(count):
        agency = names.agency(chance)
        on = first + timedelta(days=number)
        if number > 20 and chance.random() < 0.02:
            twin = chance.randrange(number)
            passages.append([])
            texts.append(texts[twin])
            yield Member(f"r{number:05d}", texts[twin][0], on, texts[twin][1], same_as=twin)
            continue
        own = [_own(chance, agency, on.year) for _ in range(12)]
        source = None
        if number > 20 and chance.random() < 0.1:
            source = chance.choice([at for at in range(number) if passages[at]])
            taken = passages[source][2 : 2 + chance.randint(3, 5)]
            own[3 : 3 + len(taken)] = [_edited(chance, sentence) for sentence in taken]
        passages.append(own if source is None else [])
        text = "\n".join([*chance.sample(data()["statutory"], 3), *own])
        texts.append((agency.name, text))
        yield Member(f"r{number:05d}", agency.name, on, text, copied_from=source)


def _own(chance: random.Random, agency: names.Agency, year: int) -> str:
    """A sentence that no other report is likely to have."""
    words = {"we": agency.we, "agency": agency.name, "Y": str(year), "place": names.place(chance)}
    speaker = Speaker(chance, words, "narrative")
    return "".join(speaker.aside(part) for part in ("own_begin", "own_middle", "own_end"))


def _edited(chance: random.Random, sentence: str) -> str:
    """One word changed, as who copies adapts it."""
    for old, new in chance.sample(EDITS, len(EDITS)):
        if old in sentence:
            return sentence.replace(old, new, 1)
    return sentence


EDITS = (
    ("进一步", ""),
    ("及时", "按时"),
    ("全面", "深入"),
    ("群众", "公众"),
    ("建立", "建立健全"),
    ("工作", "相关工作"),
    ("认真", "切实"),
)
