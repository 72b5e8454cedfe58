"""How alike two requests are, by their characters. Pure: texts in, numbers between 0 and 1 out.

Chinese is written without blanks, so texts are compared by the pairs of characters they hold. Width, case, blanks and
punctuation do not make another text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

SIZE = 2
NEAR = 0.6
# A short text that stands whole in a long one says little below this many pairs.
ENOUGH = 8
CONTAINED = 0.85


@dataclass(frozen=True, slots=True)
class Likeness:
    """`jaccard`: pairs in both of all pairs; `containment`: pairs in both of the shorter text's; `same`: one text."""

    jaccard: float
    containment: float
    same: bool
    shorter: int

    @property
    def score(self) -> float:
        """One number for ranking: 1 for the same text; being contained counts a little less than being alike."""
        if self.same:
            return 1.0
        contained = self.containment * CONTAINED if self.shorter >= ENOUGH else 0.0
        return min(0.99, max(self.jaccard, contained))

    @property
    def percent(self) -> int:
        """The score as people read it."""
        return round(self.score * 100)

    @property
    def is_near(self) -> bool:
        """Whether somebody should look at both."""
        return self.score >= NEAR


def plain(text: str) -> str:
    """Letters and digits alone, in one width and case: 「Ａ－１ 号。」 and 「a1号」 are the same text."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(ch for ch in folded if unicodedata.category(ch)[0] in "LN")


def grams(text: str, size: int = SIZE) -> frozenset[str]:
    """The runs of `size` characters in the plain text; a text shorter than that is one run."""
    letters = plain(text)
    if len(letters) <= size:
        return frozenset([letters]) if letters else frozenset()
    return frozenset(letters[at : at + size] for at in range(len(letters) - size + 1))


def likeness(one: str, other: str) -> Likeness:
    """Compare two texts. Two empty texts have nothing in common."""
    return compared(one, grams(one), other)


def compared(one: str, pairs: frozenset[str], other: str) -> Likeness:
    """The same with the pairs of the first text at hand, for comparing it with many."""
    others = grams(other)
    if not pairs or not others:
        return Likeness(0.0, 0.0, False, 0)
    shared, shorter = len(pairs & others), min(len(pairs), len(others))
    return Likeness(
        jaccard=shared / len(pairs | others),
        containment=shared / shorter,
        same=plain(one) == plain(other),
        shorter=shorter,
    )
