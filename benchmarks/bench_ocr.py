"""Pictures of pages at 200 dpi: how much of what is planted is found through recognition, and how many pages a second are read.

usage: bench_ocr.py [--documents N] [--full] [--seed N] [--examples]
Clean and scanned looks (askew, soft, noisy), two typefaces, three sizes; PNG, JPEG, TIFF and PDF without a text layer.
--full: 60 documents of final seeds.
"""

from __future__ import annotations

import argparse
import time

from bench_scan import show
from planted import FINAL, generate, measuring
from planted.measuring import Result

from gongkai.convert.extract import ocr

TARGET = 0.95


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=4)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--examples", action="store_true")
    asked = parser.parse_args()
    count, first = (60, FINAL) if asked.full else (asked.documents, asked.seed)
    total, spent, worked = Result(), 0.0, 0.0
    measuring.measure(generate(first - 1, "picture"))
    for seed in range(first, first + count):
        made = generate(seed, "picture")
        start, busy = time.perf_counter(), time.process_time()
        total.add(measuring.measure(made))
        spent, worked = spent + time.perf_counter() - start, worked + time.process_time() - busy
    print(
        f"{total.documents} pictures and PDFs of pictures at 200 dpi, {total.planted} values planted (target {TARGET:.0%})"
    )
    print(
        f"{total.documents / spent:.3f} documents/s ({spent:.0f} s), {total.documents / worked:.3f} per second of processor time"
    )
    show(total, asked.examples)
    pages_a_second()


def pages_a_second(pages: int = 2) -> None:
    """Whole A4 pages at 200 dpi, full of text, recognised only."""
    import io
    import random

    from PIL import Image
    from planted import Block, Draft
    from planted.compose import PROSE
    from planted.files.pdf import compiled

    chance = random.Random(0)
    draft = Draft("整页", "", [Block("".join(chance.choices(PROSE, k=3))) for _ in range(40)])
    made = compiled(draft, [], size=12, kind="png")
    pictures = [Image.open(io.BytesIO(data)) for data in made[:pages] if isinstance(data, bytes)]
    start, busy, characters = time.perf_counter(), time.process_time(), 0
    for picture in pictures:
        characters += sum(len(word.text) for word in ocr.words(picture))
    spent, worked = time.perf_counter() - start, time.process_time() - busy
    print(
        f"full A4 pages: {len(pictures) / spent:.3f} pages/s, {len(pictures) / worked:.3f} per second of processor time, "
        f"{characters // len(pictures)} characters a page"
    )


if __name__ == "__main__":
    main()
