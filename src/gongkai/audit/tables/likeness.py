"""Labels with a slip in print: the one label of a few that a run of letters is nearly the same as."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.audit.tables.plans import Label

_LONG = 8
_NUMERALS = "一二三四五六七八九十"


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, drop or swap with their neighbour; `most + 1` as soon as it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    older: list[int] = []
    row = list(range(len(other) + 1))
    for i, mark in enumerate(one, 1):
        current = [i]
        for j, against in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (mark != against))
            if i > 1 and j > 1 and mark == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        older, row = row, current
    return row[-1]


def likest(piece: str, labels: Sequence[Label]) -> tuple[Label, int, int] | None:
    """The only label the piece resembles, how many letters of numbering stand before it, and its length.

    None when it resembles none of them, or two equally.
    """
    skip = 1 if piece[0] in _NUMERALS else 0
    text = piece[skip:]
    best: list[tuple[int, Label, int]] = []
    for label in labels:
        scored = _score(text, label)
        if scored:
            best.append((scored[0], label, scored[1]))
    best.sort(key=lambda item: item[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0] and best[0][1].core != best[1][1].core):
        return None
    return best[0][1], skip, best[0][2]


def _score(text: str, label: Label) -> tuple[int, int] | None:
    """Distance and length of the label in the text, which may go on behind it; None when they are too far apart."""
    most = 2 if len(label.core) >= _LONG else 1
    if len(label.core) < _SHORTEST:
        return None
    if len(set(text[: len(label.core) + 2]) & set(label.core)) < len(set(label.core)) - most:
        return None
    best: tuple[int, int] | None = None
    for name in dict.fromkeys((label.core, label.whole)):
        for size in range(max(1, len(name) - most), min(len(text), len(name) + most) + 1):
            far = distance(text[:size], name, most)
            if far <= most and (best is None or (far, -size) < (best[0], -best[1])):
                best = (far, size)
    return best


_SHORTEST = 4
