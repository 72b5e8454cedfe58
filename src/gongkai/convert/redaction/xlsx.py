"""Workbooks written anew without what was to go."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.convert.parts.ooxml_package import Package
from gongkai.convert.parts.ooxml_strand import descendants
from gongkai.convert.parts.xlsx import Excel
from gongkai.convert.redaction.model import Cut, Inner
from gongkai.convert.redaction.ooxml import redacted


def redact_xlsx(data: bytes, cuts: Sequence[Cut], inner: Inner) -> bytes:
    """The workbook without the cuts and their values. Raises Unreadable like its reader, NotRedacted: stale, unread."""
    package = Package(data)
    return redacted(Excel(package), package, cuts, inner, _without_orphans)


def _without_orphans(package: Package) -> None:
    """Take the formulas out that were written once for many cells, where the one cell that had it lost it."""
    for member in package.rooted("worksheet", "macrosheet"):
        if member.tree is None:
            continue
        shared = [formula for formula in descendants(member.tree, "f") if formula.get("t") == "shared"]
        written = {formula.get("si") for formula in shared if formula.text}
        for formula in shared:
            if formula.get("si") not in written:
                formula.getparent().remove(formula)
