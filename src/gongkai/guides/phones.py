"""The phone book over all agencies: what their published lists say, and how to reach each disclosure office."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from gongkai.agencies import queries as agencies
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.catalog.schemas.model import table_rows
from gongkai.convert import typeset
from gongkai.convert.sheet import harmless

SCHEMA = "phone_book"
MAX_WORDS = 5
SHORTEST = 7  # digits of a telephone number; what follows them is an extension
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|-)\s*(\d{2,6})$", re.IGNORECASE)
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Phone:
    """One line of the phone book. `office`: the disclosure office (政府信息公开工作机构) itself."""

    agency: Agency
    unit: str
    post: str
    person: str
    room: str
    telephone: str
    hours: str
    window: bool
    office: bool = False

    def holds(self, word: str) -> bool:
        """Whether a word stands in one of the fields; a number is found however it is written."""
        digits = re.sub(r"\D", "", word)
        if digits and digits in re.sub(r"\D", "", self.telephone):
            return True
        said = (self.agency.name, self.agency.short_name, self.unit, self.post, self.person, self.telephone)
        return any(word.casefold() in text.casefold() for text in said)


def dialled(telephone: str) -> str:
    """The address under which a telephone dials a number (RFC 3966), with its extension; empty when there is none."""
    inner = _EXTENSION.search(telephone)
    outer = re.sub(r"\D", "", telephone[: inner.start()] if inner else "")
    if inner and len(outer) >= SHORTEST:
        return f"tel:{outer};ext={inner[1]}"
    digits = re.sub(r"\D", "", telephone)
    return f"tel:{digits}" if digits else ""


def phone_books(reader: Any = None) -> QuerySet[Document]:
    """The public phone books, of each agency the newest first."""
    return catalog.public_documents(reader).filter(schema=SCHEMA).defer("body", "body_text")


def found(reader: Any = None, words: str = "", *, agency: str = "") -> list[Phone]:
    """Every line that holds all the words, agencies in official order, the disclosure office of each at its end.

    Two queries, however much there is.
    """
    places = agencies.open_agencies().select_related("disclosure_office")
    books = phone_books(reader)
    if agency:
        places, books = places.filter(code=agency), books.filter(agency__code=agency)
    lines: dict[int, list[Phone]] = {}
    for document in books:
        lines.setdefault(document.agency_id, []).extend(_lines(document))
    terms = words.split()[:MAX_WORDS]
    return [
        phone
        for place in places
        for phone in (*lines.get(place.pk, ()), *_office(place))
        if all(phone.holds(term) for term in terms)
    ]


def _lines(document: Document) -> Iterator[Phone]:
    for row in table_rows(document.data, "rows"):
        unit, post, person, room, telephone, hours = (
            str(row.get(name) or "") for name in ("unit", "post", "person", "room", "telephone", "hours")
        )
        window = row.get("window") is True
        yield Phone(document.agency, unit, post, person, room, telephone, hours, window)


def _office(agency: Agency) -> Iterator[Phone]:
    office = getattr(agency, "disclosure_office", None)
    if office is not None and office.telephone:
        yield Phone(
            agency, office.name or agency.name, _("政府信息公开工作机构"), "", office.address, office.telephone,
            office.office_hours, window=False, office=True,
        )  # fmt: skip


HEADINGS = (
    gettext_lazy("机关"),
    gettext_lazy("内设机构或者窗口"),
    gettext_lazy("岗位"),
    gettext_lazy("联系人"),
    gettext_lazy("房间"),
    gettext_lazy("办公电话"),
    gettext_lazy("接听时间"),
)


def cells(phone: Phone) -> tuple[str, ...]:
    """A line as it is exported."""
    return (
        phone.agency.name, phone.unit, phone.post, phone.person, phone.room, phone.telephone, phone.hours,
    )  # fmt: skip


def xlsx(phones: Iterable[Phone]) -> bytes:
    """The lines as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("办公电话"))
    sheet.append([str(name) for name in HEADINGS])
    for phone in phones:
        sheet.append([harmless(cell) for cell in cells(phone)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def vcards(phones: Iterable[Phone]) -> bytes:
    """The lines as contacts to take into a telephone (vCard 3.0, RFC 2426)."""
    lines: list[str] = []
    for phone in phones:
        name = " ".join(filter(None, (phone.agency.short_name, phone.unit, phone.person or phone.post)))
        lines += [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"N:{_escaped(name)};;;;",
            f"FN:{_escaped(name)}",
            f"ORG:{_escaped(phone.agency.name)};{_escaped(phone.unit)}",
            *([f"TITLE:{_escaped(phone.post)}"] if phone.post else []),
            f"TEL;TYPE=WORK,VOICE:{dialled(phone.telephone).removeprefix('tel:')}",
            *([f"NOTE:{_escaped(phone.hours)}"] if phone.hours else []),
            "END:VCARD",
        ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes; what goes on begins with a blank."""
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > 75:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    yield piece


def sections(phones: Sequence[Phone]) -> list[dict[str, Any]]:
    """The lines as tables, one for each agency, for a printed list."""
    grouped: dict[int, list[Phone]] = {}
    for phone in phones:
        grouped.setdefault(phone.agency.pk, []).append(phone)
    return [
        {
            "heading": lines[0].agency.name,
            "table": {
                "rows": [
                    [{"text": str(name), "header": True} for name in HEADINGS[1:]],
                    *(list(cells(phone)[1:]) for phone in lines),
                ],
                "columns": [3, 2, 1.4, 2.2, 2.4, 3],
                "size": 9,
            },
        }
        for lines in grouped.values()
    ]


def pdf(phones: Sequence[Phone], *, title: str, subtitle: str) -> bytes:
    """The lines as a printed list. Raises typeset.TypesettingError."""
    return typeset.form(title=title, sections=sections(phones), subtitle=subtitle)
