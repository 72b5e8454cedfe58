"""A document with declared content: what it lacks, and how it reads for those who screen, sign and look at it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import html as markup

from gongkai.catalog import schemas
from gongkai.catalog.schemas import public
from gongkai.catalog.schemas.model import Field, Problem, Schema, table_rows
from gongkai.review.rules import Blocker

MOST_TOLD = 20
MOST_SHOWN = 200
_CELL = "data-"


def kept(slug: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The content in the form it is kept in; as it is when no declaration of that name exists."""
    schema = schemas.get(slug)
    return schemas.clean(schema, data)[0] if schema else dict(data)


def blockers(document: Any) -> list[Blocker]:
    """What the declared content lacks before it may go out: the first MOST_TOLD by name, the others counted."""
    if not document.schema:
        return []
    schema = schemas.get(document.schema)
    if schema is None:
        text = _("结构“%(slug)s”已经没有声明，请系统管理员恢复声明文件。") % {"slug": document.schema}
        return [Blocker("DOC-SCHEMA", text)]
    problems = schemas.clean(schema, document.data)[1]
    found = [Blocker(f"DATA-{problem.code}", told(schema, problem)) for problem in problems[:MOST_TOLD]]
    if (more := len(problems) - MOST_TOLD) > 0:
        text = _("结构化内容另有%(count)d处须改正，请到“填写内容”页查看。") % {"count": more}
        found.append(Blocker("DATA-MORE", text))
    return found


def told(schema: Schema, problem: Problem) -> str:
    """A problem with its place in words: 第3行“处罚金额”：…."""
    table = schema.table(problem.table)
    fields = table.fields if table else schema.fields
    label = next((field.label for field in fields if field.name == problem.field), "")
    row = _("第%(row)d行") % {"row": problem.row + 1} if problem.row is not None else ""
    where = row + (f"“{label}”" if label else "")
    if table and not schema.is_list:
        where = f"{table.label}{where}"
    return f"{where}：{problem.text}" if where else problem.text


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in its public form. `place`: table, row and field, as marked in the text that is screened."""

    field: Field
    text: str
    place: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Block:
    """The single fields, or a table, as everybody will see them. `rows`: cells in the order of the fields; `total`: how many
    there are, however many are shown."""

    label: str
    fields: tuple[Field, ...]
    rows: list[list[Cell]]
    total: int
    is_table: bool


def blocks(document: Any, most: int | None = None) -> list[Block]:
    """The declared content in its public form, whatever the publicity limits say: this is what goes out. At most so many rows
    of each table."""
    schema = schemas.get(document.schema) if document.schema else None
    if schema is None:
        return []
    made = []
    if schema.fields:
        values, hidden = public.public_values(schema.fields, document.data)
        row = public.PublicRow(0, values, hidden)
        made.append(Block(schema.label, *_shown(schema.fields, "", [row]), 1, is_table=False))
    for table in schema.tables:
        rows = islice(public.rows(schema, table, document.data), most)
        total = len(table_rows(document.data, table.name))
        made.append(Block(table.label, *_shown(table.fields, table.name, rows), total, is_table=True))
    return made


def _shown(
    fields: tuple[Field, ...], table: str, rows: Iterable[public.PublicRow]
) -> tuple[tuple[Field, ...], list[list[Cell]]]:
    """The fields that may be public, and their cells row by row."""
    shown = tuple(field for field in fields if field.public != "never")
    lines = [
        [
            Cell(
                field,
                public.words(field, row),
                f"{_CELL}{table}-{row.number}-{field.name}",
                field.name in row.masked,
            )
            for field in shown
        ]
        for row in rows
    ]
    return shown, lines


def paragraphs(document: Any) -> Iterator[str]:
    """The declared content as lines to read and compare: one for each field, one for each row."""
    for block in blocks(document):
        if block.is_table:
            for row in block.rows:
                yield "；".join(f"{cell.field.label}：{cell.text}" for cell in row if cell.text)
        else:
            yield from (f"{cell.field.label}：{cell.text}" for row in block.rows for cell in row if cell.text)


def as_html(document: Any) -> str:
    """The declared content as one section of the page that is screened; empty without any."""
    parts = []
    for block in blocks(document):
        parts.append("<table><tr>")
        parts += [f"<th>{escape(field.label)}</th>" for field in block.fields]
        for row in block.rows:
            parts.append("</tr><tr>")
            parts += [f'<td id="{cell.place}">{escape(cell.text)}</td>' for cell in row]
        parts.append("</tr></table>")
    return f'<section id="data">{"".join(parts)}</section>' if parts else ""


def redacted(document: Any, page: str) -> dict[str, Any]:
    """The content with what was redacted in the page that `as_html` is part of."""
    before = {cell.place: cell for block in blocks(document) for row in block.rows for cell in row}
    data: dict[str, Any] = {**document.data}
    for name, value in data.items():
        if isinstance(value, list):
            data[name] = [dict(row) for row in table_rows(document.data, name)]
    tree = markup.document_fromstring(page.encode(), parser=markup.HTMLParser(encoding="utf-8"))
    for element in tree.iterfind(".//section[@id='data']//td"):
        cell = before.get(element.get("id", ""))
        text = "".join(str(part) for part in element.itertext())
        if cell is None or text == cell.text:
            continue
        table, row, field = cell.place.removeprefix(_CELL).split("-", 2)
        holder = data[table][int(row)] if table else data
        holder[field] = text
    return data
