"""Digits printed without anything between them: the one way to part them that the form's sums allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_MOST = 24
_LONGEST = 6
_STEPS = 600


def readings(digits: str, cells: int, sums: Sequence[tuple[int, Sequence[int]]]) -> list[int] | None:
    """The lengths of the numbers, when exactly one way to part the digits satisfies every sum; None otherwise.

    `sums`: the place of each total and the places it is the sum of. A printed sum that is wrong has no reading here.
    """
    if not sums or len(digits) > _MOST:
        return None
    found: list[list[int]] = []
    steps = [_STEPS]
    for sizes in _partings(digits, 0, cells, [], [], sums, steps):
        found.append(sizes)
        if len(found) > 1:
            return None
    return found[0] if found and steps[0] > 0 else None


def _partings(
    digits: str,
    at: int,
    cells: int,
    sizes: list[int],
    numbers: list[int],
    sums: Sequence[tuple[int, Sequence[int]]],
    steps: list[int],
) -> Iterator[list[int]]:
    left = cells - len(sizes)
    steps[0] -= 1
    if steps[0] <= 0:
        return
    if not left:
        if at == len(digits):
            yield list(sizes)
        return
    most = 1 if digits[at] == "0" else min(_LONGEST, len(digits) - at - left + 1)
    for size in range(1, most + 1):
        value = int(digits[at : at + size])
        if not _possible(len(sizes), value, numbers, sums):
            continue
        sizes.append(size)
        numbers.append(value)
        if len(digits) - at - size >= left - 1:
            yield from _partings(digits, at + size, cells, sizes, numbers, sums, steps)
        sizes.pop()
        numbers.pop()


def _possible(
    place: int, value: int, numbers: Sequence[int], sums: Sequence[tuple[int, Sequence[int]]]
) -> bool:
    return all(value == sum(numbers[part] for part in parts) for total, parts in sums if total == place)
