"""OFD: what is on the pages as it is read, and what is not on them."""

from __future__ import annotations

import io

from PIL import Image

from gongkai.convert import parts
from gongkai.convert.parts.der import from_der
from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.ofd import deltas
from tests.convert.parts.ofd_files import SPACE, ofd, page, text_object


def texts(data: bytes) -> dict[tuple[str, int], str]:
    return {(part.name, part.number): part.text for part in parts.read(data).parts if not part.path}


def test_pages_are_read_line_by_line_in_their_order() -> None:
    first = page(
        text_object("身份证号", 20, 50),
        text_object("江宁省清川市", 20, 20),
        text_object("110101", 36, 50),
        text_object("1990", 60, 50),
    )
    found = texts(ofd(first, page(text_object("第二页", 20, 20))))
    assert found["body", 1] == "江宁省清川市\n身份证号1101011990\n"
    assert found["body", 2] == "第二页\n"
    (part,) = (part for part in parts.read(ofd(first)).parts if part.name == "body")
    assert part.places[0].page == 1


def test_words_that_stand_apart_are_columns() -> None:
    rows = [("姓名", "证号"), ("张三", "12"), ("李四", "34")]
    made = page(*(
        text_object(word, 20 + 40 * column, 50 + 8 * row)
        for row, line in enumerate(rows)
        for column, word in enumerate(line)
    ))  # fmt: skip
    (part,) = (part for part in parts.read(ofd(made)).parts if part.name == "body")
    (table,) = part.tables
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (row, column, word) for row, line in enumerate(rows) for column, word in enumerate(line)
    ]
    assert all(part.text[cell.start : cell.end] == cell.text for cell in table.cells)


def test_what_is_not_seen_on_a_page() -> None:
    white = '<ofd:FillColor Value="255 255 255"/>'
    made = page(
        text_object("看得见", 20, 20),
        text_object("不画的", 20, 30, more='Visible="false"'),
        text_object("白的", 20, 40, codes=white),
        text_object("太小的", 20, 50, size=0.1),
    )
    found = texts(ofd(made, info="<ofd:Author>王五</ofd:Author><ofd:CustomDatas><ofd:CustomData Name='电话'>"
                      "13800001111</ofd:CustomData></ofd:CustomDatas>"))  # fmt: skip
    assert found["body", 1] == "看得见\n"
    assert set(found["hidden", 1].split("\n")) == {"不画的", "白的", "太小的", ""}
    assert found["property", 1] == "王五\n电话：13800001111\n"


def test_notes_tags_attachments_and_pictures_are_read() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    note = (
        f'<ofd:PageAnnot {SPACE}><ofd:Annot Creator="赵六经办"><ofd:Remark>批注13800001111</ofd:Remark><ofd:Appearance>'
        f"{text_object('章下', 1, 1)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
    )
    contents = parts.read(
        ofd(
            page(text_object("文", 1, 1)),
            more={
                "Doc_0/Annots/Page_0/Annotation.xml": note,
                "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {SPACE}><ofd:Page PageID="0"><ofd:FileLoc>'
                "Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
                "Doc_0/Tags/tag.xml": "<云溪 签发人='钱七'><签发>孙八</签发></云溪>",
                "Doc_0/Attachs/a.txt": "附件".encode(),
                "Doc_0/Res/image.png": stream.getvalue(),
            },
        )
    )
    found = {(part.path, part.name): part.text for part in contents.parts}
    assert found[(), "annotation"] == "批注13800001111\n章下\n"
    (note_part,) = (part for part in contents.parts if part.name == "annotation")
    assert parts.place_of(note_part, 0).page == 1
    assert "赵六经办" in found[(), "other"] or any("赵六经办" in part.text for part in contents.parts)
    for words in ("钱七", "孙八"):
        assert any(words in part.text for part in contents.parts)
    assert found[("Doc_0/Attachs/a.txt",), "body"] == "附件"
    assert (("Doc_0/Res/image.png",), "name") in found


def test_a_seal_gives_its_names_and_its_picture() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    name, picture = "云溪县财政局".encode(), stream.getvalue()
    body = b"\x0c" + bytes([len(name)]) + name + b"\x04\x81" + bytes([len(picture)]) + picture
    seen: list[str] = []

    def inner(name: str, data: bytes, path: tuple[str, ...]) -> Contents:
        assert data == picture
        seen.append(name)
        return Contents("image")

    found = from_der(b"\x30\x81" + bytes([len(body)]) + body, (), inner)
    assert [part.text for part in found.parts] == ["云溪县财政局"]
    assert seen == ["seal-1"]
    assert from_der(b"\x30\x84\xff\xff\xff\xff" + b"\x30" * 5000, (), inner).parts == ()


def test_widths_may_be_repeated() -> None:
    assert deltas("1 g 3 2.5 4") == [1, 2.5, 2.5, 2.5, 4]
    assert deltas("g") == []
    assert len(deltas("g 99999999999 1")) <= 100_000
    assert deltas("x nan 1e99") == [0, 0, 0]
