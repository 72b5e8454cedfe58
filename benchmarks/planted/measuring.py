"""One document read, scanned and compared; and many, over processes, summed up."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context

from gongkai import scan
from gongkai.convert import parts

from .generator import generate
from .model import CHECKED, Document
from .scoring import Found, Tally, accused, masked, recalled
from .values import ENTRIES


@dataclass(slots=True)
class Result:
    """What one document, or many, came to. `recall`: by any name it is asked for; `unread`: codes of what could not be read."""

    documents: int = 0
    planted: int = 0
    bytes: int = 0
    recall: dict[str, Tally] = field(default_factory=dict)
    precision: dict[str, Tally] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)

    def add(self, other: Result) -> None:
        """Sum up."""
        self.documents += other.documents
        self.planted += other.planted
        self.bytes += other.bytes
        for mine, theirs in ((self.recall, other.recall), (self.precision, other.precision)):
            for name, tally in theirs.items():
                mine.setdefault(name, Tally()).add(tally)
        for code, count in other.unread.items():
            self.unread[code] = self.unread.get(code, 0) + count


@cache
def dictionary(size: int = 50_000) -> scan.Dictionary:
    """So many entries of an administrator's dictionary: the words that are planted, and made-up ones that occur nowhere."""
    entries = [
        scan.Entry(word, scan.Category(kind.removeprefix("words.")), right_form=right)
        for kind, known in ENTRIES.items()
        for word, right in known
    ]
    chance = random.Random(size)
    filler = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
    while len(entries) < size:
        word = "".join(chance.choices(filler, k=chance.choice((2, 3, 4, 4, 5, 6))))
        entries.append(scan.Entry(word, scan.Category.TYPING, right_form="某"))
    return scan.Dictionary(entries)


def found_in(made: Document) -> tuple[list[Found], list[str]]:
    """All findings in all parts of the file, with their full text; the codes of what could not be read."""
    draft = made.draft
    published = scan.Published(phones=draft.phones, addresses=draft.addresses, emails=draft.emails)
    contents = parts.read(made.data, made.name)
    found = [
        Found(one.detector, str(one.severity), part.text[one.start : one.end], part.name)
        for part in contents.parts
        for one in scan.scan(part, dictionary=dictionary(), published=published)
    ]
    return found, [one.code for one in contents.unread]


def measure(made: Document) -> Result:
    """Read, scan, compare. A crash misses everything that was planted."""
    result = Result(1, len(made.planted), len(made.data))
    try:
        found, unread = found_in(made)
    except Exception as error:  # noqa: BLE001 - a crash is a result; the others are still measured
        found, unread = [], [f"crashed: {type(error).__name__}: {str(error)[:60]}"]
    for code in unread:
        result.unread[code] = result.unread.get(code, 0) + 1
    for one, right in recalled(made, found):
        example = (
            []
            if right
            else [
                f"[{made.seed} {made.container}/{one.where}] {one.detector} {masked(one.value)} ({one.spelling})"
            ]
        )
        names = ["all", one.detector, f"in {made.container}: {one.where}", f"spelled: {one.spelling}"]
        for name in names + (["checked"] if one.detector in CHECKED else []):
            result.recall.setdefault(name, Tally()).add(Tally(int(right), int(not right), 0, example))
    for accusation, right in accused(made, found):
        example = (
            []
            if right
            else [
                f"[{made.seed} {made.container}/{accusation.part}] {accusation.detector} {masked(accusation.text)}"
            ]
        )
        for name in ("all", accusation.detector):
            result.precision.setdefault(name, Tally()).add(Tally(int(right), 0, int(not right), example))
    return result


def _one(job: tuple[int, str | None]) -> Result:
    return measure(generate(*job))


def many(jobs: Iterable[tuple[int, str | None]], processes: int = 2) -> Result:
    """The sum over all jobs of seed and container, streamed."""
    total = Result()
    if processes == 1:
        for job in jobs:
            total.add(_one(job))
        return total
    with get_context("fork").Pool(processes) as pool:
        for result in pool.imap_unordered(_one, jobs, chunksize=16):
            total.add(result)
    return total
