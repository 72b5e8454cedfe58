"""Planted values taken out of files of every kind: how many are still found, in any byte stream, by extractors independent of ours.

usage: bench_redaction.py [--values N] [--full] [--seed N] [--container C] [--examples]
What is cut comes from the known truth, not from the scanner. The extractors must see the values before, or they
prove nothing; what else stands in the document must still be there, and the file must open.
--full: 2,000 values of final seeds in text files, and pictures on top.
"""

from __future__ import annotations

import argparse
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator

from planted import CONTAINERS, FINAL, Document, extractors, generate
from planted.scoring import masked
from planted.spelling import plain

from gongkai.convert import parts, redaction
from gongkai.convert.redaction.model import Cut, NotRedacted

SHORTEST = 6
"""Characters: a shorter value may stand in a file by chance."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--values", type=int, default=300)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--container", choices=CONTAINERS)
    parser.add_argument("--examples", action="store_true")
    asked = parser.parse_args()
    wanted, seed = (2000, FINAL) if asked.full else (asked.values, asked.seed)
    counts: dict[str, Counter[str]] = {}
    examples: list[str] = []
    start, done = time.perf_counter(), 0
    kinds = [asked.container] if asked.container else [kind for kind in CONTAINERS if kind != "picture"]
    while done < wanted:
        made = generate(seed, kinds[seed % len(kinds)])
        done += one(made, counts, examples)
        seed += 1
    for _ in range(8 if asked.full else 0):
        one(generate(seed, "picture"), counts, examples)
        seed += 1
    names = ("files", "values", "before", "after", "rest", "kept", "broken", "refused")
    print(f"{'':10}" + "".join(f"{name:>9}" for name in names))
    for kind, count in sorted(counts.items()):
        print(f"{kind:10}" + "".join(f"{count[name]:>9}" for name in names))
    total = sum(counts.values(), Counter())
    print(
        f"{total['values']} values in {total['files']} files redacted: {total['before']} seen before, {total['after']} after (target 0). Of "
        f"{total['rest']} other lines {total['kept']} are still there; {total['broken']} files do not open; {total['refused']} were refused; "
        f"{time.perf_counter() - start:.0f} s"
    )
    for example in examples if asked.examples else ():
        print(" ", example)


def one(made: Document, counts: dict[str, Counter[str]], examples: list[str]) -> int:
    """Redact one file of all that was planted in it; the number of values that counted."""
    values = sorted({value.value for value in made.planted if len(plain(value.value)) >= SHORTEST})
    if not values:
        return 0
    count = counts.setdefault(made.container, Counter())
    cuts = list(cuts_for(made, values))
    try:
        data = redaction.redact(made.data, made.name, cuts)
    except NotRedacted as error:
        count["refused"] += 1
        examples.append(f"[{made.seed} {made.container}] refused: {error.code}")
        return 0
    sight, left = extractors.Seen(made.data, made.name), extractors.Seen(data, made.name)
    before, after = sight.of(values), left.of(values)
    lines = [plain(block.text) for block in made.draft.blocks if block.text and not block.planted]
    rest = [line for line in lines if not any(plain(value) in line for value in values)]
    rest = sight.of(rest)
    kept = left.of(rest)
    count.update(
        files=1, values=len(values), before=len(before), after=len(after), rest=len(rest), kept=len(kept)
    )
    count["broken"] += not extractors.opens(data, made.container)
    where = {value.value: value for value in made.planted}
    examples += [
        f"[{made.seed} {made.container}/{where[v].where}] left: {where[v].detector} {masked(v)} ({where[v].spelling})"
        for v in after
    ]
    return len(values)


def cuts_for(made: Document, values: list[str]) -> Iterator[Cut]:
    """Every place of every part where one of the values stands, however it is spelled."""
    for part in parts.read(made.data, made.name).parts:
        letters = [(c, at) for at, char in enumerate(part.text) for c in _plain_character(char)]
        text = "".join(c for c, _ in letters)
        for value in values:
            wanted, found = plain(value), -1
            while (found := text.find(wanted, found + 1)) >= 0:
                start, end = letters[found][1], letters[found + len(wanted) - 1][1] + 1
                yield Cut(part.name, part.number, start, end, "某某", part.path)


def _plain_character(char: str) -> str:
    return plain(unicodedata.normalize("NFKC", char))


if __name__ == "__main__":
    main()
