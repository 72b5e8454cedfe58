"""Errors put into a sound report on purpose, each with the check that should find it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from .compose import Draft

ERRORS: dict[str, Callable[[random.Random, Draft], None]] = {}
"""Filled below: the name of an error and the function that seeds it."""


def seed_errors(chance: random.Random, made: Draft, errors: Sequence[str]) -> None:
    """Apply the errors in the order given."""
    for name in errors:
        ERRORS[name](chance, made)
