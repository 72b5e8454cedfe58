"""Records into DOCX, in the layout of official documents (GB/T 9704—2012), so that an office can go on editing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gongkai.convert import grid, outline, qr
from gongkai.convert.official import Authenticity, OfficialLetter, chinese_date
from gongkai.convert.typography import full_width, title_lines

# The names every Chinese office machine knows; Word substitutes what is missing.
FANGSONG, HEI, KAI, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
BODY_SIZE, TITLE_SIZE, TABLE_SIZE = Pt(16), Pt(22), Pt(10.5)
LINE = Pt(29)
RED = RGBColor(0xC8, 0x16, 0x1D)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_HEADING_FACES = {1: HEI, 2: KAI, 3: FANGSONG, 4: FANGSONG}


def new(title: str, author: str = "", dated_on: datetime | None = None) -> Document:
    """An empty A4 document with the margins, styles and page number of an official document."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    _set_styles(document)
    document.settings.odd_and_even_pages_header_footer = True
    _set_folio(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _set_folio(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.comments = ""
    if dated_on:
        properties.created = properties.modified = dated_on
    return document


def save(document: Document) -> bytes:
    """The document as a file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def title(document: Document, text: str) -> None:
    """The title: 2号 小标宋, centred, broken where words allow it, an empty line after it."""
    paragraph = document.add_paragraph(style="Title")
    for number, line in enumerate(title_lines(full_width(text))):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
    _plain(document)


def heading(document: Document, text: str, level: int = 1) -> Paragraph:
    """A heading of the document's outline: 一、in 黑体, (一) in 楷体 (7.3.3)."""
    return document.add_paragraph(full_width(text), style=f"Heading {level}")


def paragraph(document: Document, text: str) -> Paragraph:
    """A paragraph of the body with two characters' indent; a numbered leading sentence has its own typeface."""
    lead, rest = outline.split_lead(full_width(text.strip()))
    level = outline.level(lead) if lead else 0
    if lead and not rest:
        return heading(document, lead, level)
    made = document.add_paragraph()
    if lead:
        face(made.add_run(lead), _HEADING_FACES[level])
    made.add_run(rest)
    return made


def face(run: Run, east_asian: str, latin: str = LATIN, size: Pt | None = None) -> Run:
    """Set a run's typefaces; Word needs the East Asian one named on its own."""
    run.font.name = latin
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")
    if size is not None:
        run.font.size = size
    return run


def table(
    document: Document,
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float] | None = None,
    size: Pt = TABLE_SIZE,
    total_width: float = 156,
) -> Table:
    """A ruled table with merged cells as wide as the text; header rows are repeated on every page.

    A cell is a `grid.Cell`, a mapping of its fields, or text. `widths` are relative, `total_width` is in millimetres (the
    text of an upright page is 156 wide). Raises ValueError when the cells do not fill the table (`grid.place`).
    """
    placed = grid.place(rows, len(widths) if widths else None)
    columns = grid.width(placed)
    shares = list(widths or [1.0] * columns)
    made = document.add_table(rows=len(rows), cols=columns, style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    total = Mm(total_width)
    sizes = [int(total * share / sum(shares)) for share in shares]
    for column, measured in zip(made.columns, sizes, strict=True):
        column.width = measured
    cells = [list(row.cells) for row in made.rows]
    for item in placed:
        target = cells[item.row][item.column]
        last = cells[item.row + item.cell.rowspan - 1][item.column + item.cell.colspan - 1]
        if last is not target:
            target = target.merge(last)
        target.width = sum(sizes[item.column : item.column + item.cell.colspan])
        target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _fill(target.paragraphs[0], item.cell, size)
    repeated = grid.header_rows(placed)
    for number, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number < repeated:
            properties.append(OxmlElement("w:tblHeader"))
    return made


def letter(content: OfficialLetter, authenticity: Authenticity | None = None) -> bytes:
    """The letter as DOCX (信函格式: red name, red rule, number at the right); a QR code at its end to check it by."""
    day = content.dated_on
    document = new(content.title, content.issuer, datetime(day.year, day.month, day.day))  # noqa: DTZ001 - OOXML dates are naive
    _set_letter_head(document, content)
    title(document, content.title)
    addressee = full_width(content.addressee)
    if addressee:
        _plain(document, addressee if addressee.endswith("：") else addressee + "：")
    for text in content.paragraphs:
        paragraph(document, text)
    _set_attachments(document, content.attachments)
    sign(document, content.signature, chinese_date(day))
    if authenticity:
        _set_authenticity(document, authenticity)
    if content.copy_note:
        _plain(document)
        note = _plain(document, full_width(content.copy_note))
        note.runs[0].font.size = Pt(14)
        _rule(note, "top", "single", 8, "auto")
        _rule(note, "bottom", "single", 8, "auto")
    return save(document)


def sign(document: Document, name: str, date_text: str) -> None:
    """Name over date, centred on each other, at the right (7.3.5)."""
    _plain(document)
    wide = max(_measure(name), _measure(date_text))
    for text, last in ((name, False), (date_text, True)):
        made = _plain(document, text)
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        made.paragraph_format.right_indent = Pt(16 * (2 + (wide - _measure(text)) / 2))
        made.paragraph_format.keep_with_next = not last


def _measure(text: str) -> float:
    """The width of a line in characters; a Latin letter or figure is half of one."""
    return sum(0.5 if ord(char) < 0x2000 else 1.0 for char in text)


def _set_styles(document: Document) -> None:
    normal = document.styles["Normal"]
    _style_face(normal, FANGSONG, BODY_SIZE)
    _space(normal.paragraph_format)
    normal.paragraph_format.first_line_indent = Pt(32)
    normal.paragraph_format.widow_control = False
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.get_or_add_rPr().append(language)
    title_style = document.styles["Title"]
    _style_face(title_style, SONG, TITLE_SIZE)
    _space(title_style.paragraph_format)
    title_style.paragraph_format.line_spacing = Pt(34)
    title_style.paragraph_format.first_line_indent = Pt(0)
    title_style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in title_style.element.pPr.findall(qn("w:pBdr")):
        title_style.element.pPr.remove(border)
    for level, name in _HEADING_FACES.items():
        style = document.styles[f"Heading {level}"]
        _style_face(style, name, BODY_SIZE)
        _space(style.paragraph_format)
        style.paragraph_format.first_line_indent = Pt(32)


def _style_face(style: Any, east_asian: str, size: Pt) -> None:
    style.font.name, style.font.size = LATIN, size
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks are set as Chinese ones


def _space(formatting: Any) -> None:
    formatting.space_before = formatting.space_after = Pt(0)
    formatting.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    formatting.line_spacing = LINE


def _set_folio(footer: Any, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, 4号, one character from the edge (7.5)."""
    footer.is_linked_to_previous = False
    made = footer.paragraphs[0]
    made.alignment = alignment
    formatting = made.paragraph_format
    formatting.first_line_indent = Pt(0)
    formatting.left_indent = formatting.right_indent = Pt(14)
    face(made.add_run("— "), "宋体", size=Pt(14))
    run = face(made.add_run(), "宋体", size=Pt(14))
    for kind in ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = "PAGE"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)
    face(made.add_run(" —"), "宋体", size=Pt(14))


def _set_letter_head(document: Document, content: OfficialLetter) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True  # no folio on page one of a letter (10.1)
    section.first_page_footer.is_linked_to_previous = False
    _rule(section.first_page_footer.paragraphs[0], "bottom", "thinThickSmallGap", 18, "C8161D")
    size = min(32, 430 // max(1, len(content.issuer)))
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.paragraph_format.first_line_indent = Pt(0)
    head.paragraph_format.line_spacing = Pt(size + 12)
    run = face(head.add_run(content.issuer), SONG, size=Pt(size))
    run.font.color.rgb = RED
    _rule(head, "bottom", "thickThinSmallGap", 24, "C8161D")
    number = _plain(document, content.number)
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _plain(document)


def _set_attachments(document: Document, names: Sequence[str]) -> None:
    if not names:
        return
    _plain(document)
    for number, name in enumerate(names, start=1):
        shown = full_width(name) if len(names) == 1 else f"{number}.{full_width(name)}"
        made = _plain(document, ("附件：" if number == 1 else "") + shown)
        made.paragraph_format.left_indent = Pt(32 + 48)
        if number == 1:
            made.paragraph_format.first_line_indent = Pt(-48)


def _set_authenticity(document: Document, authenticity: Authenticity) -> None:
    """A QR code with the words that say what it is for beside it, in one line as high as the code."""
    made = _plain(document)
    made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    made.paragraph_format.space_before = Pt(12)
    made.add_run().add_picture(io.BytesIO(qr.png(authenticity.address)), width=Mm(18))
    drawing: Any = made._p.find(f".//{qn('wp:docPr')}")
    drawing.set("descr", "核验二维码")
    made.add_run("　" + "　".join(authenticity.lines())).font.size = Pt(8)


def _plain(document: Document, text: str = "") -> Paragraph:
    made = document.add_paragraph(text)
    made.paragraph_format.first_line_indent = Pt(0)
    return made


def _fill(target: Paragraph, cell: grid.Cell, size: Pt) -> None:
    target.alignment = _ALIGN[cell.align]
    formatting = target.paragraph_format
    formatting.first_line_indent = Pt(0)
    formatting.line_spacing_rule = WD_LINE_SPACING.SINGLE
    formatting.space_before = formatting.space_after = Pt(2)
    face(target.add_run(full_width(cell.text)), HEI if cell.header else FANGSONG, size=size)


def _rule(target: Paragraph, edge: str, kind: str, size: int, color: str) -> None:
    """A rule above or below a paragraph; `size` in eighths of a point."""
    properties = target._p.get_or_add_pPr()
    borders: Any = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )
    border = OxmlElement(f"w:{edge}")
    for name, value in (("val", kind), ("sz", str(size)), ("space", "4"), ("color", color)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
