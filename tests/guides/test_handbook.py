"""The printed handbook: which guides it holds, in which order, and that contents and index tell the right pages."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from gongkai.catalog import services
from gongkai.guides import book_word, handbook
from tests.guides.samples import guide, phone_book
from tests.world import County

NAMES = ("食品经营许可", "教师资格认定", "残疾人证办理", "内资企业设立登记")


def entries(county: County) -> list[dict[str, Any]]:
    made = [guide(county, name) for name in NAMES]
    chapters = ("经营准入", "个人事项", "个人事项", "经营准入")
    return [
        {"chapter": chapter, "guide": document.index_number}
        for chapter, document in zip(chapters, made, strict=True)
    ]


def made(county: County, **changes: Any) -> handbook.Book:
    data = {
        "name": "云溪县财政局办事手册",
        "edition": "2026-11-01",
        "foreword": "为方便群众办事，编成本手册。",
        "phones": True,
        "entries": entries(county),
        **changes,
    }
    return handbook.book(county.finance.name, data)


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in document]


@pytest.mark.django_db
def test_chapters_stand_in_the_order_they_are_named(county: County) -> None:
    phone_book(county)
    book = made(county)
    assert [(chapter.title, [guide.name for guide in chapter.guides]) for chapter in book.chapters] == [
        ("经营准入", ["食品经营许可", "内资企业设立登记"]),
        ("个人事项", ["教师资格认定", "残疾人证办理"]),
    ]
    assert book.edition == date(2026, 11, 1)
    assert [phone.unit for phone in book.phones] == ["办公室", "综合窗口", "云溪县财政局办公室"]
    assert not book.missing


@pytest.mark.django_db
def test_a_guide_that_is_no_longer_public_is_left_out_and_named(county: County) -> None:
    gone = guide(county, "已取消的事项")
    services.withdraw(actor=county.leader, document=gone, reason="取消", on=gone.published_on.date())
    kept = guide(county, "食品经营许可")
    chosen = [gone.index_number, kept.index_number, kept.index_number, "", "没有这个号"]
    book = made(county, entries=[{"guide": number} for number in chosen])
    assert [guide.name for guide in book.guides] == ["食品经营许可"]
    assert book.missing == [gone.index_number, "没有这个号"]


@pytest.mark.django_db
def test_contents_and_index_tell_the_page_a_guide_stands_on(county: County) -> None:
    phone_book(county)
    content = handbook.pdf(made(county))
    found = pages(content)
    numbered = {
        name: next(number for number, text in enumerate(found) if number > 2 and f"{name}办理机关" in text)
        for name in NAMES
    }
    contents = next(text for text in found if text.startswith("目录") or "目录" in text[:40])
    for name, page in numbered.items():
        assert re.search(rf"{name}[.·]*{page}(?!\d)", contents), (name, page, contents)
        assert re.search(rf"{name}[.·]*{page}(?!\d)", found[-1]), (name, page, found[-1])
    assert list(re.findall("|".join(NAMES), found[-1])) == [
        "残疾人证办理", "教师资格认定", "内资企业设立登记", "食品经营许可",
    ]  # fmt: skip
    assert handbook.pdf(made(county, entries=[])).startswith(b"%PDF")


@pytest.mark.django_db
def test_a_page_in_the_middle_of_a_chapter_has_its_running_head(county: County) -> None:
    found = pages(handbook.pdf(made(county)))
    second = next(text for text in found if "内资企业设立登记办理机关" in text)
    assert second.startswith("云溪县财政局办事手册经营准入") or "云溪县财政局办事手册经营准入" in second


@pytest.mark.django_db
def test_the_book_for_editing_has_contents_that_lead_to_its_guides(county: County) -> None:
    phone_book(county)
    book = made(county)
    document = docx.Document(io.BytesIO(book_word.docx(book)))
    headings = [
        (line.style.name, line.text)
        for line in document.paragraphs
        if line.style is not None and line.style.name in ("Heading 1", "Heading 2")
    ]
    named = [(f"Heading {level}", text) for level, text in (
        (1, "经营准入"), (2, "食品经营许可"), (2, "内资企业设立登记"),
        (1, "个人事项"), (2, "教师资格认定"), (2, "残疾人证办理"), (1, "办公电话"),
    )]  # fmt: skip
    assert headings[: len(named)] == named
    body = document.element.body
    places = {item.get(qn("w:name")) for item in body.iter(qn("w:bookmarkStart"))}
    links = [item.get(qn("w:anchor")) for item in body.iter(qn("w:hyperlink"))]
    assert len(links) == len(named)
    assert set(links) <= places
    kinds = [item.get(qn("w:fldCharType")) for item in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert sum(line.text.startswith("1. 申请") for line in document.paragraphs) == len(NAMES)
