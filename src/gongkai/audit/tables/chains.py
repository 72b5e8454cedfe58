"""Where the labels of a table stand in a text: the longest run of them in printed order, close together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.audit.tables.likeness import likest
from gongkai.audit.tables.plans import Label, Plan
from gongkai.audit.tables.squeezed import Squeezed
from gongkai.audit.tables.words import words

_GAP = 260
_NUMBER_MARKS = ".．。、,，)）:："


@dataclass(frozen=True, slots=True)
class Found:
    """A label in the text: it begins (numbering included) at `begin` and ends before `end`, as squeezed positions.

    `exact`: as on the form; otherwise with a slip of one or two letters.
    """

    label: Label
    begin: int
    end: int
    exact: bool = True


def chains(squeezed: Squeezed, plan: Plan, least: int) -> list[tuple[Found, ...]]:
    """Every copy of the table's labels, each in printed order, of at least `least` labels; the fullest first."""
    spots = sorted(_spots(squeezed, plan), key=lambda spot: (spot.begin, -spot.label.index))
    found = []
    for cluster in _clusters(spots):
        chain = _nearest(_longest(cluster), cluster)
        if len({item.label.index for item in chain}) >= least:
            found.append(tuple(_mended(squeezed, plan, chain)))
    return sorted(found, key=lambda chain: (-len(chain), chain[0].begin))


def _spots(squeezed: Squeezed, plan: Plan) -> Iterator[Found]:
    for label in plan.labels:
        taken: set[int] = set()
        for key in label.keys:
            for at in squeezed.occurrences(key):
                if not taken.isdisjoint(range(at - 4, at + 1)) or (
                    label.short and not _alone(squeezed, plan, label, at, at + len(key))
                ):
                    continue
                taken.add(at)
                yield Found(label, _begin(squeezed, label, at), _end(squeezed, label, at, key))


def _alone(squeezed: Squeezed, plan: Plan, label: Label, begin: int, end: int) -> bool:
    """Whether a short word is a label of its own: no letter is joined to it, unless it is the next label or a number."""
    text = squeezed.text
    if label.numbering and text[:begin].endswith(label.numbering):
        return True
    after = text[end : end + 1]
    if after and not after.isdigit() and squeezed.place(end) == squeezed.after(end):
        following = plan.labels[label.index + 1 : label.index + 2]
        if not any(text.startswith((next_.core, next_.numbering + next_.core), end) for next_ in following):
            return False
    before = text[begin - 1 : begin]
    joined = begin > 0 and squeezed.place(begin) == squeezed.after(begin)
    if not joined or before.isdigit() or before in "一二三四五六七八九十":
        return True
    return text[:begin].endswith(words().marks[plan.form])


def _begin(squeezed: Squeezed, label: Label, at: int) -> int:
    """The label's beginning with its numbering, when that stands before it and is not a number of the row above."""
    size = len(label.numbering)
    if not size or squeezed.text[max(0, at - size) : at] != label.numbering:
        return at
    if not label.numbering.isdigit():
        return at - size
    behind = squeezed.after(at)
    mark = squeezed.source[behind : behind + 4].lstrip()[:1]
    joined = squeezed.place(at) == behind
    return at - size if mark in _NUMBER_MARKS or joined else at


def _end(squeezed: Squeezed, label: Label, at: int, key: str) -> int:
    """The label's end: as far as the text goes on as the form has it."""
    names = [name for name in (label.whole, label.core, *label.others) if name.startswith(key)] or [key]
    best = at + len(key)
    for name in names:
        end = at + len(key)
        for mark in name[len(key) :]:
            if squeezed.text[end : end + 1] != mark:
                break
            end += 1
        best = max(best, end)
    return best


def _clusters(spots: Sequence[Found]) -> Iterator[list[Found]]:
    """Spots that stand close together; a table that begins anew is another cluster."""
    cluster: list[Found] = []
    seen: set[int] = set()
    highest = -1
    for spot in spots:
        index = spot.label.index
        anew = not spot.label.short and index <= 1 < highest and highest >= max(3, len(seen) // 2)
        if cluster and (spot.begin - cluster[-1].end > _GAP or anew):
            yield cluster
            cluster, highest = [], -1
            seen = set()
        cluster.append(spot)
        seen.add(index)
        highest = max(highest, index)
    if cluster:
        yield cluster


def _longest(spots: Sequence[Found]) -> list[Found]:
    """The longest rising run of labels; of equally long ones that which stands latest."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for number, spot in enumerate(spots):
        place = bisect_left(tails, spot.label.index)
        before.append(holders[place - 1] if place else -1)
        if place == len(tails):
            tails.append(spot.label.index)
            holders.append(number)
        else:
            tails[place] = spot.label.index
            holders[place] = number
    chain: list[Found] = []
    at = holders[-1] if holders else -1
    while at >= 0:
        chain.append(spots[at])
        at = before[at]
    return chain[::-1]


def _nearest(chain: Sequence[Found], cluster: Sequence[Found]) -> list[Found]:
    """The chain with each label as near behind the one before as it stands, not where a later sentence repeats it."""
    near = list(chain[:1])
    for item in chain[1:]:
        behind = (
            spot for spot in cluster if spot.label.index == item.label.index and spot.begin >= near[-1].end
        )
        near.append(next(behind, item))
    return near


def _mended(squeezed: Squeezed, plan: Plan, chain: Sequence[Found]) -> Iterator[Found]:
    """The chain with the labels that are there with a slip, looked for between those that were found."""
    bounds = [*chain, None]
    last, last_end = -1, max(0, chain[0].begin - _GAP // 2)
    for item in bounds:
        index = item.label.index if item else len(plan.labels)
        until = item.begin if item else min(len(squeezed.text), last_end + _GAP)
        missing = [label for label in plan.labels[last + 1 : index] if len(label.core) > 3]
        if missing:
            yield from _slips(squeezed, missing, last_end, until)
        if item:
            yield item
            last, last_end = index, item.end


def _slips(squeezed: Squeezed, missing: Sequence[Label], begin: int, end: int) -> Iterator[Found]:
    at = begin
    for piece, start in _pieces(squeezed, begin, end):
        if start < at:
            continue
        found = likest(piece, missing)
        if found is None:
            continue
        label, skip, size = found
        yield Found(label, _begin(squeezed, label, start + skip), start + skip + size, exact=False)
        at = start + skip + size
        missing = [other for other in missing if other.index > label.index]


def _pieces(squeezed: Squeezed, begin: int, end: int) -> list[tuple[str, int]]:
    """The runs of letters between the numbers of a stretch, with where each begins."""
    pieces: list[tuple[str, int]] = []
    at = begin
    for index in range(begin, end + 1):
        if index == end or squeezed.text[index].isdigit():
            if index - at >= 4:
                pieces.append((squeezed.text[at:index], at))
            at = index + 1
    return pieces
