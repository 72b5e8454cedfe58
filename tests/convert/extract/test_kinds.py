"""Text and tables with their places out of every kind of file, told by content, and the files that are up to no good."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
import typst
from docx.oxml import OxmlElement
from lxml import etree
from PIL import Image

from gongkai.convert import extract
from gongkai.convert.extract import Extracted, Unreadable
from gongkai.convert.extract.wrapping import joined
from gongkai.convert.simplified import simplify

PROSE = "云溪县财政局2023年主动公开政府信息42条，收到政府信息公开申请5件，均已按期办结。"


def read(data: bytes, name: str = "report") -> Extracted:
    found = extract.read(data, name)
    for table in found.tables:
        for cell in table.cells:
            assert found.text[cell.start : cell.end] == cell.text
            assert table.start <= cell.start <= cell.end <= table.end
    return found


def refused(data: bytes, **limits: int) -> str:
    with pytest.raises(Unreadable) as caught:
        extract.read(data, "report", **limits)
    assert caught.value.text
    return caught.value.code


def grid(found: Extracted, number: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in found.tables[number].cells
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_in_any_encoding(encoding: str) -> None:
    text = f"{PROSE}\n{PROSE}\n"
    assert read(text.encode(encoding)).text == text


def test_a_few_damaged_bytes_are_put_up_with() -> None:
    assert "收到政府信息公开申请5件" in read(b"\xff" + PROSE.encode() + PROSE.encode()).text


def test_what_is_no_text_is_refused() -> None:
    assert refused(bytes(range(256)) * 40) == "not_text"
    assert refused(b"") == "empty"
    assert refused(b"\x00\x00\x00") == "empty"
    assert refused(PROSE.encode(), max_bytes=10) == "too_large"


def test_lines_broken_by_the_width_are_joined_and_others_left() -> None:
    long = (PROSE * 6).replace("\n", "")
    wrapped = "\n".join(long[at : at + 36] for at in range(0, len(long), 36))
    assert read(wrapped.encode()).text == long
    verse = "一、总体情况\n规章 0 0 0\n二、公开情况\n行政许可 5\n"
    assert read(verse.encode()).text == verse


def test_a_page_shows_what_a_browser_shows() -> None:
    page = (
        "<html><head><title>年报</title><style>p{}</style></head><body><!-- 注 --><script>var a=1</script>"
        f"<div><p>{PROSE}</p><p style='display: none'>看不见</p><p>第<b>二</b>段<br>新行</p></div></body></html>"
    )
    found = read(page.encode())
    assert found.text == f"{PROSE}\n第二段\n新行\n"
    assert (found.kind, found.title) == ("html", "年报")


def test_tables_keep_merged_cells_and_layout_tables_are_prose() -> None:
    page = (
        "<table><tr><td>导航</td><td><table><tr><th rowspan='2'>申请人</th><th colspan='2'>件数</th></tr>"
        "<tr><td>自<br>然</td><td>5</td></tr></table></td></tr></table>"
    )
    found = read(f"<html><body>{page}</body></html>".encode())
    assert grid(found) == [
        (0, 0, 2, 1, "申请人"),
        (0, 1, 1, 2, "件数"),
        (1, 1, 1, 1, "自 然"),
        (1, 2, 1, 1, "5"),
    ]
    assert found.text.startswith("导航\n申请人\t件数\n")


def test_nesting_of_any_depth_and_odd_spans_do_no_harm() -> None:
    deep = "<html><p>前</p>" + "<div>" * 50_000 + PROSE + "</div>" * 50_000 + "</html>"
    found = read(deep.encode())
    assert PROSE in found.text
    assert [note.code for note in found.notes] == ["too_deep"]
    odd = "<html><table><tr><td colspan='99999999'>a</td><td rowspan='-3'>b</td></tr><tr><td>c</td></tr></table></html>"
    assert [cell.text for cell in read(odd.encode()).tables[0].cells] == ["a", "b", "c"]


def test_word_documents_with_merged_cells_insertions_and_deletions() -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "申请人"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "件数"
    table.cell(1, 1).text, table.cell(1, 2).text = "3", ""
    after = document.add_paragraph("删去的")
    gone = OxmlElement("w:del")
    after._element.getparent().replace(after._element, gone)
    gone.append(after._element)
    document.add_paragraph("结尾")
    stream = io.BytesIO()
    document.save(stream)
    found = read(stream.getvalue())
    assert grid(found) == [
        (0, 0, 2, 1, "申请人"),
        (0, 1, 1, 2, "件数"),
        (1, 1, 1, 1, "3"),
        (1, 2, 1, 1, ""),
    ]
    assert "删去的" not in found.text
    assert found.text.startswith(PROSE)
    assert found.text.endswith("结尾\n")


def test_workbooks_with_values_formulas_and_hidden_sheets() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表三"
    sheet.append(["申请人", "件数"])
    sheet.append(["自然人", 5])
    sheet["A3"], sheet["B3"] = "总计", "=SUM(B2:B2)"
    sheet.merge_cells("A5:B5")
    sheet["A5"] = "备注"
    hidden = book.create_sheet("内部")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "不显示"
    stream = io.BytesIO()
    book.save(stream)
    found = read(stream.getvalue())
    assert "自然人\t5" in found.text
    assert "不显示" not in found.text
    assert [note.code for note in found.notes] == ["formulas"]
    assert (4, 0, 1, 2, "备注") in grid(found)


def test_pdf_text_and_ruled_tables() -> None:
    source = (
        '#set page(width: 210mm, height: 297mm)\n#set text(font: "Noto Serif CJK SC", size: 12pt)\n'
        f"{PROSE * 4}\n\n#table(columns: 3, [项目], [件数], [备注], [申请], [5], [], [复议], [0], [无])\n"
    )
    found = read(typst.compile(source.encode()))
    assert PROSE * 4 in found.text
    assert [cell.text for cell in found.tables[0].cells] == [
        "项目",
        "件数",
        "备注",
        "申请",
        "5",
        "",
        "复议",
        "0",
        "无",
    ]


def test_scanned_pages_are_recognised() -> None:
    source = (
        f'#set page(width: 180mm, height: 40mm)\n#set text(font: "Noto Serif CJK SC", size: 14pt)\n{PROSE}\n'
    )
    import pypdfium2

    document = pypdfium2.PdfDocument(typst.compile(source.encode()))
    picture = document[0].render(scale=2.8).to_pil().convert("RGB")
    document.close()
    for kind in ("PDF", "PNG"):
        stream = io.BytesIO()
        picture.save(stream, kind)
        found = read(stream.getvalue())
        assert "42" in found.text
        assert "政府信息公开申请5件" in found.text
        assert [note.code for note in found.notes] == ["recognised"]


def package(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def test_packages_that_are_up_to_no_good() -> None:
    assert refused(b"PK\x03\x04broken") == "damaged"
    assert refused(package(word__document_xml=b"<" * 10)) == "damaged"
    assert refused(package(word__document_xml=b"0" * 60_000_000)) == "bomb"
    assert refused(package(readme=b"no office file")) == "not_supported"
    entities = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><d>&a;&b;</d>'
    assert refused(package(word__document_xml=entities)) == "damaged"


def test_older_and_encrypted_office_files_are_named() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert refused(ole) == "legacy"
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert refused(b"%PDF-1.7 nothing in it") == "damaged"
    assert refused(b"\x89PNG\r\n\x1a\nbroken") == "damaged"


def test_a_huge_picture_is_not_opened() -> None:
    stream = io.BytesIO()
    Image.new("1", (9000, 9000)).save(stream, "PNG")
    assert refused(stream.getvalue()) == "too_large"


def test_a_process_of_its_own_with_limits() -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    stream = io.BytesIO()
    document.save(stream)
    assert extract.read_limited(stream.getvalue(), seconds=60).text == f"{PROSE}\n"
    assert extract.read_limited(PROSE.encode()).text == PROSE
    words = b"<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 200_000
    ns = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    long = package(
        word__document_xml=b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (ns, words)
    )
    for data, seconds, code in (
        (package(word__document_xml=b"<"), 60, "damaged"),
        (long, 0, "too_slow"),  # takes so long that no answer can be there by chance
    ):
        with pytest.raises(Unreadable) as caught:
            extract.read_limited(data, seconds=seconds)
        assert caught.value.code == code


def test_traditional_characters_keep_their_places() -> None:
    text = "雲溪縣人民政府收到申請5件，與上年相比增長。"
    assert simplify(text) == "云溪县人民政府收到申请5件，与上年相比增长。"
    assert len(simplify(text)) == len(text)


def test_a_text_box_is_read_once() -> None:
    """Word writes a box twice, for new and for old programs."""
    box = "<w:txbxContent><w:p><w:r><w:t>主动公开130条</w:t></w:r></w:p></w:txbxContent>"
    marks = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v" xmlns:s="urn:s"'
    document = docx.Document()
    document.add_paragraph(PROSE)
    body = document.element.body
    run = OxmlElement("w:r")
    paragraph = body.findall(".//{*}p")[0]
    paragraph.append(run)
    run.append(
        etree.fromstring(
            f'<mc:AlternateContent {marks} xmlns:w="{run.nsmap["w"]}"><mc:Choice Requires="s"><s:box>{box}</s:box></mc:Choice>'
            f"<mc:Fallback><v:box>{box}</v:box></mc:Fallback></mc:AlternateContent>"
        )
    )
    stream = io.BytesIO()
    document.save(stream)
    assert read(stream.getvalue()).text.count("主动公开130条") == 1


def test_a_decimal_at_the_head_of_a_line_is_no_numbered_item() -> None:
    lines = ["一" * 30, "落实政府信息公开工作经费共计用于网站运行维护和宣传资料印制的", "25.82万元。"]
    assert joined(lines)[-1].endswith("印制的25.82万元。")
