"""A picture gives up what is seen on it and what it carries."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from gongkai.convert.parts.picture import from_picture
from gongkai.convert.parts.picture_words import recognised
from tests.convert import pdfs

PHONE = "13800001234"


def shot(text: str = f"联系电话 {PHONE}") -> Image.Image:
    return pdfs.rendered(pdfs.typeset(f"#set page(width: 12cm, height: 2cm, margin: 4mm)\n{text}"))


def written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def located() -> Image.Exif:
    exif = Image.Exif()
    exif[270] = "a caption"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 39.0, 27.0), 3: "E", 4: (104.0, 3.0, 36.0)})
    return exif


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_what_follows_its_end(kind: str) -> None:
    data = written(Image.new("RGB", (40, 30), "white"), kind)
    assert from_picture(data, ()).unread == ()
    assert [unread.code for unread in from_picture(data + b"PK\x03\x04", ()).unread] == ["trailing_bytes"]


def test_the_cameras_notes_with_the_position_in_degrees() -> None:
    found = pdfs.texts(from_picture(written(Image.new("RGB", (60, 40)), "JPEG", exif=located()), ()).parts)
    assert "纬度30.657500，经度104.060000" in found["metadata"]
    assert "a caption" in found["metadata"]


def test_text_in_png_and_comments() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_itxt("Comment", f"电话 {PHONE}", zip=True)
    assert PHONE in from_picture(written(Image.new("1", (9, 9)), "PNG", pnginfo=text), ()).parts[0].text
    assert PHONE in from_picture(written(Image.new("L", (9, 9)), "JPEG", comment=PHONE), ()).parts[0].text


def test_every_page_of_a_fax_once() -> None:
    data = written(shot("甲"), "TIFF", save_all=True, append_images=[shot("甲"), shot(PHONE)])
    pages = [
        (part.number, part.places[0].page) for part in from_picture(data, ()).parts if part.name == "picture"
    ]
    assert pages == [(1, 1), (3, 3)]


@pytest.mark.parametrize("turn", [90, 180])
def test_a_picture_the_wrong_way_up_is_read_and_its_places_are_its_own(turn: int) -> None:
    picture = pdfs.rendered(
        pdfs.typeset(
            f"#set page(width: 12cm, height: 4cm, margin: 4mm)\n联系电话 {PHONE}\n\n云溪县人民政府\n\n石塘镇"
        )
    ).rotate(turn, expand=True)
    found = recognised(picture)
    start = found.text.index(PHONE)
    (box,) = found.boxes(start, start + len(PHONE))
    ImageDraw.Draw(picture).rectangle(box, fill="white")
    again = recognised(picture.rotate(-turn, expand=True)).text
    assert PHONE[4:] not in again
    assert "联系电话" in again


def test_thirty_thousand_pixels_square_are_refused_before_they_are_unpacked() -> None:
    contents = from_picture(written(Image.new("1", (30_000, 30_000)), "PNG"), ())
    assert [unread.code for unread in contents.unread] == ["too_large"]


def test_a_thumbnail_of_another_picture_is_said() -> None:
    small = written(Image.new("RGB", (160, 120), "white"), "JPEG")
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + b"\x00\x00" + (14).to_bytes(4, "little")
    exif += b"\x03\x00" + b"".join(
        tag.to_bytes(2, "little")
        + kind.to_bytes(2, "little")
        + (1).to_bytes(4, "little")
        + value.to_bytes(4, "little")
        for tag, kind, value in ((0x0103, 4, 6), (0x0201, 4, 56), (0x0202, 4, len(small)))
    )
    exif += b"\x00" * 4 + small
    codes = [
        [
            unread.code
            for unread in from_picture(
                written(Image.new("RGB", (320, 240), colour), "JPEG", exif=exif), ()
            ).unread
        ]
        for colour in ("black", "white")
    ]
    assert codes == [["thumbnail"], []]


def test_what_is_no_picture_is_said() -> None:
    assert [unread.code for unread in from_picture(b"\x89PNG\r\n\x1a\nbroken", ()).unread] == ["damaged"]


def test_a_table_on_a_page_that_lay_askew_keeps_its_cells() -> None:
    picture = pdfs.rendered(
        pdfs.typeset(
            "#set page(width: 11cm, height: 4.5cm, margin: 5mm)\n"
            "#table(columns: (2cm, 1fr, 1fr), [姓名], [住址], [电话], [甲某], [石塘镇人民路一百二十三号], [], "
            f"[乙某], table.cell(colspan: 2)[{PHONE}])"
        )
    ).rotate(1.5, expand=True, fillcolor="white")
    found = recognised(picture)
    (table,) = found.tables
    assert [(cell.row, cell.column, cell.colspan, cell.text) for cell in table.cells[3:]] == [
        (1, 0, 1, "甲某"),
        (1, 1, 1, "石塘镇人民路一百二十三号"),
        (1, 2, 1, ""),
        (2, 0, 1, "乙某"),
        (2, 1, 2, PHONE),
    ]
    assert all(found.text[cell.start : cell.end] == cell.text for cell in table.cells)
