"""A workbook, with text in every place where one keeps some."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from html import escape

from ..model import Draft, Planted, placed
from .packing import CORE, HEAD, core, packed, relations, types

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PLACES = (
    "hidden sheet", "very hidden sheet", "hidden row", "hidden column", "comment", "sheet header", "defined name", "property",
    "drawing", "inline", "formula result",
)  # fmt: skip
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"


@dataclass(slots=True)
class _Sheet:
    """Rows on their way; `cells` written out, `hidden` the rows nobody sees."""

    name: str
    state: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)

    def add(self, cells: list[str], attributes: str = "") -> None:
        """A row; each cell is the inside of a `c` element with %s for its place."""
        number = len(self.rows) + 1
        self.rows.append(
            (attributes, "".join(cell % f'r="{column(at)}{number}"' for at, cell in enumerate(cells)))
        )


def column(number: int) -> str:
    """A, B, … Z, AA, …"""
    return (column(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def xlsx(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """The visible blocks on the first sheet, each other line in a place of chance."""
    shared: list[str] = []
    first = _Sheet("公示表")
    first.add([_text(shared, draft.title)])
    for block in draft.blocks:
        for row in block.rows or ((block.text,),):
            first.add([_cell(chance, shared, value) for value in row])
    planted = placed(draft.blocks, "sheet")
    aside: dict[str, list[str]] = {}
    for block in draft.aside:
        where = chance.choice(PLACES)
        planted += placed([block], where)
        aside.setdefault(where, []).append(block.text)
    for text in aside.get("hidden row", ()):
        first.add([_text(shared, text)], ' hidden="1"')
    for text in aside.get("hidden column", ()):
        first.add([*["<c %s/>"] * 30, _text(shared, text)])
    for text in aside.get("inline", ()):
        first.add([f'<c %s t="inlineStr"><is><t>{_safe(text)}</t></is></c>'])
    for text in aside.get("formula result", ()):
        first.add([f'<c %s t="str"><f>A1&amp;""</f><v>{_safe(text)}</v></c>'])
    sheets = [first]
    for where, state in (("hidden sheet", "hidden"), ("very hidden sheet", "veryHidden")):
        if where in aside:
            sheets.append(_Sheet(f"底稿{len(sheets)}", state))
            for text in aside[where]:
                sheets[-1].add([_text(shared, text)])
    return packed(_members(draft, sheets, shared, aside)), planted


def _members(
    draft: Draft, sheets: list[_Sheet], shared: list[str], aside: dict[str, list[str]]
) -> dict[str, str | bytes]:
    members: dict[str, str | bytes] = {}
    overrides = {
        "xl/workbook.xml": _KIND.format("sheet.main"),
        "xl/sharedStrings.xml": _KIND.format("sharedStrings"),
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    drawn: list[tuple[str, str]] = []
    extra = ""
    if "sheet header" in aside:
        extra += f"<headerFooter><oddHeader>&amp;C{escape(' '.join(aside['sheet header']))}</oddHeader></headerFooter>"
    if "drawing" in aside:
        drawn.append(("drawing", "../drawings/drawing1.xml"))
        overrides["xl/drawings/drawing1.xml"] = "application/vnd.openxmlformats-officedocument.drawing+xml"
        members["xl/drawings/drawing1.xml"] = _drawing(aside["drawing"])
        extra += f'<drawing r:id="rId{len(drawn)}"/>'
    if "comment" in aside:
        drawn.append(("comments", "../comments1.xml"))
        overrides["xl/comments1.xml"] = _KIND.format("comments")
        members["xl/comments1.xml"] = _comments(aside["comment"])
    for number, sheet in enumerate(sheets, 1):
        overrides[f"xl/worksheets/sheet{number}.xml"] = _KIND.format("worksheet")
        rows = "".join(
            f'<row r="{n}"{attributes}>{cells}</row>' for n, (attributes, cells) in enumerate(sheet.rows, 1)
        )
        hidden = (
            '<cols><col min="31" max="31" width="9" hidden="1"/></cols>'
            if number == 1 and "hidden column" in aside
            else ""
        )
        members[f"xl/worksheets/sheet{number}.xml"] = (
            f'{HEAD}<worksheet xmlns="{_S}" xmlns:r="{_R}">{hidden}<sheetData>{rows}</sheetData>{extra if number == 1 else ""}</worksheet>'
        )
    if drawn:
        members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(*drawn)
    listed = "".join(
        f'<sheet name="{sheet.name}" sheetId="{n}" r:id="rId{n}"{f" state={chr(34)}{sheet.state}{chr(34)}" if sheet.state else ""}/>'
        for n, sheet in enumerate(sheets, 1)
    )
    names = "".join(
        f'<definedName name="备注{n}">"{escape(text)}"</definedName>'
        for n, text in enumerate(aside.get("defined name", ()), 1)
    )
    strings = "".join(f'<si><t xml:space="preserve">{_safe(text)}</t></si>' for text in shared)
    return {
        "[Content_Types].xml": types(overrides),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml"), (CORE, "docProps/core.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets>'
        f"{f'<definedNames>{names}</definedNames>' if names else ''}</workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{_S}" count="{len(shared)}" uniqueCount="{len(shared)}">{strings}</sst>',
        "docProps/core.xml": core(escape(draft.title), escape(" ".join(aside.get("property", ())))),
        **members,
    }


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _text(shared: list[str], text: str) -> str:
    shared.append(text)
    return f'<c %s t="s"><v>{len(shared) - 1}</v></c>'


def _cell(chance: random.Random, shared: list[str], value: str) -> str:
    """Text as a shared string; short whole numbers as often as not as numbers, as clerks type them."""
    if value.isascii() and value.isdigit() and value[0] != "0" and len(value) <= 15 and chance.random() < 0.5:
        return f"<c %s><v>{value}</v></c>"
    if not value:
        return "<c %s/>"
    return _text(shared, value)


def _comments(texts: list[str]) -> str:
    inner = "".join(
        f'<comment ref="A{number}" authorId="0"><text><r><t xml:space="preserve">{_safe(text)}</t></r></text></comment>'
        for number, text in enumerate(texts, 1)
    )
    return f'{HEAD}<comments xmlns="{_S}"><authors><author>经办人</author></authors><commentList>{inner}</commentList></comments>'


def _drawing(texts: list[str]) -> str:
    place = "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    inner = "".join(
        f'<xdr:twoCellAnchor>{place}{place.replace("from", "to")}<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="{n}" name="文本框 {n}"/><xdr:cNvSpPr/>'
        f"</xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{_safe(text)}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        "<xdr:clientData/></xdr:twoCellAnchor>"
        for n, text in enumerate(texts, 2)
    )
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{inner}</xdr:wsDr>'
    )
