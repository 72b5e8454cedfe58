"""A presentation, with text in every place where one keeps some."""

from __future__ import annotations

import random
from html import escape

from ..model import Draft, Planted, placed
from .packing import CORE, HEAD, core, packed, relations, types

_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_KIND = "application/vnd.openxmlformats-officedocument.presentationml.{}+xml"
PLACES = ("notes", "hidden slide", "comment", "alternative", "property", "master")


def pptx(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """A slide with all visible blocks, each other line in a place of chance."""
    shapes = [_shape(2, draft.title)]
    for number, block in enumerate(draft.blocks, 3):
        shapes.append(_table(number, block.rows) if block.rows else _shape(number, block.text))
    planted = placed(draft.blocks, "slide")
    aside: dict[str, list[str]] = {place: [] for place in PLACES}
    for block in draft.aside:
        where = chance.choice(PLACES)
        planted += placed([block], where)
        aside[where].append(block.text)
    shapes += [_shape(90 + n, "图", described=text) for n, text in enumerate(aside["alternative"])]
    slides = [_slide("sld", shapes)]
    if aside["hidden slide"]:
        slides.append(
            _slide("sld", [_shape(n, text) for n, text in enumerate(aside["hidden slide"], 2)], ' show="0"')
        )
    return packed(_members(draft, slides, aside)), planted


def _members(draft: Draft, slides: list[str], aside: dict[str, list[str]]) -> dict[str, str | bytes]:
    overrides = {
        "ppt/presentation.xml": _KIND.format("presentation.main"),
        "ppt/slideMasters/slideMaster1.xml": _KIND.format("slideMaster"),
        "ppt/slideLayouts/slideLayout1.xml": _KIND.format("slideLayout"),
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    master = _slide("sldMaster", [_shape(n, text) for n, text in enumerate(aside["master"], 2)])
    members: dict[str, str | bytes] = {
        "ppt/slideMasters/slideMaster1.xml": master,
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            ("slideLayout", "../slideLayouts/slideLayout1.xml")
        ),
        "ppt/slideLayouts/slideLayout1.xml": _slide("sldLayout", []),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        ),
    }
    first = [("slideLayout", "../slideLayouts/slideLayout1.xml")]
    if aside["notes"]:
        first.append(("notesSlide", "../notesSlides/notesSlide1.xml"))
        members["ppt/notesSlides/notesSlide1.xml"] = _slide(
            "notes", [_shape(n, text) for n, text in enumerate(aside["notes"], 2)]
        )
        members["ppt/notesSlides/_rels/notesSlide1.xml.rels"] = relations(("slide", "../slides/slide1.xml"))
        overrides["ppt/notesSlides/notesSlide1.xml"] = _KIND.format("notesSlide")
    if aside["comment"]:
        first.append(("comments", "../comments/comment1.xml"))
        said = "".join(
            f'<p:cm authorId="0" idx="{n}"><p:pos x="1" y="1"/><p:text>{escape(text)}</p:text></p:cm>'
            for n, text in enumerate(aside["comment"])
        )
        members["ppt/comments/comment1.xml"] = f"{HEAD}<p:cmLst {_NAMES}>{said}</p:cmLst>"
        overrides["ppt/comments/comment1.xml"] = _KIND.format("comments")
    for number, slide in enumerate(slides, 1):
        members[f"ppt/slides/slide{number}.xml"] = slide
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
            *(first if number == 1 else first[:1])
        )
        overrides[f"ppt/slides/slide{number}.xml"] = _KIND.format("slide")
    shown = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n + 1}"/>' for n in range(1, len(slides) + 1))
    return {
        "[Content_Types].xml": types(overrides),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml"), (CORE, "docProps/core.xml")),
        "ppt/presentation.xml": f'{HEAD}<p:presentation {_NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        f'</p:sldMasterIdLst><p:sldIdLst>{shown}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            *(("slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1)),
        ),
        "docProps/core.xml": core(escape(draft.title), escape(" ".join(aside["property"]))),
        **members,
    }


def _slide(tag: str, shapes: list[str], attributes: str = "") -> str:
    tree = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        + "".join(shapes)
    )
    end = ""
    if tag == "sldMaster":
        colours = " ".join(
            f'{name}="{name}"'
            for name in (
                "accent1",
                "accent2",
                "accent3",
                "accent4",
                "accent5",
                "accent6",
                "hlink",
                "folHlink",
            )
        )
        end = f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" {colours}/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
    return f"{HEAD}<p:{tag} {_NAMES}{attributes}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld>{end}</p:{tag}>"


def _shape(number: int, text: str, described: str = "") -> str:
    alternative = f' descr="{escape(described)}"' if described else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="文本 {number}"{alternative}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _broken(text: str) -> str:
    return escape(text).replace("\n", "</a:t></a:r><a:br/><a:r><a:t>")


def _table(number: int, rows: tuple[tuple[str, ...], ...]) -> str:
    inner = "".join(
        '<a:tr h="370840">'
        + "".join(
            f"<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>{_broken(cell)}</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>"
            for cell in row
        )
        + "</a:tr>"
        for row in rows
    )
    grid = '<a:gridCol w="914400"/>' * len(rows[0])
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="表格 {number}"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
        '<p:xfrm><a:off x="0" y="0"/><a:ext cx="9144000" cy="370840"/></p:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f"<a:tbl><a:tblPr/><a:tblGrid>{grid}</a:tblGrid>{inner}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
