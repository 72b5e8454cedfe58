"""Cells under headers: in tables that are given, and in lines of plain text that are laid out as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.scan.model import Table

RoleOf = Callable[[str], str]

_LEAST_LABELS = 2
_NUMBER = re.compile(r"(?:\D{0,40}+\d){6}")
_LONGEST_LINE = 2000
# What parts the fields of a line, and how many of them a row may have lost or won (a cell that is empty, a blank in a cell).
_DELIMITERS = tuple(
    (re.compile(sign), lost, won)
    for sign, lost, won in (
        (r"\t", 99, 1),
        (r",", 0, 0),
        (r"，", 0, 0),
        (r"[|｜]", 0, 0),
        (r"[ \u3000]+", 1, 1),
    )
)
# A quoted field may hold line breaks.
_MOST_BREAKS = 3
_SENTENCE = re.compile(r"[。！？]")
HEADER_ONLY = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A cell under a header. `role` of data/labels.yaml; `others`: the roles of all columns of the table."""

    role: str
    header: str
    others: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """A cell on its way: where it stands in its row, and in the text."""

    column: int
    colspan: int
    text: str
    start: int
    end: int


Row = Sequence[Field]


@dataclass(slots=True)
class Cells:
    """What tables hold: cells under known headers, and where the headers stand; both in the order of the text."""

    columns: list[Column] = field(default_factory=list)
    headers: list[tuple[int, int]] = field(default_factory=list)

    def read(self, rows: Iterable[Row], role_of: RoleOf) -> None:
        """Take in the rows of a table; a later row of headers takes the place of an earlier one."""
        headers: dict[int, tuple[str, str]] = {}
        others: frozenset[str] = frozenset()
        for row in rows:
            roles = [role_of(cell.text) for cell in row]
            if _is_header(row, roles, first=not headers):
                for cell, role in zip(row, roles, strict=True):
                    over = range(cell.column, cell.column + cell.colspan)
                    headers.update(dict.fromkeys(over, (role, cell.text)))
                    self.headers.append((cell.start, cell.end))
                others = frozenset(role for role, _ in headers.values())
                continue
            if _is_form(row, roles):
                continue
            for cell in row:
                role, header = headers.get(cell.column, ("", ""))
                if role not in ("", HEADER_ONLY) and cell.text.strip():
                    self.columns.append(Column(role, header, others, cell.start, cell.end))

    def sort(self) -> None:
        """Bring everything into the order of the text."""
        self.columns.sort(key=lambda column: column.start)
        self.headers.sort()


def _is_header(row: Row, roles: Sequence[str], *, first: bool) -> bool:
    """Labels side by side, and no row of pairs (label, value, label, value); or a label alone over a single column."""
    named = sum(1 for role in roles if role)
    if len(row) == 1:
        return first and named == 1
    if named < _LEAST_LABELS or not any(left and right for left, right in pairwise(roles)):
        return False
    filled = [cell.text for cell in row if cell.text.strip()]
    return named * 2 >= len(filled) and not any(_NUMBER.match(text) for text in filled)


def given(tables: Iterable[Table], role_of: RoleOf, cells: Cells) -> None:
    """Take in tables that are given."""
    for table in tables:
        rows: dict[int, list[Field]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(
                Field(cell.column, cell.colspan, cell.text, cell.start, cell.end)
            )
        cells.read([row for _, row in sorted(rows.items())], role_of)


def _is_form(row: Row, roles: Sequence[str]) -> bool:
    """Labels with their values beside them: what stands above means nothing here."""
    named = sum(1 for role in roles if role)
    return named > 0 and named * 2 >= sum(1 for cell in row if cell.text.strip())


def laid_out(text: str, lines: Iterable[tuple[int, int, str]], role_of: RoleOf, cells: Cells) -> None:
    """Take in the lines below each line of labels, as long as they have about as many fields.

    `lines`: start and end of lines with labels, and what stands between two of them.
    """
    done = 0
    for start, end, between in lines:
        if start < done or end - start > _LONGEST_LINE:
            continue
        for delimiter, lost, won in _DELIMITERS:
            if not delimiter.search(between):
                continue
            header = _fields(text, start, end, delimiter)
            if len(header) >= _LEAST_LABELS and _is_header(
                header, [role_of(cell.text) for cell in header], first=True
            ):
                below = list(_below(text, end, range(len(header) - lost, len(header) + won + 1), delimiter))
                cells.read([header, *below], role_of)
                done = below[-1][-1].end if below else end
                break


def _below(text: str, end: int, widths: range, delimiter: re.Pattern[str]) -> Iterator[Row]:
    while end < len(text):
        start = end + 1
        end = text.find("\n", start)
        for _ in range(_MOST_BREAKS):
            if end < 0 or text.count('"', start, end) % 2 == 0:
                break
            end = text.find("\n", end + 1)
        end = len(text) if end < 0 else end
        if end - start > _LONGEST_LINE:
            return
        row = _fields(text, start, end, delimiter)
        if len(row) not in widths or len(row) < _LEAST_LABELS or _SENTENCE.search(text, start, end):
            return
        yield row


def _fields(text: str, start: int, end: int, delimiter: re.Pattern[str]) -> Row:
    while start < end and text[start].isspace() and text[start] != "\t":
        start += 1
    while start < end and text[end - 1].isspace() and text[end - 1] != "\t":
        end -= 1
    fields: list[Field] = []
    at = start
    for match in delimiter.finditer(text, start, end):
        if text.count('"', at, match.start()) % 2:
            continue
        fields.append(Field(len(fields), 1, text[at : match.start()], at, match.start()))
        at = match.end()
    return [*fields, Field(len(fields), 1, text[at:end], at, end)]
