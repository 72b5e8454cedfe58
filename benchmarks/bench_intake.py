"""Twenty documents of our own in official layouts taken in: headings, lines, cells and fields against the truth; speed against mammoth.

usage: bench_intake.py [--rounds N] [--examples]
Needs mammoth (extra `bench`). A cell counts when row, column, both spans and words agree; headers are counted apart.
"""

from __future__ import annotations

import argparse
import io
import time
from collections import Counter
from collections.abc import Callable, Iterable

import mammoth
from layouts import PAPERS, Paper, Truth
from layouts.reading import read

from gongkai.convert import intake


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--examples", action="store_true")
    asked = parser.parse_args()
    papers = [write() for write in PAPERS]
    files = [(paper, paper.bytes()) for paper in papers]
    print(f"{len(files)} documents   {'recall':>22} {'precision':>16}")
    for name, convert in (("intake", _ours), ("mammoth", _mammoth)):
        score(name, files, convert, asked.examples)
    fields(files, asked.examples)
    times = {
        name: speed(files, convert, asked.rounds)
        for name, convert in (("intake", _ours), ("mammoth", _mammoth))
    }
    ratio = times["mammoth"] / times["intake"]
    print(
        f"speed: {len(files) / times['intake']:.0f} documents/s, {ratio:.2f} x mammoth (best of {asked.rounds} rounds, one process)"
    )


def _ours(data: bytes) -> str:
    return intake.take(data, "docx").html


def _mammoth(data: bytes) -> str:
    return str(mammoth.convert_to_html(io.BytesIO(data)).value)


def score(
    name: str, files: list[tuple[Paper, bytes]], convert: Callable[[bytes], str], examples: bool
) -> None:
    """Recall and precision by kind."""
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    leaks = 0
    for paper, data in files:
        page = convert(data)
        found = read(page)
        leaks += sum(words in page for words in paper.truth.absent)
        for kind, expected, got in _compared(paper.truth, found):
            both = Counter(expected) & Counter(got)
            right[kind] += both.total()
            wanted[kind] += len(expected)
            given[kind] += len(got)
            if examples and name == "intake":
                _show(paper.name, kind, Counter(expected) - both, Counter(got) - both)
    for kind in wanted:
        recall, precision = right[kind] / max(wanted[kind], 1), right[kind] / max(given[kind], 1)
        print(f"{name:8} {kind:10} {right[kind]:>5} of {wanted[kind]:<5} {recall:>8.1%} {precision:>16.1%}")
    print(f"{name:8} words that should have stayed out: {leaks}")


def _compared(truth: Truth, found: Truth) -> Iterable[tuple[str, list[object], list[object]]]:
    yield "headings", *([(level, _plain(words)) for level, words in side.headings] for side in (truth, found))
    yield "lines", [_plain(line) for line in truth.lines], [_plain(line) for line in found.lines]
    for kind, place in (("cells", slice(0, 5)), ("headers", slice(0, 6))):
        tables = [
            [
                (at, *cell[place])
                for at, table in enumerate(side.tables)
                for cell in table
                if kind == "cells" or cell[5]
            ]
            for side in (truth, found)
        ]
        yield kind, list(tables[0]), list(tables[1])
    yield "pictures", ["picture"] * truth.pictures, ["picture"] * found.pictures


def _plain(words: str) -> str:
    return "".join(words.split())


def fields(files: list[tuple[Paper, bytes]], examples: bool) -> None:
    """The fields of the layout, and what must be told."""
    right = wanted = given = told = notes = 0
    for paper, data in files:
        taken = intake.take(data, "docx")
        expected = set(paper.truth.fields.items())
        got = {(fact.name, fact.value) for fact in taken.facts}
        codes = {note.code for note in taken.notes}
        right, wanted, given = right + len(expected & got), wanted + len(expected), given + len(got)
        told, notes = told + len(paper.truth.notes & codes), notes + len(paper.truth.notes)
        if examples:
            _show(paper.name, "fields", Counter(expected - got), Counter(got - expected))
            _show(paper.name, "notes", Counter(paper.truth.notes - codes), Counter(codes - paper.truth.notes))
    print(f"intake   fields     {right:>5} of {wanted:<5} {right / wanted:>8.1%} {right / given:>16.1%}")
    print(f"intake   notes      {told:>5} of {notes:<5} {told / notes:>8.1%}")


def _show(paper: str, kind: str, missing: Counter[object], extra: Counter[object]) -> None:
    for sign, items in (("-", missing), ("+", extra)):
        for item in items:
            print(f"    {paper} {kind} {sign} {item}")


def speed(files: list[tuple[Paper, bytes]], convert: Callable[[bytes], str], rounds: int) -> float:
    """Seconds for all documents, the best of the rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for _paper, data in files:
            convert(data)
        best = min(best, time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
