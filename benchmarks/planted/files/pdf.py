"""PDF set by Typst, with what a PDF holds beside its pages put in afterwards."""

from __future__ import annotations

import io
import json
import random
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from ..model import Block, Draft, Planted, placed

_TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 2cm, flipped: data.flipped)
#set text(font: data.font, size: data.size * 1pt, lang: "zh")
#align(center, text(16pt, data.title))
#for block in data.blocks {
  if "rows" in block {
    text(block.size * 1pt, table(columns: block.widths.map(it => it * 1pt), inset: 4pt, ..block.rows.flatten()))
  } else if block.hidden { par(text(fill: white, block.text)) } else { par(first-line-indent: 2em, block.text) }
}
"""
PLACES = ("annotation", "metadata", "attachment", "field", "white", "outline", "free text")


@cache
def _compiler() -> Any:
    import typst

    folder = Path(tempfile.mkdtemp(prefix="planted-"))
    (folder / "main.typ").write_text(_TEMPLATE)
    return typst.Compiler(input=folder / "main.typ", root=folder)


PORTRAIT, LANDSCAPE = 480.0, 725.0
"""Points between the margins of an A4 page, upright and lying."""


def _room(cells: tuple[str, ...]) -> float:
    """How wide a column is, in ems: as wide as its longest number, Chinese words broken after twelve characters."""
    lengths = [sum(0.6 if c < "\u2000" else 1.0 for c in cell) for cell in cells]
    limits = [
        12 if any("\u4e00" <= c <= "\u9fff" for c in cell) and not set(cell) <= _DIGITS else 99
        for cell in cells
    ]
    return max(2, *(min(*pair) for pair in zip(lengths, limits, strict=True)))


_DIGITS = set("〇零一二三四五六七八九")


def _set_table(rows: tuple[tuple[str, ...], ...], size: float, width: float) -> dict[str, object]:
    """A table as a clerk makes it fit: columns as wide as what is in them, letters as small as need be."""
    rooms = [_room(column) for column in zip(*rows, strict=True)]
    size = min(size, (width - 10 * len(rooms)) / sum(rooms))
    return {"rows": rows, "size": size, "widths": [room * size + 9.5 for room in rooms]}


def compiled(
    draft: Draft,
    white: list[Block],
    font: str = "Noto Serif CJK SC",
    size: float = 10.5,
    kind: str = "pdf",
    dots: float = 200,
) -> bytes | list[bytes]:
    """The pages as PDF, or as pictures with so many dots to the inch; lying, when a table would be too small upright."""
    tables = [block.rows for block in draft.blocks if block.rows]
    flipped = any(_set_table(rows, size, PORTRAIT)["size"] < 8 for rows in tables)  # type: ignore[operator]
    width = LANDSCAPE if flipped else PORTRAIT
    blocks: list[dict[str, object]] = [
        _set_table(block.rows, size, width) if block.rows else {"text": block.text, "hidden": False}
        for block in draft.blocks
    ]
    blocks += [{"text": block.text, "hidden": True} for block in white]
    content = {"title": draft.title, "blocks": blocks, "font": font, "size": size, "flipped": flipped}
    data = json.dumps(content, ensure_ascii=False)
    made: bytes | list[bytes] = _compiler().compile(
        format=kind, ppi=dots if kind == "png" else None, sys_inputs={"data": data}, timestamp=0
    )
    return made


def pdf(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """The visible blocks on pages with a text layer, each other line in a place of chance."""
    aside: dict[str, list[Block]] = {place: [] for place in PLACES}
    planted = placed(draft.blocks, "page", "table on a page")
    for block in draft.aside:
        where = chance.choice(PLACES)
        planted += placed([block], where)
        aside[where].append(block)
    face = chance.choice(("Noto Serif CJK SC", "Noto Sans CJK SC"))
    made = compiled(draft, aside.pop("white"), face, chance.choice((9, 10.5, 12)))
    texts = {where: [block.text for block in blocks] for where, blocks in aside.items() if blocks}
    return (_furnished(made, texts) if texts else made), planted  # type: ignore[arg-type,return-value]


def _furnished(data: bytes, texts: dict[str, list[str]]) -> bytes:
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    document = pikepdf.open(io.BytesIO(data))
    page = document.pages[0]
    notes = [
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=String(text))
        for text in texts.get("annotation", ())
    ]
    notes += [
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.FreeText,
            Rect=Array([10, 40, 300, 60]),
            Contents=String(text),
            DA=String("/Helv 9 Tf"),
        )
        for text in texts.get("free text", ())
    ]
    fields = [
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(f"field{number}"),
            V=String(text),
            Rect=Array([50, 50, 250, 70]),
        )
        for number, text in enumerate(texts.get("field", ()))
    ]
    made = [document.make_indirect(item) for item in [*notes, *fields]]
    if made:
        page.Annots = Array(made)
    if fields:
        document.Root.AcroForm = Dictionary(Fields=Array(made[len(notes) :]))
    for number, text in enumerate(texts.get("attachment", ())):
        document.attachments[f"附件{number}.txt"] = text.encode()
    if "metadata" in texts:
        document.docinfo[Name.Subject] = String(" ".join(texts["metadata"]))
    if "outline" in texts:
        with document.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(text, 0) for text in texts["outline"])
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()
