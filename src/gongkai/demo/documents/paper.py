"""A document before it enters the catalogue, and the few HTML shapes invented texts are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from string import Template
from typing import Any


@dataclass(slots=True)
class Paper:
    """What an officer would type. `published_on`: the day it went (or should have gone) out; `key`: for relations;
    `file`: the title, ending and content of a file of its own (`attachment` makes one of the text)."""

    agency: str
    column: str
    title: str
    summary: str
    body: str
    document_type: str
    signed_on: date
    published_on: date
    statutory_item: str = ""
    document_number: str = ""
    topic: str = ""
    effective_on: date | None = None
    expires_on: date | None = None
    disclosure_class: str = "proactive"
    ground: str = ""
    ground_article: str = ""
    attachment: str = ""
    key: str = ""
    amended_on: date | None = None
    repealed_on: date | None = None
    relation: tuple[str, str] | None = None
    file: tuple[str, str, bytes] | None = None
    schema: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The drafter's fields besides agency, column, title and body."""
        return {
            "summary": self.summary,
            "document_type": self.document_type,
            "document_number": self.document_number,
            "topic": self.topic,
            "signed_on": self.signed_on,
            "effective_on": self.effective_on,
            "expires_on": self.expires_on,
            "disclosure_class": self.disclosure_class,
            "statutory_item": self.statutory_item,
            "ground": self.ground,
            "ground_article": self.ground_article,
            "schema": self.schema,
            "data": self.data,
        }


def fill(text: str, **values: object) -> str:
    """Put years and names into a declared text (`$year`, `$last`, `$name`, …)."""
    return Template(text).substitute({key: str(value) for key, value in values.items()})


def paragraphs(texts: Iterable[str]) -> str:
    """Plain paragraphs."""
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def sections(parts: Mapping[str, Sequence[str]]) -> str:
    """Headed parts; a part without a heading opens the text."""
    return "".join(
        (f"<h2>{escape(heading, quote=False)}</h2>" if heading else "") + paragraphs(texts)
        for heading, texts in parts.items()
    )


def articles(texts: Sequence[str]) -> str:
    """第一条 … of a normative document."""
    return paragraphs(f"第{numeral(number)}条　{text}" for number, text in enumerate(texts, start=1))


def signature(name: str, day: date) -> str:
    """Who signed, and when."""
    return paragraphs([name, written(day)])


def written(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """一 … 九十九."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (
        (digits[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (digits[ones] if ones or not tens else "")
    )


def table(caption: str, head: Sequence[Sequence[str]], body: Iterable[Sequence[object]]) -> str:
    """A table. A head cell may say `文字|colspan=2` or `文字|rowspan=2`; the first cell of a row is its header."""
    rows = "".join(
        "<tr>"
        + f'<th scope="row">{escape(str(row[0]), quote=False)}</th>'
        + "".join(f"<td>{escape(str(cell), quote=False)}</td>" for cell in row[1:])
        + "</tr>"
        for row in body
    )
    heads = "".join("<tr>" + "".join(_head(cell) for cell in line) + "</tr>" for line in head)
    return f"<table><caption>{escape(caption, quote=False)}</caption><thead>{heads}</thead><tbody>{rows}</tbody></table>"


def _head(cell: str) -> str:
    text, _bar, span = cell.partition("|")
    name, _equals, number = span.partition("=")
    attribute = f' {name}="{number}"' if span else ""
    scope = "colgroup" if name == "colspan" else "col"
    return f'<th scope="{scope}"{attribute}>{escape(text, quote=False)}</th>'
