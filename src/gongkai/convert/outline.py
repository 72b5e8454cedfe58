"""The numbering of official documents: 一、 (一) 1. (1) (GB/T 9704 7.3.3)."""

from __future__ import annotations

import re

_CHINESE = "〇零一二三四五六七八九十百"
_PATTERNS = (
    (1, re.compile(rf"^(?:第[{_CHINESE}]{{1,4}}(?:章|部分)[\s ]*|[{_CHINESE}]{{1,4}}[、.．])(?=\S)")),
    (2, re.compile(rf"^[（(]\s*[{_CHINESE}]{{1,4}}\s*[）)][、.．]?\s*(?=\S)")),
    (3, re.compile(r"^\d{1,2}\s*(?:[、．]|\.(?!\d))\s*(?=\S)")),
    (4, re.compile(r"^[（(]\s*\d{1,2}\s*[）)]\s*(?=\S)")),
)
_LONGEST_HEADING = 40
_NOT_IN_A_HEADING = re.compile(r"[。；;：:]|[，,、]$")


def level(line: str) -> int:
    """The level (1 to 4) its numbering gives the line, 0 when it is not numbered."""
    for number, pattern in _PATTERNS:
        if pattern.match(line):
            return number
    return 0


def is_heading(line: str) -> bool:
    """Whether the whole line is a heading: numbered, short, and not a sentence.

    A final full stop is allowed for one short sentence, since offices write headings like that too.
    """
    if not level(line) or len(line) > _LONGEST_HEADING:
        return False
    return not _NOT_IN_A_HEADING.search(line.removesuffix("。"))


def split_lead(paragraph: str) -> tuple[str, str]:
    """A numbered paragraph into its leading sentence and the rest: “一、某事。某文” is set in two typefaces.

    The lead is empty for a paragraph without numbering, the rest is empty for a heading.
    """
    if not level(paragraph):
        return "", paragraph
    if is_heading(paragraph):
        return paragraph, ""
    head, stop, rest = paragraph.partition("。")
    if stop and rest and len(head) <= _LONGEST_HEADING and level(paragraph) <= 2:
        return head + stop, rest
    return "", paragraph
