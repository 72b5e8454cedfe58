"""Radicals that typefaces and programs write in place of the characters they look like, read as these characters."""

from __future__ import annotations

import unicodedata

_LOOKALIKES = (
    "⺁厂⺄乙⺈刀⺊卜⺌小⺍小⺒巳⺓幺⺗心⺙攵⺛无⺝月⺟母⺠民⺢水⺣火⺤爪⺥爪⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺲网⺳网⺶羊⺷羊⺸羊⺹老⺺聿⺼肉⺽臼"
    "⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒長⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻠饣⻡首"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Radicals of the supplement (U+2E80 to U+2EF3), each with its character; Unicode says the same for the others itself."""


def _table() -> dict[int, str]:
    table = dict(zip(map(ord, _LOOKALIKES[::2]), _LOOKALIKES[1::2], strict=True))
    for first, end in ((0x2F00, 0x2FD6), (0xF900, 0xFADA)):
        for code in range(first, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                table[code] = plain
    return table


_TABLE = _table()


def without_radicals(text: str) -> str:
    """The text with the characters that were meant; the length is the same."""
    return text if text.isascii() else text.translate(_TABLE)
