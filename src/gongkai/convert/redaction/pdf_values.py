"""What is cut, sign by sign: which of a value's characters go, and where else on pages and pictures the value stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gongkai.convert.redaction.model import Cut
from gongkai.convert.redaction.values import Values, core


def going(text: str, replacement: str) -> list[int]:
    """The places in a text of the characters that go; those that the replacement repeats in their place stay.

    A replacement as long as the text is compared with all its characters, one as long as the text without its blanks and
    hyphens with the others. When nothing would go, everything does.
    """
    signs = [at for at, character in enumerate(text) if core(character)]
    compared = range(len(text)) if len(replacement) == len(text) else signs
    stay: set[int] = set()
    if len(replacement) == len(compared):
        stay = {at for at, sign in zip(compared, replacement, strict=True) if text[at] == sign}
    if stay.issuperset(signs):
        stay = set()
    return [at for at in range(len(text)) if at not in stay]


def runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Places one after the other as stretches."""
    start = end = None
    for place in places:
        if end is None or place != end:
            if start is not None and end is not None:
                yield start, end
            start = place
        end = place + 1
    if start is not None and end is not None:
        yield start, end


class Wanted:
    """The values that cuts take out, with what stands for each. Cuts of parts that are not there are passed over."""

    def __init__(self, cuts: Iterable[Cut], texts: Mapping[tuple[str, int], str]) -> None:
        self._replacements: dict[str, str] = {}
        for cut in cuts:
            value = texts.get((cut.name, cut.number), "")[cut.start : cut.end]
            if value:
                self._replacements.setdefault(value, cut.replacement)
        self._values = Values(self._replacements)

    def places(self, text: str) -> Iterator[list[int]]:
        """The places in a text of the characters that go, value by value."""
        for start, end, value in self._values.in_text(text):
            yield [start + at for at in going(text[start:end], self._replacements[value])]

    def is_in(self, text: str) -> bool:
        """Whether a value stands in a text."""
        return next(self._values.in_text(text), None) is not None

    def replaced(self, text: str) -> str:
        """A text with every value in it replaced."""
        made: list[str] = []
        at = 0
        for start, end, value in sorted(self._values.in_text(text)):
            if end > at:
                made += [text[at:start], self._replacements[value]]
                at = end
        return "".join([*made, text[at:]])
