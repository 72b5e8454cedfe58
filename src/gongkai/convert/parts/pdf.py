"""PDF: everything it holds, from its pages to what only an earlier version of it said."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pypdfium2

from gongkai.convert.extract.model import ExtractedTable, Unreadable
from gongkai.convert.parts import pdf_objects
from gongkai.convert.parts.model import Collector, Contents, Inner, Place
from gongkai.convert.parts.pdf_leftovers import (
    has_pictures,
    has_unpainted_pictures,
    orphans,
    unreferenced,
    versions,
)
from gongkai.convert.parts.pdf_looks import add_looks
from gongkai.convert.parts.pdf_pages import PageText, page_text
from gongkai.convert.parts.pdf_pictures import Look, sights
from gongkai.convert.parts.pdf_spoken import silenced
from gongkai.convert.parts.picture_words import Recognised

MOST_PAGES = 20_000
MOST_RECOGNISED = 60
"""Pages and pictures of one file that are read by recognition."""

RECOGNISING_SECONDS = 200.0
"""Seconds after which no more of a file is recognised when it is read: the rest is said to be unread."""

MOST_TEXT = 100_000_000


def from_pdf(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """All parts of a PDF; what cannot be read is said in `unread`: encrypted, damaged, too_many_pages, script, media, …"""
    collector = Collector(path)
    with ExitStack() as opened:
        try:
            file = Opened(data, opened)
        except pikepdf.PasswordError:
            collector.miss("encrypted", "文件设有密码，无法读取；请去除密码后再试。")
            return collector.done("pdf")
        except (pikepdf.PdfError, pypdfium2.PdfiumError):
            collector.miss("damaged", "文件已损坏或者不完整，无法打开；请重新下载或者另存后再试。")
            return collector.done("pdf")
        _pages(pages_read(file.pages, collector.miss, time.monotonic() + RECOGNISING_SECONDS), collector)
        _objects(file.words, file.spoken, collector)
        for text in file.leftovers(part.text for part in collector.parts):
            collector.add("revision", text, visible=False)
        _told(file, collector)
        _embedded(file.words.attachments, collector, inner)
    return collector.done("pdf")


class Opened:
    """A PDF opened by both libraries. Raises pikepdf.PasswordError, pikepdf.PdfError, pypdfium2.PdfiumError.

    `data`: its bytes, without what stands for glyphs; `spoken`: what stood for them; `words`: all words beside its pages;
    `lost`: the objects nothing refers to.
    """

    def __init__(self, data: bytes, opened: ExitStack) -> None:
        self._original = data
        self.document = opened.enter_context(pikepdf.open(io.BytesIO(data)))
        self.data, self.spoken = silenced(data, self.document)
        if self.data is not data:
            self.document = opened.enter_context(pikepdf.open(io.BytesIO(self.data)))
        self.pages = opened.enter_context(pypdfium2.PdfDocument(self.data))
        self.words = pdf_objects.words(self.document)
        self.lost = unreferenced(self.document)
        self.knows_looks = add_looks(self.words.groups)

    def leftovers(self, texts: Iterable[str]) -> Iterator[str]:
        """What earlier versions, and objects nothing refers to, say and the given texts do not."""
        known = {line.strip() for text in texts for line in text.splitlines()}
        for lines in (*versions(self._original), orphans(self.data, self.lost)):
            said = [line for line in dict.fromkeys(line.strip() for line in lines) if line not in known]
            known.update(said)
            yield "\n".join(said)

    @property
    def hides_layers(self) -> bool:
        """Whether the document has layers that are not shown."""
        layers: Any = self.document.Root.get("/OCProperties", {})
        shown: Any = layers.get("/D", {})
        return len(shown.get("/OFF", ())) > 0 or shown.get("/BaseState") == "/OFF"


@dataclass(frozen=True, slots=True)
class PageRead:
    """What is read of one page, counted from 1: what is written there, and what is seen where."""

    number: int
    text: PageText
    seen: tuple[tuple[Look, Recognised], ...]


def pages_read(pages: Any, miss: Callable[[str, str], None], until: float = math.inf) -> Iterator[PageRead]:
    """The pages of a document (`pypdfium2.PdfDocument`) one by one; `miss` is told what cannot be read.

    `until`: the time (`time.monotonic`) at which no more is recognised.
    """
    asked = done = 0
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
        allowed = wanted[: max(MOST_RECOGNISED - asked, 0)] if time.monotonic() < until else []
        asked += len(wanted)
        done += len(allowed)
        yield PageRead(number + 1, text, tuple(_seen(page, allowed, miss, number + 1)))
        page.close()
    if asked > done:
        miss("too_many_pages", f"扫描页和图片共{asked}处，只识别了{done}处；其余的需要人工查看。")


def _seen(
    page: Any, wanted: Iterable[Look], miss: Callable[[str, str], None], number: int
) -> Iterator[tuple[Look, Recognised]]:
    for sight in wanted:
        try:
            yield sight, sight.read(page)
        except Unreadable as refused:
            miss(refused.code, f"第{number}页：{refused.text}")


def _pages(pages: Iterable[PageRead], collector: Collector) -> None:
    """The running text, what is hidden in it, and what is seen on pictures."""
    body, hidden = Joined(), Joined()
    pictures: list[tuple[int, Recognised]] = []
    for page in pages:
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


def _objects(words: pdf_objects.Words, spoken: Iterable[str], collector: Collector) -> None:
    """Notes, forms, properties and the like; what stands for glyphs."""
    for group in words.groups:
        text = group_text(group)
        places = () if group.page is None else (Place(0, len(text), page=group.page),)
        collector.add(group.name, text, places=places, visible=group.name in ("annotation", "field"))
    for text in spoken:
        collector.add("alternative", text, visible=False)


def _told(file: Opened, collector: Collector) -> None:
    """What is there and cannot be read."""
    if file.words.runs_code:
        collector.miss("script", "文件里有程序或者会打开别的文件，不宜公开；需要人工查看。")
    if file.words.has_media:
        collector.miss("media", "文件里有声音、影像或者立体图形，没有读取；需要人工查看。")
    if file.words.private:
        collector.miss("binary_part", "文件里有制作软件的私有数据，没有读取；需要人工查看。")
    if not file.knows_looks:
        collector.miss("too_many_fields", "批注和表单项过多，有的外观没有读取；需要人工查看。")
    if file.hides_layers:
        collector.miss("layer", "文件里有关闭的图层，其中的图片没有识别；需要打开图层人工查看。")
    if has_pictures(file.document, file.lost) or has_unpainted_pictures(file.document):
        collector.miss("lost_picture", "文件里留有没有显示出来的图片，没有识别；请重新生成文件或者人工查看。")


def _embedded(attachments: Sequence[pdf_objects.Attachment], collector: Collector, inner: Inner) -> None:
    """The files in the file."""
    for name, attachment in named(attachments):
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
