"""A document on paper: title, facts, cleaned body with tables and pictures, and where its current state is shown."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image

from gongkai.convert import grid, outline, qr, typeset, word
from gongkai.convert.body import Block, blocks
from gongkai.convert.grid import Cell
from gongkai.convert.typography import full_width, title_lines

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes on paper. `facts` are label and value; `foot` the lines beside the code that leads to `address`."""

    title: str
    facts: Sequence[tuple[str, str]]
    body: str
    address: str
    foot: Sequence[str]
    issuer: str = ""
    attachments: Sequence[str] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    dated_on: date | None = None


def widths(rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Relative widths by the longest text of each column, none more than six times another."""
    longest: dict[int, int] = {}
    for item in grid.place(rows):
        if item.cell.colspan == 1:
            longest[item.column] = max(longest.get(item.column, 4), len(item.cell.text))
    count = grid.width(grid.place(rows))
    return [float(min(max(longest.get(number, 4), 4), 24)) for number in range(count)]


def printable(data: bytes) -> bytes | None:
    """A picture as both layouts take it (PNG or JPEG, at most 1,600 pixels a side); None when it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                made = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    made.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    target = io.BytesIO()
    if made.mode == "RGBA":
        made.save(target, "PNG")
    else:
        made.save(target, "JPEG", quality=85)
    return target.getvalue()


def pdf(paper: Paper) -> bytes:
    """The document as PDF in the layout of official documents. Raises typeset.TypesettingError."""
    data = {
        "title": paper.title,
        "title_lines": title_lines(full_width(paper.title)),
        "issuer": paper.issuer,
        "facts": [list(fact) for fact in paper.facts],
        "blocks": [_set(block, paper.pictures) for block in blocks(paper.body)],
        "attachments": list(paper.attachments),
        "qr": qr.svg(paper.address),
        "foot": list(paper.foot),
    }
    return typeset.pdf("document", data, dated_on=paper.dated_on)


def _set(block: Block, pictures: Mapping[str, bytes]) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": block.kind, "text": full_width(block.text), "level": block.level}
    if block.kind == "paragraph" and block.is_plain:
        lead, rest = outline.split_lead(made["text"])
        return {**made, "lead": lead, "text": rest, "level": outline.level(lead) if lead else 0, "runs": []}
    if block.kind == "table":
        return {**made, **typeset.table(block.rows, widths(block.rows))}
    if block.kind == "picture":
        return {**made, "bytes": list(pictures.get(block.source, b""))}
    runs = [asdict(run) for run in block.runs]
    return {**made, "lead": "", "level": block.level, "runs": runs, "marker": block.marker}


def docx(paper: Paper) -> bytes:
    """The document as DOCX, so that it can be worked on."""
    made = word.new(paper.title, paper.issuer)
    word.title(made, paper.title)
    if paper.facts:
        pairs = [
            Cell(text, align="left", header=at == 0) for fact in paper.facts for at, text in enumerate(fact)
        ]
        word.table(made, [pairs[at : at + 2] for at in range(0, len(pairs), 2)], [1, 4])
    for block in blocks(paper.body):
        _add(made, block, paper.pictures)
    for number, name in enumerate(paper.attachments, start=1):
        word.paragraph(made, f"附件{number}：{name}")
    _add_foot(made, paper)
    return word.save(made)


def _add(document: Any, block: Block, pictures: Mapping[str, bytes]) -> None:
    if block.kind == "heading":
        word.heading(document, block.text, min(block.level, 3))
    elif block.kind == "table":
        word.table(document, block.rows, widths(block.rows))
    elif block.kind == "picture" and pictures.get(block.source):
        added = document.add_paragraph()
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
        added.paragraph_format.first_line_indent = Pt(0)
        added.paragraph_format.line_spacing = 1.0
        drawn = added.add_run().add_picture(io.BytesIO(pictures[block.source]))
        if drawn.width > Mm(150):
            drawn.height, drawn.width = int(drawn.height * Mm(150) / drawn.width), Mm(150)
        drawn._inline.docPr.set("descr", block.text)
    elif block.kind == "rule":
        document.add_paragraph()
    elif block.kind == "paragraph" and block.is_plain:
        word.paragraph(document, block.text)
    else:
        _add_runs(document.add_paragraph(), block)


def _add_runs(target: Any, block: Block) -> None:
    if block.kind == "item":
        target.paragraph_format.left_indent = Pt(32 * (block.level + 1))
        target.paragraph_format.first_line_indent = Pt(-16 if block.marker else 0)
    if block.marker:
        target.add_run(f"{block.marker} ")
    for run in block.runs:
        added = target.add_run(run.text)
        added.bold, added.italic, added.underline = (
            run.bold or None,
            run.italic or None,
            run.underline or None,
        )
        added.font.superscript, added.font.subscript = run.raised > 0 or None, run.raised < 0 or None


def _add_foot(document: Any, paper: Paper) -> None:
    made = document.add_paragraph()
    made.paragraph_format.first_line_indent = Pt(0)
    made.paragraph_format.line_spacing = 1.0
    made.paragraph_format.space_before = Pt(12)
    made.add_run().add_picture(io.BytesIO(qr.png(paper.address)), width=Mm(18))
    made.add_run("　" + "　".join(paper.foot)).font.size = Pt(8)
