"""Workbooks written anew without what was to go."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.convert.parts.ooxml_package import Package
from gongkai.convert.parts.ooxml_strand import Gone, descendants, value
from gongkai.convert.parts.xlsx import Excel
from gongkai.convert.redaction.model import Cut, Inner
from gongkai.convert.redaction.ooxml import drop, redacted


def redact_xlsx(data: bytes, cuts: Sequence[Cut], inner: Inner) -> bytes:
    """The workbook without the cuts and their values. Raises Unreadable like its reader, NotRedacted: stale, unread."""
    package = Package(data)
    return redacted(Excel(package), package, cuts, inner, _tidy)


def _tidy(package: Package) -> None:
    _drop_orphans(package)
    _drop_tables(package)


def _drop_orphans(package: Package) -> None:
    """Take the formulas out that were written once for many cells, where the one cell that had it lost it."""
    for member in package.rooted("worksheet", "macrosheet"):
        if member.tree is None:
            continue
        shared = [formula for formula in descendants(member.tree, "f") if formula.get("t") == "shared"]
        written = {formula.get("si") for formula in shared if formula.text}
        for formula in shared:
            if formula.get("si") not in written:
                formula.getparent().remove(formula)


def _drop_tables(package: Package) -> None:
    """Leave the tables out two of whose columns are now called the same, which is not allowed; their cells stay."""
    doubtful = set()
    for member in (one for one in package.rooted("table") if one.tree is not None):
        columns = [value(column, "name").lower() for column in descendants(member.tree, "tableColumn")]
        if len(set(columns)) < len(columns):
            doubtful.add(member.name)
    for sheet in (one for one in package.rooted("worksheet") if doubtful and one.tree is not None):
        relations = package.relations(sheet.name)
        for part in list(descendants(sheet.tree, "tablePart")):
            relation = relations.get(value(part, "id"))
            if relation is not None and relation.target in doubtful:
                Gone((part, ""), "", part).put("")
    drop(package, doubtful)
