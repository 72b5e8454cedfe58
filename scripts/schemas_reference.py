"""Write docs/reference/schemas.md from the bundled declarations. A test compares the file with what this would write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from gongkai.catalog.schemas import loading
from gongkai.catalog.schemas.kinds import KINDS
from gongkai.catalog.schemas.model import Field, Schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "schemas.md"
MARKS = {"V": "checked against the text", "M": "from memory", "I": "a reading"}
HEAD = """# Declared lists

Generated from `catalog/data/schemas/` by `scripts/schemas_reference.py`; a test keeps it true.
[How to add one](../how-to/add-a-list.md).

A field is shown to everybody as it is, *masked*, or *never*; † masks it in the rows named. **Bold**: must be filled in.
Marks: V checked against the text of the statute, M from memory, I a reading; an installation may replace any file.

## Kinds of field

| Kind | Holds | Kept as |
|---|---|---|
"""
KEPT = {
    "integer": "number",
    "decimal": "text, no grouping",
    "money": "text, in the unit of the field",
    "percent": "text",
    "date": "YYYY-MM-DD",
    "period": "YYYY, YYYY-MM or begin/end",
    "yes_no": "true, false",
}


def text() -> str:
    """The whole page."""
    kinds = "".join(
        f"| `{name}` | {kind.label} | {KEPT.get(name, 'text')} |\n" for name, kind in KINDS.items()
    )
    bundled = [loading.read(path) for path in sorted(loading.BUNDLED.glob("*.yaml"))]
    parts = (part for schema in sorted(bundled, key=loading.place) for part in described(schema))
    return HEAD + kinds + "\n" + "\n".join(parts)


def described(schema: Schema) -> Iterator[str]:
    """One declaration."""
    yield f"## {schema.label} `{schema.slug}`\n"
    yield f"{schema.basis}（{schema.mark}: {MARKS[schema.mark]}）· {schema.form}\n"
    if schema.shown_for:
        months = "、".join(
            f"{name or '全部'} {number} 个月" for name, number in (schema.shown_for.months or {}).items()
        )
        yield f"公示期：{months}。{schema.shown_for.source}\n"
    if schema.fields:
        yield from fields(schema.fields)
    for table in schema.tables:
        if not schema.is_list:
            yield f"### {table.label} `{table.name}`\n"
        yield from fields(table.fields)
        for total in table.sums:
            yield f"`{total.field}` = {' + '.join(f'`{part}`' for part in total.parts)}\n"
        if table.key:
            yield f"Key: {', '.join(f'`{name}`' for name in table.key)}\n"


def fields(listed: Iterable[Field]) -> Iterator[str]:
    """The table of fields."""
    lines = ["| Field | 栏目 | Kind | Public | Choices |", "|---|---|---|---|---|"]
    for field in listed:
        label = f"**{field.label}**" if field.required else field.label
        kind = f"`{field.kind}`{f' {field.unit}' if field.unit else ''}"
        public = field.public + ("†" if field.masked_when else "")
        lines.append(f"| `{field.name}` | {label} | {kind} | {public} | {'、'.join(field.choices)} |")
    yield "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
