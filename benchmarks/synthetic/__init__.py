"""Synthetic reports with known truth: any era, any layout of a published report, with chosen errors.

made = generate(7, era="2021", variant="cell_blank_lines+slash")
"""

from .generator import ERRORS, PAIR_ERRORS, VARIANTS, generate, pair
from .model import SeededError, Synthetic, TrueFact, Truth

__all__ = [
    "ERRORS",
    "PAIR_ERRORS",
    "VARIANTS",
    "SeededError",
    "Synthetic",
    "TrueFact",
    "Truth",
    "generate",
    "pair",
]
