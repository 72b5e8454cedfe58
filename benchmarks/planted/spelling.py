"""How one number is written by different hands: full width, split by blanks or hyphens, in characters, with invisible marks."""

from __future__ import annotations

import random
from collections.abc import Callable

FULL = {ord(chr(code)): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
CHARACTERS = str.maketrans("0123456789", "〇一二三四五六七八九")
ZEROS = str.maketrans("0123456789", "零一二三四五六七八九")


def grouped(value: str, joint: str) -> str:
    """As people group: 6 8 4 for eighteen, 3 4 4 for eleven, fours for cards."""
    sizes = {18: (6, 8, 4), 15: (6, 6, 3), 11: (3, 4, 4)}.get(len(value), (4,) * 5)
    parts, at = [], 0
    for size in sizes:
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
}
PHONES: dict[str, dict[str, Callable[[str], str]]] = {
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
    },
}
"""Further ways to write telephone numbers."""
NUMBERS = ("person.resident_id", "person.mobile", "person.bank_card")
"""Kinds that are spelled in every way; the others plainly or in full width."""
FULL_WIDTH_TOO = (
    "person.landline",
    "person.passport",
    "organisation.credit_code",
    "person.hongkong_macao_permit",
)


def spell(chance: random.Random, detector: str, value: str) -> tuple[str, str]:
    """A spelling's name, and the value in it."""
    name = "plain"
    roll = chance.random()
    if detector in PHONES and roll > 0.85:
        name = chance.choice(list(PHONES[detector]))
        return name, PHONES[detector][name](value)
    if detector in NUMBERS and roll < 0.45:
        name = chance.choice(list(SPELLINGS))
    elif detector in FULL_WIDTH_TOO and roll < 0.15:
        name = "full width"
    return name, SPELLINGS[name](value)


def plain(text: str) -> str:
    """Any spelling brought back to one, so that two can be compared: letters, digits and characters only."""
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKC", text).translate(_BACK).upper() if c.isalnum())


_BACK = {ord(c): str(value) for value, c in enumerate("零一二三四五六七八九")} | {
    ord("〇"): "0",
    ord("○"): "0",
}
