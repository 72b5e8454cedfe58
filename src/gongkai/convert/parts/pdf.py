"""PDF: everything it holds, from its pages to what only an earlier version of it said."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pypdfium2

from gongkai.convert.extract.model import ExtractedTable, Unreadable
from gongkai.convert.parts import pdf_objects
from gongkai.convert.parts.model import Collector, Contents, Inner, Place
from gongkai.convert.parts.pdf_pages import PageText, page_text
from gongkai.convert.parts.pdf_pictures import Sight, sights
from gongkai.convert.parts.picture_words import Recognised

MOST_PAGES = 20_000
MOST_RECOGNISED = 60
"""Pages and pictures of one file that are read by recognition."""

MOST_TEXT = 100_000_000


def from_pdf(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """All parts of a PDF; what cannot be read is said in `unread`: encrypted, damaged, too_many_pages, script, media, …"""
    collector = Collector(path)
    with ExitStack() as opened:
        try:
            document = opened.enter_context(pikepdf.open(io.BytesIO(data)))
            pages = opened.enter_context(pypdfium2.PdfDocument(data))
        except pikepdf.PasswordError:
            collector.miss("encrypted", "文件设有密码，无法读取；请去除密码后再试。")
            return collector.done("pdf")
        except (pikepdf.PdfError, pypdfium2.PdfiumError):
            collector.miss("damaged", "文件已损坏或者不完整，无法打开；请重新下载或者另存后再试。")
            return collector.done("pdf")
        _pages(pages, collector)
        _objects(pdf_objects.words(document), collector, inner)
    return collector.done("pdf")


@dataclass(frozen=True, slots=True)
class PageRead:
    """What is read of one page, counted from 1: what is written there, and what is seen where."""

    number: int
    text: PageText
    seen: tuple[tuple[Sight, Recognised], ...]


def pages_read(pages: Any, miss: Callable[[str, str], None]) -> Iterator[PageRead]:
    """The pages of a document (`pypdfium2.PdfDocument`) one by one; `miss` is told what cannot be read."""
    asked = 0
    if len(pages) > MOST_PAGES:
        miss("too_many_pages", f"文件有{len(pages)}页，只读了前{MOST_PAGES}页；其余的需要人工查看。")
    for number in range(min(len(pages), MOST_PAGES)):
        try:
            page = pages[number]
            text = page_text(page)
        except pypdfium2.PdfiumError:
            miss("page", f"第{number + 1}页无法读取，需要人工查看。")
            continue
        wanted = sights(text)
        allowed = wanted[: max(MOST_RECOGNISED - asked, 0)]
        asked += len(wanted)
        yield PageRead(number + 1, text, tuple(_seen(page, allowed, miss, number + 1)))
        page.close()
    if asked > MOST_RECOGNISED:
        miss("too_many_pages", f"扫描页和图片共{asked}处，只识别了{MOST_RECOGNISED}处；其余的需要人工查看。")


def _seen(
    page: Any, wanted: Iterable[Sight], miss: Callable[[str, str], None], number: int
) -> Iterator[tuple[Sight, Recognised]]:
    for sight in wanted:
        try:
            yield sight, sight.read(page)
        except Unreadable as refused:
            miss(refused.code, f"第{number}页：{refused.text}")


def _pages(pages: Any, collector: Collector) -> None:
    """The running text, what is hidden in it, and what is seen on pictures."""
    body, hidden = Joined(), Joined()
    pictures: list[tuple[int, Recognised]] = []
    for page in pages_read(pages, collector.miss):
        body.add(page.number, page.text.text, page.text.tables)
        hidden.add(page.number, page.text.hidden)
        pictures.extend((page.number, found) for _, found in page.seen)
    collector.add("body", body.text, tables=body.tables, places=body.places)
    collector.add("hidden", hidden.text, places=hidden.places, visible=False)
    for number, found in pictures:
        place = Place(0, len(found.text), page=number)
        collector.add("picture", found.text, tables=found.tables, places=(place,), recognised=True)


class Joined:
    """The texts of pages one after the other, with the place of each."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.places: list[Place] = []
        self.tables: list[ExtractedTable] = []

    def add(self, page: int, text: str, tables: Iterable[ExtractedTable] = ()) -> None:
        """Add what a page says; nothing when it says nothing."""
        if not text.strip() or self.length + len(text) > MOST_TEXT:
            return
        at = self.length
        self.pieces.append(text)
        self.length += len(text)
        self.places.append(Place(at, self.length, page=page))
        self.tables.extend(moved(table, at) for table in tables)

    @property
    def text(self) -> str:
        """All pages."""
        return "".join(self.pieces)


def moved(table: ExtractedTable, by: int) -> ExtractedTable:
    """A table in a text that begins further on."""
    cells = tuple(replace(cell, start=cell.start + by, end=cell.end + by) for cell in table.cells)
    return replace(table, start=table.start + by, end=table.end + by, cells=cells)


def group_text(group: pdf_objects.Group) -> str:
    """The words of a group, one a line."""
    return "\n".join(held.text for held in group.held)


def _objects(found: pdf_objects.Words, collector: Collector, inner: Inner) -> None:
    """Notes, forms, properties and the like, and the files embedded."""
    for group in found.groups:
        text = group_text(group)
        places = () if group.page is None else (Place(0, len(text), page=group.page),)
        collector.add(group.name, text, places=places, visible=group.name in ("annotation", "field"))
    if found.runs_code:
        collector.miss("script", "文件里有程序或者会打开别的文件，不宜公开；需要人工查看。")
    if found.has_media:
        collector.miss("media", "文件里有声音、影像或者立体图形，没有读取；需要人工查看。")
    if found.private:
        collector.miss("binary_part", "文件里有制作软件的私有数据，没有读取；需要人工查看。")
    for name, attachment in named(found.attachments):
        data = pdf_objects.unpacked(attachment.stream)
        if data is None:
            collector.miss("too_large", f"附件“{name}”过大或者已损坏，没有读取；需要人工查看。")
        else:
            collector.include(inner(name, data, collector.path))


def named(attachments: Sequence[pdf_objects.Attachment]) -> list[tuple[str, pdf_objects.Attachment]]:
    """Embedded files with a name each of its own: a second of the same name has its number added."""
    counted: dict[str, int] = {}
    made = []
    for attachment in attachments:
        counted[attachment.name] = again = counted.get(attachment.name, 0) + 1
        made.append((attachment.name if again == 1 else f"{attachment.name} ({again})", attachment))
    return made
