"""The rows of a file that were not taken over, as a workbook: put right in it, they are handed in again."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.catalog.bulk import fields, package, uploads
from gongkai.catalog.models import ImportBatch
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import load, table


def workbook(batch: ImportBatch) -> bytes:
    """The rows as they stand in the file, each with what is to be done; only that, where the file is no longer here."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("有误的行"))
    for line in _rows(batch) or _faults(batch):
        page.append([_as_text(page, cell) for cell in line])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _as_text(page: Any, cell: Any) -> Any:
    """A cell that is text whatever it begins with: nothing in it is ever run, and handed in again it is what it was."""
    made = WriteOnlyCell(page, value=cell)
    if isinstance(cell, str):
        made.data_type = "s"
    return made


def _rows(batch: ImportBatch) -> list[Sequence[Any]]:
    path = uploads.path_of(batch.upload)
    if path is None or not batch.mapping:
        return []
    reasons: dict[int, list[str]] = defaultdict(list)
    for row, column, _code, text in batch.faults:
        reasons[row].append(f"{column}：{text}" if column else text)
    declared = fields.declared()
    try:
        with package.opened(path) as opened:
            headings, rows = table(opened.table, declared, load(batch.mapping, declared, fields.FOLDERS))
            width = len(headings.names)
            found = [
                [*(row.cells + ("",) * width)[:width], "；".join(reasons[row.number])]
                for row in rows
                if row.number in reasons
            ]
    except (FileRefused, OSError):
        return []
    return [[*headings.names, _("怎么办")], *found]


def _faults(batch: ImportBatch) -> Iterator[Sequence[Any]]:
    yield [_("行"), _("列"), _("代码"), _("怎么办")]
    yield from ((row, column, code, text) for row, column, code, text in batch.faults)
