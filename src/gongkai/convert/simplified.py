"""Traditional characters read as simplified ones, character by character, so that every position stays what it was."""

from __future__ import annotations

from functools import cache

import opencc

_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000))


def simplify(text: str) -> str:
    """The text with each traditional character replaced by its simplified form; the length is the same."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    convert = opencc.OpenCC("t2s").convert
    table = {}
    for first, end in _BLOCKS:
        for code in range(first, end):
            simplified = convert(chr(code))
            if len(simplified) == 1 and simplified != chr(code):
                table[code] = simplified
    return table
