"""What is cut, as a value that is found again wherever else it stands, however it is spaced or written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.convert.redaction.model import Cut

_HYPHENS = frozenset("-‐‑‒–—﹣－\xad\u2212")
_BREAKS = frozenset("\n\t")
_LONG = 6
LEAST = 2
"""Characters a value must have to be looked for elsewhere: a single one is cut only where it was pointed at."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without blanks, hyphens and marks nobody sees, full-width forms narrow, letters small; `at`: where each comes from."""

    key: str
    at: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """What is cut: its folded characters, the numbers of those that stay, and the words that stand for it."""

    key: str
    kept: frozenset[int]
    replacement: str

    def found_in(self, whole: Folded) -> Iterator[tuple[int, int]]:
        """Where the value stands in a text, as stretches of the text itself. A short one does not go over lines or cells."""
        start = whole.key.find(self.key)
        while start >= 0:
            end = start + len(self.key)
            first, last = whole.at[start], whole.at[end - 1] + 1
            if len(self.key) >= _LONG or not _BREAKS.intersection(whole.text[first:last]):
                yield first, last
                start = whole.key.find(self.key, end)
            else:
                start = whole.key.find(self.key, start + 1)

    def gone(self, text: str, first: int) -> list[int]:
        """The places of the characters that go from a text of which `text`, found at `first`, is the value."""
        stay = {at for number, at in enumerate(folded(text).at) if number in self.kept}
        return [first + at for at in range(len(text)) if at not in stay]


def folded(text: str) -> Folded:
    """Fold a text for comparing."""
    if text.isascii():
        kept = [
            (at, character.lower())
            for at, character in enumerate(text)
            if character > " " and character != "-"
        ]
    else:
        kept = [(at, one) for at, character in enumerate(text) for one in _folded(character)]
    return Folded("".join(one for _, one in kept), tuple(at for at, _ in kept), text)


def _folded(character: str) -> str:
    if character.isspace() or character in _HYPHENS or unicodedata.category(character) in ("Cf", "Cc"):
        return ""
    return unicodedata.normalize("NFKC", character).lower()


def value_of(text: str, replacement: str) -> Value | None:
    """A stretch of text as a value; None when there is nothing in it. Characters that the replacement repeats in place stay."""
    whole = folded(text)
    if not whole.key:
        return None
    kept: frozenset[int] = frozenset()
    if len(replacement) == len(text):
        kept = frozenset(number for number, at in enumerate(whole.at) if replacement[at] == text[at])
    if len(kept) == len(whole.key):
        kept = frozenset()
    return Value(whole.key, kept, replacement)


def values_of(cuts: Iterable[Cut], texts: Mapping[tuple[str, int], str]) -> list[Value]:
    """The values that cuts take out of parts, longest first, each once. Cuts of parts that are not there are passed over."""
    found: dict[str, Value] = {}
    for cut in cuts:
        value = value_of(texts.get((cut.name, cut.number), "")[cut.start : cut.end], cut.replacement)
        if value is not None and len(value.key) >= LEAST:
            known = found.get(value.key)
            found[value.key] = value if known is None or len(value.kept) < len(known.kept) else known
    return sorted(found.values(), key=lambda value: -len(value.key))


def replaced(text: str, values: Sequence[Value]) -> str:
    """A text with every value in it replaced."""
    for value in values:
        for first, last in reversed(list(value.found_in(folded(text)))):
            text = text[:first] + value.replacement + text[last:]
    return text


def holds(text: str, values: Sequence[Value]) -> bool:
    """Whether any value stands in a text."""
    whole = folded(text)
    return any(next(value.found_in(whole), None) is not None for value in values)
