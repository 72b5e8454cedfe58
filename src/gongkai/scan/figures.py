"""Which detector may know a number, by how many digits it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.scan import cards, checks, identity, telephones
from gongkai.scan.context import Context
from gongkai.scan.hits import Hit
from gongkai.scan.numbers import Number, numbers

_CENTURIES = ("18", "19", "20")


def find(context: Context) -> Iterator[Hit]:
    """Every number that is somebody's."""
    for number in numbers(context, _PLAUSIBLE):
        for detect in _DETECTORS[len(number.digits)]:
            hit = detect(number)
            if hit:
                yield hit


def _like_card(digits: str) -> bool:
    return digits.isdecimal() and checks.luhn(digits)


# Whether it is worth while to ask what the text says about a number of so many digits.
_PLAUSIBLE: dict[int, Callable[[str], bool]] = {
    7: lambda digits: digits[0] in "2345678",
    8: lambda digits: digits[0] in "2345678",
    10: lambda digits: digits[0] == "0",
    11: lambda digits: digits[0] == "0" or checks.is_mobile(digits),
    12: lambda digits: digits[0] == "0" or digits[:2] == "86",
    13: lambda digits: digits[:2] == "86",
    15: lambda digits: digits[8] in "01" or digits[:4] == "0086",
    16: _like_card,
    17: _like_card,
    18: lambda digits: digits[6:8] in _CENTURIES or _like_card(digits),
    19: _like_card,
    20: lambda digits: digits[6:8] in _CENTURIES,
}
_DETECTORS: dict[int, tuple[Callable[[Number], Hit | None], ...]] = {
    7: (telephones.local,),
    8: (telephones.local,),
    10: (telephones.landline,),
    11: (telephones.mobile, telephones.landline),
    12: (telephones.landline, telephones.mobile_abroad),
    13: (telephones.mobile_abroad, telephones.landline),
    15: (identity.old, telephones.mobile_abroad),
    16: (cards.card,),
    17: (cards.card,),
    18: (identity.current, cards.card),
    19: (cards.card,),
    20: (identity.of_disability,),
}
