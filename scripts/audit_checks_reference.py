"""Write docs/reference/audit-checks.md from the table of checks. usage: audit_checks_reference.py [--stdout]"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from gongkai.audit.checks import CheckKind, kinds

TARGET = Path(__file__).parent.parent / "docs/reference/audit-checks.md"
HEAD = """# Checks over published reports

Written by `scripts/audit_checks_reference.py` from `src/gongkai/audit/data/checks.yaml` and the forms of `law`; do not edit.

Severity: **certain** is an error whatever else is true; **likely** needs a look at the records; **information** accuses nobody.
A finding may be said more softly than its check when its evidence is weaker, never more sharply. Figures read with a
confidence below 0.9, figures that are not exact or not the agency's own, and tables with lost cells are held against nobody.
"""
SCHEMA = """
## Findings as JSON

`gongkai audit check … --out findings.json` writes one object; the order is that of file names, so the same input gives the same bytes.

| Key | Content |
|---|---|
| `summary` | `files`, `reports`, findings by severity (`certain`, `likely`, `information`), `checks`: number by check id |
| `reports[]` | `file`, `number` (of the report in its file, from 1), `agency`, `year` (or null), `form`, `tables` (cell id → number, decimals as text, blank null), `facts`, `unread`, `findings` |
| `reports[].facts[]` | `kind`, `label`, `value`, `precision`, `scope`, `unit`, `phrase`, `start`, `end`, `confidence` |
| `reports[].unread[]` | `code`, `what`, `start`, `end`, `cells` |
| `reports[].findings[]` | `id`, `severity`, `cells` (ids), `phrases` (pairs of offsets into the text of the file), `text`, `sentence` |
| `failed[]` | `file`, `code`, `why`; code `not_a_report` for a file that was read and holds no report |
| `copies[]` | `earlier`, `later` (file#number), `dated`, `share`, `score`, `passages[]` with `earlier`, `later`, `similarity` |
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    ordered = sorted(kinds().values(), key=lambda kind: kind.family)
    for family, listed in groupby(ordered, key=lambda kind: kind.family):
        parts.append(f"\n## {family}\n\n| Id | Severity | Check | What it looks for |\n|---|---|---|---|\n")
        parts += [_line(kind) for kind in listed]
    return "".join((*parts, SCHEMA))


def _line(kind: CheckKind) -> str:
    return f"| `{kind.id}` | {kind.severity} | {kind.title} | {kind.explanation} |\n"


if __name__ == "__main__":
    if "--stdout" in sys.argv:
        sys.stdout.write(page())
    else:
        TARGET.write_text(page(), encoding="utf-8")
