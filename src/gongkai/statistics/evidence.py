"""On which channels of the standard catalogue's check-list a document went out, by the register of publications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.catalog.standards import declared as form
from gongkai.catalog.standards.queries import Standing
from gongkai.channels import declared
from gongkai.channels import queries as channels

WEBSITE = "政府网站"


@dataclass(frozen=True, slots=True)
class Checked:
    """An item with the channels it names on which nothing of it is known to have gone out.

    Channels the form does not know (a place written in by hand) cannot be checked and are left out.
    """

    standing: Standing
    without_proof: tuple[str, ...]


def checked(standings: Sequence[Standing]) -> list[Checked]:
    """Each item against the register; one query for all."""
    numbers = [answer.document.pk for standing in standings for answer in standing.answers]
    shown = _shown_on(numbers)
    known = set(form.channels())
    found = []
    for standing in standings:
        there = {name for answer in standing.answers for name in shown[answer.document.pk]}
        named = standing.item.channels if standing.answers else []
        found.append(Checked(standing, tuple(name for name in named if name in known and name not in there)))
    return found


def _shown_on(documents: Iterable[int]) -> dict[int, set[str]]:
    """The website shows whatever is public; the rest is what was recorded."""
    numbers = list(documents)
    found: dict[int, set[str]] = defaultdict(set)
    for pk in numbers:
        found[pk].add(WEBSITE)
    names = {slug: row.catalogue for slug, row in declared.every().items()}
    for pk, channel in channels.channels_of(numbers):
        if name := names.get(channel, ""):
            found[pk].add(name)
    return found
