"""How much of what must not go out is found, and how often something is accused wrongly: on documents with known truth.

usage: bench_scan.py [--documents N] [--full] [--final] [--container C] [--seed N] [--examples] [--processes N]
Development seeds may be looked into (--examples shows misses, masked); --final takes seeds that nobody looks into.
--full: 20,000 documents of final seeds. Recognising pictures is measured by bench_ocr.py.
"""

from __future__ import annotations

import argparse
import time

from planted import CONTAINERS, FINAL, measuring
from planted.measuring import Result
from planted.scoring import Tally

TARGETS = {"checked": 0.999, "all": 0.99, "read": 1.0}
"""Least recall in text parts ("read": the value stands in what was read at all); the least precision of serious findings is 0.99."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--container", choices=CONTAINERS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    count = 20_000 if asked.full else asked.documents
    first = asked.seed + (FINAL if asked.final or asked.full else 0)
    measuring.dictionary()
    start = time.perf_counter()
    jobs = ((seed, asked.container) for seed in range(first, first + count))
    total = measuring.many(jobs, asked.processes)
    spent = time.perf_counter() - start
    print(
        f"{total.documents} documents, {total.bytes / 1e6:.1f} MB, {total.planted} values planted; {spent:.1f} s with "
        f"{asked.processes} processes, generation included (reading {total.reading:.1f} s, scanning {total.scanning:.1f} s of processor "
        f"time); seeds from {first}"
    )
    show(total, asked.examples)


def show(total: Result, examples: bool) -> None:
    """The two targets, each detector, places and spellings that fall short, what could not be read."""
    for name, least in TARGETS.items():
        tally = total.recall.get(name, Tally())
        print(f"recall, {name}: {tally.recall:.4%} of {tally.right + tally.missed} (target {least:.1%})")
    tally = total.precision.get("all", Tally())
    print(f"precision, serious: {tally.precision:.4%} of {tally.right + tally.false} (target 99.0%)")
    tally = total.precision.get("warnings", Tally())
    print(
        f"warnings: {tally.right} on what was planted, {tally.false} on what was not, in {total.documents} documents"
    )
    for name, tally in sorted(total.precision.items()):
        if name.startswith("warnings of ") and tally.false:
            print(f"  {name:40} {tally.false:6} on nothing planted")
    print(f"{'detector':30}{'found':>8}{'missed':>8}{'recall':>10}{'false':>8}{'precision':>11}")
    detectors = {name for name in {*total.recall, *total.precision} if "." in name and " " not in name}
    for name in sorted(detectors):
        recall, precision = total.recall.get(name, Tally()), total.precision.get(name, Tally())
        print(
            f"{name:30}{recall.right:>8}{recall.missed:>8}{recall.recall:>10.4f}{precision.false:>8}{precision.precision:>11.4f}"
        )
    short = [
        (tally.recall, name, tally) for name, tally in total.recall.items() if " " in name and tally.missed
    ]
    for share, name, tally in sorted(short, key=lambda row: row[:2])[:30]:
        print(f"  {name:40} recall {share:.4f} of {tally.right + tally.missed}")
    for code, count in sorted(total.unread.items()):
        print(f"  said to be unread though every file is sound: {code} {count}")
    if examples:
        for kind, tallies in (("missed", total.recall), ("false", total.precision)):
            for name, tally in tallies.items():
                if "." in name and (" " not in name or name.startswith("warnings")):
                    for example in tally.examples[:8]:
                        print(f"  {kind}: {example}")


if __name__ == "__main__":
    main()
