"""What is cut from a picture is painted over, and nothing but pixels is left."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageSequence

from gongkai.convert.parts.picture import from_picture
from gongkai.convert.redaction.model import Box, Cut, NotRedacted
from gongkai.convert.redaction.picture import redact_picture
from tests.convert import pdfs
from tests.convert.parts.test_picture import PHONE, located, shot, written


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_value_is_black_and_the_words_beside_it_are_not(kind: str) -> None:
    data = written(shot(), kind, exif=located())
    text = pdfs.texts(from_picture(data, ()).parts)["picture"]
    start = text.index(PHONE)
    made = redact_picture(data + PHONE.encode(), [Cut("picture", 1, start, start + 11, "138****1234")], [])
    after = from_picture(made, ())
    found = pdfs.texts(after.parts)
    assert "联系电话" in found["picture"]
    assert "0000" not in found["picture"]
    assert "metadata" not in found
    assert after.unread == ()
    assert PHONE.encode() not in made


def test_every_frame_is_kept_and_the_value_goes_from_all() -> None:
    data = written(shot(), "TIFF", save_all=True, append_images=[shot(f"又 {PHONE}")])
    start = pdfs.texts(from_picture(data, ()).parts)["picture"].index(PHONE)
    made = redact_picture(data, [Cut("picture", 1, start, start + 11, "*" * 11)], [Box(2, 0, 0, 0.1, 0.1)])
    assert PHONE not in pdfs.texts(from_picture(made, ()).parts)["picture"]
    frames = list(ImageSequence.Iterator(Image.open(io.BytesIO(made))))
    assert len(frames) == 2
    assert frames[1].getpixel((3, 3)) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_it_stays_what_it_was(kind: str) -> None:
    made = redact_picture(written(Image.new("P", (40, 30), 1), kind), [], [Box(1, 0, 0, 0.5, 1)])
    assert Image.open(io.BytesIO(made)).format == kind
    assert Image.open(io.BytesIO(made)).convert("RGB").getpixel((5, 5)) == (0, 0, 0)


def test_a_box_on_a_picture_held_sideways_is_where_it_was_drawn() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = redact_picture(
        written(Image.new("RGB", (60, 40), "white"), "PNG", exif=exif), [], [Box(1, 0, 0, 0.5, 0.25)]
    )
    picture = Image.open(io.BytesIO(made))
    assert picture.size == (40, 60)
    assert [picture.getpixel(at) for at in ((5, 5), (35, 5), (5, 35))] == [(0, 0, 0), (255,) * 3, (255,) * 3]


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(NotRedacted):
        redact_picture(b"BM", [], [])
