"""How one number is written by different hands: full width, split by blanks or hyphens, in characters, with invisible marks."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

FULL = {ord(chr(code)): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
CHARACTERS = str.maketrans("0123456789", "〇一二三四五六七八九")
ZEROS = str.maketrans("0123456789", "零一二三四五六七八九")


GROUPS: dict[int, tuple[int, ...]] = {18: (6, 8, 4), 15: (6, 6, 3), 11: (3, 4, 4)}
OTHERWISE: dict[int, tuple[int, ...]] = {
    18: (3, 3, 4, 4, 4),
    15: (3, 3, 3, 3, 3),
    11: (4, 3, 4),
    19: (6, 13),
    16: (6, 10),
}


def grouped(value: str, joint: str, sizes: dict[int, tuple[int, ...]] = GROUPS) -> str:
    """As people group: 6 8 4 for eighteen, 3 4 4 for eleven, fours for cards."""
    parts, at = [], 0
    for size in sizes.get(len(value), (4,) * 5):
        parts.append(value[at : at + size])
        at += size
    return joint.join(part for part in parts if part)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda value: value,
    "full width": lambda value: value.translate(FULL),
    "spaces": lambda value: grouped(value, " "),
    "hyphens": lambda value: grouped(value, "-"),
    "each apart": " ".join,
    "wide blanks": lambda value: grouped(value, "　"),
    "no-break": lambda value: grouped(value, "\u00a0"),
    "zero width": lambda value: grouped(value, "\u200b"),
    "characters": lambda value: value.translate(CHARACTERS),
    "zeros": lambda value: value.translate(ZEROS),
    "small x": lambda value: value.lower(),
    "other groups": lambda value: grouped(value, " ", OTHERWISE),
    "dots": lambda value: grouped(value, "."),
    "half wide": lambda value: value[:6].translate(FULL) + value[6:],
}
LATER: dict[str, Callable[[str], str]] = {
    "other hyphens": lambda value: grouped(value, "-", OTHERWISE),
    "thin blanks": lambda value: grouped(value, "\u2009"),
    "dashes": lambda value: grouped(value, "—"),
    "soft hyphens": lambda value: grouped(value, "\u00ad"),
}
"""Spellings of final seeds only."""
BROKEN = "broken"
"""Over two lines of a table's cell."""
WAYS: dict[str, dict[str, Callable[[str], str]]] = {
    "person.mobile": {
        "country": lambda value: f"+86{value}",
        "country apart": lambda value: f"+86-{value}",
        "code 0086": lambda value: f"0086 {value}",
    },
    "person.landline": {
        "brackets": lambda value: f"({value.replace('-', ')')}",
        "wide brackets": lambda value: f"（{value.replace('-', '）')}",
        "blank": lambda value: value.replace("-", " "),
        "joined": lambda value: value.replace("-", ""),
        "dash": lambda value: value.replace("-", "—"),
        "extension": lambda value: f"{value}转802",
    },
    "person.licence_plate": {
        "dot": lambda value: f"{value[:2]}·{value[2:]}",
        "hyphen": lambda value: f"{value[:2]}-{value[2:]}",
        "blank": lambda value: f"{value[:2]} {value[2:]}",
        "full width": lambda value: value.translate(FULL),
    },
    "person.email": {"wide at": lambda value: value.replace("@", "＠")},
}
"""Further ways to write single kinds."""
NUMBERS = ("person.resident_id", "person.mobile", "person.bank_card")
"""Kinds that are spelled in every way; the others plainly or in full width."""
FULL_WIDTH_TOO = (
    "person.landline",
    "person.passport",
    "organisation.credit_code",
    "person.hongkong_macao_permit",
)


def spell(
    chance: random.Random, detector: str, value: str, later: bool, in_cell: bool = False
) -> tuple[str, str]:
    """A spelling's name, and the value in it. `later`: spellings of final seeds too."""
    roll = chance.random()
    if detector in WAYS and roll > 0.8:
        name = chance.choice(list(WAYS[detector]))
        return name, WAYS[detector][name](value)
    if in_cell and detector in NUMBERS and roll > 0.75:
        return BROKEN, f"{value[: len(value) // 2]}\n{value[len(value) // 2 :]}"
    known = {**SPELLINGS, **LATER} if later else SPELLINGS
    if detector in NUMBERS and roll < 0.45:
        name = chance.choice(list(known))
        return name, known[name](value)
    if detector in FULL_WIDTH_TOO and roll < 0.15:
        return "full width", value.translate(FULL)
    return "plain", value


def plain(text: str) -> str:
    """Any spelling brought back to one, so that two can be compared: letters, digits and characters only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).translate(_BACK).upper() if c.isalnum())


_BACK = {ord(c): str(value) for value, c in enumerate("零一二三四五六七八九")} | {
    ord("〇"): "0",
    ord("○"): "0",
}
