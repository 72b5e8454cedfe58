"""The report of what was refused, row by row, as a spreadsheet or CSV file that can be worked through."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
from django.utils.translation import gettext as _

from gongkai.convert.sheet import harmless
from gongkai.convert.tables.declared import Fault


def write(path: Path, faults: Iterable[Fault]) -> None:
    """Write the faults to an .xlsx or, for any other name, a CSV file. Raises OSError."""
    if path.suffix.lower() == ".xlsx":
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet(_("有误的行"))
        for line in _lines(faults):
            page.append(line)
        book.save(path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened).writerows(_lines(faults))


def _lines(faults: Iterable[Fault]) -> Iterator[list[str | int]]:
    yield [_("行"), _("列"), _("内容"), _("代码"), _("怎么办")]
    for one in faults:
        yield [one.row, harmless(one.column), harmless(one.value), one.code, harmless(one.text)]
