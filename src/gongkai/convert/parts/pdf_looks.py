"""How notes and form fields look on the page: what is drawn for them need not be what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
import pypdfium2

from gongkai.convert.parts.pdf_objects import Group, Held, written
from gongkai.convert.parts.pdf_pages import page_text

MOST_LOOKS = 5000


def add_looks(groups: Iterable[Group]) -> bool:
    """Add to the words of notes and fields what is drawn for them and not among them; False when there were too many to read."""
    drawn = [(group, shown, stream) for group in groups for shown in group.shown for stream in _looks(shown)]
    texts = _texts([stream for _, _, stream in drawn[:MOST_LOOKS]])
    for (group, shown, _), text in zip(drawn, texts, strict=False):
        said = "".join("".join(held.text for held in group.held).split())
        lines = [line for line in text.splitlines() if line.strip() and "".join(line.split()) not in said]
        if lines:
            group.held.append(Held(shown, "/AP", "\n".join(lines)))
    return len(drawn) <= MOST_LOOKS


def _looks(shown: Any) -> Iterator[Any]:
    """The forms drawn for a note or field, in each of its states."""
    states = shown.get("/AP")
    if not isinstance(states, pikepdf.Dictionary):
        return
    for state in states.values():
        if isinstance(state, pikepdf.Stream):
            yield state
        elif isinstance(state, pikepdf.Dictionary):
            yield from (one for one in state.values() if isinstance(one, pikepdf.Stream))


def _texts(streams: list[Any]) -> list[str]:
    """What each form says, drawn on a page of its own; nothing for those that cannot be drawn."""
    if not streams:
        return []
    with pikepdf.new() as document:
        for stream in streams:
            document.add_blank_page(page_size=(595, 842))
            page = document.pages[-1]
            box = stream.get("/BBox")
            if isinstance(box, pikepdf.Array) and len(box) == 4:
                page.obj["/MediaBox"] = pikepdf.Array([float(edge) for edge in box])
            form = document.copy_foreign(stream)
            form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
            page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Look=form))
            page.obj["/Contents"] = document.make_stream(b"/Look Do")
        data = written(document)
    texts: list[str] = []
    with pypdfium2.PdfDocument(data) as pages:
        for number in range(len(streams)):
            try:
                text = page_text(pages[number])
            except pypdfium2.PdfiumError:
                texts.append("")
                continue
            texts.append(text.text + text.hidden)
    return texts
