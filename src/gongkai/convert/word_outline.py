"""What a DOCX of many parts needs besides `word`: contents that lead to their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from gongkai.convert.typography import full_width


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents: how deep (1 is a chapter), its text, and the bookmark it leads to."""

    level: int
    text: str
    bookmark: str


def contents(document: Document, entries: Sequence[Entry]) -> None:
    """Contents as a field that word processors renew with page numbers, filled with links that work before they do."""
    deepest = max((entry.level for entry in entries), default=1)
    instruction = f'TOC \\o "1-{deepest}" \\h \\z \\u'
    for number, entry in enumerate(entries):
        made = document.add_paragraph()
        made.paragraph_format.first_line_indent = Pt(0)
        made.paragraph_format.left_indent = Pt(24 * (entry.level - 1))
        if number == 0:
            _mark(made, "begin", dirty=True)
            _instruct(made, instruction)
            _mark(made, "separate")
        _link(made, entry)
        if number == len(entries) - 1:
            _mark(made, "end")


def bookmark(target: Paragraph, name: str, number: int) -> None:
    """A place that contents lead to; `number` is another for every bookmark of a document."""
    for kind in ("Start", "End"):
        element = OxmlElement(f"w:bookmark{kind}")
        element.set(qn("w:id"), str(number))
        if kind == "Start":
            element.set(qn("w:name"), name)
        target._p.append(element)


def page_break(document: Document) -> None:
    """What follows begins on a new page."""
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _link(target: Paragraph, entry: Entry) -> None:
    element = OxmlElement("w:hyperlink")
    element.set(qn("w:anchor"), entry.bookmark)
    run = target.add_run(full_width(entry.text))
    element.append(run._element)
    target._p.append(element)


def _mark(target: Paragraph, kind: str, *, dirty: bool = False) -> None:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    if dirty:
        element.set(qn("w:dirty"), "true")
    target.add_run()._element.append(element)


def _instruct(target: Paragraph, text: str) -> None:
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = text
    target.add_run()._element.append(element)
