"""Chinese text in lines: how wide it is, and where a line may break."""

from __future__ import annotations

import re
import unicodedata

NARROW = 0.58  # of an em: the widest digit or small letter of the usual typefaces
_NOT_FIRST = frozenset("，。；：、！？）》〉」』】〕”’%％…—·,.;:!?)]}")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")
# What stays together: a number with its unit, an article, a Latin word.
_PIECE = re.compile(
    r"\d+个?(?:工作日|日|月|元)|第[一二三四五六七八九十百零\d]+[条款项号]|[A-Za-z0-9./:@_%-]+|.", re.DOTALL
)


def width(text: str) -> float:
    """The width of a text in ems."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else NARROW for sign in text)


def wrap(text: str, most: float, *, even: bool = True) -> list[str]:
    """The text in lines of at most `most` ems, `even` ones of about equal length; no line begins or ends with the wrong mark.

    A number, an article or a Latin word stays whole unless it is longer than a line.
    """
    words = " ".join(text.split())
    lines = _greedy(words, most)
    narrower = most
    while even and len(lines) > 1 and narrower > most / 2:
        narrower -= 0.5
        tried = _greedy(words, narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _greedy(text: str, most: float) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text, most):
        if line and width(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, most: float) -> list[str]:
    """What may not be torn apart: words, and marks with the character they belong to."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        parts = [piece] if width(piece) <= most else list(piece)
        for part in parts:
            joins = found and (part[0] in _NOT_FIRST or found[-1][-1] in _NOT_LAST)
            if joins and width(found[-1] + part) <= most:
                found[-1] += part
            else:
                found.append(part)
    return found
