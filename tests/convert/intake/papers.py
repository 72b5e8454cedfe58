"""Word documents written part by part, as Word and WPS write them; everybody in them is invented."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image

from tests.convert.office import package, relations, word_part

PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
TITLE = "云溪县人民政府办公室关于印发云溪县惠农补助资金管理办法的通知"
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
)


def png(color: str = "red", side: int = 40) -> bytes:
    """A square picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), color).save(out, "PNG")
    return out.getvalue()


def photo() -> bytes:
    """A photograph that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "CAMERA-OF-SOMEBODY"
    Image.new("RGB", (2400, 600), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def run(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(text: str, properties: str = "", look: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, look)}</w:p>"


def centred(text: str, points: int = 22, color: str = "") -> str:
    """A centred paragraph of a size."""
    shade = f'<w:color w:val="{color}"/>' if color else ""
    return line(text, '<w:jc w:val="center"/>', f'{shade}<w:sz w:val="{points * 2}"/>')


def right(text: str) -> str:
    """A paragraph at the right."""
    return line(text, '<w:jc w:val="right"/>')


def listed(text: str, number: int, level: int = 0) -> str:
    """An item of a numbered list."""
    return line(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    """A cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{line(text)}</w:tc>"


def table(*rows: str, head: int = 0) -> str:
    """A table of rows of cells; the first `head` rows are repeated on every page."""
    mark = "<w:trPr><w:tblHeader/></w:trPr>"
    written = "".join(f"<w:tr>{mark if at < head else ''}{row}</w:tr>" for at, row in enumerate(rows))
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{written}</w:tbl>"


def picture(identifier: str, alt: str = "", *, anchored: bool = False, millimetres: int = 40) -> str:
    """A run with a picture, in the line or floating over the page."""
    frame, side = "anchor" if anchored else "inline", millimetres * 36_000
    return (
        f'<w:r><w:drawing><wp:{frame}><wp:extent cx="{side}" cy="{side}"/><wp:docPr id="1" name="p" descr="{alt}"/>'
        f'<a:graphic><a:graphicData uri="{PIC}"><a:blip r:embed="{identifier}"/></a:graphicData></a:graphic>'
        f"</wp:{frame}></w:drawing></w:r>"
    )


def level(at: int, kind: str, text: str) -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*lists: str, more: str = "") -> str:
    """The part with the lists 1, 2, …; `more`: further instances."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>'
        for at, levels in enumerate(lists, 1)
    )
    instances = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(lists) + 1)
    )
    return word_part("numbering", abstracts + instances + more)


def docx(
    *body: str,
    media: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    styles: str = STYLES,
) -> bytes:
    """A document. `media`: pictures by the identifier of their relation; `links`: addresses outside; `parts`: more of it."""
    media, links = media or {}, links or {}
    relation = [(name, "image", f"media/{name}.png") for name in media]
    relation += [(name, "hyperlink", target) for name, target in links.items()]
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": word_part("document", f"<w:body>{''.join(body)}</w:body>"),
            "word/styles.xml": word_part("styles", styles),
            "word/_rels/document.xml.rels": relations(*relation),
            **{f"word/media/{name}.png": content for name, content in media.items()},
            **(parts or {}),
        }
    )


def notice(*more: str, media: Mapping[str, bytes] | None = None) -> bytes:
    """A whole notice in the official layout, with more blocks before the signature."""
    return docx(
        line("000012"),
        line("特急"),
        centred("云溪县人民政府办公室文件", 48, "FF0000"),
        centred("云政办发〔2026〕12号", 16),
        centred("云溪县人民政府办公室"),
        centred("关于印发云溪县惠农补助资金管理办法的通知"),
        line("各镇人民政府，县直各单位："),
        line("现将《云溪县惠农补助资金管理办法》印发给你们，请认真执行。"),
        line("一、适用范围"),
        line("本办法自2026年4月1日起施行，有效期至2031年3月31日。"),
        *more,
        line("附件：1.补助标准表"),
        line("2.申请表"),
        right("云溪县人民政府办公室"),
        right("2026年3月5日"),
        line("（此件公开发布）"),
        table(cell("抄送：县委办公室，县人大常委会办公室。"), cell("云溪县人民政府办公室　2026年3月6日印发")),
        media=media,
    )
