"""OFD without what was cut: characters with their widths and glyphs, pictures under a box, signatures that hold no longer."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from gongkai.convert import parts, redaction
from gongkai.convert.redaction import Box, Cut, NotRedacted
from tests.convert.parts.ofd_files import SPACE, ofd, page, text_object

VALUE = "11010119900307123X"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def redacted(data: bytes, instead: str) -> bytes:
    (body,) = (part for part in parts.read(data).parts if part.name == "body")
    at = body.text.index(VALUE)
    return redaction.redact(data, "a.ofd", [Cut("body", 1, at, at + len(VALUE), instead)])


def test_a_value_goes_from_the_page_and_everything_else() -> None:
    glyphs = '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="2"><ofd:Glyphs>71 72</ofd:Glyphs></ofd:CGTransform>'
    data = ofd(
        page(text_object("号" + VALUE[:6], 20, 50, codes=glyphs), text_object(VALUE[6:], 48, 50)),
        info=f"<ofd:Title>{VALUE}</ofd:Title>",
        more={
            "Doc_0/Tags/tag.xml": f"<标引 号='{VALUE}'>{VALUE}</标引>",
            "Doc_0/Signs/Signatures.xml": f"<ofd:Signatures {SPACE}><ofd:Signature BaseLoc='Sign_0/Signature.xml'/></ofd:Signatures>",
            "Doc_0/Signs/Sign_0/Signature.xml": f"<ofd:Signature {SPACE}><ofd:SignedValue>SignedValue.dat</ofd:SignedValue>"
            "</ofd:Signature>",
            "Doc_0/Signs/Sign_0/SignedValue.dat": b"\x30\x03\x02\x01\x01",
        },
    )
    copy = members(redacted(data, "110***********123X"))
    shown = copy["Doc_0/Pages/Page_0/Content.xml"].decode()
    assert ">号110***<" in shown
    assert ">********123X<" in shown
    assert ">71 72<" in shown
    assert not [name for name in copy if "Signs" in name]
    assert b"Signatures" not in copy["OFD.xml"]
    assert VALUE.encode() not in b"".join(copy.values())


def test_a_shorter_replacement_keeps_as_many_widths_and_no_old_glyphs() -> None:
    glyphs = '<ofd:CGTransform CodePosition="0" CodeCount="18" GlyphCount="18"><ofd:Glyphs>1</ofd:Glyphs></ofd:CGTransform>'
    data = ofd(page(text_object(f"{VALUE}号", 20, 50, codes=glyphs)))
    shown = members(redacted(data, "某某"))["Doc_0/Pages/Page_0/Content.xml"].decode()
    assert 'DeltaX="4 4">某某号<' in shown
    assert "Glyphs" not in shown


def test_a_box_takes_characters_drawings_and_pixels() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (100, 100), "white").save(stream, "PNG")
    picture = '<ofd:ImageObject ID="8" Boundary="0 100 100 100" CTM="100 0 0 100 0 0" ResourceID="7"/>'
    stroke = '<ofd:PathObject ID="6" Boundary="30 51 5 2"><ofd:AbbreviatedData>M 0 0</ofd:AbbreviatedData></ofd:PathObject>'
    resources = (
        f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>image.png'
        "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    data = ofd(
        page(text_object("甲乙丙丁", 20, 50), stroke, picture),
        more={"Doc_0/DocumentRes.xml": resources, "Doc_0/Res/image.png": stream.getvalue()},
    )
    boxes = [
        Box(1, 24 / 200, 48 / 300, 36 / 200, 56 / 300),
        Box(1, 0, 100 / 300, 50 / 200, 150 / 300),
    ]
    copy = members(redaction.redact(data, "a.ofd", [], boxes))
    shown = copy["Doc_0/Pages/Page_0/Content.xml"].decode()
    assert ">甲***<" in shown
    assert 'ID="6"' not in shown
    with Image.open(io.BytesIO(copy["Doc_0/Res/image.png"])) as seen:
        assert seen.convert("L").getpixel((10, 10)) == 0
        assert seen.convert("L").getpixel((90, 90)) == 255
    with pytest.raises(NotRedacted) as refused:
        redaction.redact(data, "a.ofd", [], [Box(2, 0, 0, 1, 1)])
    assert refused.value.code == "no_page"
