"""Shares of a whole in per cent that add up. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

TENTHS = 1000  # of one per cent in the whole


def shares(counts: Sequence[int]) -> list[Decimal | None]:
    """Each count's share in per cent with one decimal; together exactly 100.0 (largest remainder).

    A larger count never gets a smaller share; of equal remainders the earlier is rounded up. Of nothing there are no
    shares: None for each. Raises ValueError for a negative count.
    """
    if any(count < 0 for count in counts):
        raise ValueError("a count cannot be negative")
    total = sum(counts)
    if total == 0:
        return [None] * len(counts)
    tenths = [count * TENTHS // total for count in counts]
    left_over = TENTHS - sum(tenths)
    by_remainder = sorted(range(len(counts)), key=lambda at: -(counts[at] * TENTHS % total))
    for at in by_remainder[:left_over]:
        tenths[at] += 1
    return [Decimal(tenth) / 10 for tenth in tenths]


def rate(part: int, whole: int) -> Decimal | None:
    """A part of the whole in per cent with one decimal, never rounded up to 100.0 or down to 0.0; None of nothing."""
    if whole == 0:
        return None
    tenths = (part * TENTHS * 2 + whole) // (whole * 2)
    if part < whole:
        tenths = min(tenths, TENTHS - 1)
    if part > 0:
        tenths = max(tenths, 1)
    return Decimal(tenths) / 10


def change(now: int, before: int) -> Decimal | None:
    """By how many per cent a number changed, one decimal; None where there was nothing before."""
    if before == 0:
        return None
    tenths = (abs(now - before) * TENTHS * 2 + before) // (before * 2)
    return Decimal(tenths if now >= before else -tenths) / 10
