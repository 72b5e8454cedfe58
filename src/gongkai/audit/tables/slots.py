"""The places for numbers behind a label in plain text, however the table was laid out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gongkai.audit.tables.numbers import number
from gongkai.audit.tables.words import words

Way = Literal["grid", "ruled", "tabbed", "lined", "spaced", "joined"]
_RULE = re.compile(r"[|¦│┃｜‖]")
_ONLY_TAB = re.compile(r"\t")
_TAB = re.compile(r"[\t\n]")
_DASHES = re.compile(
    r"[|¦│┃｜]?[ \t]{0,40}:?-{3,200}:?[ \t]{0,40}(?:[|¦│┃｜][ \t]{0,40}:?-{3,200}:?[ \t]{0,40})+[|¦│┃｜]?"
)
_ASIDE = re.compile(r"[（(][^（）()]{1,60}[）)]")
_TOKEN = re.compile(r"[\u4e00-\u9fff]+|[^\s\u4e00-\u9fff]+")
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_LOOSE = re.compile(r"\d[ \t]*\r?\n[ \t]*(\d{1,3})\s*\Z")
_CELLS = re.compile(r"[\t|¦│┃｜]")
_BARE = re.compile(r"\n[ \t]*\d{1,3}[ \t]*\n")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[ \t]*")
_BEYOND = re.compile(r"[\s|¦│┃｜‖（(]*([^\s|¦│┃｜‖（(])")
_LEAD = re.compile(r"\s*([^\s\u4e00-\u9fff]{1,15})\s+\S")
_DIGIT = re.compile(r"\d")
_OPENING = ' \t\r\n\u3000\xa0（(“"【[①②③④⑤⑥⑦⑧⑨⑩'
_SPACES = " \t\r\n\u3000\xa0\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a number: its text, and where that stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots behind a label, the `way` they were told apart, and the stretch they were read from.

    `whole`: they are a printed row from the label to its end, so that cells which are not there were left off behind;
    `loose`: digits alone on the line below, which are a page's number or the rest of the last number.
    """

    way: Way
    items: tuple[Slot, ...]
    start: int
    end: int
    whole: bool = False
    loose: str = ""

    @property
    def filled(self) -> bool:
        """Whether anything is written in any of them."""
        return any(slot.text for slot in self.items)


def from_text(source: str, start: int, end: int) -> Slots:
    """The slots of `source[start:end]`: what follows a label, up to the next label or the first other words."""
    stretch = source[start:end].rstrip(_OPENING) if end < len(source) else source[start:end]
    stretch = source[start : start + len(stretch) + _line_end(source, start + len(stretch), end)]
    cleaned = _blanked(stretch)
    loose = _LOOSE.search(cleaned)
    if loose and _CELLS.search(cleaned, 0, loose.start(1)):
        slots = from_text(source, start, start + loose.start(1))
        return replace(slots, loose=loose.group(1))
    if _RULE.search(cleaned):
        cleaned = _without_bare_numbers(cleaned)
        line = _ruled_line(cleaned)
        items = kept(line or _ruled(cleaned), start, row=line is not None)
        return Slots("ruled", items, start, end, line is not None)
    if "\t" in cleaned.strip(" \n"):
        own = "\t" in cleaned.partition("\n")[0]
        return Slots("tabbed", kept(_tabbed(cleaned), start, row=own), start, end, whole=True)
    tokens = kept(_tokens(cleaned), start)
    return Slots(_way(cleaned, tokens, start), tokens, start, end)


def _line_end(source: str, at: int, end: int) -> int:
    """How many blanks up to and with the end of the line stand at `at`: a line's end closes its last cell."""
    line = source.find("\n", at, end)
    return line + 1 - at if line >= 0 and not source[at:line].strip(_SPACES) else 0


def _blanked(stretch: str) -> str:
    """The stretch with ruling lines and asides in brackets made blank, its length unchanged."""
    for pattern in (_DASHES, _ASIDE):
        stretch = pattern.sub(
            lambda found: "\n" * found.group().count("\n") + " " * _flat(found.group()), stretch
        )
    return stretch


def _flat(text: str) -> int:
    return len(text) - text.count("\n")


def _split(pattern: re.Pattern[str], text: str, begin: int = 0) -> list[tuple[int, int]]:
    pieces, at = [], begin
    for found in pattern.finditer(text, begin):
        pieces.append((at, found.start()))
        at = found.end()
    pieces.append((at, len(text)))
    return pieces


def below(source: str, start: int, end: int, size: int) -> Slots:
    """The slots of the first printed row under a heading that ends at `start`: a line of cells between rules, or any."""
    cleaned = _blanked(source[start:end])
    own = cleaned.find("\n")
    if own < 0 or _DIGIT.search(cleaned, 0, own):
        return from_text(source, start, end)
    at = own + 1
    for line in cleaned[own + 1 :].split("\n"):
        rules = len(_RULE.findall(line))
        if rules > 1:
            pieces = _without_edge(line, size)
            follows = _BEYOND.match(cleaned, at + len(line))
            if len(pieces) < size and follows and not _LETTER.match(follows.group(1)):
                break
            cells = [(begin + at, stop + at, line[begin:stop]) for begin, stop in pieces]
            return Slots("ruled", kept(cells, start, row=True), start, end, whole=True)
        if rules == 0 and line.strip(_SPACES):
            break
        at += len(line) + 1
    return from_text(source, start, end)


def _without_edge(line: str, size: int) -> list[tuple[int, int]]:
    """The pieces of a line between rules, without what is before a rule at its left edge; an empty cell is not that."""
    pieces = _split(_RULE, line)
    bare = line.strip(_SPACES)
    closed = bool(_RULE.match(bare[-1:]))
    edge = bool(_RULE.match(bare)) and len(pieces) > size + (1 if closed else 0)
    return pieces[1:] if edge else pieces


def _without_bare_numbers(text: str) -> str:
    """The text without numbers alone on a line below a line of cells: the page's, unless every cell has its own line."""
    if not _BARE.search(text):
        return text
    lines = text.split("\n")
    if not any(len(line.strip(_SPACES)) > 1 and _RULE.search(line) for line in lines):
        return text
    for at in range(1, len(lines) - 1):
        if _NUMBER.fullmatch(lines[at]):
            lines[at] = " " * len(lines[at])
    return "\n".join(lines)


def _ruled_line(text: str) -> list[tuple[int, int, str]] | None:
    """The cells on the label's own line, when it is a whole row of cells between rules."""
    line = text.find("\n")
    own = text if line < 0 else text[:line]
    pieces = _split(_RULE, own)
    if len(pieces) < 2 or line < 0 or (len(pieces) == 2 and not own[pieces[1][0] :].strip(_SPACES)):
        return None
    beyond = _BEYOND.match(text, line)
    if beyond and not _LETTER.match(beyond.group(1)):
        return None
    if all(number(own[begin:end]) is None for begin, end in pieces[1:]):
        return None
    return [(begin, end, own[begin:end]) for begin, end in pieces[1:]]


def _ruled(text: str) -> list[tuple[int, int, str]]:
    """Cells between rules. A piece that is nothing but a line's end stands between two printed rows: no cell."""
    first, *pieces = _split(_RULE, text)
    rest = text[first[0] : first[1]]
    cells = [(first[0], first[1], rest)] if _DIGIT.search(rest) and number(rest.strip(_SPACES)) else []
    for begin, end in pieces:
        content = text[begin:end]
        bare = not content.strip(_SPACES)
        if bare and "\n" in content and not _lone(text, begin, end):
            continue
        cells.append((begin, end, content))
    return cells


def _lone(text: str, begin: int, end: int) -> bool:
    """Whether the rules around an empty piece each stand alone on a line, so that the piece is an empty cell."""
    before = text.rfind("\n", 0, begin)
    left = text[before + 1 : begin].strip(_SPACES)
    after = text.find("\n", end)
    right = text[end : after if after >= 0 else len(text)].strip(_SPACES)
    return len(left) == 1 and len(right) == 1


def _tabbed(text: str) -> list[tuple[int, int, str]]:
    """Cells between tabs on the label's own line; on the lines below when nothing follows the label on its own.

    A line that goes on with a cell was broken by the page: there a line's end parts nothing.
    """
    line = text.find("\n")
    own = text if line < 0 else text[:line]
    beyond = _BEYOND.match(text, line) if line >= 0 else None
    broken = beyond is not None and not _LETTER.match(beyond.group(1)) and "\t" in text[line:]
    if "\t" not in own:
        pieces = _split(_TAB, text)[1:]
        while pieces and not text[pieces[-1][0] : pieces[-1][1]].strip(_SPACES):
            pieces.pop()
    elif broken:
        pieces = _split(_ONLY_TAB, text)[1:]
        while len(pieces) > 1 and "\n" in text[pieces[-2][0] :] and not text[pieces[-1][0] :].strip(_SPACES):
            pieces.pop()
    else:
        pieces = _split(_TAB, own)[1:]
    return [(begin, end, text[begin:end]) for begin, end in pieces]


def _tokens(text: str) -> list[tuple[int, int, str]]:
    """Words apart; 增/减 stays with the number behind it, a unit with the number before it."""
    tokens: list[tuple[int, int, str]] = []
    known = words()
    for found in _TOKEN.finditer(text):
        begin, end, word = found.start(), found.end(), found.group()
        joined = bool(tokens) and tokens[-1][1] == begin
        if joined and (word in known.units or tokens[-1][2] in known.rise or tokens[-1][2] in known.fall):
            first = tokens.pop()
            tokens.append((first[0], end, first[2] + word))
        else:
            tokens.append((begin, end, word))
    return tokens


def kept(pieces: Sequence[tuple[int, int, str]], shift: int = 0, *, row: bool = False) -> tuple[Slot, ...]:
    """The slots among the pieces (begin, end, content): without units and the rest of the label, up to the next words.

    `row`: the pieces are a printed row and nothing else, so that words among them are what a cell holds.
    """
    slots: list[Slot] = []
    for begin, end, content in pieces:
        text = content.strip(_SPACES)
        if text.isascii() and text.isdigit():
            slots.append(_slot(content, text, shift + begin, shift + end))
            continue
        if "\n" in text:
            text = _BREAK.sub("", text)
        if text in words().units:
            continue
        readable = number(text) is not None
        if row and slots and not readable:
            slots.append(_slot(content, text, shift + begin, shift + end))
            continue
        if not readable and not _DIGIT.search(text):
            if _LETTER.search(text) and slots:
                break
            continue
        if not readable and _WORDS.search(text):
            lead_ = _LEAD.match(content)
            if lead_ and number(lead_.group(1)) is not None:
                slots.append(
                    Slot(lead_.group(1), shift + begin + lead_.start(1), shift + begin + lead_.end(1))
                )
            break
        slots.append(_slot(content, text, shift + begin, shift + end))
    return tuple(slots)


def _slot(content: str, text: str, begin: int, end: int) -> Slot:
    if not text:
        return Slot("", begin, end)
    if text == content:
        return Slot(text, begin, begin + len(text))
    bare = content.strip(_SPACES)
    at = begin + content.find(bare)
    return Slot(text, at, at + len(bare))


def _way(text: str, tokens: Sequence[Slot], start: int) -> Way:
    if tokens and tokens[0].start == start and _DIGIT.match(tokens[0].text):
        return "joined"
    begin = tokens[0].end - start if len(tokens) > 1 else 0
    until = tokens[-1].start - start if tokens else len(text)
    return "lined" if "\n" in text[begin:until] else "spaced"
