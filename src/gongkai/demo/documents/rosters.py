"""Attachments that must not go out as they are: lists of invented people with invented numbers.

The numbers fit their check characters, so that the scanner takes them seriously; the district in them does not exist.
"""

from __future__ import annotations

import io
import random
from datetime import date

import pypdfium2

from gongkai.convert import typeset, word
from gongkai.convert.official import OfficialLetter
from gongkai.demo import chance

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_REGION = "510199"
PEOPLE = 6


def resident_id(rng: random.Random) -> str:
    """A resident identity number of nobody."""
    born = date(rng.randint(1944, 1996), rng.randint(1, 12), rng.randint(1, 28))
    body = f"{_REGION}{born:%Y%m%d}{rng.randint(1, 999):03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def mobile(rng: random.Random) -> str:
    """A mobile number in a block kept for examples here."""
    return f"1990000{rng.randint(0, 9999):04d}"


def roster() -> bytes:
    """A DOCX: receivers of a subsidy in a table, and a comment somebody forgot."""
    rng = chance.stream("roster")
    document = word.new("惠农补贴发放对象名单")
    document.add_heading("惠农补贴发放对象名单", 1)
    run = document.add_paragraph().add_run("经村级公示、镇级审核，拟向以下农户发放补贴。")
    head = ("序号", "姓名", "身份证号", "联系电话", "补贴面积（亩）", "金额（元）")
    table = document.add_table(rows=1, cols=len(head))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.text = text
    for number in range(1, PEOPLE + 1):
        area = rng.randint(20, 90) / 10
        values = (
            str(number), chance.person(rng), resident_id(rng), mobile(rng), f"{area}", f"{area * 128:.2f}",
        )  # fmt: skip
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
    document.add_comment(
        run, text=f"第2户电话换成 {mobile(rng)}，发布前删掉本批注", author="经办", initials="经"
    )
    return word.save(document)


def slip() -> bytes:
    """A PNG: a receipt that was photographed, so that only its picture holds the number."""
    rng = chance.stream("slip")
    letter = OfficialLetter(
        issuer="柳桥镇财政所",
        title="惠农补贴领款单",
        number="",
        addressee="",
        paragraphs=[
            f"领款人：{chance.person(rng)}",
            f"身份证号：{resident_id(rng)}",
            "金额：人民币512.00元，已领讫。",
        ],
        signature="柳桥镇财政所",
        dated_on=date(2026, 3, 2),
    )
    document = pypdfium2.PdfDocument(typeset.letter(letter))
    out = io.BytesIO()
    document[0].render(scale=2).to_pil().save(out, "PNG")
    return out.getvalue()


FILES = {
    "roster": ("惠农补贴发放对象名单.docx", roster),
    "slip": ("领款单样张.png", slip),
}
