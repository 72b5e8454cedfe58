"""What happens to a sound report on its way to a reader: blanks, marks for empty, furniture, lost digits, typos."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from .compose import Draft
from .model import Block, Cell


def _value_rows(made: Draft) -> list[list[Cell]]:
    return [
        [cell for cell in row if cell.id]
        for block in made.blocks
        if block.grid
        for row in block.grid.rows
        if any(cell.id for cell in row)
    ]


def _blank(made: Draft, cell: Cell, mark: str = "") -> None:
    cell.text = mark
    made.truth.tables[cell.id] = None


def zeros_blank(chance: random.Random, made: Draft) -> None:
    """Noughts are left empty."""
    for row in _value_rows(made):
        for cell in row:
            if cell.text == "0":
                _blank(made, cell)


def slash(chance: random.Random, made: Draft) -> None:
    """`/` stands for empty."""
    for row in _value_rows(made):
        for cell in row:
            if cell.text == "0" and chance.random() < 0.7:
                _blank(made, cell, "/")


def dash(chance: random.Random, made: Draft) -> None:
    """`-`, `—` or `——` stands for empty."""
    mark = chance.choice("-—") if chance.random() < 0.8 else "——"
    for row in _value_rows(made):
        for cell in row:
            if cell.text == "0" and chance.random() < 0.7:
                _blank(made, cell, mark)


def first_only(chance: random.Random, made: Draft) -> None:
    """Only the first cell of a row is filled, where the others were nought."""
    for row in _value_rows(made):
        if len(row) > 1 and all(cell.text == "0" for cell in row[1:]):
            for cell in row[1:]:
                _blank(made, cell)


def totals_blank(chance: random.Random, made: Draft) -> None:
    """The total at the end of each row is left out."""
    for row in _value_rows(made):
        if row[-1].id.endswith(".total"):
            _blank(made, row[-1])


def image(chance: random.Random, made: Draft) -> None:
    """One table is a picture or an attachment: a heading with nothing under it."""
    tables = [block for block in made.blocks if block.grid]
    for block in chance.sample(tables, chance.choice((1, len(tables)))):
        assert block.grid
        for row in block.grid.rows:
            for cell in row:
                if cell.id:
                    made.truth.lost[cell.id] = "table_missing"
        block.grid, block.kind = None, chance.choice(("image", "image", "paragraph"))
        block.text = "" if block.kind == "image" else "（详见附件）"


def table_first(chance: random.Random, made: Draft) -> None:
    """A table stands before its heading."""
    for at in range(1, len(made.blocks)):
        if made.blocks[at].grid and made.blocks[at - 1].kind == "heading":
            made.blocks[at - 1], made.blocks[at] = made.blocks[at], made.blocks[at - 1]


def split_labels(chance: random.Random, made: Draft) -> None:
    """Labels are broken inside the cell, as narrow columns break them."""
    gap = chance.choice(("\n", "\n", " "))
    for block in made.blocks:
        for row in block.grid.rows if block.grid else ():
            for cell in row:
                if not cell.id and len(cell.text) > 2 and chance.random() < 0.5:
                    step = chance.choice((1, 2, 3)) if len(cell.text) <= 4 else chance.choice((3, 4, 6))
                    cell.text = gap.join(cell.text[i : i + step] for i in range(0, len(cell.text), step))


LABEL_TYPOS = (
    ("上年结转", "上年转结"),
    ("行政规范性文件", "规范性文件"),
    ("政府信息公开申请数量", "政府信息公开申请数"),
    ("社会公益组织", "社会公益组识"),
    ("法律服务机构", "法律服务机购"),
    ("结转下年度", "结转下年"),
    ("第二十条第", "第二十一条第"),
    ("其他结果", "其它结果"),
    ("尚未审结", "尚末审结"),
    ("部分公开", "部份公开"),
    ("（四）无法", "（三）无法"),
    ("政务微博公开政府信息", "政府微博公开政府信息"),
    ("传真申请数", "传真申请"),
    ("予以公开", "予以公幵"),
)


def label_typos(chance: random.Random, made: Draft) -> None:
    """Labels mistyped as people mistype them."""
    for wrong in chance.sample(LABEL_TYPOS, 5):
        for block in made.blocks:
            for row in block.grid.rows if block.grid else ():
                for cell in row:
                    if not cell.id:
                        cell.text = cell.text.replace(*wrong)


def ascii_labels(chance: random.Random, made: Draft) -> None:
    """Half-width brackets and quotes in labels; full-width digits in cells."""
    half = str.maketrans("（）“”：、", '()"":、')
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for block in made.blocks:
        for row in block.grid.rows if block.grid else ():
            for cell in row:
                cell.text = cell.text.translate(wide if cell.id else half)


def furniture(chance: random.Random, made: Draft) -> None:
    """A page counter, a clock, crumbs, sharing links."""
    clock = (
        f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 12:33:02 星期三"
    )
    above = [
        Block("line", "欢迎访问政府信息公开平台！"),
        Block("line", clock),
        Block("line", "您当前的位置：首页>政府信息公开>年度报告"),
    ]
    made.blocks[:0] = above
    counter = f"浏览量：{chance.randint(100, 99999)} 分享：字号：[大 中 小]"
    made.blocks.insert(len(above) + 1, Block("line", counter))
    made.blocks.append(Block("line", f"点击数：{chance.randint(1, 9999)}次 打印本页 关闭窗口"))


def digits_dropped(chance: random.Random, made: Draft) -> None:
    """年 and 月 between digits, and measure words after digits, dropped by the site."""
    for block in made.blocks:
        if block.kind == "paragraph":
            text = re.sub(r"(?<=自)(\d{4})年(\d+)月(?=\d)", r"\1\2", block.text)
            text = re.sub(r"(?<=至)(\d{4})年(\d+)月(?=\d)", r"\1\2", text)
            text = re.sub(r"(\d)[件条][，,](?=其中)", r"\1", text)
            block.text = re.sub(
                r"(\d)[件条](?=[，。；])", lambda m: m[1] if chance.random() < 0.5 else m[0], text
            )


def same_page_twice(chance: random.Random, made: Draft) -> None:
    """The extractor repeats the title in the page's head."""
    made.blocks.insert(0, Block("line", made.blocks[0].text))


def pipes_first(chance: random.Random, made: Draft) -> None:
    """Hundreds of pipes on the first line."""
    made.blocks.insert(0, Block("line", "|" * chance.randint(100, 600)))


TEXT_TYPOS = (
    ("未收到", "未受到"),
    ("政府信息公开申请", "政府政府信息公开申请"),
    ("（一）", "(一)"),
    ("施行以来", "实行以来"),
)


def text_typos(chance: random.Random, made: Draft) -> None:
    """Slips in the running text that change no figure."""
    for block in made.blocks:
        if block.kind == "paragraph":
            for slip in TEXT_TYPOS:
                if chance.random() < 0.5:
                    block.text = block.text.replace(*slip, 1)


def ascii_text(chance: random.Random, made: Draft) -> None:
    """Half-width punctuation throughout, as some sites store it."""
    half = str.maketrans("，；：（）", ",;:()")
    for block in made.blocks:
        if not block.grid:
            block.text = block.text.translate(half)


def we_only(chance: random.Random, made: Draft) -> None:
    """The agency is named nowhere: 我局, 我镇."""
    for block in made.blocks:
        if block.grid:
            continue
        if block.kind == "signature":
            block.text = block.text.replace(made.truth.agency + "\n", "")
        if block.kind == "line":
            block.text = re.sub(" ?来源：.*", "", block.text)
        block.text = block.text.replace(made.truth.agency, "" if block.kind == "title" else made.agency.we)
    made.truth.agency = ""


def hard(chance: random.Random, made: Draft) -> None:
    """Lawful sentences that look like errors."""
    for block in chance.choices([b for b in made.blocks if b.kind == "paragraph"], k=4):
        block.text += made.speaker.aside("hard")


TRAITS: dict[str, Callable[[random.Random, Draft], None]] = {
    "zeros_blank": zeros_blank,
    "slash": slash,
    "dash": dash,
    "first_only": first_only,
    "totals_blank": totals_blank,
    "image": image,
    "table_first": table_first,
    "split_labels": split_labels,
    "label_typos": label_typos,
    "ascii_labels": ascii_labels,
    "furniture": furniture,
    "digits_dropped": digits_dropped,
    "same_page_twice": same_page_twice,
    "pipes_first": pipes_first,
    "text_typos": text_typos,
    "ascii_text": ascii_text,
    "we_only": we_only,
    "hard": hard,
    "old_form": lambda chance, made: None,
    "whole_line": lambda chance, made: None,
    "wrapped": lambda chance, made: None,
    "two_columns": lambda chance, made: None,
    "several": lambda chance, made: None,
}
BLANKS = {"zeros_blank", "slash", "dash", "first_only", "totals_blank"}
"""Traits that empty cells."""
MARKED = {"slash", "dash"}
"""Those that put a mark in their place."""
OF_TABLES = BLANKS | {"image", "table_first", "split_labels", "label_typos", "ascii_labels"}
RARE = {
    "we_only": 0.02,
    "two_columns": 0.3,
    "whole_line": 0.05,
    "wrapped": 0.1,
    "several": 0.03,
    "old_form": 0.08,
}
"""How often, in reports drawn freely, where not one in twelve."""


def wrap(text: str, chance: random.Random, bare: bool) -> str:
    """Lines of a page's width, cut wherever they end, and page numbers between; `bare`: as digits alone, where these are no cell."""
    forms = ("— {} —", "- {} -", "第 {} 页", *(["{}"] if bare else []))
    width, out, lines = chance.randint(28, 40), [], 0
    for line in text.split("\n"):
        for at in range(0, max(1, len(line)), width):
            out.append(line[at : at + width])
            lines += 1
            if lines % 30 == 0:
                out.append(chance.choice(forms).format(lines // 30))
    return "\n".join(out)


@cache
def _to_traditional() -> dict[int, str]:
    import opencc

    converter = opencc.OpenCC("s2t")
    return {
        code: converted
        for code in range(0x4E00, 0x9FA6)
        if len(converted := converter.convert(chr(code))) == 1
    }


def traditional(text: str) -> str:
    """Character by character, as sites for readers overseas do it."""
    return text.translate(_to_traditional())
