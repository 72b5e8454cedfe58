"""The report on paper: PDF by Typst and DOCX, both in the layout of official documents with the statutory tables."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from docx.shared import Pt

from gongkai.convert import typeset, word
from gongkai.convert.grid import Cell
from gongkai.convert.official import chinese_date
from gongkai.reports.layout import Box, Grid
from gongkai.reports.printing import Printed

SIZES = {"t2": 10.5}
SIZE = 9.0
DRAFT = "（未公布稿）"


def pdf(printed: Printed) -> bytes:
    """The report as PDF. Raises convert.typeset.TypesettingError when it cannot be set."""
    return typeset.form(
        title=printed.title,
        subtitle=DRAFT if printed.is_draft else "",
        issuer=printed.agency,
        dated_on=printed.dated_on,
        sections=[
            {
                "heading": section.heading,
                "paragraphs": section.paragraphs,
                "tables": [_table(printed, section.grid)] if section.grid else [],
            }
            for section in printed.sections
        ],
    )


def docx(printed: Printed) -> bytes:
    """The report as DOCX, which an office can go on editing."""
    day = datetime.combine(printed.dated_on, time()) if printed.dated_on else None
    document = word.new(printed.title, printed.agency, day)
    word.title(document, printed.title)
    if printed.is_draft:
        word.paragraph(document, DRAFT)
    for section in printed.sections:
        word.heading(document, section.heading)
        for text in section.paragraphs:
            word.paragraph(document, text)
        if section.grid:
            word.table(
                document,
                _rows(printed, section.grid),
                section.grid.widths,
                Pt(SIZES.get(section.grid.id, SIZE)),
            )
    if printed.dated_on:
        word.sign(document, printed.agency, chinese_date(printed.dated_on))
    return word.save(document)


def _table(printed: Printed, grid: Grid) -> dict[str, Any]:
    return {"rows": _rows(printed, grid), "columns": list(grid.widths), "size": SIZES.get(grid.id, SIZE)}


def _rows(printed: Printed, grid: Grid) -> list[list[Cell]]:
    return [
        [
            Cell(
                _text(printed, box),
                colspan=box.colspan,
                rowspan=box.rowspan,
                header=number < grid.head or (box.is_header and not grid.head),
                align="left" if box.align == "left" else "center",
            )
            for box in row
        ]
        for number, row in enumerate(grid.rows)
    ]


def _text(printed: Printed, box: Box) -> str:
    """What stands in a box; the label of a group breaks after its number, as printed forms do."""
    if box.cell:
        return printed.shown(box.cell)
    return box.text.replace("）", "）\n", 1) if box.scope == "rowgroup" else box.text
