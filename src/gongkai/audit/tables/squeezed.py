"""A stretch of text without blanks, rules and punctuation, each character of it still tied to its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

_RUN = re.compile(r"[^\W_]+")
_PAGE = re.compile(
    r"\n[ \t]*[-—–][ \t]*\d{1,3}[ \t]*[-—–][ \t]*(?=\n)"
    r"|(?<=\S)[-—–][ \t]\d{1,3}[ \t][-—–](?=\n)"
    r"|第[ \t]*\d{1,3}[ \t]*页(?:[ ，,]{0,2}共[ \t]*\d{1,3}[ \t]*页)?[ \t]*(?=\n)"
)
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def squeeze(text: str) -> str:
    """Only letters and digits of the text, full-width digits as ordinary ones."""
    return "".join(_RUN.findall(text)).translate(DIGITS)


def without_page_numbers(text: str, start: int, end: int) -> str:
    """The text with lines of the stretch that are nothing but a page's number made blank, all else at its place."""
    if not _PAGE.search(text, start, end):
        return text
    stretch = _PAGE.sub(
        lambda found: "\n" * found.group().count("\n") + " " * len(found.group().lstrip("\n")),
        text[start:end],
    )
    return text[:start] + stretch + text[end:]


class Squeezed:
    """`text` is the letters and digits of `source[start:end]`, in order; positions lead back into `source`."""

    __slots__ = ("_begins", "_places", "end", "source", "start", "text")

    def __init__(self, source: str, start: int, end: int) -> None:
        self.source, self.start, self.end = source, start, end
        spans = [run.span() for run in _RUN.finditer(source, start, end)]
        self._places = [begin for begin, _ in spans]
        self._begins = list(accumulate([stop - begin for begin, stop in spans], initial=0))[:-1]
        self.text = "".join([source[begin:stop] for begin, stop in spans]).translate(DIGITS)

    def place(self, index: int) -> int:
        """Where in `source` the character `text[index]` stands; the end of the stretch past the last one."""
        if index >= len(self.text):
            return self.end
        run = bisect_right(self._begins, index) - 1
        return self._places[run] + index - self._begins[run]

    def after(self, index: int) -> int:
        """The place in `source` right behind the character `text[index - 1]`."""
        return self.place(index - 1) + 1 if index else self.start

    def occurrences(self, word: str, begin: int = 0, end: int | None = None) -> list[int]:
        """Every index at which the word begins, from `begin` up to `end`."""
        found: list[int] = []
        limit = len(self.text) if end is None else end
        at = self.text.find(word, begin, limit)
        while at >= 0:
            found.append(at)
            at = self.text.find(word, at + 1, limit)
        return found
