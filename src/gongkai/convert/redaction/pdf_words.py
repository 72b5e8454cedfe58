"""Words beside the pages of a PDF: notes, forms, properties, bookmarks, names, scripts without what is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf

from gongkai.convert.parts.pdf_geometry import Rectangle
from gongkai.convert.parts.pdf_objects import Held, Words
from gongkai.convert.redaction.pdf_values import Wanted

_DEEPEST = 32
_BARE = frozenset(("/Type", "/Subtype", "/Rect", "/P"))
"""What a note keeps that is taken from its page, since answers to it and the document's outline may still lead to it."""


def cleaned(document: pikepdf.Pdf, words: Words, wanted: Wanted) -> None:
    """Take the values out of all words; a stream of text that holds one is emptied, and what shows old words is dropped.

    Thumbnails, private data of programs and signatures, which no longer hold, are dropped in any case.
    """
    touched: set[bytes] = set()
    filled = False
    for group in words.groups:
        for held in group.held:
            if wanted.is_in(held.text):
                _replace(held, wanted)
                touched.add(_identity(held.holder))
                filled |= group.name == "field"
    for group in words.groups:
        for shown in group.shown:
            if not touched.isdisjoint(_identity(one) for one in _lineage(shown)):
                _drop(shown, "/AP")
    form = document.Root.get("/AcroForm")
    if form is not None:
        _unsign(form)
        if filled:
            form["/NeedAppearances"] = True
            _drop(form, "/XFA")
    _drop(document.Root, "/PieceInfo", "/Perms", "/DSS")
    for page in document.pages:
        _drop(page.obj, "/Thumb", "/PieceInfo")


def emptied(page: pikepdf.Object, boxes: Sequence[Rectangle]) -> None:
    """Take from a page the notes and links, and what is filled in in the fields, that reach under the boxes."""
    listed = page.get("/Annots")
    if not isinstance(listed, pikepdf.Array):
        return
    kept = pikepdf.Array()
    for note in listed:
        if isinstance(note, pikepdf.Dictionary) and _reaches(note, boxes):
            if note.get("/Subtype") != "/Widget":
                _drop(note, *(key for key in list(note.keys()) if key not in _BARE))
                continue
            for field in _lineage(note):
                _drop(field, "/V", "/DV", "/RV", "/AP")
        kept.append(note)
    page["/Annots"] = kept


def _reaches(note: pikepdf.Object, boxes: Sequence[Rectangle]) -> bool:
    edges = note.get("/Rect")
    if not isinstance(edges, pikepdf.Array) or len(edges) != 4:
        return False
    one, two, three, four = (float(edge) for edge in edges)
    around = Rectangle(min(one, three), min(two, four), max(one, three), max(two, four))
    return any(box.overlaps(around) for box in boxes)


def _lineage(field: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """A note or field, and the fields it belongs to."""
    for _ in range(_DEEPEST):
        yield field
        if "/Parent" not in field:
            return
        field = field["/Parent"]


def _identity(held: pikepdf.Object) -> bytes:
    """What tells an object from the others: its number, or, for one that has none, what it says."""
    return str(held.objgen).encode() if held.is_indirect else held.unparse()


def _drop(holder: pikepdf.Object, *keys: str) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _replace(held: Held, wanted: Wanted) -> None:
    if held.key is None:
        held.holder.write(b"")
    elif held.key == "/AP":
        _drop(held.holder, "/AP")
    else:
        held.holder[held.key] = pikepdf.String(wanted.replaced(held.text))


def _unsign(form: pikepdf.Object) -> None:
    """Take the signatures from signed fields: the document they stood for is no more."""
    waiting = list(form.get("/Fields", ()))
    seen = 0
    while waiting and seen < 100_000:
        seen += 1
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary):
            continue
        if field.get("/FT") == "/Sig":
            _drop(field, "/V")
        waiting.extend(field.get("/Kids", ()))
    _drop(form, "/SigFlags")
