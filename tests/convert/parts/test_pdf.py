"""A PDF gives up everything it holds."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
import pytest
from PIL import Image

from gongkai.convert.parts import pdf_objects
from gongkai.convert.parts.model import Contents, Part
from gongkai.convert.parts.pdf import from_pdf
from tests.convert import pdfs

NUMBER = "410000199001011235"


def inner(name: str, data: bytes, path: tuple[str, ...]) -> Contents:
    return Contents("txt", (Part("body", 1, data.decode(), (*path, name)),))


def read(data: bytes) -> Contents:
    return from_pdf(data, (), inner)


def test_wrapped_lines_are_one_and_tables_keep_their_cells() -> None:
    contents = read(
        pdfs.typeset(
            "#set page(width: 12cm)\n"
            "经本人申请、村民评议、镇人民政府审核，现将石塘镇困难群众临时救助名单予以公示，欢迎监督。\n"
            "#table(columns: 3, [姓名], [证件], [电话], [甲], table.cell(colspan: 2)[合并的格], [乙], [1], [2])"
        )
    )
    body = next(part for part in contents.parts if part.name == "body")
    assert "镇人民政府审核，现将石塘镇困难群众临时救助名单予以公示，欢迎监督。\n" in body.text
    (table,) = body.tables
    assert [(cell.row, cell.column, cell.colspan, cell.text) for cell in table.cells][3:5] == [
        (1, 0, 1, "甲"),
        (1, 1, 2, "合并的格"),
    ]
    assert all(body.text[cell.start : cell.end] == cell.text for cell in table.cells)


def test_a_page_turned_on_its_side_has_its_table_the_right_way() -> None:
    document = pikepdf.open(
        io.BytesIO(pdfs.typeset("#rotate(-90deg, reflow: true)[#table(columns: 2, [甲], [乙], [丙], [丁])]"))
    )
    document.pages[0].Rotate = 90
    body = read(pdfs.saved(document)).parts[0]
    assert body.text.startswith("甲\t乙\n丙\t丁")


@pytest.mark.parametrize(
    "content",
    [
        f"BT 3 Tr /F 12 Tf 100 700 Td ({NUMBER}) Tj ET",
        f"1 g BT /F 12 Tf 100 700 Td ({NUMBER}) Tj ET",
        f"BT /F 0.5 Tf 100 700 Td ({NUMBER}) Tj ET",
        f"BT /F 12 Tf 900 700 Td ({NUMBER}) Tj ET",
        f"BT /F 12 Tf 100 700 Td ({NUMBER}) Tj ET 0 g 90 690 200 30 re f",
    ],
    ids=["invisible", "white", "tiny", "off the page", "under a bar"],
)
def test_what_nobody_sees_is_read_as_hidden(content: str) -> None:
    found = pdfs.texts(read(pdfs.drawn("BT /F 12 Tf 100 500 Td (seen) Tj ET " + content)).parts)
    assert NUMBER in found["hidden"]
    assert "seen" in found["body"]


def test_words_across_the_lines_of_a_table_are_not_taken_apart() -> None:
    lines = "".join(f"100 {y} m 400 {y} l S " for y in (600, 640, 680)) + "".join(
        f"{x} 600 m {x} 680 l S " for x in (100, 150, 400)
    )
    found = read(
        pdfs.drawn(f"{lines} BT /F 12 Tf 110 650 Td ({NUMBER}) Tj ET BT /F 12 Tf 160 610 Td (x) Tj ET")
    )
    assert NUMBER in found.parts[0].text


def test_radicals_are_read_as_the_characters_meant() -> None:
    document = pikepdf.open(io.BytesIO(pdfs.typeset("身长")))
    for font in document.pages[0].Resources.Font.values():
        table = font.ToUnicode.read_bytes()
        font.ToUnicode.write(table.replace(b"<8EAB>", b"<2F9D>").replace(b"<957F>", b"<2ED3>"))
    assert read(pdfs.saved(document)).parts[0].text.strip() == "身长"


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    found = pdfs.texts(
        read(pdfs.drawn(f"0.2 g 90 690 200 30 re f 1 g BT /F 12 Tf 100 700 Td ({NUMBER}) Tj ET")).parts
    )
    assert NUMBER in found["body"]


def test_words_beside_the_pages() -> None:
    document = pdfs.blank()
    page = document.pages[0]
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents="批注里的话", T="王某"
    )
    entry = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=[0, 0, 9, 9],
        FT=pikepdf.Name.Tx,
        T="证件号",
        V=NUMBER,
    )
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="tel:13800000000"),
    )
    page.Annots = document.make_indirect([document.make_indirect(one) for one in (note, entry, link)])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[page.Annots[1]])
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('脚本')")
    document.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P="卷")])
    document.docinfo["/Author"] = pikepdf.String("李某")
    document.docinfo["/Old"] = pikepdf.String("旧编码".encode("gb18030"))
    document.attachments["名单.txt"] = pikepdf.AttachedFileSpec(
        document, f"附件 {NUMBER}".encode(), filename="名单.txt"
    )
    contents = read(pdfs.saved(document))
    found = pdfs.texts(contents.parts)
    assert "批注里的话" in found["annotation"]
    assert NUMBER in found["field"]
    assert "tel:13800000000" in found["annotation"] + found.get("link", "")
    assert "脚本" in found["script"]
    assert "卷" in found["label"]
    assert "李某" in found["metadata"]
    assert "旧编码" in found["metadata"]
    assert ("名单.txt",) in {part.path for part in contents.parts if NUMBER in part.text}
    assert "script" in {unread.code for unread in contents.unread}


def test_a_password_is_said() -> None:
    document, made = pdfs.blank(), io.BytesIO()
    document.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert [unread.code for unread in read(made.getvalue()).unread] == ["encrypted"]


def test_what_is_no_pdf_inside_is_said() -> None:
    assert [unread.code for unread in read(b"%PDF-1.7\nnothing").unread] == ["damaged"]


def test_a_scanned_page_is_read_by_recognition() -> None:
    pixels = pdfs.rendered(
        pdfs.typeset("#set page(width: 12cm, height: 3cm, margin: 5mm)\n联系电话 13800001234")
    )
    scanned = pdfs.drawn("q 340 0 0 85 100 600 cm /I Do Q", I=pdfs.picture(pixels))
    (part,) = (part for part in read(scanned).parts if part.name == "picture")
    assert "13800001234" in part.text
    assert part.recognised
    assert part.places[0].page == 1


def test_glyphs_whose_characters_the_file_does_not_tell_are_looked_at() -> None:
    document = pikepdf.open(
        io.BytesIO(pdfs.typeset("#set page(width: 12cm, height: 3cm, margin: 5mm)\n联系电话 13800001234"))
    )
    for font in document.pages[0].Resources.Font.values():
        del font["/ToUnicode"]
    found = pdfs.texts(read(pdfs.saved(document)).parts)
    assert "13800001234" in found["picture"]


def test_words_put_over_glyphs_do_not_hide_them() -> None:
    data = pdfs.drawn(f"/Span <</Actual#54ext (harmless)>> BDC BT /F 12 Tf 100 700 Td ({NUMBER}) Tj ET EMC")
    found = pdfs.texts(read(data).parts)
    assert NUMBER in found["body"]
    assert "harmless" in found["alternative"]


def test_what_is_drawn_for_a_field_is_read_though_it_says_something_else() -> None:
    document = pdfs.blank()
    look = pdfs.form(f"BT /F 12 Tf 2 2 Td ({NUMBER}) Tj ET")(document)
    entry = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[0, 0, 200, 20], FT=pikepdf.Name.Tx, T="no", V="-",
        AP=pikepdf.Dictionary(N=document.make_indirect(look)),
    )  # fmt: skip
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(entry)])
    assert NUMBER in pdfs.texts(read(pdfs.saved(document)).parts)["field"]


def test_a_page_taken_out_and_left_in_the_file_is_read() -> None:
    document = pikepdf.open(io.BytesIO(pdfs.drawn(f"BT /F 12 Tf 100 700 Td (gone {NUMBER}) Tj ET")))
    document.add_blank_page()
    lost = document.pages[0].obj
    del document.pages[0]
    document.Root.Kept = lost
    data = re.sub(rb"/Kept \d+ 0 R", lambda found: b" " * len(found[0]), pdfs.saved(document))
    contents = read(data)
    assert NUMBER in pdfs.texts(contents.parts)["revision"]


def test_layers_that_are_off_are_said() -> None:
    document = pdfs.blank()
    layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="草稿层"))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    contents = read(pdfs.saved(document))
    assert "草稿层" in pdfs.texts(contents.parts)["layer"]
    assert [unread.code for unread in contents.unread] == ["layer"]


def test_an_attachment_that_unpacks_to_too_much_is_not_unpacked() -> None:
    document = pdfs.blank()
    packed = document.make_stream(zlib.compress(b" " * (pdf_objects.MOST_STREAM + 1)))
    packed.Type, packed.Filter = pikepdf.Name.EmbeddedFile, pikepdf.Name.FlateDecode
    named = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec, UF="大.txt", EF=pikepdf.Dictionary(F=document.make_indirect(packed))
    )
    document.Root.AF = pikepdf.Array([document.make_indirect(named)])
    assert [unread.code for unread in read(pdfs.saved(document)).unread] == ["too_large"]


def test_a_picture_that_is_listed_and_not_shown_is_said() -> None:
    image = pdfs.picture(Image.new("RGB", (4, 4)))
    assert [unread.code for unread in read(pdfs.drawn("q Q", I=image)).unread] == ["lost_picture"]
    assert read(pdfs.drawn("/#49 Do", I=image)).unread == ()
