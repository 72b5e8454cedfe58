"""Letters and forms as PDF and DOCX: text that can be taken out again, data that is never code."""

from __future__ import annotations

import io
import subprocess
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from gongkai.convert import typeset, word
from gongkai.convert.official import OfficialLetter, chinese_date

LETTER = OfficialLetter(
    issuer="云溪县财政局",
    title="政府信息公开告知书",
    number="云财依复〔2026〕3号",
    addressee="柳青",
    paragraphs=["本机关收到你的申请,现答复如下:", "一、关于预算", "(一)查阅。可到大厅查阅。", "镕堃喆㎡"],
    signature="云溪县财政局",
    dated_on=date(2026, 3, 5),
    attachments=["预算表", "说明"],
    copy_note="抄送:县政府办公室",
)
HEAD = {"header": True}
TABLE = [
    [{"text": "项目", "rowspan": 2, **HEAD}, {"text": "申请人情况", "colspan": 2, **HEAD}],
    [{"text": "自然人", **HEAD}, {"text": "总计", **HEAD}],
    [{"text": "一、本年新收", "align": "left", **HEAD}, "3", "12"],
]


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-q", str(path), "-"], capture_output=True, check=True, text=True, encoding="utf-8"
    ).stdout


def test_a_letter_says_what_it_should(tmp_path: Path) -> None:
    made = text_of(typeset.letter(LETTER), tmp_path)
    for wanted in ("云溪县财政局", "云财依复〔2026〕3号", "政府信息公开告知书", "柳青：", "2026年3月5日"):
        assert wanted in made
    for wanted in ("现答复如下：", "（一）查阅。", "1.预算表", "抄送：县政府办公室", "镕堃喆㎡"):
        assert wanted in made


def test_a_letter_is_tagged_and_dated(tmp_path: Path) -> None:
    made = typeset.letter(LETTER)
    (tmp_path / "made.pdf").write_bytes(made)
    told = subprocess.run(
        ["pdfinfo", str(tmp_path / "made.pdf")], capture_output=True, check=True, text=True, encoding="utf-8"
    ).stdout
    assert "政府信息公开告知书" in told
    assert "Tagged:          yes" in told
    assert b"/Lang(zh-CN)" in made
    assert made == typeset.letter(LETTER)


def test_data_is_never_typst_code(tmp_path: Path) -> None:
    code = '#panic("x") $x^2$ *粗* _斜_ @ref <标签> \\ // 注 `a` #import "official.typ" = 题 ] } "'
    letter = replace(LETTER, paragraphs=[code], addressee=code, attachments=[code], copy_note=code)
    made = text_of(typeset.letter(letter), tmp_path)
    assert made.count('#panic("x")') >= 3
    assert "*粗*" in made
    form = typeset.form(title="#panic()", sections=[{"heading": code, "table": {"rows": [[code]]}}])
    assert "#panic()" in text_of(form, tmp_path)


@pytest.mark.parametrize("number", ["", "云财〔2026〕1号"])
def test_empty_parts_are_left_out(number: str, tmp_path: Path) -> None:
    bare = replace(LETTER, number=number, addressee="", attachments=(), copy_note="", paragraphs=[])
    made = text_of(typeset.letter(bare), tmp_path)
    assert "附件" not in made
    assert word.letter(bare).startswith(b"PK")


def test_a_long_letter_goes_on_to_numbered_pages(tmp_path: Path) -> None:
    made = text_of(typeset.letter(replace(LETTER, paragraphs=["这是一段很长的文字。" * 30] * 8)), tmp_path)
    assert "—2—" in made
    assert "—1—" not in made  # 信函格式 has no folio on its first page


def test_a_form_holds_its_tables(tmp_path: Path) -> None:
    made = typeset.form(
        title="云溪县财政局2025年政府信息公开工作年度报告",
        issuer="云溪县财政局",
        subtitle="试行稿",
        dated_on=date(2026, 1, 20),
        sections=[
            {"heading": "一、总体情况", "paragraphs": ["全年公开信息312条。"]},
            {"heading": "二、申请", "table": {"rows": TABLE, "columns": [2, 1, 1], "caption": "申请情况"}},
            {"heading": "三、另外", "tables": [{"rows": [["无"]]}, {"rows": [["甲", "乙"]], "columns": 2}]},
        ],
    )
    text = text_of(made, tmp_path)
    for wanted in ("一、总体情况", "申请人情况", "一、本年新收", "申请情况", "2026年1月20日", "—1—"):
        assert wanted in text


def test_a_table_longer_than_a_page_repeats_its_head(tmp_path: Path) -> None:
    rows = [*TABLE, *[["甲", "1", "2"]] * 80]
    text = text_of(typeset.form(title="报告", sections=[{"table": {"rows": rows}}]), tmp_path)
    assert text.count("申请人情况") > 1


def test_a_table_that_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="no cell"):
        typeset.form(title="报告", sections=[{"table": {"rows": [["甲", "乙"], ["丙"]]}}])


def test_threads_share_one_compiler() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(typeset.letter(LETTER))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1


def test_a_wrong_template_or_data_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a template"):
        typeset.pdf("../secret", {})
    with pytest.raises(typeset.TypesettingError):
        typeset.pdf("letter", {"title": "缺其余"})


def test_every_face_has_a_font() -> None:
    assert all(typeset.faces().values())


def test_a_word_letter_has_the_official_layout() -> None:
    document = docx.Document(io.BytesIO(word.letter(LETTER)))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    normal = document.styles["Normal"]
    assert (normal.font.size.pt, normal.paragraph_format.first_line_indent.pt) == (16, 32)
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == word.FANGSONG
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.index("政府信息公开告知书") < texts.index("柳青：") < texts.index("一、关于预算")
    assert document.paragraphs[texts.index("一、关于预算")].style.name == "Heading 1"
    assert (texts[-1], document.core_properties.title) == ("抄送：县政府办公室", "政府信息公开告知书")
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" not in section.first_page_footer._element.xml


def test_a_word_table_keeps_its_merged_cells() -> None:
    document = word.new("报告")
    made = word.table(document, TABLE, widths=[2, 1, 1])
    again = docx.Document(io.BytesIO(word.save(document))).tables[0]
    assert made.cell(0, 1).text == again.cell(0, 2).text == "申请人情况"
    assert again.cell(0, 0).text == again.cell(1, 0).text == "项目"
    assert "w:tblHeader" in again.rows[0]._tr.xml
    assert "w:tblHeader" not in again.rows[2]._tr.xml


def test_dates_are_written_without_leading_zeros() -> None:
    assert chinese_date(date(2026, 3, 5)) == "2026年3月5日"
