"""Write docs/reference/content-checks.md from the checks as declared. usage: content_checks.py [--check]"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src/gongkai/quality/data/checks.yaml"
PAGE = ROOT / "docs/reference/content-checks.md"
HEAD = """# Content checks

Every check of drafts and public content, made from `src/gongkai/quality/data/checks.yaml` by `scripts/content_checks.py`. Level: how much a finding weighs as
delivered (hold: before review; warn; hint). Mark: V verified, M from memory, I our reading. [How to use them](../how-to/content-quality.md).
"""


def page() -> str:
    """The page as it should be."""
    content: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    parts = [HEAD]
    for name, group in content["groups"].items():
        parts.append(
            f"\n## {group['title']} · {group['english']}\n\n| Check | 检查项 | Level | 怎么改 | Source | Mark |\n|---|---|---|---|---|---|\n"
        )
        for row in content["checks"]:
            if row["id"].partition(".")[0] == name:
                source = f"{row['source']['instrument']} {row['source']['article']}"
                parts.append(
                    f"| `{row['id']}` {row['english']} | {row['title']} | {row['level']} | {row['help']} | {source} | {row['mark']} |\n"
                )
    return "".join(parts)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
