"""Words that an administrator keeps: forbidden ones, wrong titles, typing errors; and longer words in which they are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity


class Category(StrEnum):
    """What is wrong with a word. ALLOWED: nothing; an entry inside it is no finding."""

    FORBIDDEN = "forbidden"
    TITLE = "title"
    TYPING = "typing"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a dictionary, in force from `since` until `until` (both days included; None: no limit).

    `right_form`: what should stand there instead; empty when nothing should.
    """

    word: str
    category: Category
    severity: Severity = Severity.WARNING
    right_form: str = ""
    since: date | None = None
    until: date | None = None
    id: str = ""

    def in_force(self, day: date | None) -> bool:
        """Whether the entry counts on that day; without a day it does."""
        return day is None or ((self.since or day) <= day <= (self.until or day))


class Dictionary:
    """Entries ready to be looked for, in one pass however many they are.

    Of entries that overlap the longest counts; an entry within a longer allowed word that is in force is no finding.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        grouped: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.word:
                grouped.setdefault(entry.word, []).append(entry)
        self._entries = tuple(tuple(listed) for listed in grouped.values())
        self._finder = AhoCorasick(
            grouped, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def __len__(self) -> int:
        return len(self._entries)

    def entries_at(self, text: str, as_of: date | None = None) -> Iterator[tuple[int, int, Entry]]:
        """Start, end and entry of every word in force on that day, in the order of the text, not overlapping."""
        found = [
            (start, -end, entry)
            for which, start, end in self._finder.find_matches_as_indexes(text, overlapping=True)
            for entry in self._entries[which]
            if entry.in_force(as_of)
        ]
        done = 0
        for start, end, entry in sorted(found, key=lambda item: item[:2]):
            if start >= done:
                done = -end
                if entry.category is not Category.ALLOWED:
                    yield start, -end, entry

    def find(self, text: str, as_of: date | None = None) -> Iterator[Hit]:
        """Every word in force on that day."""
        for start, end, entry in self.entries_at(text, as_of):
            why = f"词库列为{_NAMES[entry.category]}" + (
                f"，应为“{entry.right_form}”" if entry.right_form else ""
            )
            yield Hit(f"words.{entry.category}", entry.severity, 1.0, start, end, why, 9)


_NAMES = {Category.FORBIDDEN: "禁用词", Category.TITLE: "不当称谓", Category.TYPING: "错别字"}
