"""The cells of a form's tables and the formulas between them, out of the data file.

A table has one of four shapes: blocks (table two), applicants (table three), groups (table four), list (the statistics of
2014). What a formula says of many rows or columns is written once, with `{}` for the row or column and `*` for any word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from gongkai.law.datafiles import Table
from gongkai.law.forms.model import Cell, Formula


def cells(name: str, table: Table) -> Iterator[Cell]:
    """The cells of a table in printed order; which of them are totals only the formulas know."""
    shape = table.text("shape")
    if shape == "list":
        yield from _list(name, table)
    elif shape == "blocks":
        for block in table.tables("blocks"):
            for row in block.tables("rows"):
                for column in block.tables("columns"):
                    yield _cell(name, table, row, column)
    else:
        for row in table.tables("rows" if shape == "applicants" else "groups"):
            for column in table.tables("columns"):
                yield _cell(name, table, row, column)


def _cell(name: str, table: Table, row: Table, column: Table) -> Cell:
    decimal = column.flag("decimal")
    return Cell(
        id=f"{name}.{row.text('id')}.{column.text('id')}",
        table=name,
        row=row.text("id"),
        column=column.text("id"),
        row_label=row.text("label"),
        column_label=column.text("label"),
        decimal=decimal,
        computed=False,
        unit=column.text("unit") or ("万元" if decimal else "件"),
        signed=column.flag("signed"),
        group=row.text("group"),
        variants=row.texts("label_variants"),
        query=column.text("query") or row.text("query") or table.text("query"),
        counts=tuple(name.replace("{}", column.text("id")) for name in row.texts("counts")),
    )


def _list(name: str, table: Table) -> Iterator[Cell]:
    """One number a row. A row without a unit is a heading; a row names the row it stands `under`."""
    labels = {row.text("id"): row.text("label") for row in table.tables("rows")}
    for row in table.tables("rows"):
        if row.text("unit"):
            yield Cell(
                id=f"{name}.{row.text('id')}",
                table=name,
                row=row.text("id"),
                column="",
                row_label=row.text("label"),
                column_label="",
                decimal=row.text("unit") == "万元",
                computed=False,
                unit=row.text("unit"),
                group=labels.get(row.text("under"), ""),
                variants=row.texts("label_variants"),
                query=row.text("query"),
                counts=row.texts("counts"),
            )


def formulas(form: Table, known: Mapping[str, Cell]) -> Iterator[Formula]:
    """Every formula of the form, one for each row or column it is declared for."""
    for item in form.tables("formulas"):
        for word in words(form, item):
            yield Formula(
                rule=item.text("rule"),
                kind=item.text("kind"),
                name=_name(form, item, word),
                left=expand(item.texts("left"), word, known),
                right=expand(item.texts("right"), word, known),
                plus=expand(item.texts("plus"), word, known),
                minus=expand(item.texts("minus"), word, known),
                words=item.texts("words"),
                severity_short=item.text("severity_short"),
                least=item.number("least") if item.get("least") else 0,
            )


def words(form: Table, item: Table) -> list[str]:
    """What `{}` stands for: the rows or columns of a table (`t3.columns`), a list of words, or nothing."""
    given = item.get("for")
    if isinstance(given, str):
        table, part = given.split(".")
        return [row.text("id") for row in form.table(table).tables(part)]
    return list(item.texts("for")) or [""]


def _name(form: Table, item: Table, word: str) -> str:
    """The printed label of the column a formula is for; empty for others, whose cells name themselves."""
    given = item.get("for")
    if not isinstance(given, str) or not given.endswith(".columns"):
        return ""
    columns = form.table(given.split(".")[0]).tables("columns")
    return next(column.text("label") for column in columns if column.text("id") == word)


def expand(patterns: tuple[str, ...], word: str, known: Mapping[str, Cell]) -> tuple[str, ...]:
    """The cells that patterns mean, `{}` being the word. A pattern that names no cell is a fault of the file (TypeError)."""
    found: list[str] = []
    for pattern in patterns:
        wanted = pattern.replace("{}", word)
        matching = [cell for cell in known if fnmatchcase(cell, wanted)] if "*" in wanted else [wanted]
        if not matching or any(cell not in known for cell in matching):
            raise TypeError(f"a formula names {wanted}, which is no cell of the form")
        found += matching
    return tuple(found)
