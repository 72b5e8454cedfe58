"""Workbooks: every sheet whatever its state, and what stands beside the cells: formulas, comments, caches, names, rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.exceptions import CellCoordinatesException

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.model import Inner as ReadInner
from gongkai.convert.parts.ooxml import Chapters, contents, run_together
from gongkai.convert.parts.ooxml_package import Member, Package
from gongkai.convert.parts.ooxml_strand import (
    Cell,
    Cells,
    Gone,
    Holder,
    Inner,
    Strand,
    attribute,
    child,
    descendants,
    local,
    value,
)
from gongkai.convert.parts.xlsx_cells import CellValue, Dropped, Formula, PivotItem, SheetName, Styles, runs

_MOST_COLUMNS = 16384
_BLOCK = 64
"""Rows that are looked up together among the merged cells."""

_Area = tuple[int, int, int, int]
"""Left column, upper row, right column, lower row."""

_RULES = {"dataValidation": "validation", "cfRule": "condition"}
_PAPER = {"Header": "header", "Footer": "footer"}


def from_xlsx(data: bytes, path: tuple[str, ...], inner: ReadInner) -> Contents:
    """Everything in a workbook. Raises Unreadable: damaged, encrypted, bomb."""
    package = Package(data)
    return contents(Excel(package), package, path, inner)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as the workbook lists it."""

    number: int
    name: Holder
    visible: bool


class Excel:
    """How a workbook is walked."""

    kind = "xlsx"
    main = "workbook"
    _ORDER = (
        "worksheet",
        "macrosheet",
        "chartsheet",
        "dialogsheet",
        "workbook",
        "comments",
        "ThreadedComments",
    )

    def __init__(self, package: Package) -> None:
        self._sheets = _sheets(package)
        self._beside = _beside(package, self._sheets)
        self._strings = [
            runs(item) for member in package.rooted("sst") if member.tree is not None for item in member.tree
        ]
        self._used: set[int] = set()
        self._styles = Styles(package)

    def order(self, member: Member) -> tuple[int, ...]:
        """The sheets in the workbook's order, then what stands beside them, the strings nobody uses last."""
        root = member.root
        sheet = self._sheets.get(member.name)
        return (
            self._ORDER.index(root) if root in self._ORDER else len(self._ORDER) + (root == "sst"),
            sheet.number if sheet else len(self._sheets),
        )

    def chapters(self) -> Chapters:
        """Sheets and what stands beside them."""
        return {
            "worksheet": self._worksheet,
            "macrosheet": self._worksheet,
            "workbook": self._names,
            "sst": self._unused,
            "comments": self._comments,
            "ThreadedComments": self._comments,
            "wsDr": self._drawing,
            "pivotCacheDefinition": _pivot_fields,
            "pivotCacheRecords": _pivot_records,
            "externalLink": _external,
        }

    def _worksheet(self, member: Member, root: Any) -> Iterator[Strand]:
        sheet = self._sheets.get(member.name)
        title = sheet.name.text if sheet else member.name
        grid = _Grid(title, self._styles, self._strings, self._used, _Hidden(root))
        shown = Strand("sheet", visible=sheet is not None and sheet.visible, cells=True)
        if sheet:
            shown.line(sheet.name)
        hidden = Strand("hidden", visible=False, cells=True)
        formulas = Strand("formula", visible=False, cells=True)
        grid.read(root, shown, hidden, formulas)
        yield from (shown, hidden, formulas)
        yield from _around(root, title)

    def _comments(self, member: Member, root: Any) -> Iterator[Strand]:
        """Each comment with its cell, and who wrote them."""
        title = self._beside.get(member.name)
        for comment in root.iter("{*}comment", "{*}threadedComment"):
            strand = Strand("comment")
            body = child(comment, "text")
            if body is not None:
                for holder in runs(body) or [Inner(body)]:
                    strand.take(holder)
            strand.mark(0, sheet=title, cell=value(comment, "ref"))
            yield strand
        authors = Strand("author", visible=False)
        for author in descendants(root, "author"):
            authors.line(Inner(author))
        yield authors

    def _drawing(self, member: Member, root: Any) -> Iterator[Strand]:
        strand = Strand("textbox")
        run_together(root, strand)
        strand.mark(0, sheet=self._beside.get(member.name))
        yield strand

    def _names(self, _: Member, root: Any) -> Iterator[Strand]:
        """Defined names, with what they stand for and what is said about them."""
        tabs = Strand("sheet", listed=False)
        for sheet in self._sheets.values():
            tabs.line(sheet.name)
        yield tabs
        strand = Strand("defined_name", visible=False)
        for name in descendants(root, "definedName"):
            called = attribute(name, "name")
            strand.take(Gone(called.key, called.text, name))
            strand.gap("：")
            strand.line(Gone((name, ""), Inner(name).text, name))
            for key in ("comment", "description", "help", "statusBar", "customMenu"):
                strand.line(attribute(name, key))
        yield strand

    def _unused(self, _: Member, root: Any) -> Iterator[Strand]:
        """Strings that no cell shows any more: what was deleted often stays here. Those in use were taken with their cells."""
        unused, used = Strand("deleted", visible=False), Strand("sheet", listed=False)
        for index, string in enumerate(self._strings):
            strand = used if index in self._used else unused
            for holder in string:
                strand.take(holder)
            strand.gap("\n")
        yield from (unused, used)


class _Hidden:
    """Which rows and columns of a sheet nobody sees, and which cells a merged one covers."""

    def __init__(self, root: Any) -> None:
        defaults = child(root, "sheetFormatPr")
        self.rows_by_default = defaults is not None and value(defaults, "zeroHeight") in ("1", "true")
        self._columns: set[int] = set()
        for column in descendants(root, "col"):
            if value(column, "hidden") in ("1", "true") or _zero(value(column, "width", "1")):
                first, last = _whole(value(column, "min")), _whole(value(column, "max"))
                self._columns.update(range(first, min(last, _MOST_COLUMNS) + 1))
        self._corners: dict[tuple[int, int], tuple[int, int]] = {}
        self._merged: dict[int, list[_Area]] = {}
        self._tall: list[_Area] = []
        for merged in descendants(root, "mergeCell"):
            if area := _area(value(merged, "ref")):
                self._merge(*area)

    def _merge(self, left: int, top: int, right: int, down: int) -> None:
        self._corners[top, left] = (down - top + 1, right - left + 1)
        first, last = top // _BLOCK, down // _BLOCK
        if last - first >= _BLOCK:
            self._tall.append((left, top, right, down))
            return
        for block in range(first, last + 1):
            self._merged.setdefault(block, []).append((left, top, right, down))

    def row(self, row: Any) -> bool:
        """Whether a row is hidden, or has no height."""
        stated = value(row, "hidden")
        if stated:
            return stated in ("1", "true")
        height = value(row, "ht")
        return _zero(height) if height else self.rows_by_default

    def span(self, row: int, column: int) -> tuple[int, int]:
        """How many rows and columns a cell takes up."""
        return self._corners.get((row, column), (1, 1))

    def cell(self, row: int, column: int) -> bool:
        """Whether a cell stands in a hidden column, or in one without width, or lies under a merged one."""
        if column in self._columns:
            return True
        if not self._corners:
            return False
        return (row, column) not in self._corners and any(
            left <= column <= right and top <= row <= down
            for areas in (self._merged.get(row // _BLOCK, ()), self._tall)
            for left, top, right, down in areas
        )


@dataclass(frozen=True, slots=True)
class _Item:
    """A cell on its way into a strand."""

    row: int
    column: int
    span: tuple[int, int]
    holders: list[Holder]
    address: str


class _Table:
    """A strand's table in the making; rows and columns are counted without the empty ones."""

    def __init__(self, strand: Strand, sheet: str | None = None) -> None:
        self._cells = Cells(strand, strand.length)
        self._sheet = sheet
        self._rows: list[int] = []

    def add(self, item: _Item) -> None:
        strand, rows = self._cells.strand, self._rows
        new = not rows or item.row != rows[-1]
        if rows:
            strand.gap("\n" if new else "\t")
        if new:
            rows.append(item.row)
        at = strand.length
        for holder in item.holders:
            strand.take(holder)
        if item.address:
            strand.mark(at, sheet=self._sheet, cell=item.address)
        self._cells.made.append(Cell(len(rows) - 1, item.column, at, strand.length, *item.span))

    def put(self, row: int, column: int, holder: Holder) -> None:
        self.add(_Item(row, column, (1, 1), [holder], ""))

    def close(self) -> None:
        made = self._cells.made
        columns = sorted({cell.column for cell in made})
        for cell in made:
            end = bisect_left(columns, cell.column + cell.colspan)
            cell.column = bisect_left(columns, cell.column)
            cell.colspan = end - cell.column
            last = bisect_left(self._rows, self._rows[cell.row] + cell.rowspan)
            cell.rowspan = max(1, last - cell.row)
        self._cells.close()
        if made:
            self._cells.strand.gap("\n")


class _Grid:
    """The cells of one sheet."""

    def __init__(
        self, title: str, styles: Styles, strings: list[list[Holder]], used: set[int], hidden: _Hidden
    ) -> None:
        self._title = title
        self._styles = styles
        self._strings = strings
        self._used = used
        self._hidden = hidden

    def read(self, root: Any, shown: Strand, hidden: Strand, formulas: Strand) -> None:
        """Each cell to what is seen or to what is not; what is not seen stands under the sheet's headings."""
        shown_table, hidden_table = _Table(shown, self._title), _Table(hidden, self._title)
        heading: list[_Item] = []
        headed = False
        for row, column, cell, row_hidden in self._cells(root):
            below = {local(node): node for node in cell}
            address = f"{get_column_letter(column)}{row}"
            formula = below.get("f")
            if formula is not None and formula.text:
                at = formulas.length
                formulas.take(Formula(formula))
                formulas.mark(at, sheet=self._title, cell=address)
                formulas.gap("\n")
            holders = self._holders(cell, below)
            if not holders:
                continue
            item = _Item(row, column, self._hidden.span(row, column), holders, address)
            if not (row_hidden or self._hidden.cell(row, column) or self._styles.invisible(cell)):
                shown_table.add(item)
                if len(heading) < 2 or heading[0].row == row:
                    heading = [*(one for one in heading if one.row == row), item]
                continue
            for one in heading if not headed and heading and heading[0].row < row else ():
                hidden_table.add(one)
                headed = True
            hidden_table.add(item)
        shown_table.close()
        hidden_table.close()

    def _cells(self, root: Any) -> Iterator[tuple[int, int, Any, bool]]:
        """(row, column, cell, whether the row is hidden), counted from 1."""
        number = 0
        for row in (row for data in root if local(data) == "sheetData" for row in data):
            if local(row) != "row":
                continue
            number = _whole(row.get("r", "")) or number + 1
            hidden = self._hidden.row(row)
            column = 0
            for cell in row:
                if local(cell) == "c":
                    column = _column(cell.get("r")) or column + 1
                    yield number, column, cell, hidden

    def _holders(self, cell: Any, below: dict[str, Any]) -> list[Holder]:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return runs(below["is"]) if "is" in below else []
        written = below.get("v")
        if written is None or not written.text:
            return []
        if kind == "s":
            index = _whole(written.text.strip())
            self._used.add(index)
            return self._strings[index] if index < len(self._strings) else []
        return [CellValue(written, self._styles.shown(cell, written.text))]


def _around(root: Any, title: str) -> Iterator[Strand]:
    """The rules for input, the rules for looks, and what is printed above and below a sheet."""
    for name, called in _RULES.items():
        strand = Strand(called, visible=False)
        for rule in descendants(root, name):
            at = strand.length
            for key in ("promptTitle", "prompt", "errorTitle", "error"):
                strand.line(attribute(rule, key))
            for formula in rule.iter("{*}formula1", "{*}formula2", "{*}formula", "{*}f"):
                listed = (formula.text or "").strip().startswith('"') and name == "dataValidation"
                strand.line(Inner(formula) if listed else Gone((formula, ""), Inner(formula).text, rule))
            if name == "cfRule":
                looked_for = attribute(rule, "text")
                strand.line(Gone(looked_for.key, looked_for.text, rule))
            strand.mark(at, sheet=title, cell=value(rule, "sqref") or None)
        yield strand
    for paper, called in _PAPER.items():
        strand = Strand(called)
        for part in root.iter(f"{{*}}odd{paper}", f"{{*}}even{paper}", f"{{*}}first{paper}"):
            strand.line(Inner(part))
        strand.mark(0, sheet=title)
        yield strand


def _sheets(package: Package) -> dict[str, _Sheet]:
    """The sheets by the name of their member, numbered from 1 in the order of the tabs."""
    found: dict[str, _Sheet] = {}
    for member in package.rooted("workbook"):
        relations = package.relations(member.name)
        for sheet in descendants(member.tree, "sheet") if member.tree is not None else ():
            identifiers = (text for key, text in sheet.items() if key.endswith("}id"))
            relation = relations.get(next(identifiers, ""))
            target = package.named(relation.target) if relation else None
            if target is not None:
                visible = value(sheet, "state", "visible") == "visible"
                found[target.name] = _Sheet(len(found) + 1, SheetName(sheet), visible)
    return found


def _beside(package: Package, sheets: dict[str, _Sheet]) -> dict[str, str]:
    """The sheet's name for each member that belongs to a sheet: comments, drawings."""
    return {
        target.name: sheet.name.text
        for name, sheet in sheets.items()
        for relation in package.relations(name).values()
        if not relation.external and (target := package.named(relation.target)) is not None
    }


def _pivot_fields(_: Member, root: Any) -> Iterator[Strand]:
    """What a pivot table remembers of its source: each field's values under its name."""
    strand = Strand("pivot", visible=False)
    for column in descendants(root, "cacheField"):
        table = _Table(strand)
        table.put(1, 1, attribute(column, "name"))
        items = child(column, "sharedItems")
        for row, item in enumerate(items if items is not None else (), 2):
            table.put(row, 1, PivotItem(item))
        table.close()
        for key in ("minValue", "maxValue"):
            if items is not None and value(items, key):
                strand.line(Dropped(items, key))
    yield strand


def _pivot_records(_: Member, root: Any) -> Iterator[Strand]:
    """The rows a pivot table remembers, where they hold values of their own."""
    strand = Strand("pivot", visible=False)
    table = _Table(strand)
    for row, record in enumerate(root, 1):
        for column, item in enumerate(record, 1):
            if local(item) in ("s", "n", "d"):
                table.put(row, column, PivotItem(item))
    table.close()
    yield strand


def _external(_: Member, root: Any) -> Iterator[Strand]:
    """The cells of other workbooks that this one remembers."""
    strand = Strand("external", visible=False)
    for data in descendants(root, "sheetData"):
        table = _Table(strand)
        for row, line in enumerate(data, 1):
            for cell in line:
                held = child(cell, "v")
                if held is not None and held.text:
                    column = _column(cell.get("r")) or 1
                    table.put(row, column, CellValue(held, held.text, external=True))
        table.close()
    yield strand


@lru_cache(_MOST_COLUMNS)
def _column_of(letters: str) -> int:
    try:
        return min(column_index_from_string(letters), _MOST_COLUMNS) if letters else 0
    except ValueError:
        return 0


def _column(reference: str | None) -> int:
    return _column_of((reference or "").rstrip("0123456789"))


def _area(reference: str) -> _Area | None:
    try:
        left, top, right, down = range_boundaries(reference)
    except (ValueError, CellCoordinatesException):
        return None
    if left is None or top is None or right is None or down is None:
        return None
    return left, top, right, down


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False
