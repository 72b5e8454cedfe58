"""What stands around a stretch of text: the word before it, the header of its column. Words: data/labels.yaml."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from gongkai.scan.detectors import data
from gongkai.scan.model import Passage, Table

_REACH = 40
# What may stand between a label and its value, and, for a list of values, other values.
_TIGHT = re.compile(
    r"(?:[（(\[【][^（）()\[\]【】\n]{0,8}[）)\]】])?[\s\d:：=\-—_/、，,|“”\"'#№.·（(\[【）)\]】为是号码及和或第+Xx*]{0,40}"
)
_LOOSE = re.compile(r"[^\n。；;！？!?]{0,14}")
_GAPS = ("", " ", "  ", "   ", "    ", "\u3000", "\u3000\u3000")
_NOISE = re.compile(r"[\s:：*＊\d]|[（(][^（）()]*[）)]")
_LONGEST_HEADER = 20
_HEADER_WORDS = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A word that says what follows it; `role` of data/labels.yaml."""

    role: str
    start: int
    end: int


@cache
def _words() -> dict[str, str]:
    """Role by word."""
    table = data("labels.yaml").table("roles")
    roles = table.keys()
    return {word: str(role) for role in roles for word in table.text(role).split()}


@cache
def _finder() -> tuple[AhoCorasick, tuple[str, ...]]:
    """Finds labels, also those whose two or three characters are set apart (姓　名); the roles by number of the pattern."""
    spelled: dict[str, str] = {}
    for word, role in _words().items():
        gaps = _GAPS if len(word) <= 3 and not word.isascii() else _GAPS[:1]
        spelled |= {gap.join(word): role for gap in gaps}
    finder = AhoCorasick(
        spelled, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
    )
    return finder, tuple(spelled.values())


def role_of(header: str) -> str:
    """What a header says stands in its column; empty when it says nothing known."""
    words = _NOISE.sub("", header)
    if not words or len(words) > _LONGEST_HEADER:
        return ""
    if words in _words():
        return _words()[words]
    return next((_words()[words[at:]] for at in range(1, len(words) - 1) if words[at:] in _words()), "")


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of a table under a header; `others`: the roles of all columns of the table."""

    role: str
    header: str
    others: frozenset[str]
    start: int
    end: int


class Context:
    """A passage with its labels and columns. `as_of`: the day of reading, after which nobody was born yet."""

    def __init__(self, passage: Passage, as_of: date | None = None) -> None:
        self.text = passage.text
        self.as_of = as_of
        self._tables = passage.tables

    @cached_property
    def labels(self) -> list[Label]:
        """The labels in the order of the text, not overlapping."""
        finder, roles = _finder()
        return [
            Label(roles[which], start, end) for which, start, end in finder.find_matches_as_indexes(self.text)
        ]

    @cached_property
    def _label_ends(self) -> list[int]:
        return [label.end for label in self.labels]

    def before(self, start: int, *, tight: bool = True) -> str:
        """The role of the label that says what stands at `start`; empty when there is none.

        A label says it when only colons, brackets and values stand between; with `tight` false, when it is near in the sentence.
        """
        at = bisect_right(self._label_ends, start) - 1
        if at < 0:
            return ""
        label = self.labels[at]
        if start - label.end > _REACH:
            return ""
        between = self.text[label.end : start]
        return label.role if (_TIGHT if tight else _LOOSE).fullmatch(between) else ""

    @cached_property
    def columns(self) -> list[Column]:
        """The cells that stand under a known header, in the order of the text."""
        found = [column for table in self._tables for column in _columns(table)]
        return sorted(found, key=lambda column: column.start)

    @cached_property
    def _column_starts(self) -> list[int]:
        return [column.start for column in self.columns]

    def column(self, start: int) -> Column | None:
        """The cell with its header that `start` is in."""
        at = bisect_right(self._column_starts, start) - 1
        if at < 0 or self.columns[at].end <= start:
            return None
        return self.columns[at]

    def role(self, start: int) -> str:
        """What the header of the column, or else the word before, says stands at `start`."""
        column = self.column(start) if self._tables else None
        return (column.role if column else "") or self.before(start)


def _columns(table: Table) -> list[Column]:
    """The cells under headers; a later row of headers takes the place of an earlier one."""
    rows: dict[int, list[tuple[int, int, str, int, int]]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append((cell.column, cell.colspan, cell.text, cell.start, cell.end))
    headers: dict[int, tuple[str, str]] = {}
    found = []
    for _, cells in sorted(rows.items()):
        roles = [role_of(text) for _, _, text, _, _ in cells]
        named = sum(1 for role in roles if role)
        if (named >= _HEADER_WORDS and named * 2 >= len(cells)) or (
            named and not headers and named == len(cells)
        ):
            for (column, span, text, _, _), role in zip(cells, roles, strict=True):
                headers |= dict.fromkeys(range(column, column + span), (role, text))
            continue
        others = frozenset(role for role, _ in headers.values())
        found += [
            Column(*headers[column], others, start, end)
            for column, _, text, start, end in cells
            if column in headers and text and headers[column][0]
        ]
    return found
