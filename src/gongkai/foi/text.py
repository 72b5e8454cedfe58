"""Text that people typed, as it may be stored: no control signs, no blanks around it."""

from __future__ import annotations

import re
import unicodedata


def cleaned(text: str) -> str:
    """The text without control and other invisible signs (line breaks and tabs stay), normalised, stripped."""
    plain = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(ch for ch in plain if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs"))
    return kept.strip()


_NUMBERED = re.compile(r"^(?:\d+[.．、）)]|[（(]?[一二三四五六七八九十]+[）)、])")


def numbered_points(text: str) -> str:
    """One point per line, numbered 1．2．3．; a single line and lines that bear a number already stay as they are."""
    lines = [line.strip() for line in cleaned(text).splitlines() if line.strip()]
    if len(lines) < 2 or any(_NUMBERED.match(line) for line in lines):
        return "\n".join(lines)
    return "\n".join(f"{number}．{line}" for number, line in enumerate(lines, 1))
