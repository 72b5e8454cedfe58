"""The printed handbook (办事手册): chosen guides in chapters, with contents, charts, index and telephones, as PDF (DOCX: `book_word`).

A handbook is a document of the schema `handbook`: its data say which guides, in which chapters and order; the book is made
from the guides as they are public now. What is not public (any more) is left out and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.catalog.schemas.model import table_rows
from gongkai.convert import flowchart, typeset
from gongkai.convert.official import chinese_date, in_official_language
from gongkai.guides import phones, queries
from gongkai.guides.phones import Phone
from gongkai.guides.reading import Guide


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the book."""

    title: str
    guides: list[Guide]


@dataclass(frozen=True, slots=True)
class Book:
    """What is printed. `missing`: the index numbers that were chosen and belong to no public guide."""

    title: str
    agency: str
    edition: date | None
    foreword: str
    chapters: list[Chapter]
    phones: list[Phone]
    missing: list[str]

    @property
    def guides(self) -> list[Guide]:
        """Every guide in the order of the book."""
        return [guide for chapter in self.chapters for guide in chapter.guides]


def book(agency_name: str, data: Mapping[str, Any]) -> Book:
    """The book that a handbook's data describe. Three queries at most.

    Chapters stand in the order in which they are first named, a guide stands where it is named first.
    """
    entries = table_rows(data, "entries")
    numbers = [str(entry.get("guide") or "").strip() for entry in entries]
    known = queries.guides_numbered(None, filter(None, numbers))
    chapters: dict[str, list[Guide]] = {}
    placed: set[int] = set()
    for entry, number in zip(entries, numbers, strict=True):
        guide = known.get(number)
        if guide is not None and guide.pk not in placed:
            placed.add(guide.pk)
            title = str(entry.get("chapter") or "").strip() or _("办事指南")
            chapters.setdefault(title, []).append(guide)
    found = [Chapter(title, guides) for title, guides in chapters.items()]
    return Book(
        str(data.get("name") or _("办事手册")),
        agency_name,
        _day(data.get("edition")),
        str(data.get("foreword") or ""),
        found,
        _lines(found) if data.get("phones") is True else [],
        [number for number in dict.fromkeys(numbers) if number and number not in known],
    )


def _lines(chapters: Sequence[Chapter]) -> list[Phone]:
    """The telephones of the agencies whose guides stand in the book."""
    agencies = {guide.agency.pk for chapter in chapters for guide in chapter.guides}
    return [phone for phone in phones.found(None) if phone.agency.pk in agencies]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


@in_official_language
def pdf(made: Book) -> bytes:
    """The book as PDF. Raises typeset.TypesettingError."""
    data = {
        "single": False,
        "title": made.title,
        "agency": made.agency,
        "edition": chinese_date(made.edition) if made.edition else "",
        "foreword": paragraphs(made.foreword),
        "chapters": [
            {"title": chapter.title, "guides": [_printed(guide) for guide in chapter.guides]}
            for chapter in made.chapters
        ],
        "index": [{"name": guide.name, "anchor": _anchor(guide)} for guide in by_sound(made.guides)],
        "phones": [_phones(section) for section in phones.sections(made.phones)],
        "labels": {
            "foreword": _("前言"),
            "contents": _("目录"),
            "index": _("事项索引"),
            "phones": _("办公电话"),
        },
    }
    return typeset.pdf("handbook", data, dated_on=made.edition)


@in_official_language
def guide_pdf(guide: Guide) -> bytes:
    """One guide by itself as PDF, as it stands in a book. Raises typeset.TypesettingError."""
    data = {
        "single": True,
        "title": guide.document.title,
        "agency": guide.agency.name,
        "chapters": [{"title": "", "guides": [_printed(guide)]}],
        "foreword": [],
        "index": [],
        "phones": [],
    }
    return typeset.pdf("handbook", data)


def by_sound(guides: Iterable[Guide]) -> list[Guide]:
    """In the order of a Chinese dictionary: GB 18030 keeps the common characters by their pronunciation."""
    return sorted(guides, key=lambda guide: guide.name.encode("gb18030"))


def paragraphs(text: Any) -> list[str]:
    """The paragraphs of a long text."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def _anchor(guide: Guide) -> str:
    return f"guide-{guide.pk}"


def _printed(guide: Guide) -> dict[str, Any]:
    return {
        "name": guide.name,
        "anchor": _anchor(guide),
        "facts": [list(fact) for fact in facts(guide)],
        "sections": [
            {"heading": heading, "paragraphs": [], "table": None, "svg": "", **content}
            for heading, content in sections(guide)
        ],
    }


def facts(guide: Guide) -> list[tuple[str, str]]:
    """What stands in the table at the head of a guide; an even number of pairs."""
    data = guide.data
    return [
        (_("办理机关"), guide.agency.name),
        (_("事项编码"), str(data.get("code") or "—")),
        (_("事项类型"), str(data.get("kind") or "—")),
        (_("服务对象"), str(data.get("audience") or "—")),
        (_("承诺时限"), guide.limit or "—"),
        (_("法定时限"), guide.legal_limit or "—"),
        (_("收费"), _("收费") if data.get("charged") is True else _("不收费")),
        (_("咨询电话"), str(data.get("enquiry") or "—")),
    ]


def sections(guide: Guide) -> Iterator[tuple[str, dict[str, Any]]]:
    """The parts of a guide in reading order; an empty one is left out."""
    data = guide.data
    for label, name in ((_("谁可以申请"), "applicants"), (_("申请条件"), "conditions")):
        if data.get(name):
            yield label, {"paragraphs": paragraphs(data[name])}
    for label, name, columns in tables():
        if data[name]:
            yield label, {"table": _table(columns, data[name])}
        if name == "papers" and guide.chart:
            yield _("办理流程图"), _drawn(guide.chart)
    if data.get("remedies"):
        yield _("救济途径"), {"paragraphs": paragraphs(data["remedies"])}
    if data["questions"]:
        lines = [
            line
            for row in data["questions"]
            for line in (f"问：{row.get('question') or ''}", f"答：{row.get('answer') or ''}")
        ]
        yield _("常见问题"), {"paragraphs": lines}


Column = tuple[str, str, float]


def tables() -> list[tuple[str, str, list[Column]]]:
    """The tables of a guide as they are printed: heading, name, and the columns with their relative widths."""
    return [
        (_("办理依据"), "basis", [(_("依据"), "instrument", 4), (_("条款"), "article", 1.4)]),
        (
            _("申请材料"),
            "papers",
            [
                (_("材料"), "name", 4),
                (_("原件"), "original", 0.9),
                (_("复印件"), "copies", 1.1),
                (_("来源"), "source", 1.8),
                (_("必要性"), "need", 1.6),
                (_("要求"), "note", 3),
            ],
        ),
        (
            _("收费标准"),
            "fees",
            [(_("项目"), "item", 2), (_("标准"), "standard", 2), (_("依据"), "basis", 3)],
        ),
        (
            _("办理地点"),
            "windows",
            [
                (_("窗口"), "name", 2),
                (_("地址"), "address", 3),
                (_("办公时间"), "hours", 2),
                (_("电话"), "telephone", 1.8),
            ],
        ),
        (_("办理结果"), "results", [(_("结果"), "name", 2), (_("领取方式"), "delivery", 2)]),
    ]


def _table(columns: Sequence[Column], found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "head": [label for label, _name, _width in columns],
        "widths": [width for _label, _name, width in columns],
        "rows": [[_cell(row.get(name)) for _label, name, _width in columns] for row in found],
    }


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _drawn(chart: flowchart.Chart) -> dict[str, Any]:
    drawing = flowchart.draw(chart)
    return {
        "svg": flowchart.svg(chart),
        "words": flowchart.sentence(chart),
        "width": drawing.width,
        "height": drawing.height,
    }


def _phones(section: Mapping[str, Any]) -> dict[str, Any]:
    head, *lines = section["table"]["rows"]
    return {
        "heading": section["heading"],
        "table": {
            "head": [cell["text"] for cell in head],
            "widths": section["table"]["columns"],
            "rows": lines,
        },
    }
