"""A document on paper: title, facts, cleaned body with tables and pictures, and where its current state is shown.

The body is HTML as `sanitise.html` leaves it. What the layouts cannot show of it (links, nested tables) becomes text.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import lxml.html
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image

from gongkai.convert import grid, outline, qr, typeset, word
from gongkai.convert.grid import Cell
from gongkai.convert.typography import full_width, title_lines

Kind = Literal["paragraph", "heading", "item", "quote", "table", "picture", "rule"]
_EMPHASIS = frozenset({"strong", "em", "u"})
_RAISED = {"sub": -1, "sup": 1}
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
MOST_SPAN = 100


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one look; `raised` is 1 above the line, -1 below it."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body: what its kind needs of the rest."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    source: str = ""

    @property
    def text(self) -> str:
        """The text without its look."""
        return "".join(run.text for run in self.runs).strip()

    @property
    def is_plain(self) -> bool:
        """Whether nothing in it is emphasised."""
        return not any(run.bold or run.italic or run.underline or run.raised for run in self.runs)


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


def blocks(body: str) -> list[Block]:
    """The body in reading order; blank pieces are left out."""
    if not body.strip():
        return []
    root = lxml.html.fragment_fromstring(body, create_parent="div")
    return [
        block
        for block in _blocks(root, 0)
        if block.text or block.rows or block.source or block.kind == "rule"
    ]


def _blocks(parent: Any, depth: int) -> Iterator[Block]:
    loose: list[Run] = _text(parent.text, Run(""))
    for child in parent:
        if child.tag in _EMPHASIS or child.tag in {"a", "br", *_RAISED}:
            loose += _runs(child, Run(""))
        else:
            if loose:
                yield Block("paragraph", tuple(loose))
            loose = []
            yield from _block(child, depth)
        loose += _text(child.tail, Run(""))
    if loose:
        yield Block("paragraph", tuple(loose))


def _block(element: Any, depth: int) -> Iterator[Block]:
    tag = element.tag
    if tag in {"h2", "h3", "h4", "h5"}:
        yield Block("heading", tuple(_runs(element, Run(""))), level=int(tag[1]) - 1)
    elif tag == "table":
        caption = element.find("caption")
        if caption is not None:
            yield Block("quote", tuple(_runs(caption, Run(""))))
        yield Block("table", rows=tuple(_table(element)))
        yield from (_picture(image) for image in element.iter("img"))
    elif tag in {"ul", "ol"}:
        yield from _list(element, depth)
    elif tag == "img":
        yield _picture(element)
    elif tag == "hr":
        yield Block("rule")
    elif tag == "p":
        yield Block("paragraph", tuple(_runs(element, Run(""))))
        yield from (_picture(image) for image in element.iter("img"))
    elif tag == "figcaption":
        yield Block("quote", tuple(_runs(element, Run(""))))
    elif isinstance(tag, str):
        yield from _blocks(element, depth)


def _list(element: Any, depth: int) -> Iterator[Block]:
    number = int(element.get("start") or 1)
    for item in element.iterchildren("li"):
        marker = f"{number}." if element.tag == "ol" else "•"
        number += 1
        for block in _blocks(item, depth + 1):
            if block.kind == "paragraph":
                block, marker = replace(block, kind="item", marker=marker, level=min(depth, 4)), ""
            yield block


def _picture(element: Any) -> Block:
    alt = element.get("alt") or "图片"
    return Block("picture", (Run(f"［{alt}］"),), source=element.get("src") or "-")


def _runs(element: Any, look: Run) -> list[Run]:
    if element.tag == "br":
        return [replace(look, text="\n")]
    if element.tag == "img" or not isinstance(element.tag, str):
        return []
    if element.tag in _EMPHASIS:
        look = replace(
            look,
            bold=look.bold or element.tag == "strong",
            italic=look.italic or element.tag == "em",
            underline=look.underline or element.tag == "u",
        )
    if element.tag in _RAISED:
        look = replace(look, raised=_RAISED[element.tag])
    found = _text(element.text, look)
    for child in element:
        found += _runs(child, look) + _text(child.tail, look)
    return found


def _text(text: str | None, look: Run) -> list[Run]:
    """A text without the line breaks of its source, which mean nothing in HTML."""
    shown = " ".join((text or "").replace("\u3000", " ").split(" ")) if text else ""
    shown = "".join(" " if sign in "\n\r\t" else sign for sign in shown)
    return [replace(look, text=shown)] if shown.strip() or (text and look.text) else []


def _table(element: Any) -> Iterator[tuple[Cell, ...]]:
    """The rows with every place filled once: spans that stick out are cut, holes are blank cells."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    taken: set[tuple[int, int]] = set()
    placed: list[list[tuple[int, Cell]]] = []
    for number, row in enumerate(rows):
        column, line = 0, []
        for item in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            down = min(_span(item, "rowspan"), len(rows) - number)
            right = next(
                (at for at in range(1, _span(item, "colspan")) if (number, column + at) in taken),
                _span(item, "colspan"),
            )
            taken.update((number + y, column + x) for y in range(down) for x in range(right))
            line.append((column, _cell(item, right, down)))
            column += right
        placed.append(line)
    width = max((x + 1 for _y, x in taken), default=0)
    for number, line in enumerate(placed):
        holes = [(x, Cell("")) for x in range(width) if (number, x) not in taken]
        yield tuple(cell for _x, cell in sorted([*line, *holes], key=lambda entry: entry[0]))


def _cell(item: Any, right: int, down: int) -> Cell:
    text = "".join(run.text for run in _runs(item, Run(""))).strip()
    return Cell(text, right, down, header=item.tag == "th", align="center" if len(text) < 12 else "left")


def _span(item: Any, name: str) -> int:
    value = item.get(name) or "1"
    return min(max(int(value), 1), MOST_SPAN) if value.isdigit() else 1


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
    runs = [{"text": run.text, "bold": run.bold, "italic": run.italic, "underline": run.underline, "raised": run.raised} for run in block.runs]  # fmt: skip
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
