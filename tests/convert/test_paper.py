"""A cleaned body as blocks, and on paper: nothing is lost, odd tables fit, pictures are what they say."""

from __future__ import annotations

import io

import docx
import pypdfium2
import pytest
from PIL import Image

from gongkai.convert import body, grid, paper
from gongkai.convert.paper import Paper

BODY = """<h2>一、总则</h2>
<p>为规范补助，<strong>制定</strong>本办法。CO<sub>2</sub></p>
<ul><li>第一项<ol start="3"><li>子项</li></ol></li><li>第二项</li></ul>
<table><caption>标准</caption><tr><th colspan="2">项目</th></tr><tr><td rowspan="9">一档</td><td>100元</td></tr><tr><td colspan="4">多出来的</td></tr></table>
<p>图：<img src="/files/1/a.png" alt="示意图"></p><hr>裸文字<br>第二行"""


def _picture(width: int, height: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#1d5245").save(made, "PNG")
    return made.getvalue()


def test_a_body_is_read_in_order() -> None:
    found = body.blocks(BODY)
    assert [block.kind for block in found] == [
        "heading", "paragraph", "item", "item", "item", "quote", "table", "paragraph", "picture", "rule", "paragraph",
    ]  # fmt: skip
    assert found[1].text == "为规范补助，制定本办法。CO2"
    assert [(run.text, run.bold, run.raised) for run in found[1].runs][1:4:2] == [
        ("制定", True, 0),
        ("2", False, -1),
    ]
    assert [(block.marker, block.level) for block in found[2:5]] == [("•", 0), ("3.", 1), ("•", 0)]
    assert found[-1].text == "裸文字\n第二行"


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td rowspan='50'>甲</td><td>乙</td></tr><tr><td colspan='3'>丙</td></tr><tr></tr></table>",
        "<table><tr><td>甲</td></tr><tr><td>乙</td><td>丙</td><td>丁</td></tr></table>",
        "<table><tr><td colspan='0' rowspan='x'>甲</td><td colspan='100000'>乙</td></tr></table>",
        "<table><tr><td><table><tr><td>内</td></tr></table></td></tr></table>",
    ],
)
def test_a_table_with_holes_and_spans_that_stick_out_fits(table: str) -> None:
    (block,) = [block for block in body.blocks(table) if block.kind == "table"]
    placed = grid.place(block.rows)  # raises when it does not
    assert {sign for item in placed for sign in item.cell.text} >= {
        sign for sign in "甲乙丙丁内" if sign in table
    }


def test_nothing_and_broken_html() -> None:
    assert body.blocks("") == body.blocks("  \n") == body.blocks("<p></p>") == []
    assert [block.text for block in body.blocks("<p>甲<strong>乙")] == ["甲乙"]


def test_pictures_are_checked_and_made_smaller() -> None:
    drawn = paper.printable(_picture(3000, 600))
    assert drawn
    assert max(Image.open(io.BytesIO(drawn)).size) == 1600
    for bad in (b"", b"not a picture", _picture(30, 30)[:60], b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        assert paper.printable(bad) is None


def test_both_layouts_hold_everything() -> None:
    drawn = paper.printable(_picture(60, 3000))
    assert drawn
    made = Paper(
        title="云溪县惠农补助资金管理办法",
        facts=[("索引号", "00000002X/2026-00001")],
        body=BODY * 3,
        address="https://www.yunxi.example/d/1/",
        foot=["本文件的网页"],
        attachments=["附表.xlsx"],
        pictures={"/files/1/a.png": drawn},
    )
    with pypdfium2.PdfDocument(paper.pdf(made)) as pdf:
        read = "".join(page.get_textpage().get_text_range() for page in pdf)
    word = docx.Document(io.BytesIO(paper.docx(made)))
    written = "\n".join(text.text for text in word.paragraphs)
    written += "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for shown in ("00000002X/2026-00001", "总则", "子项", "多出来的", "裸文字", "附表", "本文件的网页"):
        assert shown in read.replace("\r\n", ""), shown
        assert shown in written, shown
    assert len(word.inline_shapes) == 4  # three pictures and the code
    assert paper.pdf(made) == paper.pdf(made)
