"""The clauses (第五条) of a rule: found in its text, and given addresses in its page. Knows nothing of rules beyond their numbering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零〇一二三四五六七八九十百千两"
_HEAD = rf"第(?:([{_NUMERAL}]{{1,9}})|(\d{{1,4}}))条(?:之([一二三四五六七八九十]))?"
_CLAUSE = re.compile(rf"^\s*({_HEAD})(?P<apart>[\s：:（(【])?")
# A block's opening tag, and ahead of it as much of the block as a clause's number can take up.
_BEGUN = re.compile(
    r"<(p|h[1-6])(\s[^>]*)?>(?=((?:(?!</?(?:p|h[1-6]|div|td|li)\b)(?:<[^>]*>|[^<])){0,40}))", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its name as written, what it is called in addresses, its text with everything up to the next one."""

    name: str
    anchor: str
    text: str


def number(numeral: str) -> int:
    """一百零三 as 103; digits as they are."""
    if numeral.isdecimal() and numeral.isascii():
        return int(numeral)
    total = current = 0
    for sign in numeral:
        if sign in _UNITS:
            total += (current or 1) * _UNITS[sign]
            current = 0
        else:
            current = _DIGITS[sign]
    return total + current


def _parsed(found: re.Match[str]) -> tuple[int, int]:
    """第五条之二 as (5, 2)."""
    return number(found[2] or found[3]), number(found[4]) if found[4] else 0


def order(name: str) -> tuple[int, int]:
    """Where a clause of this name stands among others; what is no clause comes first."""
    found = _CLAUSE.match(name)
    return _parsed(found) if found else (0, 0)


def anchor(name: str) -> str:
    """The address of a clause within its page; empty for what is no clause."""
    at, again = order(name)
    return f"art-{at}" + (f"-{again}" if again else "") if at else ""


class _Names:
    """The addresses given so far: a second 第一条 (of an annex) is art-1-again-2."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.last = 0

    def of(self, paragraph: str) -> tuple[str, str] | None:
        """Name and address when the paragraph begins a clause.

        A number that stands apart from what follows begins one; “第十条规定的事项” does only where ten is next.
        """
        found = _CLAUSE.match(paragraph)
        if found is None:
            return None
        at, again = _parsed(found)
        if not found["apart"] and not again and at != self.last + 1:
            return None
        self.last = at
        name, address = found[1], anchor(found[1])
        self.seen[address] += 1
        count = self.seen[address]
        return name, address if count == 1 else f"{address}-again-{count}"


def clauses(paragraphs: Iterable[str]) -> list[Clause]:
    """The clauses of a text in order. Of clauses with one name (those of an annex) the first is meant."""
    names = _Names()
    found: list[tuple[str, str, list[str]]] = []
    for paragraph in paragraphs:
        begun = names.of(paragraph)
        if begun is not None:
            found.append((*begun, [paragraph.strip()]))
        elif found:
            found[-1][2].append(paragraph.strip())
    return [
        Clause(name, address, "\n".join(text)) for name, address, text in found if "-again-" not in address
    ]


def anchored(html: str) -> str:
    """Clean HTML in which each paragraph that begins a clause can be addressed (`#art-5`); one with an id keeps it."""
    names = _Names()

    def opened(found: re.Match[str]) -> str:
        tag, attributes = found[1], found[2] or ""
        begun = names.of(_TAG.sub("", found[3]))
        if begun is None or re.search(r"\sid\s*=", attributes):
            return found[0]
        return f'<{tag} id="{begun[1]}"{attributes}>'

    return _BEGUN.sub(opened, html)
