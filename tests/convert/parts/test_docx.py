import io
from itertools import pairwise

import docx
import pytest

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.parts.docx import from_docx
from gongkai.convert.parts.kinds import kinds_of
from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.ooxml_ole import compound_file
from tests.convert.office import (
    Inside,
    codes,
    metafile,
    package,
    packed,
    paragraph,
    part_of,
    program,
    relations,
    run,
    texts,
    word,
    word_part,
)


def read(data: bytes) -> Contents:
    return from_docx(data, (), Inside())


def test_a_value_in_a_run_for_each_character_reads_as_one() -> None:
    body = paragraph(*map(run, "电话13800138000"))
    assert texts(read(word(body)), "body") == ["电话13800138000"]


def test_a_table_has_its_cells_with_their_spans() -> None:
    document = docx.Document()
    document.add_paragraph("名单")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "姓名"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "号码"
    table.cell(2, 2).text = "第一行\n第二行"
    stream = io.BytesIO()
    document.save(stream)
    part = part_of(read(stream.getvalue()), "body")
    cells = {cell.text: cell for cell in part.tables[0].cells}
    assert (cells["姓名"].rowspan, cells["号码"].colspan) == (2, 2)
    assert all(part.text[cell.start : cell.end] == cell.text for cell in part.tables[0].cells)
    assert "第一行\n第二行" in cells
    assert [(place.cell, place.paragraph) for place in part.places][:2] == [(None, 1), ("表1 A1", None)]


def test_a_table_in_a_table_keeps_its_cells() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{paragraph(run('外'))}{inner}</w:tc></w:tr></w:tbl>"
    part = part_of(read(word(body)), "body")
    assert [[cell.text for cell in table.cells] for table in part.tables] == [["姓名"], ["外\n姓名"]]


def test_what_stands_around_the_body_is_read_too() -> None:
    more = {
        "word/header1.xml": word_part("hdr", paragraph(run("页眉"))),
        "word/footer1.xml": word_part("ftr", paragraph(run("页脚"))),
        "word/footnotes.xml": word_part(
            "footnotes", f'<w:footnote w:id="1">{paragraph(run("脚注"))}</w:footnote>'
        ),
        "word/endnotes.xml": word_part(
            "endnotes", f'<w:endnote w:id="1">{paragraph(run("尾注"))}</w:endnote>'
        ),
        "word/comments.xml": word_part(
            "comments", f'<w:comment w:id="0" w:author="王某">{paragraph(run("批注"))}</w:comment>'
        ),
        "word/glossary/document.xml": word_part(
            "glossaryDocument",
            f"<w:docParts><w:docPart><w:docPartBody>{paragraph(run('词条'))}</w:docPartBody></w:docPart></w:docParts>",
        ),
        "word/settings.xml": word_part(
            "settings", '<w:docVars><w:docVar w:name="经办" w:val="赵某"/></w:docVars>'
        ),
    }
    contents = read(word(paragraph(run("正文")), more))
    read_as = {name: texts(contents, name) for name in ("header", "footer", "footnote", "endnote", "comment")}
    assert read_as == {
        "header": ["页眉"],
        "footer": ["页脚"],
        "footnote": ["脚注"],
        "endnote": ["尾注"],
        "comment": ["批注"],
    }
    assert texts(contents, "author") == ["王某"]
    assert texts(contents, "glossary") == ["词条"]
    assert texts(contents, "property") == ["经办：赵某"]


def test_a_paragraph_with_changes_reads_as_it_is_and_as_it_was() -> None:
    changed = (
        f'<w:del w:author="王某"><w:r><w:delText>8000</w:delText></w:r></w:del><w:ins>{run("9999")}</w:ins>'
    )
    contents = read(word(paragraph(run("电话1380013"), changed)))
    assert texts(contents, "body") == ["电话13800139999"]
    assert texts(contents, "deleted") == ["电话13800138000"]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:rStyle w:val="Secret"/>',
        '<w:color w:val="FFFFFF"/>',
        '<w:sz w:val="2"/>',
        '<w:color w:val="000000"/><w:highlight w:val="black"/>',
        '<w:color w:val="000000"/><w:shd w:fill="000000"/>',
    ],
)
def test_hidden_words_are_shown_in_their_paragraph(properties: str) -> None:
    styles = word_part(
        "styles",
        '<w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Secret"><w:basedOn w:val="Hidden"/></w:style>',
    )
    body = paragraph(run("姓名："), run("张某某", properties), run("。"))
    contents = read(word(body, {"word/styles.xml": styles}))
    assert texts(contents, "body") == ["姓名：。"]
    assert texts(contents, "hidden") == ["姓名：张某某。"]
    assert not part_of(contents, "hidden").visible


@pytest.mark.parametrize(
    "properties", ['<w:vanish w:val="0"/>', '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>']
)
def test_what_can_be_seen_is_not_hidden(properties: str) -> None:
    assert texts(read(word(paragraph(run("张某某", properties)))), "body") == ["张某某"]


def _box(chosen: str, fallback: str) -> str:
    content = "<w:txbxContent>{}</w:txbxContent>"
    return paragraph(
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{content.format(paragraph(run(chosen)))}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content.format(paragraph(run(fallback)))}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_unless_old_programs_are_told_something_else() -> None:
    assert texts(read(word(_box("框中", "框中"))), "textbox") == ["框中"]
    contents = read(word(paragraph(run("上文")) + _box("框中", "另说")))
    assert texts(contents, "textbox") == ["框中", "另说"]
    assert [place.paragraph for place in part_of(contents, "textbox").places] == [2]


def test_words_in_attributes_and_fields_are_read() -> None:
    body = paragraph(
        '<w:r><w:drawing><wp:docPr id="1" name="图片 1" descr="张某某的照片"/></w:drawing></w:r>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:instrText>QUOTE "1380</w:instrText></w:r><w:r><w:instrText>0138000"</w:instrText></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:r><w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict></w:r>',
    )
    links = relations(("rId1", "hyperlink", "mailto:zhang@example.cn"))
    contents = read(word(body, {"word/_rels/document.xml.rels": links}))
    assert texts(contents, "alternative") == ["张某某的照片\n内部资料"]
    assert texts(contents, "field") == ['QUOTE "13800138000"']
    assert texts(contents, "link") == ["mailto:zhang@example.cn"]


def test_every_stretch_tells_its_paragraph_and_its_page() -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    cell = f"<w:tbl><w:tr><w:tc>{paragraph(run('格'), run('藏', '<w:vanish/>'))}</w:tc></w:tr></w:tbl>"
    body = paragraph(run("一"), turn, run("续")) + paragraph(turn, run("三"), run("隐", "<w:vanish/>")) + cell
    contents = read(word(body))
    places = {
        name: [(place.page, place.paragraph, place.cell) for place in part_of(contents, name).places]
        for name in ("body", "hidden")
    }
    assert places == {
        "body": [(1, 1, None), (3, 2, None), (3, None, "表1 A1")],
        "hidden": [(3, 2, None), (3, None, "表1 A1")],
    }


def test_properties_say_what_they_are() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>李某某</dc:creator></cp:coreProperties>'
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="身份证号"><vt:lpwstr>未填</vt:lpwstr></property></Properties>'
    )
    contents = read(word(paragraph(run("正文")), {"docProps/core.xml": core, "docProps/custom.xml": custom}))
    assert sorted(texts(contents, "property")) == ["作者：李某某", "身份证号：未填"]


def test_parts_nobody_knows_give_up_their_words() -> None:
    data = '<data xmlns="urn:x" who="张某某"><号码>1</号码><号码>13800138000</号码><!-- 旧稿 --></data>'
    contents = read(word(paragraph(run("正文")), {"customXml/item1.xml": data}))
    assert texts(contents, "other") == ["张某某\n号码：13800138000\n 旧稿 "]


def test_an_attribute_the_office_never_writes_is_seen() -> None:
    body = '<w:p hidden="身份证号"><w:r><w:t>正文</w:t></w:r></w:p>'
    assert texts(read(word(body)), "other") == ["身份证号"]


def test_files_in_the_document_are_handed_on_by_their_name() -> None:
    inside = Inside()
    more = {
        "word/embeddings/名单.xlsx": b"PK\x03\x04",
        "word/media/image1.png": b"\x89PNG",
        "word/afchunk.htm": "<html/>",
    }
    from_docx(word(paragraph(run("正文")), more), (), inside)
    assert sorted(inside.files) == sorted(more)


def test_the_picture_that_a_library_leaves_in_every_file_is_not_read() -> None:
    stream, inside = io.BytesIO(), Inside()
    docx.Document().save(stream)
    from_docx(stream.getvalue(), (), inside)
    assert inside.files == {}


def test_the_strict_dialect_reads_the_same() -> None:
    data = package(
        {
            "word/document.xml": word_part("document", f"<w:body>{paragraph(run('正文'))}</w:body>").replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
        }
    )
    assert texts(read(data), "body") == ["正文"]


def test_a_document_whose_main_part_has_another_name_is_a_document() -> None:
    types = (
        '<Types><Override PartName="/word/document2.xml" ContentType="application/vnd.{}.main+xml"/></Types>'
    )
    for kind in ("openxmlformats-officedocument.wordprocessingml.document", "ms-word.document.macroEnabled"):
        data = package(
            {"[Content_Types].xml": types.format(kind), "word/document2.xml": word_part("document", "")}
        )
        assert kinds_of(data) == ("docx",)


def test_a_second_body_nobody_points_to_is_read_too() -> None:
    more = {"word/document2.xml": word_part("document", f"<w:body>{paragraph(run('另一份'))}</w:body>")}
    assert texts(read(word(paragraph(run("正文")), more)), "body") == ["正文", "另一份"]


def test_binary_parts_are_searched_for_words_and_reported() -> None:
    unknown = b"\x01\x00\x02\x4e" + "张某某赵某".encode("utf-16-le") + bytes(3) + b"13800138000"
    contents = read(word(paragraph(run("正文")), {"word/activeX/activeX1.bin": unknown}))
    assert codes(contents) == ["binary_part"]
    assert texts(contents, "binary") == ["张某某赵某\n13800138000"]


def test_the_source_of_a_program_is_read_and_the_program_reported() -> None:
    contents = read(word(paragraph(run("正文")), {"word/vbaProject.bin": program('x = "张某某"')}))
    assert codes(contents) == ["macros"]
    assert 'x = "张某某"' in texts(contents, "script")[0]


def test_the_words_of_a_metafile_read_line_by_line() -> None:
    contents = read(
        word(paragraph(run("正文")), {"word/media/image1.emf": metafile("1380", "0138000", "\n张某某")})
    )
    assert texts(contents, "drawing") == ["13800138000\n张某某"]
    assert codes(contents) == []


def test_a_file_packed_in_an_object_is_handed_on_with_its_name() -> None:
    inside = Inside()
    more = {"word/embeddings/oleObject1.bin": packed("名单.txt", "张某某".encode())}
    from_docx(word(paragraph(run("正文")), more), (), inside)
    assert inside.files == {"word/embeddings/oleObject1.bin/名单.txt": "张某某".encode()}


def test_an_old_document_is_handed_on_as_it_is() -> None:
    inside = Inside()
    old = compound_file({"WordDocument": b"x" * 5000})
    from_docx(word(paragraph(run("正文")), {"word/embeddings/oleObject1.bin": old}), (), inside)
    assert inside.files == {"word/embeddings/oleObject1.bin": old}


_LAUGHS = '<!ENTITY a "多">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in pairwise("abcdefghijklmnopqrstuvwx")
)


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ('<!ENTITY x "多余">', "document_type"),
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "document_type"),
        (_LAUGHS, "damaged_part"),
    ],
)
def test_entities_are_neither_resolved_nor_passed_over_in_silence(declared: str, code: str) -> None:
    body = word_part("document", "<w:body><w:p><w:r><w:t>前&x;后</w:t></w:r></w:p></w:body>")
    contents = read(package({"word/document.xml": f"<!DOCTYPE x [{declared}]>{body}"}))
    assert codes(contents) == [code]
    assert "root:" not in "".join(part.text for part in contents.parts)
    assert "前" in "".join(part.text for part in contents.parts)


def test_a_broken_part_is_reported_and_searched() -> None:
    more = {"word/header1.xml": word_part("hdr", paragraph(run("13800138000")))[:-8]}
    contents = read(word(paragraph(run("正文")), more))
    assert codes(contents) == ["damaged_part"]
    assert texts(contents, "body") == ["正文"]
    assert "13800138000" in texts(contents, "other")[0]


def test_elements_nested_beyond_sense_are_reported() -> None:
    deep = word_part("document", "<w:body>" + "<w:sdt>" * 50_000 + "</w:sdt>" * 50_000 + "</w:body>")
    assert codes(read(package({"word/document.xml": deep}))) == ["damaged_part"]


def test_tables_within_tables_within_tables_come_to_an_end() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 500 + paragraph(run("13800138000")) + "</w:tc></w:tr></w:tbl>" * 500
    assert "13800138000" in texts(read(word(deep)), "body")[0]


def test_a_document_without_its_main_part_is_reported() -> None:
    contents = read(package({"word/header1.xml": word_part("hdr", paragraph(run("页眉")))}))
    assert codes(contents) == ["damaged"]
    assert texts(contents, "header") == ["页眉"]


def test_names_that_climb_out_of_the_package_are_only_names() -> None:
    inside = Inside()
    from_docx(word(paragraph(run("正文")), {"../../etc/cron.d/x.png": b"\x89PNG"}), (), inside)
    assert list(inside.files) == ["../../etc/cron.d/x.png"]


def test_a_bomb_is_not_opened() -> None:
    with pytest.raises(Unreadable) as refused:
        read(word(paragraph(run("正文")), {"word/media/image1.png": bytes(50_000_000)}))
    assert refused.value.code == "bomb"


def test_an_encrypted_document_is_refused() -> None:
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Unreadable) as refused:
        read(encrypted)
    assert refused.value.code == "encrypted"


def test_what_programs_write_into_attributes_is_not_shown() -> None:
    body = (
        '<w:p w:rsidR="00326F90"><w:r><w:drawing><wp:docPr id="2209977519" name="矩形 3"/></w:drawing></w:r></w:p>'
        '<w:sectPr w:rsidRPr="24062061"><w:pgSz w:w="11906"/></w:sectPr>'
    )
    assert [part.name for part in read(word(body)).parts] == []


def test_an_identifier_is_shown_wherever_it_hides() -> None:
    assert texts(read(word('<w:p w:rsidR="13800138000"/>')), "other") == ["13800138000"]


@pytest.mark.parametrize("said", ["张某某 12", "tel:13800138000", "a@b.cn", "87654321", "urn:13800138000"])
def test_what_a_person_wrote_into_attributes_is_shown(said: str) -> None:
    assert texts(read(word("<w:p/>", {"customXml/item1.xml": f'<x y="{said}"/>'})), "other") == [said]
