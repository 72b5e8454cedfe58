"""PDF: glyphs dropped from the content of pages, pixels blackened, words taken out of everything beside the pages."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.convert.parts import pdf_objects
from gongkai.convert.parts.pdf import Joined, Opened, PageRead, group_text, named, pages_read
from gongkai.convert.parts.pdf_characters import character_box, character_origin, character_room
from gongkai.convert.parts.pdf_geometry import Rectangle
from gongkai.convert.parts.pdf_pages import NOWHERE, page_text
from gongkai.convert.parts.pdf_pictures import whole_sight
from gongkai.convert.redaction.model import Box, Cut, Inner, NotRedacted
from gongkai.convert.redaction.pdf_content import Content, Gone, private
from gongkai.convert.redaction.pdf_fonts import Uncertain
from gongkai.convert.redaction.pdf_images import blackened
from gongkai.convert.redaction.pdf_likeness import looks_alike
from gongkai.convert.redaction.pdf_paper import replaced_by_picture
from gongkai.convert.redaction.pdf_values import Wanted, going, runs
from gongkai.convert.redaction.pdf_words import cleaned, emptied

_TRIES = 2


def redact_pdf(data: bytes, cuts: Sequence[Cut], boxes: Sequence[Box], inner: Inner) -> bytes:
    """The file without what is cut, written anew, so that earlier versions and what nothing refers to are gone.

    Every other occurrence of a value that is cut goes too. A page from which it cannot be taken with certainty becomes a picture
    of itself. Raises NotRedacted: encrypted, damaged, remains.
    """
    with ExitStack() as opened:
        try:
            file = Opened(data, opened)
        except pikepdf.PasswordError as error:
            raise NotRedacted("encrypted", "文件设有密码，无法处理；请去除密码后再试。") from error
        except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
            raise NotRedacted("damaged", "文件已损坏或者不完整，无法处理。") from error
        return _Redaction(file, cuts, boxes).done(inner)


class _Redaction:
    """One file under way: what is read of it, what goes, and the document that is changed."""

    def __init__(self, file: Opened, cuts: Sequence[Cut], boxes: Sequence[Box]) -> None:
        self.file = file
        self.document = file.document
        self.pages = file.pages
        self.all_cuts = cuts
        self.cuts = [cut for cut in cuts if not cut.path]
        looks = any(cut.name == "picture" for cut in self.cuts)
        self.read = list(pages_read(self.pages, lambda code, text: None, math.inf if looks else -math.inf))
        self.words = file.words
        self.body, self.hidden = Joined(), Joined()
        for page in self.read:
            self.body.add(page.number, page.text.text)
            self.hidden.add(page.number, page.text.hidden)
        self.wanted = Wanted(self.cuts, self._texts())
        self.by_part: dict[tuple[str, int], list[Cut]] = {}
        for cut in sorted(self.cuts, key=lambda cut: cut.start):
            self.by_part.setdefault((cut.name, cut.number), []).append(cut)
        self.gone: dict[int, Gone] = {}
        self.looked_at = 0
        for page in self.read:
            gone = self._gone(page, [box for box in boxes if not box.path and box.page == page.number])
            if not gone.is_empty:
                self.gone[page.number] = gone
        self.pictured: set[int] = set()

    def done(self, inner: Inner) -> bytes:
        """The redacted file."""
        pages = {page.number: page for page in self.read}
        for number, gone in self.gone.items():
            emptied(self.document.pages[number - 1].obj, gone.boxes)
            try:
                self._rewrite(number, gone)
            except Uncertain:
                self._picture(pages[number])
        for name, attachment in named(self.words.attachments):
            self._embedded(name, attachment, inner)
        cleaned(self.document, self.words, self.wanted)
        for _ in range(_TRIES):
            made = self._saved()
            failed = self._failed(made)
            if not failed:
                return made
            if failed & self.pictured:
                break
            for number in failed:
                self._picture(pages[number])
        raise NotRedacted("remains", "有的内容没有去除干净，没有生成文件；请在有关页面上手工画框遮盖后再试。")

    def _texts(self) -> dict[tuple[str, int], str]:
        """The text of every part, as `parts.from_pdf` numbers them."""
        texts = {("body", 1): self.body.text, ("hidden", 1): self.hidden.text}
        pictures = (found.text for page in self.read for _, found in page.seen)
        counted: dict[str, int] = {}
        for name, text in [
            *(("picture", text) for text in pictures),
            *((group.name, group_text(group)) for group in self.words.groups),
            *(("alternative", text) for text in self.file.spoken),
        ]:
            counted[name] = counted.get(name, 0) + 1
            texts[name, counted[name]] = text
        if any(cut.name == "revision" for cut in self.cuts):
            for number, text in enumerate(self.file.leftovers(list(texts.values())), 1):
                texts["revision", number] = text
        return texts

    # What goes from a page

    def _gone(self, page: PageRead, boxes: Iterable[Box]) -> Gone:
        gone = Gone()
        sight = whole_sight(page.text)
        for box in boxes:
            gone.add_box(sight.of_shares(box.left, box.top, box.right, box.bottom))
        for where, found in page.seen:
            self.looked_at += 1
            for start, end in runs(sorted(self._places("picture", self.looked_at, 0, found.text))):
                for pixels in found.boxes(start, end):
                    gone.add_box(where.on_page(found, *pixels))
        body = self._numbers("body", self.body, page.number, page.text.text, page.text.numbers)
        hidden = self._numbers("hidden", self.hidden, page.number, page.text.hidden, page.text.hidden_numbers)
        if body or hidden:
            textpage = self.pages[page.number - 1].get_textpage()
            try:
                _mark(gone, textpage.raw, body, barred=True)
                _mark(gone, textpage.raw, hidden, barred=False)
            finally:
                textpage.close()
        return gone

    def _numbers(
        self, name: str, joined: Joined, page: int, text: str, numbers: Sequence[int]
    ) -> list[list[int]]:
        """PDFium's numbers of the characters that go from a page, run by run."""
        which = bisect_left(joined.places, page, key=lambda place: place.page or 0)
        if which == len(joined.places) or joined.places[which].page != page:
            return []
        at = joined.places[which].start
        runs: list[list[int]] = []
        for place in sorted(self._places(name, 1, at, text)):
            number = numbers[place]
            if number == NOWHERE:
                continue
            if runs and runs[-1][-1] in (number, number - 1):
                runs[-1].append(number)
            else:
                runs.append([number])
        return runs

    def _places(self, name: str, part: int, at: int, text: str) -> set[int]:
        """The places in a text, that begins at `at` of its part, of the characters that go."""
        places: set[int] = set()
        cuts = self.by_part.get((name, part), [])
        for cut in cuts[: bisect_left(cuts, at + len(text), key=lambda cut: cut.start)]:
            if cut.end > at:
                start, end = max(cut.start - at, 0), min(cut.end - at, len(text))
                whole = end - start == cut.end - cut.start
                places.update(
                    start + place for place in going(text[start:end], cut.replacement if whole else "")
                )
        for found in self.wanted.places(text):
            places.update(found)
        return places

    # Changing the document

    def _rewrite(self, number: int, gone: Gone) -> None:
        page = self.document.pages[number - 1]
        resources = private(page.obj.get("/Resources", pikepdf.Dictionary()))
        content = Content(self.document, gone, partial(blackened, self.document))
        made = content.rewritten(page, resources)
        if gone.glyphs - content.met:
            raise Uncertain
        bars = "".join(
            f"{bar.left:.3f} {bar.bottom:.3f} {bar.width:.3f} {bar.height:.3f} re f\n" for bar in gone.bars
        ).encode()
        if made is None and not bars:
            return
        old = page.obj.get("/Contents")
        if made is not None:
            old = self.document.make_stream(made)
        streams = list(old) if isinstance(old, pikepdf.Array) else [] if old is None else [old]
        before, after = (
            self.document.make_stream(b"q\n"),
            self.document.make_stream(b"\nQ q 0 g\n" + bars + b"Q\n"),
        )
        page.obj["/Contents"] = pikepdf.Array([before, *streams, after])
        page.obj["/Resources"] = resources

    def _picture(self, page: PageRead) -> None:
        gone = self.gone.setdefault(page.number, Gone())
        target = self.document.pages[page.number - 1].obj
        boxes = [*gone.boxes, *gone.pixels, *gone.bars]
        replaced_by_picture(self.document, target, self.pages[page.number - 1], page.text, boxes)
        self.pictured.add(page.number)

    def _embedded(self, name: str, attachment: pdf_objects.Attachment, inner: Inner) -> None:
        data = pdf_objects.unpacked(attachment.stream)
        if data is None:
            raise NotRedacted("attachment", "文件里的附件过大或者已损坏，无法处理；请先去掉附件再试。")
        made = inner(name, data, self.all_cuts)
        if made != data:
            attachment.stream.write(made)
            if "/Params" in attachment.stream:
                del attachment.stream["/Params"]

    def _saved(self) -> bytes:
        self.document.remove_unreferenced_resources()
        return pdf_objects.written(
            self.document,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )

    def _failed(self, made: bytes) -> set[int]:
        """The pages that still say a value, or look different where nothing was cut."""
        failed: set[int] = set()
        with pypdfium2.PdfDocument(made) as document:
            for page in self.read:
                after = document[page.number - 1]
                text = page_text(after)
                if self.wanted.is_in(text.text) or self.wanted.is_in(text.hidden):
                    failed.add(page.number)
                elif page.number in self.gone and page.number not in self.pictured:
                    gone = self.gone[page.number]
                    before = self.pages[page.number - 1]
                    if not looks_alike(before, after, page.text, [*gone.boxes, *gone.pixels, *gone.bars]):
                        failed.add(page.number)
                after.close()
        return failed


def _mark(gone: Gone, raw: Any, runs: Iterable[Sequence[int]], *, barred: bool) -> None:
    """Let runs of glyphs go, with the pixels beneath them, and put a bar in their place."""
    for run in runs:
        bar: Rectangle | None = None
        for number in run:
            if pdfium.FPDFText_IsGenerated(raw, number) == 1:
                continue
            gone.glyphs.add(character_origin(raw, number))
            tight = character_box(raw, number)
            gone.pixels.append(Rectangle(tight.left - 1, tight.bottom - 1, tight.right + 1, tight.top + 1))
            room = character_room(raw, number)
            if bar is not None and _on_one_line(bar, room):
                bar = bar.with_(room)
            else:
                if bar is not None and barred:
                    gone.bars.append(bar)
                bar = room
        if bar is not None and barred:
            gone.bars.append(bar)


def _on_one_line(one: Rectangle, other: Rectangle) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    beside = min(abs(other.left - one.right), abs(one.left - other.right))
    return shared > 0.5 * min(one.height, other.height) and beside < max(one.height, other.height)
