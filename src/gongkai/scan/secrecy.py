"""Marks of state secrecy and of internal use, and numbers of secret documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.scan.context import Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity

_BLANK = r"[ \t\u3000\u00a0]{0,4}"
_LEVEL = rf"(?:绝{_BLANK}密|机{_BLANK}密|秘{_BLANK}密)"
_TERM = rf"{_BLANK}[★☆✩✭⭐*＊]{_BLANK}(?:(?:\d{{1,3}}|[一二三四五六七八九十两]{{1,3}}){_BLANK}(?:年|个月|日)|长期)?"
_MARK = re.compile(
    rf"(?P<star>{_LEVEL}级?{_TERM})"
    rf"|(?:密级|保密等级|秘密等级|保密级别){_BLANK}[:：\t]{_BLANK}(?P<named>{_LEVEL})"
    rf"|(?:^|\n|\t|[（(【\[〔]){_BLANK}(?P<alone>{_LEVEL}级?){_BLANK}(?=$|\n|\t|\r|[）)】\]〕])"
)


def find(context: Context) -> Iterator[Hit]:
    """Every mark."""
    if "密" not in context.text:
        return
    for match in _MARK.finditer(context.text):
        kind = match.lastgroup or ""
        why = {"star": "标有密级和★", "named": "写明密级", "alone": "密级单独成行"}[kind]
        yield Hit("secrecy.mark", Severity.SERIOUS, 0.95, match.start(kind), match.end(kind), why, 9)
