"""Plain text scanned on one core, as ratios within one run.

Against (a) Microsoft Presidio's analyzer with pattern recognizers for the same kinds (extra gongkai[bench]) and (b) a bare pass of a
fast multi-pattern engine with the same 50,000 words over the same bytes. The texts are made up: `prose` is a notice of some two thousand
characters with an office's telephone; `ordinary` has lists, orders and other long numbers besides, and nobody's data; `dense` has
several values to the kilobyte. Rounds take turns; medians of processor time count.

usage: bench_scan_speed.py [--megabytes N] [--rounds N] [--full]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable

import ahocorasick_rs
from planted import compose, generate, measuring, rival
from planted.scoring import Found, Tally, accused, recalled
from presidio_analyzer import AnalyzerEngine

from gongkai import scan
from gongkai.convert import parts

Texts = list[str]
KINDS = {"prose": (1.0, 80, False), "ordinary": (1.0, 60, True), "dense": (0.0, 0, True)}
"""Share of documents without anything to find, lines of prose, whether lists and long numbers follow."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="20 MB")
    asked = parser.parse_args()
    megabytes = 20 if asked.full else asked.megabytes
    words = measuring.words()
    dictionary = measuring.dictionary()
    bare = ahocorasick_rs.BytesAhoCorasick(
        [word.encode() for word in words], implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )
    presidio = rival.analyzer()
    for kind in KINDS:
        texts = made(megabytes, kind)
        few = texts[: max(1, len(texts) // 10)]
        size = sum(len(text.encode()) for text in texts) / 1e6
        ways: dict[str, tuple[Callable[[str], object], Texts]] = {
            "scan": (scan.scan_text, texts),
            "scan + 50,000 words": (lambda text: scan.scan_text(text, dictionary=dictionary), texts),
            "presidio": (lambda text: presidio.analyze(text, rival.LANGUAGE), few),
            "bare pass, 50,000 words": (lambda text: bare.find_matches_as_indexes(text.encode()), texts),
        }
        found = {name: sum(len(way(text)) for text in few) for name, (way, _) in ways.items()}  # type: ignore[arg-type]
        speeds = _speeds(ways, asked.rounds)
        print(f"{kind}: {size:.1f} MB in {len(texts)} documents; Presidio on a tenth of them")
        for name, speed in speeds.items():
            print(
                f"  {name:26}{speed:9.3f} MB/s   {speed / speeds['presidio']:8.1f} × presidio   "
                f"{speed / speeds['bare pass, 50,000 words']:6.3f} × bare pass   {found[name]:6} found in the tenth"
            )
    quality(presidio, 3000 if asked.full else 300)


def quality(presidio: AnalyzerEngine, documents: int) -> None:
    """What both find of the values planted in the same plain texts, and whom they accuse: speed means little without it."""
    tallies = {"scan": (Tally(), Tally()), "presidio": (Tally(), Tally())}
    for seed in range(documents):
        document = generate(seed, "txt")
        text = next(
            part.text for part in parts.read(document.data, document.name).parts if part.name == "body"
        )
        draft = document.draft
        published = scan.Published(phones=draft.phones, addresses=draft.addresses, emails=draft.emails)
        ours = scan.scan_text(text, dictionary=measuring.dictionary(), published=published)
        theirs = presidio.analyze(text, rival.LANGUAGE)
        found = {
            "scan": [Found(one.detector, str(one.severity), text[one.start : one.end]) for one in ours],
            "presidio": [Found(one.entity_type, "serious", text[one.start : one.end]) for one in theirs],
        }
        for name, (recall, precision) in tallies.items():
            known = [
                right for one, right in recalled(document, found[name]) if one.detector in rival.PATTERNS
            ]
            recall.add(Tally(known.count(True), known.count(False)))
            judged = [
                right
                for one, right in accused(document, found[name])
                if one.detector in rival.PATTERNS and not one.detector.startswith("organisation")
            ]
            precision.add(Tally(judged.count(True), 0, judged.count(False)))
    print(
        f"the kinds that both know, in {documents} plain texts (the scanner's findings of severity serious):"
    )
    for name, (recall, precision) in tallies.items():
        print(f"  {name:26}recall {recall.recall:.4f}   precision {precision.precision:.4f}")


def made(megabytes: float, kind: str) -> Texts:
    """Documents of so many megabytes together, of one of `KINDS`."""
    clean, prose, listed = KINDS[kind]
    texts, size, seed = [], 0, 0
    while size < megabytes * 1e6:
        chance = random.Random(f"speed/{kind}/{seed}")
        draft = compose.draft(chance, later=False, clean=clean)
        blocks = draft.blocks if listed else draft.blocks[-3:]
        lines = [draft.title, *chance.choices(compose.PROSE, k=prose)]
        lines += ["\n".join("\t".join(row) for row in block.rows) or block.text for block in blocks]
        texts.append("\n".join(lines))
        size, seed = size + len(texts[-1].encode()), seed + 1
    return texts


def _speeds(ways: dict[str, tuple[Callable[[str], object], Texts]], rounds: int) -> dict[str, float]:
    """Megabytes of UTF-8 a second of processor time, medians over rounds in which all take turns."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, texts) in ways.items():
            size = sum(len(text.encode()) for text in texts) / 1e6
            start = time.process_time()
            for text in texts:
                way(text)
            taken[name].append(size / (time.process_time() - start))
    return {name: statistics.median(speeds) for name, speeds in taken.items()}


if __name__ == "__main__":
    main()
