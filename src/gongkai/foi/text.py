"""Text that people typed, as it may be stored: no control signs, no blanks around it."""

from __future__ import annotations

import unicodedata


def cleaned(text: str) -> str:
    """The text without control and other invisible signs (line breaks and tabs stay), normalised, stripped."""
    plain = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(ch for ch in plain if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs"))
    return kept.strip()
