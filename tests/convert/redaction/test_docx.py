import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai.convert.parts.docx import from_docx
from gongkai.convert.parts.model import Contents
from gongkai.convert.redaction.docx import redact_docx
from gongkai.convert.redaction.model import Cut, NotRedacted
from tests.convert.office import (
    Inside,
    members,
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

PHONE = "13800138000"
MASKED = "138****8000"


def read(data: bytes) -> Contents:
    return from_docx(data, (), Inside())


def untouched(name: str, data: bytes, cuts: object) -> bytes:
    return data


def cut(data: bytes, value: str = PHONE, masked: str = MASKED, name: str = "body") -> bytes:
    """The document without a value that stands in the part of that name."""
    part = part_of(read(data), name)
    start = part.text.index(value)
    asked = Cut(name, part.number, start, start + len(value), masked)
    return redact_docx(data, [asked], untouched)


def test_a_value_split_over_runs_goes_and_every_run_keeps_its_look() -> None:
    looks = ['<w:b w:val="1"/>', "<w:i/>", '<w:color w:val="FF0000"/>']
    runs = [run(sign, looks[at % 3]) for at, sign in enumerate(f"电话{PHONE}。")]
    done = cut(word(paragraph(*runs)))
    assert texts(read(done), "body") == [f"电话{MASKED}。"]
    document = members(done)["word/document.xml"].decode()
    assert [document.count(look) for look in looks] == [sum(look in one for one in runs) for look in looks]


def test_a_shorter_text_goes_into_the_first_run() -> None:
    done = cut(word(paragraph(run("联系"), run("张"), run("某某"), run("。"))), "张某某", "某某")
    assert texts(read(done), "body") == ["联系某某。"]


def test_every_other_place_loses_the_value_too() -> None:
    spelt = "１３８ ００１３－８０００"
    more = {
        "word/comments.xml": word_part(
            "comments", f"<w:comment>{paragraph(run('138'), run('00138000'))}</w:comment>"
        ),
        "word/footer1.xml": word_part("ftr", paragraph(run(spelt))),
        "docProps/custom.xml": f'<Properties><property name="电话"><v>{PHONE}</v></property></Properties>',
        "customXml/item1.xml": f'<x who="{PHONE}"><!-- {PHONE} --><?note {PHONE}?>{PHONE}</x>',
        "word/styles.xml": word_part("styles", f'<w:style w:styleId="{PHONE}"/>'),
        "word/_rels/document.xml.rels": relations(("rId1", "hyperlink", f"tel:{PHONE}")),
        "word/media/image1.emf": metafile("138", "00138000"),
        "word/activeX/activeX1.bin": b"\x00" + PHONE.encode("utf-16-le") + b"\x00\x00",
    }
    body = paragraph(
        run(PHONE),
        f"<w:del><w:r><w:delText>{PHONE}</w:delText></w:r></w:del>",
        run(PHONE, "<w:vanish/>"),
        f'<w:r><w:drawing><wp:docPr id="1" name="x" descr="{PHONE}"/></w:drawing></w:r>',
        f"<w:r><w:instrText>QUOTE {PHONE}</w:instrText></w:r>",
    )
    done = cut(word(body, more))
    for content in members(done).values():
        assert PHONE.encode() not in content
        assert PHONE.encode("utf-16-le") not in content
    assert not [part.name for part in read(done).parts if PHONE in part.text or spelt in part.text]


def test_fallbacks_for_old_programs_lose_the_value_too() -> None:
    box = "<w:txbxContent>{}</w:txbxContent>".format(paragraph(run("1380"), run("0138000")))
    body = paragraph(
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    done = cut(word(body), name="textbox")
    assert texts(read(done), "textbox") == [MASKED]
    assert members(done)["word/document.xml"].count(b"8000") == 2


def test_a_number_with_a_digit_in_each_cell_goes() -> None:
    cells = "".join(f"<w:tc>{paragraph(run(digit))}</w:tc>" for digit in PHONE)
    data = word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    done = cut(data, "\t".join(PHONE), MASKED)
    assert texts(read(done), "body") == ["\t".join(MASKED)]


def test_the_picture_of_the_old_document_and_its_signature_go() -> None:
    document = docx.Document()
    document.add_paragraph(f"电话{PHONE}")
    stream = io.BytesIO()
    document.save(stream)
    held = {**members(stream.getvalue()), "_xmlsignatures/sig1.xml": b"<Signature/>"}
    done = cut(package(held))
    assert not [name for name in members(done) if "thumbnail" in name or "signatures" in name]
    assert docx.Document(io.BytesIO(done)).paragraphs[0].text == f"电话{MASKED}"


def test_files_in_the_document_are_redacted_by_those_who_can() -> None:
    more = {
        "word/media/image1.png": b"\x89PNG",
        "word/embeddings/oleObject1.bin": packed("名单.txt", f"电话{PHONE}，备用".encode()),
    }

    def inner(name: str, data: bytes, cuts: object) -> bytes:
        return data.replace(PHONE.encode(), "没有了，这里比原来长得多".encode() * 400)

    done = redact_docx(word(paragraph(run("正文")), more), [], inner)
    inside = Inside()
    from_docx(done, (), inside)
    assert inside.files["word/media/image1.png"] == b"\x89PNG"
    assert PHONE.encode() not in inside.files["word/embeddings/oleObject1.bin/名单.txt"]
    assert PHONE.encode() not in members(done)["word/embeddings/oleObject1.bin"]


def test_what_an_object_says_about_its_file_loses_the_value_too() -> None:
    name = "word/embeddings/oleObject1.bin"
    done = cut(word(paragraph(run("张某某")), {name: packed("张某某.txt", b"x")}), "张某某", "张**")
    inside = Inside()
    from_docx(done, (), inside)
    assert list(inside.files) == [f"{name}/张**.txt  "]
    assert "张某某".encode("gb18030") not in members(done)[name]


def test_a_program_that_knows_the_value_goes() -> None:
    more = {
        "word/vbaProject.bin": program(f'x = "{PHONE}"'),
        "word/_rels/document.xml.rels": relations(("rId1", "vbaProject", "vbaProject.bin")),
    }
    done = members(cut(word(paragraph(run(PHONE)), more)))
    assert "word/vbaProject.bin" not in done
    assert b"vbaProject" not in done["word/_rels/document.xml.rels"]
    more["word/vbaProject.bin"] = program("x = 1")
    assert "word/vbaProject.bin" in members(cut(word(paragraph(run(PHONE)), more)))


def test_a_member_named_after_the_value_gets_another_name() -> None:
    data = word(
        paragraph(run("正文")),
        {
            f"word/media/{PHONE}.png": b"\x89PNG",
            "word/_rels/document.xml.rels": relations(("rId1", "image", f"media/{PHONE}.png")),
        },
    )
    name = f"word/media/{PHONE}.png"
    done = redact_docx(data, [Cut("name", 1, 11, 22, "x", (name,))], untouched)
    assert "word/media/x.png" in members(done)
    assert b'"media/x.png"' in members(done)["word/_rels/document.xml.rels"]


def test_nothing_is_left_between_the_members() -> None:
    stream = io.BytesIO(word(paragraph(run(PHONE))))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = PHONE.encode()
        archive.writestr("word/header9.xml", word_part("hdr", paragraph(run(PHONE))))
    assert PHONE.encode() not in cut(stream.getvalue())


def test_entities_do_not_outlive_the_cut() -> None:
    body = word_part(
        "document", f"<w:body>{paragraph(run(PHONE))}<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>"
    )
    done = cut(package({"word/document.xml": f'<!DOCTYPE x [<!ENTITY x "{PHONE}">]>{body}'}))
    assert PHONE.encode() not in members(done)["word/document.xml"]


def test_a_cut_of_another_file_is_refused() -> None:
    with pytest.raises(NotRedacted) as refused:
        redact_docx(word(paragraph(run("正文"))), [Cut("body", 1, 0, 99, "")], untouched)
    assert refused.value.code == "stale"


def test_a_small_number_does_not_take_the_measures_of_the_page_along() -> None:
    data = word(paragraph(run("共11906元")) + '<w:sectPr><w:pgSz w:w="11906"/></w:sectPr>')
    assert b'w:w="11906"' in members(cut(data, "11906", "*"))["word/document.xml"]


def test_a_word_does_not_take_the_names_of_parts_along() -> None:
    data = word(
        paragraph(run("见 document 一节")),
        {"word/_rels/document.xml.rels": relations(("a", "image", "b.png"))},
    )
    done = members(cut(data, "document", "***"))
    assert "word/document.xml" in done
    assert b"officeDocument" in done["word/_rels/document.xml.rels"]


_LOOKS = {
    "shown": "{}",
    "hidden": "{}",
    "deleted": "<w:del>{}</w:del>",
    "inserted": "<w:ins>{}</w:ins>",
    "bold": "<w:hyperlink>{}</w:hyperlink>",
}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["联系", "138", "0013", "8000", "1", PHONE, " ", "。"]),
            st.sampled_from(sorted(_LOOKS)),
        ),
        max_size=12,
    )
)
def test_no_way_of_reading_the_document_gives_the_value_back(pieces: list[tuple[str, str]]) -> None:
    runs = [
        _LOOKS[look].format(
            f'<w:r><w:rPr>{"<w:vanish/>" if look == "hidden" else ""}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        )
        for text, look in [(PHONE, "shown"), ("；", "shown"), *pieces]
    ]
    done = etree.fromstring(members(cut(word(paragraph(*runs))))["word/document.xml"])
    for left_out in ((), ("del",), ("ins",), ("del", "vanish"), ("ins", "vanish"), ("vanish",)):
        said = "".join(
            node.text or ""
            for node in done.iter("{*}t")
            if not any(etree.QName(one).localname in left_out for one in node.iterancestors())
            and not ("vanish" in left_out and node.getparent().find(".//{*}vanish") is not None)
        )
        assert PHONE not in said.replace(" ", "")


def test_what_is_not_cut_stays_as_it_was() -> None:
    body = paragraph(run(PHONE), run(" 留 ", "<w:u/>")) + "<w:sectPr/>"
    before, after = (
        etree.tostring(etree.fromstring(members(data)["word/document.xml"]), method="c14n")
        for data in (word(body), cut(word(body)))
    )
    assert after.replace(MASKED.encode(), PHONE.encode()) == before
