"""What stands in the place of what was taken out, in the styles of practice."""

from __future__ import annotations

from enum import StrEnum


class Style(StrEnum):
    """PARTIAL: 510***********1234; STARS: every character an asterisk; ANONYMOUS: 某某; REMOVED: nothing."""

    PARTIAL = "partial"
    STARS = "stars"
    ANONYMOUS = "anonymous"
    REMOVED = "removed"


def replacement(value: str, style: Style = Style.PARTIAL, masked: str = "") -> str:
    """What to write in the place of a value. `masked`: its partial form, where somebody knows how such a value is masked.

    The form has the value's own blanks and breaks if it can, so that each cell of a table keeps its share.
    """
    if style is Style.REMOVED:
        return ""
    if style is Style.ANONYMOUS:
        return "某某"
    signs = "".join(value.split())
    form = "*" * len(signs)
    if style is Style.PARTIAL:
        form = masked or _partly(signs)
    if len(form) != len(signs):
        return form
    left = iter(form)
    return "".join(character if character.isspace() else next(left) for character in value)


def _partly(signs: str) -> str:
    """A long value keeps its beginning and end, a short one its first character."""
    head, tail = (3, 4) if len(signs) >= 11 else (min(1, len(signs) - 1), 0)
    return signs[:head] + "*" * (len(signs) - head - tail) + signs[len(signs) - tail :]
