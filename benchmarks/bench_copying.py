"""Copied text over 10,000 reports, against a MinHash library in pure Python doing the same job.

usage: bench_copying.py [--reports N]
The baseline finds the pairs of similar sentences with datasketch (same permutations, same bands, the same exact confirmation);
both must find the same pairs.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from datasketch import MinHash, MinHashLSH

from gongkai.audit import copying, sentences
from gongkai.audit.copying import Document

WORDS = [chr(code) for code in range(0x4E00, 0x4E00 + 1500)]


def corpus(count: int, seed: int) -> tuple[list[Document], set[tuple[str, str]]]:
    """Reports of 40 sentences by as many agencies; one in ten copies a passage, edited, from an earlier one."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(WORDS, k=chance.choice((2, 2, 2, 3, 4)))) for _ in range(6000)]
    reports: list[list[str]] = []
    copied: set[tuple[str, str]] = set()
    copies: dict[int, list[int]] = {}
    for number in range(count):
        own = ["".join(chance.choices(vocabulary, k=chance.randint(9, 20))) for _ in range(40)]
        if number > 50 and chance.random() < 0.1:
            source = chance.randrange(number)
            for at in range(5):
                words = reports[source][at + 10]
                cut = chance.randrange(len(words) - 3)
                own[at] = words[:cut] + chance.choice(vocabulary)[:2] + words[cut + 2 :]
            holders = copies.setdefault(
                source, [source]
            )  # two copies of one passage share it with each other too
            copied.update((f"r{holder:05d}", f"r{number:05d}") for holder in holders)
            holders.append(number)
        reports.append(own)
    first = date(2010, 1, 1)
    documents = [
        Document(f"r{n:05d}", "。".join(own), agency=f"a{n}", on=first + timedelta(days=n))
        for n, own in enumerate(reports)
    ]
    return documents, copied


def by_datasketch(wordings: Sequence[str]) -> Iterable[tuple[int, int]]:
    """What `copying.similar` does, with datasketch."""
    tokens = [sentences.pairs(wording) for wording in wordings]
    index = MinHashLSH(params=(16, 4), num_perm=64)
    hashes = []
    for at, own in enumerate(tokens):
        hashed = MinHash(num_perm=64, seed=1)
        hashed.update_batch([pair.encode() for pair in own])
        hashes.append(hashed)
        index.insert(at, hashed, check_duplication=False)
    for first, hashed in enumerate(hashes):
        for second in index.query(hashed):
            if second > first and copying.overlap(tokens[first], tokens[second]) >= copying.SIMILAR:
                yield first, second


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    documents, copied = corpus(asked.reports, asked.seed)

    start = time.perf_counter()
    found = {(shared.earlier, shared.later) for shared in copying.find(documents)}
    whole = time.perf_counter() - start

    wordings = sorted({s.essence for document in documents for s in sentences.split(document.text)})
    start = time.perf_counter()
    ours = set(copying.similar(wordings))
    similar = time.perf_counter() - start
    start = time.perf_counter()
    theirs = set(by_datasketch(wordings))
    baseline = time.perf_counter() - start

    right = len(found & copied)
    print(
        f"{asked.reports} reports, {len(wordings)} different sentences, {len(copied)} pairs that share a passage"
    )
    print(f"recall {right / max(len(copied), 1):.4f}, precision {right / max(len(found), 1):.4f}")
    print(
        f"similar sentences: {similar:.2f} s; datasketch {baseline:.2f} s: {baseline / similar:.1f} x faster"
    )
    print(f"pairs found: {len(ours)} against {len(theirs)}, in common {len(ours & theirs)}")
    print(f"whole run: {whole:.2f} s, {whole / baseline:.2f} of the baseline's search alone")


if __name__ == "__main__":
    main()
