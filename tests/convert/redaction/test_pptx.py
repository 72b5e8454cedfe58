import io

from pptx import Presentation
from pptx.util import Inches

from gongkai.convert.parts.pptx import from_pptx
from gongkai.convert.redaction.model import Cut
from gongkai.convert.redaction.pptx import redact_pptx
from tests.convert.office import Inside, members, part_of

PHONE = "13800138000"
MASKED = "138****8000"


def untouched(name: str, data: bytes, cuts: object) -> bytes:
    return data


def test_a_value_goes_from_slides_tables_notes_and_masters() -> None:
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    for sign in PHONE:
        slide.shapes.title.text_frame.paragraphs[0].add_run().text = sign
    table = slide.shapes.add_table(1, 1, 0, 0, Inches(3), Inches(1)).table
    table.cell(0, 0).text = f"电话{PHONE}"
    slide.notes_slide.notes_text_frame.text = f"备注{PHONE}"
    slides.slide_master.shapes[0].text_frame.text = PHONE
    slides.core_properties.comments = PHONE
    stream = io.BytesIO()
    slides.save(stream)
    part = part_of(from_pptx(stream.getvalue(), (), Inside()), "slide")
    start = part.text.index(PHONE)
    done = redact_pptx(stream.getvalue(), [Cut("slide", 1, start, start + len(PHONE), MASKED)], untouched)
    assert not [name for name, content in members(done).items() if PHONE.encode() in content]
    again = Presentation(io.BytesIO(done)).slides[0]
    assert again.shapes.title.text_frame.text == MASKED
    assert len(again.shapes.title.text_frame.paragraphs[0].runs) == len(PHONE)
    assert again.notes_slide.notes_text_frame.text == f"备注{MASKED}"
