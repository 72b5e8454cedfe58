"""A Word document that was dropped on the editor: a draft with what was recognised, its picture, and nothing settled yet."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image, ImageDraw

from gongkai.catalog import intake, services
from gongkai.convert import grid, word
from gongkai.convert.intake import take
from gongkai.convert.official import chinese_date
from gongkai.demo import datafiles
from gongkai.demo.people import Desk
from gongkai.demo.places import Place


def bring_in(place: Place, desk: Desk, as_of: date) -> None:
    """The draft of `data/word_file.yaml` at the desk of its agency."""
    data = _file(datafiles.read("word_file"), as_of)
    document = services.create_draft(actor=desk.officer, agency=place.agency, column=None, title="")
    file = SimpleUploadedFile("关于下达惠农补助资金的通知.docx", data)
    intake.bring_in(actor=desk.officer, document=document, file=file, taken=take(data, "docx"))


def _file(told: dict[str, Any], as_of: date) -> bytes:
    """The document in the official layout: red head, title, text with a table and a picture, signature."""
    paper = word.new(told["title"])
    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = word.face(head.add_run(f"{told['issuer']}文件"), word.SONG, size=Pt(36))
    run.font.color.rgb = word.RED
    paper.add_paragraph(
        told["number"].replace("$year", str(as_of.year))
    ).alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.title(paper, told["title"])
    paper.add_paragraph(f"{told['addressees']}：")
    for text in told["body"]:
        word.paragraph(paper, text)
    word.table(paper, [[_cell(cell, row < 2) for cell in cells] for row, cells in enumerate(told["table"])])
    shown = paper.add_paragraph().add_run().add_picture(io.BytesIO(_chart()), width=Mm(120))
    shown._inline.docPr.set("descr", told["picture"])
    for text in told["after"]:
        word.paragraph(paper, text)
    word.sign(paper, told["issuer"], chinese_date(as_of))
    return word.save(paper)


def _cell(cell: Any, header: bool) -> grid.Cell:
    words, across, down = cell if isinstance(cell, list) else (cell, 1, 1)
    return grid.Cell(words, across, down, header)


def _chart() -> bytes:
    """Three boxes one after the other."""
    drawn = Image.new("RGB", (720, 160), "white")
    pen = ImageDraw.Draw(drawn)
    for number in range(3):
        left = 20 + 240 * number
        pen.rectangle((left, 40, left + 180, 120), outline="black", width=3)
        if number:
            pen.line((left - 60, 80, left, 80), fill="black", width=3)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
