"""One document read, scanned and compared; and many, over processes, summed up."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context

from gongkai import scan
from gongkai.convert import parts

from .generator import generate
from .model import CHECKED, Document
from .scoring import Found, Tally, accused, masked, recalled
from .spelling import plain
from .values import ENTRIES


@dataclass(slots=True)
class Result:
    """What one document, or many, came to. `recall`: by any name it is asked for; `unread`: codes of what could not be read;
    `reading` and `scanning`: seconds of processor time."""

    documents: int = 0
    planted: int = 0
    bytes: int = 0
    recall: dict[str, Tally] = field(default_factory=dict)
    precision: dict[str, Tally] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    reading: float = 0.0
    scanning: float = 0.0

    def add(self, other: Result) -> None:
        """Sum up."""
        self.documents += other.documents
        self.planted += other.planted
        self.bytes += other.bytes
        self.reading += other.reading
        self.scanning += other.scanning
        for mine, theirs in ((self.recall, other.recall), (self.precision, other.precision)):
            for name, tally in theirs.items():
                mine.setdefault(name, Tally()).add(tally)
        for code, count in other.unread.items():
            self.unread[code] = self.unread.get(code, 0) + count


def words(size: int = 50_000) -> list[str]:
    """So many words that occur in no document, but for those that are planted."""
    chance = random.Random(size)
    known = [word for listed in ENTRIES.values() for word, _ in listed]
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
    made = {*known}
    while len(made) < size:
        made.add("".join(chance.choices(characters, k=chance.choice((3, 3, 4, 4, 5, 6)))))
    return sorted(made)


@cache
def dictionary(size: int = 50_000) -> scan.Dictionary:
    """A dictionary of an administrator with so many entries."""
    listed = {
        word: scan.Entry(word, scan.Category(kind.removeprefix("words.")), right_form=right)
        for kind, known in ENTRIES.items()
        for word, right in known
    }
    return scan.Dictionary(listed.get(word) or scan.Entry(word, scan.Category.TYPING) for word in words(size))


def found_in(made: Document, contents: parts.Contents) -> list[Found]:
    """All findings in all parts of the file, with their full text."""
    draft = made.draft
    published = scan.Published(phones=draft.phones, addresses=draft.addresses, emails=draft.emails)
    return [
        Found(one.detector, str(one.severity), part.text[one.start : one.end], part.name)
        for part in contents.parts
        for one in scan.scan(part, dictionary=dictionary(), published=published)
    ]


def measure(made: Document) -> Result:
    """Read, scan, compare. A crash misses everything that was planted. "read": what stands in the text of a part at all."""
    result = Result(1, len(made.planted), len(made.data))
    found: list[Found] = []
    text = ""
    try:
        start = time.process_time()
        contents = parts.read(made.data, made.name)
        result.reading = time.process_time() - start
        text = plain("\n".join(part.text for part in contents.parts))
        unread = [one.code for one in contents.unread]
        start = time.process_time()
        found = found_in(made, contents)
        result.scanning = time.process_time() - start
    except Exception as error:  # noqa: BLE001 - a crash is a result; the others are still measured
        unread = [f"crashed: {type(error).__name__}: {str(error)[:60]}"]
    for code in unread:
        result.unread[code] = result.unread.get(code, 0) + 1
    for one, right in recalled(made, found):
        seen = plain(one.value) in text
        shown = (
            f"[{made.seed} {made.container}/{one.where}] {one.detector} {masked(one.value)} ({one.spelling})"
        )
        tally = Tally(
            int(right), int(not right), 0, [] if right else [shown if seen else f"{shown} not read"]
        )
        names = ["all", one.detector, f"in {made.container}: {one.where}", f"spelled: {one.spelling}"]
        for name in names + (["checked"] if one.detector in CHECKED else []):
            result.recall.setdefault(name, Tally()).add(tally)
        for name in ("read", f"read in {made.container}: {one.where}"):
            result.recall.setdefault(name, Tally()).add(Tally(int(seen), int(not seen)))
    for accusation, right in accused(made, found):
        shown = f"[{made.seed} {made.container}/{accusation.part}] {accusation.detector} {masked(accusation.text)}"
        for name in ("all", accusation.detector):
            result.precision.setdefault(name, Tally()).add(
                Tally(int(right), 0, int(not right), [] if right else [shown])
            )
    for warning, right in accused(made, found, "warning"):
        shown = f"[{made.seed} {made.container}/{warning.part}] {warning.detector} {masked(warning.text)}"
        for name in ("warnings", f"warnings of {warning.detector}"):
            result.precision.setdefault(name, Tally()).add(
                Tally(int(right), 0, int(not right), [] if right else [shown])
            )
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
