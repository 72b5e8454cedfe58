"""Figures bound into a text: `{{新收申请}}` stands for a number until the report is signed. Pure.

A token is a name or id, and after a colon what is wanted of it: `{{新收申请:上年}}`, `{{新收申请:比上年}}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.reports import text_figures
from gongkai.reports.text_figures import Figure, Figures

TOKEN = re.compile(r"[{｛]{2}([^{}｛｝\n]{0,80})[}｝]{2}")
STRAY = re.compile(r"[{｛]{2}|[}｝]{2}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: as written, and as read. `problem`: UNKNOWN, NO-VALUE or NO-LAST when a token cannot be read."""

    written: str
    shown: str
    figure: Figure | None = None
    modifier: str = ""
    problem: str = ""

    @property
    def is_bound(self) -> bool:
        """Whether this run is a figure from the records, not typed text."""
        return self.figure is not None and not self.problem


def pieces(text: str, figures: Figures) -> Iterator[Piece]:
    """The text cut into typed runs and tokens, in order; the written runs joined give the text back."""
    position = 0
    for match in TOKEN.finditer(text):
        if match.start() > position:
            yield Piece(text[position : match.start()], text[position : match.start()])
        yield read(match.group(0), match.group(1), figures)
        position = match.end()
    if position < len(text):
        yield Piece(text[position:], text[position:])


def read(written: str, inner: str, figures: Figures) -> Piece:
    """One token read."""
    word, _colon, modifier = inner.replace("：", ":").partition(":")
    figure = figures.find(word.strip())
    wanted = _modifier(modifier.strip())
    if figure is None or wanted is None:
        return Piece(written, f"【没有这个数：{inner.strip()}】", figure, modifier, "UNKNOWN")
    shown = _shown(figure, wanted)
    if shown is None:
        missing = "NO-LAST" if wanted and figure.shown is not None else "NO-VALUE"
        return Piece(written, f"【暂无数据：{inner.strip()}】", figure, wanted, missing)
    return Piece(written, shown, figure, wanted)


def _modifier(word: str) -> str | None:
    """The modifier meant; empty for none, None for one that does not exist."""
    if not word:
        return ""
    return next((key for key, words in text_figures.data()["modifiers"].items() if word in words), None)


def _shown(figure: Figure, modifier: str) -> str | None:
    if modifier == "last":
        return figure.last
    if modifier == "change":
        if figure.value is None or figure.last_value is None:
            return None
        return text_figures.change(figure.value, figure.last_value, figure.unit)
    return figure.shown


def render(text: str, figures: Figures) -> str:
    """The text as it is read, every token replaced by its figure."""
    return "".join(piece.shown for piece in pieces(text, figures))


def typed_only(text: str) -> str:
    """The text with tokens blanked out to a mark that is no number: what a person typed."""
    return TOKEN.sub("〓", text)


def token(figure: Figure, modifier: str = "") -> str:
    """How a figure is written into a text."""
    words = text_figures.data()["modifiers"]
    return "{{" + (figure.name or figure.id) + (f":{words[modifier][-1]}" if modifier else "") + "}}"
