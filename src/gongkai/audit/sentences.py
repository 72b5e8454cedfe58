"""A report's sentences, made comparable: without punctuation, digits and the words an author uses for himself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

SHORTEST = 16
"""Characters a sentence must have, punctuation and digits apart, to say anything about its author."""

STATUTORY_SHARE = 0.75
"""Share of a sentence's word pairs found in statutory sentences from which it counts as one of them."""

_SENTENCE = re.compile(r"[^。！？!?;；\n\r\t]+[。！？!?;；]?")
_NOISE = re.compile(r"[^一-鿿㐀-䶿a-zA-Z]+")
_SELF = re.compile(r"(?:我|本)(?:单位|机关|部门|委员会|办事处|街道|地区|[省市县区州盟旗局厅委办镇乡院校处])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `text[start:end]` and what of it is compared."""

    start: int
    end: int
    essence: str


def essence(text: str) -> str:
    """What is compared of a sentence: letters and characters only, the author's word for himself taken out."""
    return _SELF.sub("", _NOISE.sub("", text))


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters: short Chinese words, without deciding where one ends."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


def split(text: str) -> Iterator[Sentence]:
    """The sentences of a text that are long enough to compare and not statutory, in order."""
    for match in _SENTENCE.finditer(text):
        compared = essence(match.group())
        if len(compared) >= SHORTEST and not is_statutory(compared):
            yield Sentence(match.start(), match.end(), compared)


def is_statutory(compared: str) -> bool:
    """Whether the regulation or the form's notice asks for this sentence, so that everyone has it."""
    own = pairs(compared)
    return len(own & _statutory_pairs()) >= STATUTORY_SHARE * len(own)


@cache
def _statutory_pairs() -> frozenset[str]:
    data = files("gongkai.audit").joinpath("data/statutory_sentences.yaml").read_text(encoding="utf-8")
    listed = [sentence for group in yaml.safe_load(data).values() for sentence in group]
    return frozenset(pair for sentence in listed for pair in pairs(essence(sentence)))
