"""TXT in the encodings in use, and HTML with what a page holds beside its text."""

from __future__ import annotations

import csv as csv_module
import io
import random
from dataclasses import replace
from html import escape

from ..model import Block, Draft, Planted, placed

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16")


def text(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """Lines; the columns of a table between tabs; what other files hide stands at the end.

    A name in a column of plain text has no table to be recognised by: it may be found or not.
    """
    blocks = [_without_names(draft, block) for block in [*draft.blocks, *draft.aside]]
    lines = [draft.title]
    for block in blocks:
        lines += (
            ["\t".join(row).replace("\n", "") for row in block.rows] if block.rows else ["　　" + block.text]
        )
    joint = chance.choice(("\n", "\n", "\r\n"))
    return joint.join(lines).encode(chance.choice(ENCODINGS)), placed(blocks, "body")


def csv(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """The first table as a spreadsheet program saves it; without a table, the lines."""
    tables = [block for block in draft.blocks if block.rows][:1]
    lines = [*(block for block in draft.blocks if not block.rows and not tables), *draft.aside]
    buffer = io.StringIO()
    writer = csv_module.writer(buffer)
    for table in tables:
        writer.writerows(table.rows)
    writer.writerows([block.text] for block in lines)
    data = buffer.getvalue().encode(chance.choice(("utf-8-sig", "gb18030")))
    return data, placed(tables, "body") + placed(lines, "body")


def _without_names(draft: Draft, block: Block) -> Block:
    """The block, with the words (not the numbers) of its table's columns open to doubt."""
    if not block.rows:
        return block
    words = ("person.named_field", "person.health")
    draft.open_to_doubt += [one.value for one in block.planted if one.detector in words]
    return replace(block, planted=tuple(one for one in block.planted if one.detector not in words))


def html(chance: random.Random, draft: Draft) -> tuple[bytes, list[Planted]]:
    """A page: paragraphs and tables, then comments, hidden elements, attributes, links, scripts, data for machines."""
    body, planted = [f"<h1>{escape(draft.title)}</h1>"], placed(draft.blocks, "body")
    body += [_table(b) if b.rows else f"<p>{_escaped(chance, b.text)}</p>" for b in draft.blocks]
    for block in draft.aside:
        where, form = chance.choice(ASIDE)
        body.append(form.format(escape(block.text)))
        planted += placed([block], where)
    page = PAGE.format(title=escape(draft.title), body="\n".join(body))
    return page.encode(), planted


ASIDE = (
    ("comment", "<!-- {0} -->"),
    ("hidden", '<div style="display:none">{0}</div>'),
    ("hidden", "<p hidden>{0}</p>"),
    ("hidden", '<span style="font-size:0">{0}</span>'),
    ("attribute", '<img src="/u/1.png" alt="{0}">'),
    ("attribute", '<td title="{0}">详见附件</td>'),
    ("attribute", '<input type="hidden" value="{0}">'),
    ("attribute", '<div data-row="{0}"></div>'),
    ("script", "<script>var row = '{0}';</script>"),
    ("script", '<script type="application/ld+json">{{"description": "{0}"}}</script>'),
    ("meta", '<meta name="description" content="{0}">'),
)
PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-size:16px}} .a0{{width:980px}}</style><script>var page=1;var total=38663;</script></head>
<body><div class="nav"><a href="/">首页</a> <a href="/xxgk/">政府信息公开</a></div>
<div class="content" id="zoom">
{body}
</div><div class="footer">版权所有 网站标识码：4301230012 备案号：湘ICP备05009999号</div></body></html>
"""


def _escaped(chance: random.Random, line: str) -> str:
    roll = chance.random()
    if roll < 0.05:
        return "".join(f"&#{ord(c)};" if c.isdigit() else escape(c) for c in line)
    if roll < 0.15:
        return "".join(f"<span>{escape(c)}</span>" if c.isdigit() else escape(c) for c in line)
    return escape(line)


def _table(block: Block) -> str:
    rows = (
        "".join(f"<td><p>{escape(cell).replace(chr(10), '<br>') or '&nbsp;'}</p></td>" for cell in row)
        for row in block.rows
    )
    return f'<table border="1">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'
