"""OFD (GB/T 33190-2016): pages, an annotation, an attachment, properties."""

from __future__ import annotations

import random
from html import escape

from ..model import Draft, Planted, placed
from .packing import HEAD, packed

_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PLACES = ("annotation", "attachment", "property")


def ofd(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """One page, every line and every cell a text object; each other line in a place of chance."""
    objects: list[str] = [_object(1, 20, 20, draft.title)]
    down = 30
    for block in draft.blocks:
        lefts = _lefts(block.rows) if block.rows else [20.0]
        for row in block.rows or ((block.text,),):
            for left, cell in zip(lefts, row, strict=True):
                if cell:
                    objects.append(_object(len(objects) + 1, left, down, cell.replace("\n", "")))
            down += 6
    planted = placed(draft.blocks, "page", "table on a page")
    aside: dict[str, list[str]] = {place: [] for place in PLACES}
    for block in draft.aside:
        where = chance.choice(PLACES)
        planted += placed([block], where)
        aside[where].append(block.text)
    return packed(_members(draft, objects, aside)), planted


def _members(draft: Draft, objects: list[str], aside: dict[str, list[str]]) -> dict[str, str | bytes]:
    keywords = "".join(f"<ofd:Keyword>{escape(text)}</ofd:Keyword>" for text in aside["property"])
    members: dict[str, str | bytes] = {
        "OFD.xml": f'{HEAD}<ofd:OFD {_NAMES} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>{escape(draft.title)}'
        f"</ofd:Title><ofd:Keywords>{keywords}</ofd:Keywords></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Pages/Page_0/Content.xml": f'{HEAD}<ofd:Page {_NAMES}><ofd:Content><ofd:Layer ID="900" Type="Body">{"".join(objects)}'
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    more = ""
    if aside["annotation"]:
        more += "<ofd:Annotations>Annotations.xml</ofd:Annotations>"
        members["Doc_0/Annotations.xml"] = (
            f'{HEAD}<ofd:Annotations {_NAMES}><ofd:Page PageID="2"><ofd:FileLoc>Annots/Page_0.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
        )
        members["Doc_0/Annots/Page_0.xml"] = (
            f"{HEAD}<ofd:PageAnnot {_NAMES}>"
            + "".join(
                f'<ofd:Annot ID="{950 + n}" Type="Stamp" Creator="甲"><ofd:Remark>{escape(text)}</ofd:Remark></ofd:Annot>'
                for n, text in enumerate(aside["annotation"])
            )
            + "</ofd:PageAnnot>"
        )
    if aside["attachment"]:
        more += "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
        members["Doc_0/Attachs/Attachments.xml"] = (
            f'{HEAD}<ofd:Attachments {_NAMES}><ofd:Attachment ID="1" Name="附件" Format="txt"><ofd:FileLoc>list.txt</ofd:FileLoc>'
            "</ofd:Attachment></ofd:Attachments>"
        )
        members["Doc_0/Attachs/list.txt"] = "\n".join(aside["attachment"]).encode()
    members["Doc_0/Document.xml"] = (
        f"{HEAD}<ofd:Document {_NAMES}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 900 400"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        f'<ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>{more}</ofd:Document>'
    )
    return members


def _lefts(rows: tuple[tuple[str, ...], ...]) -> list[float]:
    """Where the columns begin, in millimetres: each as wide as its longest cell."""
    lefts = [20.0]
    for column in zip(*rows, strict=True):
        lefts.append(lefts[-1] + max(len(cell) for cell in column) * 3.5 + 4)
    return lefts[:-1]


def _object(number: int, left: float, top: int, text: str) -> str:
    steps = f"g {len(text) - 1} 3.5" if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="{number + 10}" Boundary="{left:g} {top} {len(text) * 3.5:g} 5" Font="3" Size="3.5">'
        f'<ofd:TextCode X="0" Y="3.5"{f" DeltaX={chr(34)}{steps}{chr(34)}" if steps else ""}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )
