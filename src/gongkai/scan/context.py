"""What stands around a stretch of text: the word before it, the header of its column. Words: data/labels.yaml."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from gongkai.scan.detectors import data
from gongkai.scan.model import Passage
from gongkai.scan.tables import HEADER_ONLY, Cells, Column, given, laid_out

_REACH = 48
# What may stand between a label and its value and, for a list of values, other values.
_TIGHT = re.compile(
    r"[（(\[【]?[^（）()\[\]【】\n。；;，,：:]{0,8}[）)\]】][\s:：=]{0,4}"
    r"|(?:[（(\[【][^（）()\[\]【】\n]{0,8}[）)\]】])?[ \t\u3000\xa0:：=为是号码]{0,8}(?:\r?\n[ \t\u3000\xa0]{0,8})?"
    r"[ \t\u3000\xa0\d:：=\-—_/、，,|“”\"'#№.·+（(\[【）)\]】为是号码及和或第XxNnOo*]{0,48}"
)
# What makes a number no personal one stands directly before it, or before a list that it is in.
_DIRECT = re.compile(
    r"(?:[（(\[【][^（）()\[\]【】\n]{0,8}[）)\]】])?[^\d\w。；;！？!?，,]{0,8}(?:为|是|号)?[^\d\w。；;]{0,4}(?:[\dA-Za-z\-]+[、,，/和及或]+ ?)*"
)
AGAINST = frozenset(("serial", "amount", "organisation"))
"""Roles of what is no personal number, whatever its digits."""
_NEAR = re.compile(r"[^\n。；;！？!?]{0,14}")
_GAPS = ("", " ", "  ", "   ", "    ", "\u3000", "\u3000\u3000")
_SHORT = 3
_NOISE = re.compile(r"[\s:：*＊\d]|[（(][^（）()]*[）)]")
_NO_HEADER = re.compile(r"[，。；;！？]|[:：]\s*\S|\d{3}")
_LONGEST_HEADER = 20
_CLOSE = 12
_COLON = re.compile(
    r"(?:[（(][^（）()\n]{0,8}[）)])?[ \u3000]*(?:[:：\t|=][ \u3000\t]*(?:\n[ \u3000\t]*)?|(?<=[ \u3000]))"
)
# On an identity card, and in what was recognised from a picture of one, nothing stands between a label and its value.
_OF_A_CARD = frozenset(("name", "home", "birth"))
_VALUE_END = re.compile(r"[\n\t。；;|]")
_LONGEST_VALUE = 80
_SENTENCE = 80
_BESIDE = re.compile(r"[ \u3000:：]*\t?[ \u3000]*")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_WIDE = 0xFEE0
_WIDE_SIGN = re.compile("[０-９Ａ-Ｚａ-ｚ＠．＿]")


class Label(NamedTuple):
    """A word that says what follows it; `role` of data/labels.yaml."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """What stands under a header or, after a colon, behind a label, up to the next label or the end of the sentence."""

    role: str
    header: str
    start: int
    end: int
    others: frozenset[str] = frozenset()
    column: bool = False


@cache
def _words() -> dict[str, str]:
    """Role by word."""
    table = data("labels.yaml").table("roles")
    roles = table.keys()
    return {word: str(role) for role in roles for word in table.text(role).split()}


@cache
def _headers() -> dict[str, str]:
    return dict.fromkeys(data("labels.yaml").text("headers").split(), HEADER_ONLY) | _words()


@cache
def _finder() -> tuple[AhoCorasick, tuple[str, ...]]:
    """Finds labels, also those whose two or three characters are set apart (姓　名; 机 密); roles by number of pattern."""
    table = data("labels.yaml").table("anchors")
    kinds = table.keys()
    anchors = {word: str(kind) for kind in kinds for word in table.text(kind).split()}
    spelled = {
        gap.join(word): role
        for word, role in (anchors | _words()).items()
        for gap in (_GAPS if len(word) <= _SHORT and not word.isascii() else _GAPS[:1])
    }
    finder = AhoCorasick(
        spelled, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
    )
    return finder, tuple(spelled.values())


@cache
def _anchor_kinds() -> tuple[str, ...]:
    return tuple(str(kind) for kind in data("labels.yaml").table("anchors").keys())  # noqa: SIM118 - no dict


def role_of(header: str) -> str:
    """What a header says stands in its column; empty when it says nothing known."""
    return "" if len(header) > _LONGEST_HEADER * 2 else _role_of(header)


@lru_cache(maxsize=4096)
def _role_of(header: str) -> str:
    if _NO_HEADER.search(header):
        return ""
    words, known = _NOISE.sub("", header), _headers()
    if not words or len(words) > _LONGEST_HEADER or words in known or words.isascii():
        return known.get(words, "")
    return next((known[words[at:]] for at in range(1, len(words) - 1) if words[at:] in known), "")


def _narrowed(match: re.Match[str]) -> str:
    return chr(ord(match.group()) - _WIDE)


class Context:
    """A passage with its labels and columns. `as_of`: the day of reading, after which nobody was born yet."""

    def __init__(self, passage: Passage, as_of: date | None = None) -> None:
        self.text = passage.text
        self.as_of = as_of
        self._tables = passage.tables

    @cached_property
    def narrow(self) -> str:
        """The text with full-width letters, digits and signs of addresses made narrow, each in its place."""
        return _WIDE_SIGN.sub(_narrowed, self.text)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of all labels of the passage."""
        return frozenset(label.role for label in self.labels)

    @cached_property
    def _found(self) -> tuple[list[Label], dict[str, list[Label]]]:
        finder, roles = _finder()
        labels: list[Label] = []
        anchors: dict[str, list[Label]] = {kind: [] for kind in _anchor_kinds()}
        for which, start, end in finder.find_matches_as_indexes(self.text):
            label = Label(roles[which], start, end)
            anchors.get(label.role, labels).append(label)
        return labels, anchors

    @property
    def labels(self) -> list[Label]:
        """The labels in the order of the text, not overlapping."""
        return self._found[0]

    def anchors(self, kind: str) -> list[Label]:
        """The anchors of a kind (data/labels.yaml), in the order of the text."""
        return self._found[1][kind]

    def sentences(self, kind: str, ends: str = "。；;\n") -> Iterator[tuple[int, int]]:
        """Start and end of each sentence with an anchor of that kind, as far as it is close to the anchor."""
        done, closing = 0, re.compile(f"[{ends}]")
        for anchor in self.anchors(kind):
            if anchor.start < done:
                continue
            low = max(done, anchor.start - _SENTENCE)
            start = max(low, *(self.text.rfind(sign, low, anchor.start) + 1 for sign in ends))
            high = min(anchor.end + _SENTENCE, len(self.text))
            end = closing.search(self.text, anchor.end, high)
            done = end.start() if end else high
            yield start, done

    @cached_property
    def _label_ends(self) -> list[int]:
        return [label.end for label in self.labels]

    def label_before(self, start: int, *, near: bool = False) -> Label | None:
        """The label that says what stands at `start`.

        A label says it when only colons, brackets and values stand between; with `near`, when it is close in the sentence.
        """
        at = bisect_right(self._label_ends, start) - 1
        if at < 0 or start - self.labels[at].end > _REACH:
            return None
        label = self.labels[at]
        pattern = _NEAR if near else _DIRECT if label.role in AGAINST else _TIGHT
        return label if pattern.fullmatch(self.text, label.end, start) else None

    def before(self, start: int, *, near: bool = False) -> str:
        """The role of `label_before`; empty when there is none."""
        label = self.label_before(start, near=near)
        return label.role if label else ""

    @cached_property
    def cells(self) -> Cells:
        """The cells under known headers: of the tables given and, outside them, of lines laid out as tables."""
        cells = Cells()
        given(self._tables, role_of, cells)
        laid_out(self.text, self._lines_of_labels(), role_of, cells)
        cells.sort()
        return cells

    def _lines_of_labels(self) -> Iterator[tuple[int, int, str]]:
        """Lines outside tables on which two labels stand side by side, and what stands between these."""
        inside = sorted((table.start, table.end) for table in self._tables)
        done = -1
        for left, right in pairwise(self.labels):
            if left.start < done or right.start - left.end > _CLOSE:
                continue
            between = self.text[left.end : right.start]
            if "\n" in between or ":" in between or "：" in between:
                continue
            at = bisect_right(inside, (left.start, len(self.text))) - 1
            if at >= 0 and inside[at][1] > left.start:
                continue
            start = self.text.rfind("\n", 0, left.start) + 1
            done = self.text.find("\n", left.start)
            done = len(self.text) if done < 0 else done
            yield start, done, between

    @cached_property
    def _column_starts(self) -> list[int]:
        return [column.start for column in self.cells.columns]

    def column(self, start: int) -> Column | None:
        """The cell under a header that `start` is in."""
        at = bisect_right(self._column_starts, start) - 1
        if at < 0 or self.cells.columns[at].end <= start:
            return None
        return self.cells.columns[at]

    def role(self, start: int) -> str:
        """What the word before it in the same or the next cell, or else the header of the column, says stands at `start`."""
        label, column = self.label_before(start), self.column(start)
        if column is None:
            return label.role if label else ""
        if label and (label.start >= column.start or _BESIDE.fullmatch(self.text, label.end, start)):
            return label.role
        if column.role in AGAINST and _WORDS.search(self.text, column.start, column.end):
            return ""
        return column.role

    def values(self, roles: Collection[str]) -> Iterator[Value]:
        """What stands under headers and behind labels of these roles."""
        for column in self.cells.columns:
            if column.role in roles:
                yield Value(column.role, column.header, column.start, column.end, column.others, column=True)
        headers = self.cells.headers
        for at, label in enumerate(self.labels):
            if label.role not in roles:
                continue
            above = bisect_right(headers, (label.start, len(self.text))) - 1
            if above >= 0 and headers[above][1] > label.start:
                continue
            start = self._behind(label)
            if start < 0:
                continue
            following = self.labels[at + 1].start if at + 1 < len(self.labels) else len(self.text)
            limit = min(following, start + _LONGEST_VALUE)
            stop = _VALUE_END.search(self.text, start, limit)
            end = stop.start() if stop else limit
            if end > start:
                yield Value(label.role, self.text[label.start : label.end], start, end)

    def _behind(self, label: Label) -> int:
        """Where the value of a label begins; -1 when the word is no label here."""
        colon = _COLON.match(self.text, label.end)
        if colon:
            return colon.end()
        before, after = self.text[label.start - 1 : label.start], self.text[label.end : label.end + 1]
        if after == "," and before in ("", "\n", ","):
            return label.end + 1
        return label.end if label.role in _OF_A_CARD and before in ("", "\n") else -1
