"""Write docs/reference/scan.md from the table of detectors. usage: scan_reference.py [--stdout]"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from gongkai.scan.detectors import Detector, known

TARGET = Path(__file__).parent.parent / "docs/reference/scan.md"
HEAD = """# Detectors

Written by `scripts/scan_reference.py` from `src/gongkai/scan/data/detectors.yaml`; do not edit.

Severity is the most a finding of the detector weighs: **serious** must be settled before anybody signs, **warning** must be looked
at, **information** is only shown. Weaker evidence weighs less: a number beside a word that says what it is, or with a right check
digit, is serious; the same form without either is a warning; what belongs to an office is information.

A value is found in any spelling: full-width or Chinese numerals; parted by blanks, hyphens, dots, invisible characters or the end of
a line; one digit to a cell; under the header of its column or behind its label. It is reported where it stands in the text.
"""
TAIL = """
## What weighs for and against

| Evidence | Effect |
|---|---|
| A word directly before the value, or the header of its column (`data/labels.yaml`, roles) | the value is what the word says; a failed check digit is then a warning (“可能有误写”) |
| A word for orders, files, amounts or organisations there (roles `serial`, `amount`, `organisation`) | the value is no personal number; only a resident identity number with every check right is reported nevertheless |
| Check digits (identity number, bank card, credit code, Hong Kong identity card) | without them an unlabelled number is not reported |
| Allotted ranges (`data/numbering.yaml`: regions, mobile prefixes, area codes, issuers of cards) | outside them an unlabelled number is not reported |
| A unit behind, a currency before, a decimal point, letters grown together with it, an address of a page | no personal number |
| A telephone, address or mail that an agency publishes itself | not reported |
| Two detectors on one stretch | the better checked has it; marks of secrecy and words of the dictionary are reported beside |

Only the masked value leaves the scanner: `510***********1234`, `138****5678`, `6222************123`, `张**`.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, listed in groupby(known().values(), key=lambda detector: detector.group):
        parts.append(
            f"\n## {group}\n\n| Id | Severity | Detector | What it finds | Source |\n|---|---|---|---|---|\n"
        )
        parts += [_line(detector) for detector in listed]
    return "".join((*parts, TAIL))


def _line(one: Detector) -> str:
    return f"| `{one.id}` | {one.severity} | {one.title} ({one.english}) | {one.why} | {one.source} |\n"


if __name__ == "__main__":
    if "--stdout" in sys.argv:
        sys.stdout.write(page())
    else:
        TARGET.write_text(page(), encoding="utf-8")
