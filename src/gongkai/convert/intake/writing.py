"""Blocks as HTML of the allow-list: headings without gaps in their levels, lists, tables, figures, notes at the foot."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from gongkai.convert.intake.headings import ranks
from gongkai.convert.intake.model import Block, Cell, Figure, Line, Table

_CAPTION = re.compile(r"图\s*[\d一二三四五六七八九十]")
_LAST_LEVEL = 5
_WEIGHT = re.compile(r"</?strong>")


def body(blocks: Sequence[Block], footnotes: Sequence[Line] = ()) -> str:
    """The text of a document. Its own title is the page's only `h1`, so headings begin with `h2`."""
    parts = _flow(blocks, ranks(blocks))
    if footnotes:
        parts.append("<hr>")
        parts += [f"<p>{note.label} {note.html}</p>" for note in footnotes]
    return "\n".join(parts)


def cell(blocks: Sequence[Block]) -> str:
    """What is in a cell: bare text where that is all, else its paragraphs."""
    kept = [block for block in blocks if not isinstance(block, Line) or block.text or block.figures]
    if len(kept) == 1 and isinstance(kept[0], Line) and not kept[0].figures and not kept[0].bullet:
        return _labelled(kept[0])
    return "".join(_flow(kept, [0] * len(kept)))


def table(made: Table) -> str:
    """A table; its head is marked for screen readers."""
    rows = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in made.by_row()]
    return f"<table><tbody>{''.join(rows)}</tbody></table>" if made.cells else ""


def _cell(one: Cell) -> str:
    tag = "th" if one.header else "td"
    scope = (' scope="colgroup"' if one.colspan > 1 else ' scope="col"') if one.header else ""
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("colspan", one.colspan), ("rowspan", one.rowspan))
        if count > 1
    )
    return f"<{tag}{scope}{spans}>{one.html}</{tag}>"


def _flow(blocks: Sequence[Block], levels: Sequence[int]) -> list[str]:
    parts: list[str] = []
    above: list[int] = []  # levels of the headings we are under: no level of the outline is skipped
    items: list[Line] = []
    captioned: set[int] = set()
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and (block.bullet or block.ordered) and not levels[at] and block.text:
            items.append(block)
            continue
        parts, items = [*parts, *_lists(items)], []
        if isinstance(block, Table):
            parts.append(table(block))
        elif levels[at]:
            parts.append(_heading(block, levels[at], above))
        elif block.text and at not in captioned:
            parts.append(f"<p>{_labelled(block)}</p>")
        if isinstance(block, Line) and block.figures:
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            caption = following if isinstance(following, Line) and _is_caption(following) else None
            captioned |= {at + 1} if caption else set()
            parts += [_figure(one, caption if one is block.figures[-1] else None) for one in block.figures]
    return [part for part in [*parts, *_lists(items)] if part]


def _heading(line: Line, level: int, above: list[int]) -> str:
    while above and above[-1] >= level:
        above.pop()
    above.append(level)
    tag = f"h{min(len(above) + 1, _LAST_LEVEL)}"
    return f"<{tag}>{_WEIGHT.sub('', _labelled(line)).replace('<br>', ' ')}</{tag}>"


def _labelled(line: Line) -> str:
    label = html.escape(line.words[: len(line.words) - len(line.text)], quote=False) if line.label else ""
    return label + line.html


def _is_caption(line: Line) -> bool:
    return _CAPTION.match(line.text) is not None and len(line.text) <= 60 and not line.figures


def _figure(figure: Figure, caption: Line | None) -> str:
    told = f"<figcaption>{caption.html}</figcaption>" if caption else ""
    return f'<figure><img src="picture:{figure.number}" alt="{html.escape(figure.alt)}">{told}</figure>'


def _lists(items: Sequence[Line]) -> list[str]:
    """Items as lists within lists; a list begins anew where the kind changes or a number is not the next one."""
    made, todo = [], list(items)
    while todo:
        first, expected = todo[0], todo[0].ordered
        entries: list[tuple[str, list[Line]]] = []
        while todo:
            item = todo[0]
            if entries and item.depth > first.depth:
                entries[-1][1].append(todo.pop(0))
                continue
            if item.depth < first.depth or item.ordered != expected:
                break
            entries.append((todo.pop(0).html, []))
            expected += 1 if expected else 0
        tag = "ol" if first.ordered else "ul"
        start = f' start="{first.ordered}"' if first.ordered > 1 else ""
        written = "".join(f"<li>{text}{''.join(_lists(below))}</li>" for text, below in entries)
        made.append(f"<{tag}{start}>{written}</{tag}>")
    return made
