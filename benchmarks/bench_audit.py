"""How well and how fast published reports are read: recall and precision on synthetic reports of every variant, checks, speed.

usage: bench_audit.py [--reports N] [--final] [--era E] [--variant V] [--examples] [--only PART]
Development seeds may be looked into (--examples); --final takes seeds that nobody looks into.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable, Iterator

from lxml import html
from synthetic import ERRORS, PAIR_ERRORS, checking, families, generate, measuring
from synthetic.generator import FINAL
from synthetic.measuring import Result

from gongkai.audit import copying, reading


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=600)
    parser.add_argument("--final", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--era")
    parser.add_argument("--variant")
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("--only", choices=("reading", "checks", "copies", "speed"))
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    first = asked.seed + (FINAL if asked.final else 0)
    parts = {"reading": read_all, "checks": check_all, "copies": copies, "speed": speed}
    for name, part in parts.items():
        if asked.only in (None, name):
            part(asked, first)


def read_all(asked: argparse.Namespace, first: int) -> None:
    """Recall and precision of cells, facts and identity; the variants that are read worst."""
    jobs = ((seed, asked.era, asked.variant) for seed in range(first, first + asked.reports))
    start = time.perf_counter()
    total = measuring.many(measuring.one, jobs, asked.processes)
    spent = time.perf_counter() - start
    print(
        f"{total.reports} reports in {spent:.1f} s, generation included; {total.unread} with no report found"
    )
    print(f"{'':22}{'right':>9}{'missed':>8}{'false':>8}{'recall':>9}{'precision':>11}")
    for name, tally in total.tallies.items():
        print(
            f"{name:22}{tally.right:>9}{tally.missed:>8}{tally.false:>8}{tally.recall:>9.4f}{tally.precision:>11.4f}"
        )
    worst(total)
    if asked.examples:
        for name, tally in total.tallies.items():
            for example in tally.examples:
                print(f"  {name}: {example}")


def worst(total: Result, shown: int = 8) -> None:
    """The variants with the lowest recall of cells and of facts."""
    for kind in ("cells", "facts"):
        rows = [
            (min(tallies[kind].recall, tallies[kind].precision), name, tallies[kind])
            for name, tallies in total.by_variant.items()
            if tallies[kind].right + tallies[kind].missed
        ]
        for _, name, tally in sorted(rows, key=lambda row: row[:2])[:shown]:
            print(f"  worst {kind}: {name:20} recall {tally.recall:.4f} precision {tally.precision:.4f}")


def check_all(asked: argparse.Namespace, first: int) -> None:
    """Each error seeded by itself, as many sound reports again; who is found, who is accused wrongly."""
    kinds = [*ERRORS, *PAIR_ERRORS, *[None] * len(ERRORS), *["sound years"] * len(PAIR_ERRORS)]
    rounds = max(1, asked.reports // len(kinds))
    jobs = (
        (first + number * len(kinds) + at, kind, asked.variant)
        for number in range(rounds)
        for at, kind in enumerate(kinds)
    )
    total = measuring.many(checking.one, jobs, asked.processes)
    print(f"{total.reports} reports, half of them sound")
    for name, tally in sorted(total.tallies.items()):
        shown = (
            f"recall {tally.recall:.4f}" if name.startswith("found") else f"precision {tally.precision:.4f}"
        )
        print(f"  {name:34} right {tally.right:6} missed {tally.missed:5} false {tally.false:5}  {shown}")
        for example in tally.examples[: 6 if asked.examples else 0]:
            print(f"      {example}")


def copies(asked: argparse.Namespace, first: int) -> None:
    """Who copied from whom, in a corpus with edited passages, statutory sentences and texts that stand under two addresses."""
    members = list(families.corpus(asked.reports, first + 1))
    documents = [copying.Document(m.id, m.text, agency=m.agency, on=m.on) for m in members]
    true = {(members[m.copied_from].id, m.id) for m in members if m.copied_from is not None}
    second = {m.id: members[m.same_as].id for m in members if m.same_as is not None}
    start = time.perf_counter()
    found = {(shared.earlier, shared.later) for shared in copying.find(documents)}
    spent = time.perf_counter() - start
    known = {tuple(sorted(second.get(one, one) for one in pair)) for pair in found}
    origin = {m.id: members[m.copied_from].id for m in members if m.copied_from is not None}
    cousins = {pair for pair in known if origin.get(pair[0]) == origin.get(pair[1]) and origin.get(pair[0])}
    right = true & known
    false = known - true - cousins
    print(
        f"{len(members)} reports, {len(true)} with a copied passage: recall {len(right) / max(len(true), 1):.4f}, "
        f"precision {len(right) / max(len(right) + len(false), 1):.4f}, {len(members) / spent:.0f} reports/s"
    )
    if asked.examples:
        print("  missed", sorted(true - known)[:10], "false", sorted(false)[:10])


def speed(asked: argparse.Namespace, first: int) -> None:
    """Reports a second on one core, against taking the bare text out of the same bytes."""
    pages = [generate(seed, variant="html").data for seed in range(first, first + 60)]
    letters = [generate(seed, variant="docx").data for seed in range(first, first + 20)]
    for kind, files, baseline in (("html", pages, bare_html), ("docx", letters, bare_docx)):
        ours = rate(lambda data, kind=kind: reading.read_bytes(data, f"a.{kind}"), files)
        bare = rate(baseline, files)
        print(
            f"{kind}: {ours:.1f} reports/s on one core, {1000 / ours:.2f} ms each; bare text {bare:.1f}/s: ratio {bare / ours:.1f}"
        )


def rate(work: Callable[[bytes], object], files: list[bytes], seconds: float = 2.0) -> float:
    """Files a second."""
    work(files[0])
    start = time.perf_counter()
    for done, data in enumerate(_round(files), 1):
        work(data)
        spent = time.perf_counter() - start
        if spent > seconds:
            return done / spent
    raise AssertionError


def _round(files: list[bytes]) -> Iterator[bytes]:
    while True:
        yield from files


def bare_html(data: bytes) -> str:
    """The text of the page as lxml gives it."""
    return str(html.fromstring(data).text_content())


def bare_docx(data: bytes) -> str:
    """Paragraphs and cells as python-docx gives them."""
    from docx import Document

    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


if __name__ == "__main__":
    main()
