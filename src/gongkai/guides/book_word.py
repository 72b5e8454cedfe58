"""The handbook as DOCX, for offices that go on editing it: contents, chapters, guides, telephones.

A chart is written out step by step: steps can be edited, a picture cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from docx.document import Document

from gongkai.convert import flowchart, word, word_outline
from gongkai.convert.official import chinese_date, in_official_language
from gongkai.convert.typography import full_width
from gongkai.convert.word_outline import Entry
from gongkai.guides import handbook, phones
from gongkai.guides.handbook import Book
from gongkai.guides.reading import Guide


@in_official_language
def docx(made: Book) -> bytes:
    """The book as DOCX, in the order of the print."""
    day = made.edition
    dated = datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001 - OOXML dates are naive
    document = word.new(made.title, made.agency, dated)
    word.title(document, made.title)
    for line in filter(None, (made.agency, chinese_date(day) if day else "")):
        _said(document, line)
    if made.foreword:
        word_outline.page_break(document)
        word.title(document, _("前言"))
        for text in handbook.paragraphs(made.foreword):
            _said(document, text)
    word_outline.page_break(document)
    word.title(document, _("目录"))
    word_outline.contents(document, list(_entries(made)))
    for number, chapter in enumerate(made.chapters):
        _heading(document, chapter.title, 1, f"chapter-{number}", number)
        for guide in chapter.guides:
            _guide(document, guide, number)
    if made.phones:
        _phones(document, made)
    return word.save(document)


def _entries(made: Book) -> Iterator[Entry]:
    for number, chapter in enumerate(made.chapters):
        yield Entry(1, chapter.title, f"chapter-{number}")
        for guide in chapter.guides:
            yield Entry(2, guide.name, f"guide-{guide.pk}")
    if made.phones:
        yield Entry(1, _("办公电话"), "phones")


def _said(document: Document, text: str) -> None:
    """A paragraph as it is: a numbered condition of a guide is no heading of the book."""
    document.add_paragraph(full_width(text))


def _heading(document: Document, text: str, level: int, name: str, number: int) -> None:
    if level == 1:
        word_outline.page_break(document)
    word_outline.bookmark(word.heading(document, text, level), name, number)


def _guide(document: Document, guide: Guide, number: int) -> None:
    word_outline.bookmark(word.heading(document, guide.name, 2), f"guide-{guide.pk}", 10_000 + guide.pk)
    facts = handbook.facts(guide)
    pairs = [[*facts[at], *facts[at + 1]] for at in range(0, len(facts), 2)]
    word.table(document, pairs, [1.2, 3, 1.2, 3])
    for heading, content in handbook.sections(guide):
        word.heading(document, heading, 3)
        for text in content.get("paragraphs", ()):
            _said(document, text)
        if table := content.get("table"):
            head = [{"text": label, "header": True} for label in table["head"]]
            word.table(document, [head, *table["rows"]], table["widths"])
        if guide.chart and "svg" in content:
            for text in flowchart.lines(guide.chart):
                _said(document, text)


def _phones(document: Document, made: Book) -> None:
    _heading(document, _("办公电话"), 1, "phones", 9_999)
    for section in phones.sections(made.phones):
        word.heading(document, section["heading"], 2)
        table: dict[str, Any] = section["table"]
        word.table(document, table["rows"], table["columns"])
