"""Workbooks: every sheet whatever its state, and what stands beside the cells: formulas, comments, caches, names, rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.model import Inner as ReadInner
from gongkai.convert.parts.ooxml import Chapters, contents, run_together
from gongkai.convert.parts.ooxml_package import Member, Package
from gongkai.convert.parts.ooxml_strand import (
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
from gongkai.convert.parts.xlsx_cells import CellValue, Dropped, PivotItem, SheetName, Styles, runs
from gongkai.convert.parts.xlsx_grid import Grid, Hidden, Table, column_number

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

    def place(self, name: str) -> dict[str, Any]:
        """The sheet it is, or belongs to."""
        sheet = self._sheets.get(name)
        title = sheet.name.text if sheet else self._beside.get(name)
        return {"sheet": title} if title else {}

    def _worksheet(self, member: Member, root: Any) -> Iterator[Strand]:
        sheet = self._sheets.get(member.name)
        title = sheet.name.text if sheet else member.name
        grid = Grid(title, self._styles, self._strings, self._used, Hidden(root))
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

    def _drawing(self, _: Member, root: Any) -> Iterator[Strand]:
        strand = Strand("textbox")
        run_together(root, strand)
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
    """The sheet's name for each member that belongs to a sheet: comments, drawings, the charts in them."""
    found: dict[str, str] = {}
    for name, sheet in sheets.items():
        todo = [name]
        while todo:
            for relation in package.relations(todo.pop()).values():
                target = None if relation.external else package.named(relation.target)
                if target is not None and target.name not in sheets and target.name not in found:
                    found[target.name] = sheet.name.text
                    todo.append(target.name)
    return found


def _pivot_fields(_: Member, root: Any) -> Iterator[Strand]:
    """What a pivot table remembers of its source: each field's values under its name."""
    strand = Strand("pivot", visible=False)
    for column in descendants(root, "cacheField"):
        table = Table(strand)
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
    table = Table(strand)
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
        table = Table(strand)
        for row, line in enumerate(data, 1):
            for cell in line:
                held = child(cell, "v")
                if held is not None and held.text:
                    column = column_number(cell.get("r")) or 1
                    table.put(row, column, CellValue(held, held.text, external=True))
        table.close()
    yield strand
