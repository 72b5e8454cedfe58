"""What was taken out, and where else in a text it stands: copies count whatever their width and spacing."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

LEAST_SIGNS = 5
"""Letters and digits a value must have to be looked for elsewhere too: a shorter one stands in many places by chance."""

LEAST_CHARACTERS = 2
"""The same for Chinese characters: names have two."""

LEAST_APART = 9
"""Letters and digits from which on a value is recognised with blanks and hyphens between them as well."""

_BETWEEN = " \t\r\n\xa0\u3000-‐‑‒–—−﹣－.·\u200b\u200c\u200d\u2060\ufeff\xad"
_IS_BETWEEN = re.compile(f"[{re.escape(_BETWEEN)}]")


class _Folding(dict[int, int | None]):
    """A table for `str.translate`: width and case folded where one character stays one, what stands between left out."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).upper()
        found = None if character in _BETWEEN else ord(folded) if len(folded) == 1 else code
        self[code] = found
        return found


_FOLDING = _Folding()


def core(value: str) -> str:
    """The value without what does not make it another one: width, large and small letters, what stands between."""
    return value.translate(_FOLDING)


def is_telling(value: str) -> bool:
    """Whether the value is long enough to be looked for everywhere."""
    signs = core(value)
    return (
        len(signs) >= LEAST_SIGNS or sum("\u4e00" <= sign <= "\u9fff" for sign in signs) >= LEAST_CHARACTERS
    )


class Values:
    """Values that were taken out. Those that are not telling are not looked for."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = tuple(dict.fromkeys(value for value in values if is_telling(value)))
        self._exact = _finder(self.values)
        self._cores = tuple(dict.fromkeys(filter(_is_long, map(core, self.values))))
        self._apart = _finder(self._cores)
        self._whose = {core(value): value for value in reversed(self.values)}

    def __bool__(self) -> bool:
        return bool(self.values)

    def in_text(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start and end of every place where a value stands, and the value; a stretch may come twice."""
        if self._exact is not None:
            for which, start, end in self._exact.find_matches_as_indexes(text):
                yield start, end, self.values[which]
        if self._apart is not None:
            left_out = array("q", (match.start() for match in _IS_BETWEEN.finditer(text)))
            for which, start, end in self._apart.find_matches_as_indexes(core(text)):
                first, last = _origin(left_out, start), _origin(left_out, end - 1)
                yield first, last + 1, self._whose[self._cores[which]]


def _finder(patterns: tuple[str, ...]) -> AhoCorasick | None:
    return AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest) if patterns else None


def _is_long(signs: str) -> bool:
    return len(signs) >= LEAST_APART


def _origin(left_out: array[int], at: int) -> int:
    """Where a character of the core stood in its text, of which the characters at these places were left out."""
    count = bisect_right(range(len(left_out)), at, key=lambda rank: left_out[rank] - rank)
    return at + count
