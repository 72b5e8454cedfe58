"""What is taken in from an office file: clean HTML, pictures, recognised facts, and what a person should know about it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture browsers show, without the camera's notes. The HTML shows it as `<img src="picture:NUMBER">`.

    `extension`: png or jpg; `width`, `height`: pixels; `alt`: its description in the file, often empty.
    """

    number: int
    data: bytes
    extension: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the layout of official documents (GB/T 9704—2012) says. Days as YYYY-MM-DD.

    `name`: title, document_number, signed_on, effective_on, expires_on, publisher, addressees, …; `where`: the paragraph,
    counted from 1, 0 for a page's head; `sure`: the layout leaves no doubt.
    """

    name: str
    value: str
    where: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know. `code` is stable (`words.NOTES`), `count` how often, `detail` words of the file."""

    code: str
    count: int = 1
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as taken in. `kind`: docx, xlsx, csv, ofd or txt; `dropped`: text of the file that the HTML leaves out."""

    kind: str
    html: str = ""
    pictures: tuple[Picture, ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        """The first recognised value of that name, or an empty text."""
        return next((fact.value for fact in self.facts if fact.name == name), "")


@dataclass(slots=True)
class Figure:
    """A picture in a paragraph: its number; whether it floats over the page; millimetres."""

    number: int
    alt: str
    floating: bool
    width: float
    height: float


@dataclass(slots=True)
class Line:
    """A paragraph on its way in. `label`: the number printed before it; `size`: points, 0 when unsaid.

    `outline`: the level its style gives it (1 to 9), 0 for text; `bullet` and `ordered` (the value of a plain `1.`): an item
    of a list at `depth`; `number`: counted from 1 in the file, 0 in a page's head; `fixed`: known to be
    no heading.
    """

    text: str = ""
    html: str = ""
    label: str = ""
    bullet: bool = False
    ordered: int = 0
    depth: int = 0
    outline: int = 0
    align: str = "left"
    size: float = 0.0
    red: bool = False
    bold: bool = False
    titled: bool = False
    number: int = 0
    fixed: bool = False
    figures: list[Figure] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The paragraph as printed, with its number."""
        return join_label(self.label, self.text)


@dataclass(slots=True)
class Cell:
    """A cell where it stands, what it spans and what is in it."""

    row: int
    column: int
    html: str
    text: str
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


@dataclass(slots=True)
class Table:
    """A table; merged cells are listed once, in the order of their rows."""

    cells: list[Cell]
    rows: int
    columns: int
    number: int = 0

    def by_row(self) -> list[list[Cell]]:
        """The cells that begin in each row."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows

    def row_texts(self) -> list[list[str]]:
        """What each row says, cell by cell, blanks left out."""
        return [[cell.text for cell in row if cell.text] for row in self.by_row()]


Block = Line | Table


def join_label(label: str, text: str) -> str:
    """A printed number and its text: with a blank only where a figure or letter would run into the text."""
    gap = " " if label and label[-1].isascii() and (label[-1].isalnum() or text[:1].isdigit()) else ""
    return f"{label}{gap}{text}"


class Tally:
    """Counts what should be told."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._details: dict[str, str] = {}

    def add(self, code: str, detail: str = "", count: int = 1) -> None:
        """Once more."""
        self._counts[code] = self._counts.get(code, 0) + count
        if detail:
            self._details.setdefault(code, detail[:80])

    def notes(self) -> tuple[Note, ...]:
        """In the order they first came up."""
        return tuple(Note(code, count, self._details.get(code, "")) for code, count in self._counts.items())
