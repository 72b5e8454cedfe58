"""What a document really says, and the writing of it: each call puts words into the file and into the truth."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

_ALIGN = {"left": 0, "center": 1, "right": 2}


@dataclass
class Truth:
    """`headings`: (level from 2, words); `lines`: every paragraph of the text as printed, headings and items too;
    `tables`: cells as (row, column, rowspan, colspan, words, is header); `absent`: words that must not be in the text."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    tables: list[list[tuple[int, int, int, int, str, bool]]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)
    absent: list[str] = field(default_factory=list)
    pictures: int = 0


def picture(color: str = "navy", side: int = 60) -> io.BytesIO:
    """A square of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), color).save(out, "PNG")
    out.seek(0)
    return out


class Paper:
    """One document and its truth."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.truth = Truth()
        self.document: Any = docx.Document()
        self._parts: dict[str, tuple[str, str]] = {}

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def raw(self, xml: str) -> Any:
        """An element at the end of the text, written by hand."""
        made = parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1) if xml.startswith("<w:p>") else xml)
        self.document.element.body.insert_element_before(made, "w:sectPr")
        return made

    def put(self, words: str, *, align: str = "left", size: float = 16, bold: bool = False, red: bool = False,
            style: str | None = None) -> Any:  # fmt: skip
        """A paragraph that is not in the truth."""
        made = self.document.add_paragraph(style=style)
        made.alignment = _ALIGN[align]
        run = made.add_run(words)
        run.font.size = Pt(size)
        run.font.bold = bold or None
        if red:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
        return made

    def text(self, words: str, **look: Any) -> Any:
        """A paragraph of the text."""
        self.truth.lines.append(words)
        return self.put(words, **look)

    def heading(self, words: str, level: int, **look: Any) -> Any:
        """A heading; `level` as the page shall have it, from 2."""
        self.truth.headings.append((level, words))
        return self.text(words, **look)

    def says(self, **fields: str) -> None:
        """Fields that the layout shows."""
        self.truth.fields.update(fields)

    # -- parts of the official layout ------------------------------------------------------------------------------

    def head(
        self, issuer: str, number: str, *, marks: Sequence[tuple[str, str]] = (), signer: str = ""
    ) -> None:
        """The red head: marks in lines of their own, the name, the number, who signed for issue."""
        for name, words in marks:
            self.put(words, size=16)
            self.says(**{name: words})
        self.put(f"{issuer}文件", align="center", size=40, red=True)
        self.put(
            f"{number}　　　　签发人：{signer}" if signer else number, align="left" if signer else "center"
        )
        self.says(issuer=issuer, document_number=number)
        if signer:
            self.says(signed_for_issue=signer)

    def title(self, *lines: str, size: float = 22, style: str | None = None) -> None:
        """The title in its lines, each a paragraph."""
        for line in lines:
            self.put(line, align="center", size=size, style=style)
        self.says(title="".join(line.replace("　", "").strip() for line in lines))

    def to(self, addressees: str) -> None:
        """Whom it is for; it stays in the text."""
        self.text(f"{addressees}：")
        self.says(addressees=addressees)

    def sign(self, *names: str, day: str, iso: str, seal: bool = False) -> None:
        """Names and day at the right; a seal over them."""
        for name in names:
            made = self.text(name, align="right")
            if seal:
                self.seal(made)
        self.text(day, align="right")
        self.says(publisher="、".join("".join(name.split()) for name in names), signed_on=iso)

    def imprint(self, copies: str, printer: str, day: str, iso: str, *, as_table: bool = True) -> None:
        """Copies and who printed it, under the text; no part of it."""
        lines = [f"抄送：{copies}。", f"{printer}　　{day}印发"]
        if as_table:
            made = self.document.add_table(rows=2, cols=1)
            for row, words in enumerate(lines):
                made.cell(row, 0).text = words
        else:
            for words in lines:
                self.put(words, size=14)
        self.says(copies=copies, printed_by=printer, printed_on=iso)
        self.truth.absent.append("抄送")

    # -- tables, pictures, other parts -----------------------------------------------------------------------------

    def table(self, rows: Sequence[Sequence[Any]], *, head: int = 0, marked: bool = True) -> None:
        """A table. A cell is words or (words, colspan, rowspan); `head`: rows that are its head, `marked` as such in the file."""
        width = sum(cell[1] if isinstance(cell, tuple) else 1 for cell in rows[0])
        made = self.document.add_table(rows=len(rows), cols=width, style="Table Grid")
        taken: set[tuple[int, int]] = set()
        truth = []
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                words, across, down = cell if isinstance(cell, tuple) else (cell, 1, 1)
                while (at, column) in taken:
                    column += 1
                taken |= {(at + low, column + right) for low in range(down) for right in range(across)}
                target = made.cell(at, column)
                if across > 1 or down > 1:
                    target = target.merge(made.cell(at + down - 1, column + across - 1))
                target.text = words
                truth.append((at, column, down, across, words, at + down <= head))
                column += across
            if at < head and marked:
                made.rows[at]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        self.truth.tables.append(truth)

    def image(self, alt: str = "") -> None:
        """A picture in the text."""
        made = self.document.add_paragraph().add_run().add_picture(picture(), width=Mm(60))
        made._inline.docPr.set("descr", alt)
        self.truth.pictures += 1

    def seal(self, paragraph: Any) -> None:
        """A round seal that floats over a paragraph."""
        inline = paragraph.add_run().add_picture(picture("red"), width=Mm(42))._inline
        anchor = parse_xml(
            f'<wp:anchor {nsdecls("wp", "a", "pic", "r")} behindDoc="0" distT="0" distB="0" distL="0" distR="0" '
            'simplePos="0" relativeHeight="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV></wp:anchor>'
        )
        for child in list(inline):
            anchor.append(child)
        inline.getparent().replace(inline, anchor)
        self.truth.notes.add("seal")

    def numbering(self, *levels: tuple[str, str]) -> str:
        """A new list with levels (format, text); its identifier."""
        root = self.document.part.numbering_part.element
        number = 900 + len(root.findall(qn("w:num")))
        written = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for at, (kind, text) in enumerate(levels)
        )
        root.insert(
            0,
            parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{written}</w:abstractNum>'),
        )
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
        return str(number)

    def item(self, words: str, number: str, level: int, printed: str, *, heading: int = 0) -> None:
        """A paragraph of a list; `printed`: the number Word prints before it (empty for a bullet)."""
        made = self.put(words)
        properties = made._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            )
        )
        self.truth.lines.append(printed + words)
        if heading:
            self.truth.headings.append((heading, printed + words))

    def part(self, name: str, kind: str, xml: str) -> None:
        """Another part of the document, such as its footnotes."""
        self._parts[name] = (kind, xml)

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.document.save(out)
        return self._with_parts(out.getvalue()) if self._parts else out.getvalue()

    def _with_parts(self, data: bytes) -> bytes:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as before,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
        ):
            for name in before.namelist():
                content = before.read(name)
                for at, (part, (kind, _xml)) in enumerate(self._parts.items()):
                    if name == "[Content_Types].xml":
                        mime = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
                        added = f'<Override PartName="/word/{part}" ContentType="{mime}"/></Types>'
                        content = content.replace(b"</Types>", added.encode())
                    if name == "word/_rels/document.xml.rels":
                        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                        added = f'<Relationship Id="rIdX{at}" Type="{base}{kind}" Target="{part}"/></Relationships>'
                        content = content.replace(b"</Relationships>", added.encode())
                after.writestr(name, content)
            for part, (_kind, xml) in self._parts.items():
                after.writestr(f"word/{part}", xml)
        return out.getvalue()
