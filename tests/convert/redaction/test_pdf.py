"""What is cut from a PDF is in none of its bytes, and the rest looks as it did."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest
from PIL import Image, ImageChops

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.pdf import from_pdf
from gongkai.convert.redaction.model import Box, Cut, NotRedacted
from gongkai.convert.redaction.pdf import redact_pdf
from tests.convert import pdfs

NUMBER = "410000199001011235"
MASKED = "410***********1235"


def cut_out(data: bytes, value: str = NUMBER, replacement: str = MASKED) -> bytes:
    """The file with the first place where the value stands cut; the others have to be found."""
    for part in from_pdf(data, (), lambda name, held, path: Contents("txt")).parts:
        at = part.text.find(value)
        if at >= 0:
            return redact_pdf(
                data,
                [Cut(part.name, part.number, at, at + len(value), replacement)],
                [],
                lambda name, held, cuts: held,
            )
    raise AssertionError("the value is not read")


def boxed(data: bytes, *boxes: Box) -> bytes:
    return redact_pdf(data, [], boxes, lambda name, held, cuts: held)


def is_anywhere(data: bytes, value: str = NUMBER) -> bool:
    """Whether another extractor, or the bytes of any stream or object, still have the value."""
    forms = (value.encode(), value.encode("utf-16-be"), value.encode().hex().encode())
    return value in "".join(pdfs.plumbed(data).split()) or any(
        form in held for held in pdfs.streams(data).values() for form in forms
    )


def difference(before: bytes, after: bytes, page: int = 0) -> Image.Image:
    return ImageChops.difference(pdfs.rendered(before, page), pdfs.rendered(after, page)).convert("L")


LINES = {
    "in one string": f"BT /F 12 Tf 100 700 Td (No {NUMBER} end) Tj ET",
    "with kerning": "BT /F 12 Tf 100 700 Td [(No 4100) -20 (00199) 30 (001011235) -300 (end)] TJ ET",
    "in several strings": "BT /F 12 Tf 100 700 Td (No 410000) Tj (199001011) Tj (235 end) Tj ET",
    "sign by sign": "BT /F 12 Tf 100 700 Td "
    + " ".join(f"({sign}) Tj" for sign in f"No {NUMBER} end")
    + " ET",
    "spaced and stretched": f"BT /F 12 Tf 1 Tc 3 Tw 80 Tz 2 Ts 100 700 Td (No {NUMBER} end) Tj ET",
    "on the next line": f"BT /F 12 Tf 14 TL 100 700 Td (first) Tj (No {NUMBER} end) ' 1 2 (last one) \" ET",
    "in a matrix": f"q 0.5 0.1 -0.1 0.5 50 400 cm BT /F 24 Tf 1 0 0 1 90 300 Tm (No {NUMBER} end) Tj ET Q",
    "with one Q too many": f"q Q Q BT /F 12 Tf 100 700 Td (No {NUMBER} end) Tj ET",
    "in hexadecimal": f"BT /F 12 Tf 100 700 Td <{('No ' + NUMBER + ' end').encode().hex()}> Tj ET",
}


@pytest.mark.parametrize("content", LINES.values(), ids=LINES.keys())
def test_glyphs_are_taken_from_the_content_and_nothing_else_moves(content: str) -> None:
    data = pdfs.drawn(content + " 0 0 1 rg 50 50 100 20 re f")
    assert is_anywhere(data)
    made = cut_out(data)
    assert not is_anywhere(made)
    assert not is_anywhere(made, NUMBER[3:14])
    found = pdfs.plumbed(made)
    assert "410" in found
    assert "end" in found or "last" in found
    different = difference(data, made)
    box = different.getbbox()
    assert box is not None
    assert (box[2] - box[0]) * (box[3] - box[1]) < 0.02 * different.width * different.height


def test_the_page_is_still_text_and_not_a_picture() -> None:
    data = pdfs.typeset(f"公示 身份证号 {NUMBER}，其余照旧。")
    made = cut_out(data)
    assert not is_anywhere(made)
    assert "其余照旧" in pdfs.plumbed(made)


def test_other_occurrences_go_however_spaced() -> None:
    made = cut_out(pdfs.typeset(f"甲 {NUMBER}\n\n#pagebreak()\n乙 4100 0019 9001 0112 35，丙 {NUMBER}"))
    assert not is_anywhere(made)
    assert "0011" not in pdfs.plumbed(made).replace(" ", "")


@pytest.mark.parametrize("depth", [1, 3])
def test_forms_within_forms(depth: int) -> None:
    inner = pdfs.form(f"BT /F 12 Tf 100 700 Td (No {NUMBER} end) Tj ET")
    for _ in range(depth - 1):
        below = inner
        inner = lambda document, below=below: pdfs.form(  # noqa: E731 - one form around the other
            "q 1 0 0 1 5 5 cm /X Do Q", XObject=pikepdf.Dictionary(X=document.make_indirect(below(document)))
        )(document)
    data = pdfs.drawn("q 1 0 0 1 10 10 cm /X Do Q", X=inner)
    made = cut_out(data)
    assert not is_anywhere(made)
    assert "end" in pdfs.plumbed(made)


def test_a_page_turned_and_cropped() -> None:
    document = pikepdf.open(io.BytesIO(pdfs.typeset(f"#v(5cm)\n甲乙丙 {NUMBER} 丁")))
    document.pages[0].Rotate = 270
    document.pages[0].CropBox = pikepdf.Array([20, 20, 560, 800])
    made = cut_out(pdfs.saved(document))
    assert not is_anywhere(made)
    assert "丁" in pdfs.plumbed(made)


def test_typefaces_that_are_not_embedded() -> None:
    document = pdfs.blank()
    document.pages[0].Resources.Font.G = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/SimSun"),
        Encoding=pikepdf.Name("/GBK-EUC-H"),
        DescendantFonts=[
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.CIDFontType2,
                BaseFont=pikepdf.Name("/SimSun"),
                CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="GB1", Supplement=2),
                DW=1000,
                W=[1, 95, 500, 814, 939, 500],
                FontDescriptor=pikepdf.Dictionary(
                    Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/SimSun"), Flags=6, ItalicAngle=0,
                    Ascent=859, Descent=-141, CapHeight=683, StemV=78, FontBBox=[-8, -145, 1000, 859],
                ),
            )
        ],
    )  # fmt: skip
    words = f"证件 {NUMBER} 其余".encode("gbk").hex()
    document.pages[0].Contents = document.make_stream(f"BT /G 12 Tf 100 700 Td <{words}> Tj ET".encode())
    made = cut_out(pdfs.saved(document))
    assert not is_anywhere(made)
    assert "其余" in pdfs.texts(from_pdf(made, (), lambda *_: Contents("")).parts)["body"]


def test_what_stands_for_the_glyphs_when_read_aloud_goes_too() -> None:
    data = pdfs.drawn(
        f"/Span <</ActualText (No {NUMBER})>> BDC BT /F 12 Tf 100 700 Td (No {NUMBER}) Tj ET EMC"
    )
    assert not is_anywhere(cut_out(data))


def scanned(text: str) -> Image.Image:
    return pdfs.rendered(pdfs.typeset(f"#set page(width: 12cm, height: 3cm, margin: 5mm)\n{text}"))


def test_pixels_go_from_a_picture_and_from_no_other_page() -> None:
    pixels = scanned(f"证件 {NUMBER} 其余")
    document = pikepdf.open(io.BytesIO(pdfs.drawn("q 340 0 0 85 100 600 cm /I Do Q", I=pdfs.picture(pixels))))
    document.pages.append(document.pages[0])
    document.pages[1].Contents = document.make_stream(b"BT /F 12 Tf 100 700 Td (no picture) Tj ET")
    made = cut_out(pdfs.saved(document))
    with pikepdf.open(io.BytesIO(made)) as after:
        images = [
            item
            for item in after.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
        (kept,) = (pikepdf.PdfImage(image).as_pil_image() for image in images)
    box = ImageChops.difference(pixels, kept).getbbox()
    assert box is not None
    assert 0.2 < (box[2] - box[0]) / pixels.width < 0.6
    assert kept.crop(box).getextrema() == ((0, 0),) * 3


def test_a_layer_of_words_over_a_scan_goes_with_the_pixels_beneath() -> None:
    data = pdfs.drawn(
        f"q 340 0 0 85 100 600 cm /I Do Q BT 3 Tr /F 20 Tf 110 630 Td ({NUMBER}) Tj ET",
        I=pdfs.picture(Image.new("RGB", (680, 170), "yellow")),
    )
    made = cut_out(data)
    assert not is_anywhere(made)
    assert pdfs.rendered(made, scale=1).getpixel((160, 842 - 635)) == (0, 0, 0)


def test_everything_under_a_box_drawn_by_hand_goes() -> None:
    data = pdfs.drawn(
        "0 g 100 700 m 110 720 120 720 130 700 c f 100 650 100 10 re f "
        f"BT /F 12 Tf 100 740 Td ({NUMBER}) Tj 0 -200 Td (below) Tj ET"
    )
    made = boxed(data, Box(1, 0.1, 0.1, 0.6, 0.2))
    assert not is_anywhere(made)
    assert b" c" not in b"".join(held for name, held in pdfs.streams(made).items() if "stream" in name)
    assert "below" in pdfs.plumbed(made)


def test_notes_and_what_is_filled_in_under_a_box_go() -> None:
    document = pdfs.blank()
    made = [
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=rect, Contents=said)
        for rect, said in (([100, 700, 200, 720], NUMBER), ([100, 100, 200, 120], "stays"))
    ]
    entry = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=[300, 700, 400, 720],
        FT=pikepdf.Name.Tx,
        T="no",
        V=NUMBER,
    )
    answer = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[9, 9, 20, 20], Contents="answer"
    )
    notes = [document.make_indirect(one) for one in (*made, entry, answer)]
    notes[3]["/IRT"] = notes[0]
    document.pages[0].Annots = pikepdf.Array(notes)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[notes[2]])
    after = boxed(pdfs.saved(document), Box(1, 0.1, 0.1, 0.9, 0.2))
    assert not is_anywhere(after)
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert [str(note.get("/Contents")) for note in opened.pages[0].Annots] == ["stays", "None", "answer"]


def test_a_page_with_curves_running_out_of_a_box_becomes_a_picture() -> None:
    data = pdfs.drawn(f"100 700 m 300 900 500 500 550 700 c S BT /F 12 Tf 100 740 Td ({NUMBER}) Tj ET")
    made = boxed(data, Box(1, 0.1, 0.1, 0.6, 0.2))
    assert not is_anywhere(made)
    assert pdfs.plumbed(made) == ""
    left_as_it_was = difference(data, made).crop((0, 500, 1600, 2300))
    assert left_as_it_was.getextrema()[1] < 64


def test_words_beside_the_pages_go() -> None:
    document = pdfs.blank()
    page = document.pages[0]
    page.Contents = document.make_stream(f"BT /F 12 Tf 100 700 Td ({NUMBER}) Tj ET".encode())
    shown = document.make_stream(f"BT /F 12 Tf 0 0 Td ({NUMBER}) Tj ET".encode())
    shown.Type, shown.Subtype, shown.BBox = (
        pikepdf.Name.XObject,
        pikepdf.Name.Form,
        pikepdf.Array([0, 0, 200, 20]),
    )
    entry = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[0, 0, 200, 20], FT=pikepdf.Name.Tx, T="no",
        V=NUMBER, DV=f"({NUMBER})", AP=pikepdf.Dictionary(N=document.make_indirect(shown)),
    )  # fmt: skip
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=f"见 {NUMBER}"
    )
    page.Annots = document.make_indirect([document.make_indirect(one) for one in (entry, note)])
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=[page.Annots[0]], XFA=document.make_stream(f"<x>{NUMBER}</x>".encode())
    )
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(
            Names=[
                "a",
                pikepdf.Dictionary(
                    S=pikepdf.Name.JavaScript, JS=document.make_stream(f"x='{NUMBER}'".encode())
                ),
            ]
        )
    )
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"第一 {NUMBER}", 0))
    with document.open_metadata() as metadata:
        metadata["dc:description"] = f"关于 {NUMBER}"
    document.docinfo["/Subject"] = pikepdf.String(f"关于 {NUMBER}")
    made = cut_out(pdfs.saved(document))
    assert not is_anywhere(made)
    with pikepdf.open(io.BytesIO(made)) as after:
        assert str(after.pages[0].Annots[1].Contents) == f"见 {MASKED}"


def test_earlier_versions_are_gone() -> None:
    before = pdfs.drawn(f"BT /F 12 Tf 100 700 Td ({NUMBER} old) Tj ET")
    at = before.rindex(b"startxref") + 10
    previous = int(before[at : before.index(b"\n", at)])
    with pikepdf.open(io.BytesIO(before)) as document:
        number = document.pages[0].Contents.objgen[0]
        size, root = int(document.trailer.Size), document.Root.objgen[0]
    content = f"BT /F 12 Tf 100 700 Td (new {NUMBER[:6]}) Tj ET".encode()
    later = before + b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (
        number,
        len(content),
        content,
    )
    xref = len(later)
    later += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, len(before), size, root, previous, xref,
    )  # fmt: skip
    assert NUMBER in pdfs.texts(from_pdf(later, (), lambda *_: Contents("")).parts)["revision"]
    made = cut_out(later)
    assert not is_anywhere(made)
    assert made.count(b"%%EOF") == 1


def test_a_file_within_is_handed_on_and_put_back() -> None:
    document = pdfs.blank()
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, b"secret", filename="a.txt")
    asked: list[tuple[str, bytes, Sequence[Cut]]] = []

    def inner(name: str, data: bytes, cuts: Sequence[Cut]) -> bytes:
        asked.append((name, data, cuts))
        return b"******"

    cuts = [Cut("body", 1, 0, 6, "******", ("a.txt",))]
    made = redact_pdf(pdfs.saved(document), cuts, [], inner)
    assert asked == [("a.txt", b"secret", cuts)]
    with pikepdf.open(io.BytesIO(made)) as after:
        assert after.attachments["a.txt"].get_file().read_bytes() == b"******"


def test_a_file_with_a_password_is_refused() -> None:
    document, made = pdfs.blank(), io.BytesIO()
    document.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(NotRedacted) as refused:
        boxed(made.getvalue(), Box(1, 0, 0, 1, 1))
    assert refused.value.code == "encrypted"


def test_a_picture_of_which_the_page_shows_a_part_is_read_and_redacted_as_a_whole() -> None:
    data = pdfs.drawn(
        "BT /F 12 Tf 100 300 Td (a page of words) Tj ET q 100 600 60 85 re W n 340 0 0 85 100 600 cm /I Do Q",
        I=pdfs.picture(scanned(f"证件 {NUMBER} 其余")),
    )
    made = cut_out(data)
    with pikepdf.open(io.BytesIO(made)) as after:
        (image,) = (
            item
            for item in after.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        )
        assert pikepdf.PdfImage(image).as_pil_image().crop((200, 45, 300, 65)).getextrema() == ((0, 0),) * 3
    assert "page of words" in pdfs.plumbed(made)
