import io

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Slides
from pptx.util import Inches

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.pptx import from_pptx
from tests.convert.office import A, Inside, P, R, package, part_of, relations, texts


def read(data: bytes) -> Contents:
    return from_pptx(data, (), Inside())


def saved(slides: Slides) -> bytes:
    stream = io.BytesIO()
    slides.save(stream)
    return stream.getvalue()


def shape(text: str, more: str = "") -> str:
    return (
        f'<p:sp xmlns:p="{P}" xmlns:a="{A}"><p:nvSpPr><p:cNvPr id="1" name="x" {more}/></p:nvSpPr>'
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def test_slides_are_read_in_their_order_with_their_notes() -> None:
    slides = Presentation()
    for title, note in (("第一页", "口述一"), ("第二页", "口述二")):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = title
        slide.notes_slide.notes_text_frame.text = note
    order = slides.slides._sldIdLst
    order.append(order[0])
    slides.slides[1]._element.set("show", "0")
    contents = read(saved(slides))
    parts = [part for part in contents.parts if part.name == "slide"]
    assert [(part.text, part.visible, part.places[0].page) for part in parts] == [
        ("第二页\n", True, 1),
        ("第一页\n", False, 2),
    ]
    notes = [part for part in contents.parts if part.name == "notes"]
    assert [(part.text, part.places[0].page) for part in notes] == [("口述二\n", 1), ("口述一\n", 2)]


def test_a_table_on_a_slide_has_its_cells() -> None:
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(3), Inches(1)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 0).text, table.cell(1, 0).text, table.cell(1, 1).text = "名单", "张某某", "13800138000"
    part = part_of(read(saved(slides)), "slide")
    assert [(cell.row, cell.column, cell.colspan, cell.text) for cell in part.tables[0].cells] == [
        (0, 0, 2, "名单"),
        (1, 0, 1, "张某某"),
        (1, 1, 1, "13800138000"),
    ]
    assert all(part.text[cell.start : cell.end] == cell.text for cell in part.tables[0].cells)


def test_a_chart_gives_its_words_and_its_workbook() -> None:
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    chart = CategoryChartData()
    chart.categories = ["张某某"]
    chart.add_series("补助", (300,))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(2), Inches(2), chart)
    inside = Inside()
    contents = from_pptx(saved(slides), (), inside)
    assert {"张某某", "补助", "300"} <= set(part_of(contents, "chart").text.split("\n"))
    assert [name for name in inside.files if name.endswith(".xlsx")]


def test_hidden_shapes_comments_and_descriptions_are_read() -> None:
    slide = f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree>{shape("看得见", "descr=" + chr(34) + "合影" + chr(34))}'
    slide += f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="2" name="组" hidden="1"/></p:nvGrpSpPr>{shape("看不见")}</p:grpSp>'
    slide += "</p:spTree></p:cSld></p:sld>"
    comments = f'<p:cmLst xmlns:p="{P}"><p:cm authorId="0"><p:text>请核对张某某</p:text></p:cm></p:cmLst>'
    modern = (
        f'<c:cmLst xmlns:c="urn:c" xmlns:a="{A}"><c:cm><c:txBody><a:p><a:r><a:t>问</a:t></a:r></a:p></c:txBody><c:replyLst>'
        "<c:reply><c:txBody><a:p><a:r><a:t>答</a:t></a:r></a:p></c:txBody></c:reply></c:replyLst></c:cm></c:cmLst>"
    )
    contents = read(
        package(
            {
                "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldId r:id="rId1"/></p:presentation>',
                "ppt/_rels/presentation.xml.rels": relations(("rId1", "slide", "slides/slide1.xml")),
                "ppt/slides/slide1.xml": slide,
                "ppt/slides/_rels/slide1.xml.rels": relations(
                    ("rId1", "comments", "../comments/comment1.xml")
                ),
                "ppt/comments/comment1.xml": comments,
                "ppt/comments/modernComment1.xml": modern,
            }
        )
    )
    assert texts(contents, "slide") == ["看得见"]
    assert texts(contents, "hidden") == ["看不见"]
    assert texts(contents, "alternative") == ["合影"]
    assert texts(contents, "comment") == ["请核对张某某", "问", "答"]
    assert {
        part_of(contents, name).places[0].page for name in ("slide", "hidden", "alternative", "comment")
    } == {1}


def test_words_on_a_master_are_on_every_slide() -> None:
    slides = Presentation()
    slides.slide_master.shapes[0].text_frame.text = "内部资料"
    assert "内部资料" in texts(read(saved(slides)), "master")[0]
