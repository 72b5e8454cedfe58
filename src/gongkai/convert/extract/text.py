"""Text files in any encoding an office machine ever wrote."""

from __future__ import annotations

import re

from gongkai.convert.decoding import decode
from gongkai.convert.extract.model import Extracted, Unreadable
from gongkai.convert.extract.wrapping import unwrapped

_COMMON = frozenset(
    "的，。、政府信息公开年度报告主动依申请工作情况一二三四五六有和在是了不本我局县市镇\n0123456789 "
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BREAKS = re.compile(r"\r\n?|[\f\x0b\x85\u2028\u2029]")


def from_text(text: str) -> Extracted:
    """A text as extracted: its line ends made alike, lines that a page's width has broken joined."""
    return Extracted("txt", unwrapped(_BREAKS.sub("\n", text)))


def decoded(data: bytes) -> str:
    """The text of the bytes: UTF-8, UTF-16 with or without a mark, GB18030, Big5; a few damaged bytes are put up with.

    Raises Unreadable("not_text").
    """
    certain = decode(data)
    if certain is not None and (certain.encoding != "gb18030" or likeness(certain.text) > 0.1):
        return certain.text.removeprefix("\ufeff")
    best, most = "", 0.0
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5"):
        text = data.decode(encoding, errors="replace")
        spoiled = text.count("\ufffd") + len(_CONTROL.findall(text))
        if spoiled <= len(text) // 50 and (likely := likeness(text)) > most:
            best, most = text, likely
    if most <= 0.02:
        raise Unreadable("not_text", "文件内容不是文字，无法读取；请确认文件没有损坏，或者换一种格式。")
    return _CONTROL.sub("", best.removeprefix("\ufeff"))


def likeness(text: str) -> float:
    """Share of characters that Chinese official prose is full of, by a sample; 0 to 1."""
    sample = text[:20_000]
    return sum(char in _COMMON for char in sample) / len(sample) if sample else 0.0
