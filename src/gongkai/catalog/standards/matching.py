"""Whom a publisher's name means, and which documents sound like an item. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.catalog.browsing import COMMON_PAIRS

_PARTING = re.compile(r"[、，,；;\n/]")
_JOINING = re.compile(r"以及|和|及")  # may also stand inside a name: 住房和城乡建设局
_TOWNS = re.compile(r"乡镇|镇（街道）|街道办|各乡|各镇|镇人民政府|乡（镇）|镇街")
_LEVEL = re.compile(r"^(?:各级|县级|区级|市级|本级|县|区|市|省)+(?:人民政府)?")
LEAST_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as matching needs it."""

    pk: int
    name: str
    short_name: str
    kind: str


def publishers(text: str, agencies: Sequence[Named]) -> list[int]:
    """The agencies a text like “县教育局、各乡镇人民政府” means; nothing where no name fits.

    A name fits when it is the agency's name or short name, or what remains of both without the level is the same.
    """
    found: dict[int, None] = {}
    for part in _PARTING.split("".join(text.split(" "))):
        named = _named(part.strip(), agencies)
        if not named and _JOINING.search(part):
            named = [pk for piece in _JOINING.split(part) for pk in _named(piece.strip(), agencies)]
        found |= dict.fromkeys(named)
    return list(found)


def _named(part: str, agencies: Sequence[Named]) -> list[int]:
    named = [one.pk for one in agencies if part and _same(part, one)]
    if not named and _TOWNS.search(part):
        named = [one.pk for one in agencies if one.kind == "town"]
    return named


def _same(part: str, agency: Named) -> bool:
    if part in (agency.name, agency.short_name):
        return True
    bare = _LEVEL.sub("", part)
    return len(bare) >= 3 and (agency.name.endswith(bare) or _LEVEL.sub("", agency.short_name) == bare)


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters that tell texts apart."""
    runs = "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()
    found = (run[at : at + 2] for run in runs for at in range(len(run) - 1))
    return [pair for pair in dict.fromkeys(found) if pair not in COMMON_PAIRS]


def alike(
    wanted: Mapping[str, str], titles: Iterable[tuple[int, str]], most: int = 3
) -> dict[str, list[int]]:
    """For each text wanted, the titles that share at least half of its pairs, the best first; every title is read once."""
    by_pair: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for key, text in wanted.items():
        found = pairs(text)
        sizes[key] = len(found)
        for pair in found:
            by_pair.setdefault(pair, []).append(key)
    scored: dict[str, list[tuple[float, int]]] = {}
    for pk, title in titles:
        hits = Counter(key for pair in pairs(title) for key in by_pair.get(pair, ()))
        for key, number in hits.items():
            share = number / sizes[key]
            if share >= LEAST_SHARED:
                scored.setdefault(key, []).append((-share, pk))
    return {key: [pk for _share, pk in sorted(rows)[:most]] for key, rows in scored.items()}
