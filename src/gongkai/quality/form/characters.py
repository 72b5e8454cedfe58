"""What the rules share: which characters are Chinese, and what is no running text."""

from __future__ import annotations

import re

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
NUMERALS = "一二三四五六七八九十百"
_NAME = r"[A-Za-z0-9_.+-]"
_FOREIGN = re.compile(
    rf"(?:https?://|www\.)[!-~]+|(?<!{_NAME}){_NAME}{{1,64}}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)


def without_addresses(text: str) -> str:
    """The text with web and mail addresses blanked out by letters, as long as before."""
    if "@" not in text and "://" not in text and "www." not in text:
        return text
    return _FOREIGN.sub(lambda found: "x" * len(found[0]), text)
