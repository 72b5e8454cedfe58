"""The three tables as the statutory form prints them: merged headers, label columns, and where each number stands.

One grid serves every outlet: the office screen, the portal, HTML, DOCX and PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.law import forms
from gongkai.reports import cells

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a grid: a printed text, or the place of a cell's number (`cell`)."""

    text: str = ""
    cell: str = ""
    rowspan: int = 1
    colspan: int = 1
    scope: str = ""
    align: str = "center"

    @property
    def is_header(self) -> bool:
        """Whether the box names a row or a column."""
        return bool(self.scope)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the form. The first `head` rows name the columns; `widths` are relative."""

    id: str
    section: str
    caption: str
    head: int
    widths: tuple[float, ...]
    rows: tuple[tuple[Box, ...], ...]


def shown(cell: str, value: Number | None) -> str:
    """A number as it is printed: 0 for a blank (R11), an amount without needless decimals."""
    if value is None:
        return "0"
    if cells.is_decimal(cell):
        return f"{Decimal(value).normalize():f}"
    return str(int(value))


@cache
def grids() -> tuple[Grid, ...]:
    """Tables two, three and four, in the order of the form."""
    form = cells.form()
    titles = {section.table: section for section in form.sections if section.table}
    makers: Mapping[str, Callable[[forms.Form], tuple[int, tuple[float, ...], list[list[Box]]]]] = {
        "t2": _table_two,
        "t3": _table_three,
        "t4": _table_four,
    }
    made = []
    for table, maker in makers.items():
        head, widths, rows = maker(form)
        section = titles[table]
        made.append(Grid(table, section.id, section.title, head, widths, tuple(tuple(row) for row in rows)))
    return tuple(made)


def _table_two(form: forms.Form) -> tuple[int, tuple[float, ...], list[list[Box]]]:
    """Four blocks under each other, one per item of Art 20; a block with one column spreads it over the width."""
    width = max(len(block["columns"]) for block in form.tables["t2"]["blocks"])
    rows = []
    for block in form.tables["t2"]["blocks"]:
        columns = block["columns"]
        span = width // len(columns)
        rows.append([Box(block["heading"], colspan=width + 1, scope="colgroup")])
        heads = [Box(column["label"], colspan=span, scope="col") for column in columns]
        rows.append([Box("信息内容", scope="col"), *heads])
        for row in block["rows"]:
            numbers = [Box(cell=f"t2.{row['id']}.{column['id']}", colspan=span) for column in columns]
            rows.append([Box(row["label"], scope="row"), *numbers])
    return 0, (1.5, *(1.0 for _ in range(width))), rows


def _table_three(form: forms.Form) -> tuple[int, tuple[float, ...], list[list[Box]]]:
    """Three label columns and seven of numbers; 三 spans its rows, (三) to (六) span theirs."""
    table = form.tables["t3"]
    columns = [column["id"] for column in table["columns"]]
    rows = _applicant_head(table)
    results = [row for row in table["rows"] if row.get("parent")]
    for row in table["rows"]:
        numbers = [Box(cell=f"t3.{row['id']}.{column}") for column in columns]
        labels: list[Box] = []
        if not row.get("parent"):
            labels = [Box(row["label"], colspan=3, scope="row", align="left")]
        else:
            if row is results[0]:
                labels.append(Box(table["results_heading"], rowspan=len(results), scope="rowgroup"))
            if row["parent"] == "results":
                labels.append(Box(row["label"], colspan=2, scope="row", align="left"))
            else:
                if row.get("group"):
                    size = sum(1 for other in results if other["parent"] == row["parent"])
                    labels.append(Box(row["group"], rowspan=size, scope="rowgroup"))
                labels.append(Box(row["label"], scope="row", align="left"))
        rows.append([*labels, *numbers])
    return 3, (0.75, 1.65, 4.0, 0.95, 1, 1, 1.1, 1.1, 0.85, 0.95), rows


def _applicant_head(table: Mapping[str, Any]) -> list[list[Box]]:
    columns = table["columns"]
    grouped = [column for column in columns if column.get("group")]
    second = []
    for column in columns:
        if not column.get("group"):
            second.append(Box(column["label"], rowspan=2, scope="col"))
        elif column is grouped[0]:
            second.append(Box(column["group"], colspan=len(grouped), scope="colgroup"))
    corner = Box(f"（{table['corner_note']}）", rowspan=3, colspan=3, align="left")
    return [
        [corner, Box("申请人情况", colspan=len(columns), scope="colgroup")],
        second,
        [Box(column["label"], scope="col") for column in grouped],
    ]


def _table_four(form: forms.Form) -> tuple[int, tuple[float, ...], list[list[Box]]]:
    """One row of numbers under three groups, two of which stand under 行政诉讼."""
    table = form.tables["t4"]
    groups, columns = table["groups"], table["columns_each"]
    each = len(columns)
    under = [group for group in groups if group.get("parent")]
    first = []
    for group in groups:
        if not group.get("parent"):
            first.append(Box(group["label"], rowspan=2, colspan=each, scope="colgroup"))
        elif group is under[0]:
            first.append(Box(group["parent"], colspan=each * len(under), scope="colgroup"))
    return (
        3,
        tuple(1.0 for _ in range(each * len(groups))),
        [
            first,
            [Box(group["label"], colspan=each, scope="colgroup") for group in under],
            [Box(column["label"], scope="col") for _ in groups for column in columns],
            [Box(cell=f"t4.{group['id']}.{column['id']}") for group in groups for column in columns],
        ],
    )
