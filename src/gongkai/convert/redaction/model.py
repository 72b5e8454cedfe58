"""What is to be taken out of a file, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a part's text, as `convert.parts` gives it for the same bytes; `replacement` stands in its place."""

    name: str
    number: int
    start: int
    end: int
    replacement: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle drawn by hand on a page of a PDF or OFD, or on a picture (`page` 1).

    Measured from the upper left corner in shares of the page's width and height, 0 to 1, so that no unit is needed.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    path: tuple[str, ...] = ()


Inner = Callable[[str, bytes, Sequence[Cut]], bytes]
"""Redacts a file found in a file: its name there, its bytes, the cuts of the file that holds it, with their paths as they
are. The same bytes come back when nothing is to be cut."""


class NotRedacted(Exception):  # noqa: N818 - named after what happened
    """The file could not be redacted. `code` is stable; `text` is a Chinese sentence that holds nothing of the content."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
