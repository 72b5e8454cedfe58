"""What a PDF no longer shows and still holds: earlier versions of the file in front of later ones, objects nothing refers to."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pikepdf
import pypdfium2

from gongkai.convert.parts import pdf_objects
from gongkai.convert.parts.pdf_pages import page_text

MOST_VERSIONS = 12
"""Earlier versions of a file that are read, the latest first."""

MOST_PAGES = 2000
_MOST_OBJECTS = 1_000_000
_END = re.compile(rb"startxref[\s\x00]+(\d+)[\s\x00]+%%EOF[ \t]*\r?\n?")
_Linking = pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream
Number = tuple[int, int]
"""What tells an object of a PDF from the others."""

_REFERENCE = re.compile(rb"(\d+) (\d+) R\b")
_PAINTED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_SHOWS_TEXT = re.compile(rb"[\])>]\s*T[jJ]\b")


def versions(data: bytes) -> Iterator[list[str]]:
    """The lines of each earlier version, the latest first: what its pages and everything beside them said."""
    ends = [found.end() for found in _END.finditer(data) if int(found[1])]
    for end in list(reversed(ends[:-1]))[:MOST_VERSIONS]:
        lines = list(_version(data[:end]))
        if lines:
            yield lines


def orphans(data: bytes, lost: Sequence[Number]) -> list[str]:
    """The lines of the pages and content among the objects that nothing refers to."""
    if not lost:
        return []
    with pikepdf.open(io.BytesIO(data)) as copy:
        known = len(copy.pages)
        for number in lost[:MOST_PAGES]:
            _shown_again(copy, copy.get_object(number))
        if len(copy.pages) == known:
            return []
        for _ in range(known):
            del copy.pages[0]
        return list(_page_lines(pdf_objects.written(copy)))


def has_pictures(document: pikepdf.Pdf, lost: Iterable[Number]) -> bool:
    """Whether there are pictures among the objects that nothing refers to."""
    return any(
        isinstance(item := document.get_object(number), pikepdf.Stream) and item.get("/Subtype") == "/Image"
        for number in lost
    )


def has_unpainted_pictures(document: pikepdf.Pdf) -> bool:
    """Whether pages list pictures among their resources that no page paints, as when one page was taken out of a scan."""
    listed: set[Number] = set()
    painted: set[Number] = set()
    waiting: list[tuple[Any, Any]] = [(page.obj, page.obj.get("/Resources", {})) for page in document.pages]
    seen: set[Number] = set()
    while waiting:
        holder, resources = waiting.pop()
        drawings: Any = resources.get("/XObject", {}) if isinstance(resources, pikepdf.Dictionary) else {}
        names = {_plain_name(name) for name in _PAINTED.findall(_content(holder))}
        for name, drawing in drawings.items():
            if not isinstance(drawing, pikepdf.Stream):
                continue
            if drawing.get("/Subtype") == "/Image":
                (painted if name[1:].encode("utf-8", "surrogateescape") in names else listed).add(
                    drawing.objgen
                )
            elif drawing.objgen not in seen:
                seen.add(drawing.objgen)
                waiting.append((drawing, drawing.get("/Resources", resources)))
    return not listed <= painted


def _content(holder: Any) -> bytes:
    """The content of a page or form, as far as it can be unpacked."""
    held = holder if isinstance(holder, pikepdf.Stream) else holder.get("/Contents")
    streams = list(held) if isinstance(held, pikepdf.Array) else [held]
    return b"\n".join(pdf_objects.unpacked(one) or b"" for one in streams if isinstance(one, pikepdf.Stream))


def _plain_name(written: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), written)


def _version(data: bytes) -> Iterator[str]:
    with ExitStack() as opened:
        try:
            document = opened.enter_context(pikepdf.open(io.BytesIO(data)))
        except pikepdf.PdfError:
            return
        yield from _page_lines(data)
        for group in pdf_objects.words(document).groups:
            for held in group.held:
                yield from held.text.splitlines()


def _page_lines(data: bytes) -> Iterator[str]:
    try:
        with pypdfium2.PdfDocument(data) as pages:
            for number in range(min(len(pages), MOST_PAGES)):
                text = page_text(pages[number])
                yield from text.text.splitlines()
                yield from text.hidden.splitlines()
    except pypdfium2.PdfiumError:
        return


def unreferenced(document: pikepdf.Pdf) -> list[Number]:
    """The numbers of the objects that cannot be reached from the trailer."""
    if len(document.objects) > _MOST_OBJECTS:
        return []
    references = {item.objgen: _references(item) for item in document.objects if isinstance(item, _Linking)}
    waiting = list(_references(document.trailer))
    reached: set[Number] = set()
    while waiting:
        number = waiting.pop()
        if number not in reached:
            reached.add(number)
            waiting.extend(references.get(number, ()))
    return [
        number
        for number in references
        if number not in reached and not _is_bookkeeping(document.get_object(number))
    ]


def _references(item: Any) -> list[Number]:
    written = item.stream_dict if isinstance(item, pikepdf.Stream) else item
    return [(int(one), int(other)) for one, other in _REFERENCE.findall(written.unparse(resolved=True))]


def _is_bookkeeping(item: Any) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Type") in ("/XRef", "/ObjStm")


def _shown_again(document: pikepdf.Pdf, item: Any) -> None:
    """Put a lost page at the end of the document; lost content on a page of its own, with the typefaces of the first page."""
    if isinstance(item, pikepdf.Stream):
        if item.get("/Subtype") == "/Image" or not _SHOWS_TEXT.search(pdf_objects.unpacked(item) or b""):
            return
        first = document.pages[0].obj if len(document.pages) else pikepdf.Dictionary()
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=first.get("/MediaBox", pikepdf.Array([0, 0, 595, 842])),
            Resources=item.get("/Resources", first.get("/Resources", pikepdf.Dictionary())),
            Contents=item,
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    elif isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Page":
        document.pages.append(pikepdf.Page(item))
