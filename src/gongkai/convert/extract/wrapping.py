"""Lines that a page's width has broken, put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_PAGE_NUMBER = re.compile(r"^[-—－–\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／共]\s*\d{1,3}\s*页?)?[-—－–\s]*$")
_ENDS = tuple("。；;：:！？!?")
_BEGINS = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|\d{1,2}(?:[.．](?!\d)|、)|第[一二三四五六七八九十]+)"
)
_SPACED = re.compile(r"(?<=[一-鿿]) (?=[\d０-９])|(?<=[\d０-９]) (?=[一-鿿％﹪%])")
_BARS = re.compile(r"[\t|｜¦]")
_PUNCTUATION = re.compile(r"[，。；]")
_TITLE_LINES = 3
"""Lines at the head of a page that may be a title in larger type, so that a full one has fewer characters."""

LEAST_LINES = 6
"""Lines a text must have before its line ends can be told to be a page's and not the author's."""


def unwrapped(text: str) -> str:
    """A text whose lines of prose mostly end at the same width, amid a sentence, with those lines joined.

    Any other text, and rows of tables written with bars or tabs, are left as they are.
    """
    lines = text.split("\n")
    prose = [line for line in lines if _is_prose(line)]
    if len(prose) < LEAST_LINES:
        return text
    for measure in (_width, len):
        widths = Counter(measure(line.rstrip()) for line in prose)
        usual = max(widths, key=lambda width: (sum(widths[width + off] for off in (-1, 0, 1)), width))
        full = {line for line in prose if abs(measure(line.rstrip()) - usual) <= 2}
        broken = sum(not line.rstrip().endswith(_ENDS) for line in full)
        if usual >= 16 and len(full) >= 0.35 * len(prose) and broken > 0.6 * len(full):
            return _rejoined(lines, full)
    return text


def _rejoined(lines: Sequence[str], full: set[str]) -> str:
    """Each full line that ends no sentence put together with the next."""
    made: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line.strip() and not _BEGINS.match(line.strip()) and not _BARS.search(line):
            made[-1] = made[-1].rstrip() + line.strip()
        else:
            made.append(line)
        goes_on = line in full and not line.rstrip().endswith(_ENDS)
    return "\n".join(made)


def _is_prose(line: str) -> bool:
    """A line long enough to have been broken, and no row of a table."""
    return _width(line.strip()) >= 24 and not _BARS.search(line)


def joined(lines: Sequence[str]) -> list[str]:
    """Lines wrapped by the page put together again; page numbers left out.

    A line goes on when it is nearly as long as the longest and does not end a sentence, and the next one begins none.
    """
    kept = [_closed_up(" ".join(line.split())) for line in lines]
    kept = [line for line in kept if line and not _PAGE_NUMBER.match(line)]
    longest = max((_width(line) for line in kept), default=0)
    made: list[str] = []
    goes_on = False
    for number, line in enumerate(kept):
        if goes_on and not _BEGINS.match(line):
            made[-1] += line
        else:
            made.append(line)
        full = 0.85 if number >= _TITLE_LINES or _BEGINS.match(line) else 0.6
        goes_on = _width(line) >= full * longest and longest > 20 and not line.endswith(_ENDS)
    return made


def _closed_up(line: str) -> str:
    """A sentence without the blanks a typesetter puts between Chinese characters and figures."""
    return _SPACED.sub("", line) if _PUNCTUATION.search(line) else line


def _width(line: str) -> int:
    """How wide a line is printed: a Chinese character is two wide."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in line)
