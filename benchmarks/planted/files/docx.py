"""A Word document, with text in every place where Word keeps some."""

from __future__ import annotations

import random
from html import escape

from ..model import Block, Draft, Planted, placed
from . import xlsx
from .packing import CORE, HEAD, core, packed, relations, types

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
PLACES = (
    "header", "footer", "footnote", "endnote", "comment", "deleted", "inserted", "hidden", "textbox", "property",
    "custom property", "alternative", "link", "embedded", "settings", "white",
)  # fmt: skip
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def docx(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """The visible blocks in the body, each other line in a place of chance."""
    body = [_paragraph(_run(draft.title))]
    body += [_table(chance, b) if b.rows else _paragraph(_runs(chance, b.text)) for b in draft.blocks]
    planted = placed(draft.blocks, "body")
    aside: dict[str, list[str]] = {}
    for block in draft.aside:
        where = chance.choice(PLACES)
        planted += placed([block], where)
        aside.setdefault(where, []).append(block.text)
    for where, form in _INLINE.items():
        body += [_paragraph(form.format(text=escape(text))) for text in aside.get(where, ())]
    return packed(_members(chance, draft, body, aside)), planted


_INLINE = {
    "deleted": '<w:del w:id="90" w:author="甲"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>',
    "inserted": '<w:ins w:id="91" w:author="甲"><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:ins>',
    "hidden": '<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>',
    "white": '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>',
    "textbox": (
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:inline><wp:extent cx=\"900000\" cy=\"900000\"/>"
        '<wp:docPr id="7" name="文本框"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        "</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        '<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ),
    "alternative": (
        '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="8" name="图片" descr="{text}"/>'
        "</wp:inline></w:drawing></w:r>"
    ),
    "link": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "#{text}" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>详情</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
}  # fmt: skip
_NOTES = {
    "footnote": "footnotes",
    "endnote": "endnotes",
    "comment": "comments",
    "header": "header1",
    "footer": "footer1",
}


def picture_in_word(picture: bytes) -> bytes:
    """A document that holds nothing but a picture (PNG)."""
    shown = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="5400000" cy="3600000"/><wp:docPr id="1" name="扫描件"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="扫描件"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill><pic:spPr/></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    return packed(
        {
            "[Content_Types].xml": types(
                {"word/document.xml": _KIND.format("document.main")}, {"png": "image/png"}
            ),
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"{HEAD}<w:document {_NAMES}><w:body>{_paragraph(shown)}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(("image", "media/image1.png")),
            "word/media/image1.png": picture,
        }
    )


def _members(
    chance: random.Random, draft: Draft, body: list[str], aside: dict[str, list[str]]
) -> dict[str, str | bytes]:
    members: dict[str, str | bytes] = {}
    overrides = {"word/document.xml": _KIND.format("document.main")}
    listed: list[tuple[str, str]] = []
    section = ""
    for where, file in _NOTES.items():
        if where not in aside:
            continue
        listed.append((where if file[-1] == "1" else file, f"{file}.xml"))
        overrides[f"word/{file}.xml"] = _KIND.format(file.rstrip("1"))
        members[f"word/{file}.xml"] = _note(where, aside[where])
        if file[-1] == "1":
            section += f'<w:{where}Reference w:type="default" r:id="rId{len(listed)}"/>'
        else:
            mark = "commentReference" if where == "comment" else f"{where}Reference"
            body += [
                _paragraph(f'<w:r><w:{mark} w:id="{number}"/></w:r>')
                for number in range(2, 2 + len(aside[where]))
            ]
    if "settings" in aside:
        values = "".join(
            f'<w:docVar w:name="v{n}" w:val="{escape(text)}"/>' for n, text in enumerate(aside["settings"])
        )
        members["word/settings.xml"] = (
            f"{HEAD}<w:settings {_NAMES}><w:docVars>{values}</w:docVars></w:settings>"
        )
        overrides["word/settings.xml"] = _KIND.format("settings")
        listed.append(("settings", "settings.xml"))
    if "embedded" in aside:
        rows = tuple((text,) for text in aside["embedded"])
        inner = Draft("附表", draft.agency, [Block(rows=rows)])
        members["word/embeddings/sheet1.xlsx"] = xlsx.xlsx(chance, inner)[0]
        listed.append(("package", "embeddings/sheet1.xlsx"))
        body.append(
            _paragraph(
                f'<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="_1" r:id="rId{len(listed)}"/></w:object></w:r>'
            )
        )
    outer = [("officeDocument", "word/document.xml"), (CORE, "docProps/core.xml")]
    members["docProps/core.xml"] = core(escape(draft.title), escape(" ".join(aside.get("property", ()))))
    overrides["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    if "custom property" in aside:
        outer.append(("custom-properties", "docProps/custom.xml"))
        overrides["docProps/custom.xml"] = (
            "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        )
        members["docProps/custom.xml"] = _custom(aside["custom property"])
    document = f"{HEAD}<w:document {_NAMES}><w:body>{''.join(body)}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    return {
        "[Content_Types].xml": types(
            overrides, {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        "_rels/.rels": relations(*outer),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": relations(*listed),
        **members,
    }


def _note(where: str, texts: list[str]) -> str:
    if where in ("header", "footer"):
        tag = "hdr" if where == "header" else "ftr"
        return f"{HEAD}<w:{tag} {_NAMES}>{''.join(_paragraph(_run(text)) for text in texts)}</w:{tag}>"
    author = ' w:author="经办人"' if where == "comment" else ""
    inner = "".join(
        f'<w:{where} w:id="{number}"{author}>{_paragraph(_run(text))}</w:{where}>'
        for number, text in enumerate(texts, 2)
    )
    return f"{HEAD}<w:{where}s {_NAMES}>{inner}</w:{where}s>"


def _custom(texts: list[str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/"
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="备注{n}"><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
        for n, text in enumerate(texts, 2)
    )
    return f'{HEAD}<Properties xmlns="{kinds}custom-properties" xmlns:vt="{kinds}docPropsVTypes">{inner}</Properties>'


def _paragraph(runs: str) -> str:
    return f"<w:p>{runs}</w:p>"


def _run(text: str) -> str:
    written = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r><w:t xml:space="preserve">{written}</w:t></w:r>'


def _runs(chance: random.Random, text: str) -> str:
    """One run, or as many as an editing history leaves behind, down to one a character."""
    roll = chance.random()
    if roll < 0.6:
        return _run(text)
    size = 1 if roll < 0.7 else chance.randint(2, 9)
    return "".join(_run(text[at : at + size]) for at in range(0, len(text), size))


def _table(chance: random.Random, block: Block) -> str:
    rows = (
        "<w:tr>"
        + "".join(f"<w:tc><w:tcPr/>{_paragraph(_runs(chance, cell))}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in block.rows
    )
    grid = "<w:gridCol/>" * len(block.rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
