"""Blocks into files: HTML, TXT, DOCX, XLSX, PDF with a text layer or without."""

from __future__ import annotations

import io
import random
import re
import zipfile
from functools import cache
from html import escape

from .layouts import TEXT_LAYOUTS, Written
from .model import Block, Grid


def text(blocks: list[Block], layout: str, chance: random.Random, joint: str = "\n") -> Written:
    """The report as plain text, its tables in the layout named."""
    parts: list[str] = []
    lost: dict[str, str] = {}
    for block in blocks:
        if block.kind == "table" and block.grid:
            written = TEXT_LAYOUTS[layout](block.grid, chance)
            parts.append(written.text)
            lost.update(written.lost)
        else:
            parts.append(("    " if block.kind == "paragraph" and joint == "\n" else "") + block.text)
    return Written(joint.join(part for part in parts if part), lost)


def html(blocks: list[Block], layout: str, chance: random.Random) -> tuple[bytes, dict[str, str]]:
    """A page of a government site around the report. `layout`: real tables, or text in paragraphs."""
    lost: dict[str, str] = {}
    body: list[str] = []
    for block in blocks:
        if block.kind == "table" and block.grid:
            if layout == "real":
                body.append(_html_table(block.grid))
                continue
            written = TEXT_LAYOUTS[layout](block.grid, chance)
            lost.update(written.lost)
            body.extend(f"<p>{escape(line)}</p>" for line in written.text.split("\n"))
        elif block.kind == "title":
            body.append(f"<h1>{escape(block.text)}</h1>")
        elif block.kind == "image":
            body.append(f'<p><img src="/u/{chance.randint(1, 99)}.png" alt=""></p>')
        else:
            style = ' style="text-align:right"' if block.kind == "signature" else ""
            body.extend(f"<p{style}>{escape(line)}</p>" for line in block.text.split("\n"))
    title = next((block.text for block in blocks if block.kind == "title"), "年度报告")
    page = PAGE.format(title=escape(title), body="\n".join(body))
    return page.encode(), lost


PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-size:16px}} .a0{{width:980px}}</style><script>var page=1;var total=38663;</script></head>
<body><div class="nav"><a href="/">首页</a> <a href="/xxgk/">政府信息公开</a> <a href="/zmhd/">政民互动</a></div>
<div class="content" id="zoom">
{body}
</div><div class="footer">版权所有 网站标识码：4301230012 备案号：湘ICP备05009999号</div></body></html>
"""


def _html_table(grid: Grid) -> str:
    rows = []
    for row in grid.rows:
        cells = []
        for cell in row:
            tag = "td"
            spans = "".join(
                f' {name}="{count}"'
                for name, count in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
                if count > 1
            )
            inner = "<br>".join(escape(part) for part in cell.text.split("\n"))
            cells.append(f"<{tag}{spans}><p><span>{inner or '&nbsp;'}</span></p></{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1"><tbody>{"".join(rows)}</tbody></table>'


def docx(blocks: list[Block]) -> bytes:
    """A Word document with real tables."""
    from docx import Document

    document = Document()
    for block in blocks:
        if block.kind == "table" and block.grid:
            _docx_table(document, block.grid)
        elif block.kind == "title":
            document.add_heading(block.text, 0)
        else:
            for line in block.text.split("\n"):
                document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


def _timeless(data: bytes) -> bytes:
    """The package without the moment it was written, so that the same seed gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z<", b"2020-01-01T00:00:00Z<", content)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _docx_table(document: object, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), grid.columns)  # type: ignore[attr-defined]
    every = [list(row.cells) for row in table.rows]
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid.rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            target = every[y][x]
            if cell.rowspan > 1 or cell.colspan > 1:
                target = target.merge(every[y + cell.rowspan - 1][x + cell.colspan - 1])
            target.text = cell.text
            taken |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
            x += cell.colspan


def xlsx(blocks: list[Block]) -> bytes:
    """A workbook: the text in the first column of one sheet, the tables where they stand."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    at = 1
    for block in blocks:
        if block.kind != "table" or not block.grid:
            for line in block.text.split("\n"):
                sheet.cell(at, 1, line)
                at += 1
            continue
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(block.grid.rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                sheet.cell(at + y, x + 1, _number(cell.text) if cell.id else cell.text)
                if cell.rowspan > 1 or cell.colspan > 1:
                    sheet.merge_cells(
                        start_row=at + y,
                        start_column=x + 1,
                        end_row=at + y + cell.rowspan - 1,
                        end_column=x + cell.colspan,
                    )
                taken |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
                x += cell.colspan
        at += len(block.grid.rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return _timeless(buffer.getvalue())


def _number(text: str) -> int | float | str | None:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text or None


@cache
def _compiler() -> object:
    import tempfile

    import typst

    folder = tempfile.mkdtemp(prefix="synthetic-")
    return folder, typst.Compiler(root=folder)


def pdf(blocks: list[Block], columns: int = 1) -> bytes:
    """A PDF with a text layer: ruled tables, page numbers, hard wraps where the lines end."""
    import typst

    source = [
        f'#set page(paper: "a4", numbering: "— 1 —", columns: {columns})',
        '#set text(font: "Noto Serif CJK SC", size: 11pt, lang: "zh")',
    ]
    for block in blocks:
        if block.kind == "table" and block.grid:
            source.append(_typst_table(block.grid))
        elif block.kind == "title":
            source.append(f"#align(center, text(16pt)[{_typst(block.text)}])")
        else:
            source.extend(f"#par(first-line-indent: 2em)[{_typst(line)}]" for line in block.text.split("\n"))
    made: bytes = typst.compile("\n".join(source).encode())
    return made


def _typst(line: str) -> str:
    return "#" + '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst_table(grid: Grid) -> str:
    cells = ", ".join(
        f"table.cell(rowspan: {cell.rowspan}, colspan: {cell.colspan})[{_typst(cell.text)}]"
        for row in grid.rows
        for cell in row
    )
    return f"#text(8pt)[#table(columns: {grid.columns}, {cells})]"


def scan(blocks: list[Block]) -> bytes:
    """The same PDF as pictures of its pages."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf(blocks))
    pictures = [page.render(scale=2).to_pil().convert("L") for page in document]
    buffer = io.BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:])
    return buffer.getvalue()
