"""The words a PDF holds beside its pages: notes, forms, properties, bookmarks, names, scripts; and the files embedded in it."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from lxml import etree

MOST_OBJECTS = 4_000_000
MOST_STREAM = 64 * 1024 * 1024
"""Bytes a single stream may unpack to."""

_DATE = re.compile(r"D:\d{4,14}(?:[Zz+\-][\d']*)?$")
_BOMS = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")
_HAN = re.compile(r"[一-鿿]")
_SKIPPED = frozenset(
    ("/Font", "/FontDescriptor", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/Encrypt", "/ID", "/DA", "/DS",
     "/Lang", "/CIDSystemInfo", "/Parent", "/P", "/Prev", "/DecodeParms", "/Filter", "/ByteRange", "/Cert", "/CharProcs",
     "/OutputIntents", "/CheckSum", "/EF", "/ProcSet", "/Differences", "/CharSet", "/DR", "/FontFamily", "/PTEX.Fullbanner")
)  # fmt: skip
_BACK = frozenset(("/P", "/Prev", "/Parent"))
"""Keys that lead back in a document, and are passed over but where they hold words, as those of page numbers do."""

_NAMED = {
    "/Outlines": "outline", "/Info": "metadata", "/PieceInfo": "metadata", "/Metadata": "metadata", "/JS": "script",
    "/JavaScript": "script", "/URI": "link", "/PageLabels": "label", "/StructTreeRoot": "alternative", "/Dests": "destination",
    "/OCProperties": "layer", "/AcroForm": "field", "/XFA": "field", "/Properties": "layer", "/Collection": "metadata",
    "/ActualText": "alternative", "/Alt": "alternative", "/Perms": "signature", "/DSS": "signature",
}  # fmt: skip
_TEXT_STREAMS = frozenset(("/JS", "/V", "/DV", "/RV", "/RC", "/XFA", "/Metadata", "/Contents"))
_MEDIA = frozenset(("/Movie", "/Sound", "/Screen", "/3D", "/RichMedia"))
_SUBTYPES_OF_NOTES = frozenset(("/Popup",)) | _MEDIA


@dataclass(slots=True)
class Held:
    """Words and where they stand: `holder[key]` is a string, or `holder` a stream of text when the key is None."""

    holder: Any
    key: Any
    text: str


@dataclass(slots=True)
class Group:
    """Words that belong together, as those of one note do; `page` from 1; `shown`: the notes and fields on pages that show them."""

    name: str
    page: int | None = None
    held: list[Held] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Attachment:
    """A file embedded in the document, and the specification that names it."""

    name: str
    stream: Any
    specification: Any


@dataclass(slots=True)
class Words:
    """Everything that `words` finds, in the order of the document."""

    groups: list[Group] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    runs_code: bool = False
    has_media: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    value: Any
    holder: Any
    key: Any
    name: str
    group: Group
    page: int | None


def words(document: pikepdf.Pdf) -> Words:
    """All words outside the content of pages, and all embedded files."""
    return _Walk(document).done()


def written(document: pikepdf.Pdf, **options: Any) -> bytes:
    """The document's bytes. Forms that are not in order, of which the library warns, are what they were before."""
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document.save(made, encryption=False, **options)
    return made.getvalue()


def decoded(value: bytes) -> str:
    """A string of a PDF as text: by its mark, or, as some Chinese programs write them, in UTF-8 or GB18030."""
    if value.startswith(_BOMS) or value.isascii():
        return str(pikepdf.String(value))
    for encoding in ("utf-8", "gb18030"):
        try:
            text = value.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _HAN.search(text):
            return text
    return str(pikepdf.String(value))


def unpacked(stream: Any, most: int = MOST_STREAM) -> bytes | None:
    """What a stream holds; None when it is more than `most` bytes or cannot be unpacked."""
    filters = stream.get("/Filter")
    first = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    try:
        if first == "/FlateDecode":
            raw = stream.read_raw_bytes()
            if len(zlib.decompressobj().decompress(raw, most + 1)) > most:
                return None
        data = bytes(stream.read_bytes())
    except (pikepdf.PdfError, zlib.error, RuntimeError):
        return None
    return data if len(data) <= most else None


def markup_text(data: bytes) -> str | None:
    """The words in XML, one a line, those of attributes too; None when it is no XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(data.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    found: list[str] = []
    for element in root.iter():
        found.extend(str(value) for value in element.attrib.values() if value.strip())
        found.extend(text.strip() for text in (element.text, element.tail) if text and text.strip())
    return "\n".join(found)


class _Walk:
    """Goes through the objects from the trailer, each once, without recursion, then through those nothing refers to."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self.found = Words()
        self.seen: set[tuple[int, int]] = set()
        self.files: set[tuple[int, int]] = set()
        self.shared: dict[str, Group] = {}

    def done(self) -> Words:
        for number, page in enumerate(self.document.pages, 1):
            if page.obj.objgen in self.seen:
                continue
            self.seen.add(page.obj.objgen)
            self._follow(page.obj, "other", self._group("other"), number)
        for key in self.document.trailer.keys():  # noqa: SIM118 - a pikepdf object, not a dict
            if key not in _SKIPPED:
                self._follow_one(self.document.trailer, key, _NAMED.get(key, "other"), None)
        for number, value in enumerate(self.document.objects):
            if number > MOST_OBJECTS:
                break
            if (
                isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)
                and value.objgen not in self.seen
            ):
                self.seen.add(value.objgen)
                self._follow(value, "other", self._group("other"), None)
        self.found.groups = [group for group in self.found.groups if group.held]
        return self.found

    def _group(self, name: str) -> Group:
        """The group for words of a kind that need none of their own."""
        if name not in self.shared:
            self.shared[name] = Group(name)
            self.found.groups.append(self.shared[name])
        return self.shared[name]

    def _own(self, name: str, page: int | None) -> Group:
        group = Group(name, page)
        self.found.groups.append(group)
        return group

    def _follow_one(self, holder: Any, key: str, name: str, page: int | None) -> None:
        self._run([_Step(holder.get(key), holder, key, name, self._group(name), page)])

    def _follow(self, value: Any, name: str, group: Group, page: int | None) -> None:
        self._run(list(self._children(_Step(value, None, None, name, group, page))))

    def _run(self, stack: list[_Step]) -> None:
        while stack:
            step = stack.pop()
            value = step.value
            if isinstance(value, pikepdf.String):
                self._keep(step, bytes(value))
            elif isinstance(value, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
                if value.is_indirect:
                    if value.objgen in self.seen:
                        continue
                    self.seen.add(value.objgen)
                if len(stack) < MOST_OBJECTS:
                    stack.extend(reversed(list(self._children(step))))

    def _keep(self, step: _Step, value: bytes) -> None:
        text = decoded(value)
        if text.strip() and not _DATE.match(text):
            step.group.held.append(Held(step.holder, step.key, text))

    def _children(self, step: _Step) -> Iterator[_Step]:
        value = step.value
        if isinstance(value, pikepdf.Array):
            for at, item in enumerate(value):
                yield _Step(item, value, at, step.name, step.group, step.page)
            return
        name, group = self._classified(step)
        if "/AP" in value:
            group.shown.append(value)
        if isinstance(value, pikepdf.Stream):
            self._stream(step, name, group)
        for key, item in value.items():
            if key in _SKIPPED and not (key in _BACK and isinstance(item, pikepdf.String)):
                continue
            if key == "/Contents" and value.get("/Type") in ("/Sig", "/Page", "/DocTimeStamp"):
                continue
            below = _NAMED.get(key)
            if below is None or name in ("annotation", "field"):
                yield _Step(item, value, key, name, group, step.page)
            else:
                yield _Step(item, value, key, below, self._group(below), step.page)

    def _classified(self, step: _Step) -> tuple[str, Group]:
        """Which part the words of a dictionary belong to."""
        value = step.value
        kind, subtype = value.get("/Type"), value.get("/Subtype")
        if "/EF" in value:
            self._attach(value)
            return "name", self._group("name")
        if value.get("/S") in ("/JavaScript", "/Launch"):
            self.found.runs_code = True
            return "script", self._own("script", step.page)
        if "/FT" in value or subtype == "/Widget":
            return "field", self._own(
                "field", step.page
            ) if step.name != "field" or "/T" in value else step.group
        if kind == "/Annot" or ("/Rect" in value and subtype is not None):
            self.found.has_media |= subtype in _MEDIA
            return "annotation", self._own("annotation", step.page)
        if kind == "/Sig":
            return "signature", self._own("signature", step.page)
        if kind == "/OCG":
            return "layer", self._group("layer")
        if kind == "/StructElem":
            return "alternative", self._group("alternative")
        return step.name, step.group

    def _attach(self, specification: Any) -> None:
        for stream in specification["/EF"].values():
            if isinstance(stream, pikepdf.Stream) and stream.objgen not in self.files:
                self.files.add(stream.objgen)
                self.seen.add(stream.objgen)
                name = next((specification[key] for key in ("/UF", "/F") if key in specification), "")
                told = decoded(bytes(name)) if isinstance(name, pikepdf.String) else ""
                self.found.attachments.append(Attachment(told or "attachment", stream, specification))

    def _stream(self, step: _Step, name: str, group: Group) -> None:
        """Keep the words of a stream that is text; those of pages, pictures and typefaces are read elsewhere."""
        value = step.value
        kind = value.get("/Type")
        if kind == "/EmbeddedFile" and value.objgen not in self.files:  # a file that nothing names any more
            self.files.add(value.objgen)
            self.found.attachments.append(Attachment("attachment", value, None))
        elif kind == "/Metadata" or step.key in _TEXT_STREAMS or step.name in ("script", "field"):
            self._text_stream(value, name, group)
        elif step.name == "metadata":
            self.found.private = True

    def _text_stream(self, stream: Any, name: str, group: Group) -> None:
        if stream.get("/Subtype") in ("/Form", "/Image"):  # how a note or field looks, read with the page
            return
        data = unpacked(stream)
        if data is None:
            self.found.private = True
            return
        text = markup_text(data) if data.lstrip(b"\x00 \r\n\t\xef\xbb\xbf\xfe\xff").startswith(b"<") else None
        group.held.append(Held(stream, None, decoded(data) if text is None else text))
