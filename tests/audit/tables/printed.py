"""Reports of invented agencies with their tables printed in the layouts that are met, and the values they print."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TypeAlias

from gongkai.law import forms
from gongkai.law.forms import LayoutTable

Values: TypeAlias = Mapping[str, int | None]
Printer: TypeAlias = Callable[[LayoutTable], str]
TITLES = {
    "t2": "二、主动公开政府信息情况",
    "t3": "三、收到和处理政府信息公开申请情况",
    "t4": "四、政府信息公开行政复议、行政诉讼情况",
    "s": "附：政府信息公开情况统计表",
}
HEAD = "云溪县水务局2024年政府信息公开工作年度报告\n一、总体情况\n本机关全年发布信息62条，属于国家秘密的一律不予公开。\n"
TAIL = "五、存在的主要问题及改进情况\n2024年解读材料只有3篇，形式单一。\n六、其他需要报告的事项\n无。\n"


def cells(version: str) -> list[str]:
    """The cells of a form."""
    return list(forms.load(version).cells)


def random_values(
    version: str, seed: int, choices: tuple[int | None, ...] = (0, 0, 0, 1, 7, 12, 130)
) -> dict[str, int | None]:
    """A value for every cell, of the choices."""
    rng = random.Random(seed)
    return {cell: rng.choice(choices) for cell in cells(version)}


def report(version: str, table: Printer, only: tuple[str, ...] = ()) -> str:
    """The report's text with each table printed by `table`."""
    layout = forms.load(version).layout
    parts = [HEAD]
    for name, printed in layout.items():
        if not only or name in only:
            parts.append(f"{TITLES[name]}\n{table(printed)}\n")
    return "".join(parts) + TAIL


def texts(layout: LayoutTable, values: Values) -> list[list[str]]:
    """The cells of every row, merged ones once."""
    return [[_text(cell.text, cell.cell, values) for cell in row] for row in layout.rows]


def full_rows(layout: LayoutTable, values: Values) -> list[list[str]]:
    """Every row as wide as the table: a merged cell is followed by empty ones, below as well."""
    grid: list[list[str | None]] = [[None] * layout.columns for _ in layout.rows]
    for number, row in enumerate(layout.rows):
        column = 0
        for cell in row:
            while column < layout.columns and grid[number][column] is not None:
                column += 1
            for down in range(cell.rowspan):
                for right in range(cell.colspan):
                    grid[number + down][column + right] = ""
            grid[number][column] = _text(cell.text, cell.cell, values)
    return [[cell or "" for cell in row] for row in grid]


def _text(text: str, cell: str, values: Values) -> str:
    if not cell:
        return text
    value = values[cell]
    return "" if value is None else str(value)


def tabbed(values: Values) -> Printer:
    return lambda layout: "\n".join("\t".join(row) for row in texts(layout, values))


def ruled(values: Values, rule: str = "|") -> Printer:
    return lambda layout: "\n".join(rule + rule.join(row) + rule for row in texts(layout, values))


def ruled_at_end(values: Values) -> Printer:
    return lambda layout: "\n".join("".join(f"{cell}|" for cell in row) for row in texts(layout, values))


def ruled_between(values: Values) -> Printer:
    return lambda layout: "\n".join(" | ".join(row) for row in texts(layout, values))


def merged(values: Values, rule: str = "¦") -> Printer:
    return lambda layout: "\n".join(rule.join(row) for row in full_rows(layout, values))


def merged_both(values: Values) -> Printer:
    return lambda layout: "\n".join("|" + "|".join(row) + "|" for row in full_rows(layout, values))


def markdown(values: Values) -> Printer:
    def table(layout: LayoutTable) -> str:
        rows = full_rows(layout, values)
        line = "| " + " | ".join("---" for _ in rows[0]) + " |"
        return "\n".join(
            [f"| {' | '.join(rows[0])} |", line, *(f"| {' | '.join(row)} |" for row in rows[1:])]
        )

    return table


def lone_rules(values: Values) -> Printer:
    return lambda layout: "\n".join("\n|\n".join(row) + "\n|" for row in texts(layout, values))


def lined(values: Values, gap: str = "\n\n") -> Printer:
    return lambda layout: gap.join(cell for row in texts(layout, values) for cell in row)


def spaced(values: Values) -> Printer:
    return lambda layout: "\n".join(" ".join(row) for row in texts(layout, values))


def joined(values: Values) -> Printer:
    return lambda layout: "\n".join("".join(row) for row in texts(layout, values))


def html(values: Values, inside: str = "{}", breaks: bool = False) -> Printer:
    def shown(text: str) -> str:
        return (
            "<br>".join(text[at : at + 2] for at in range(0, len(text), 2))
            if breaks and not text.isdigit()
            else text
        )

    def table(layout: LayoutTable) -> str:
        rows = []
        for row in layout.rows:
            tds = "".join(
                f'<td colspan="{cell.colspan}" rowspan="{cell.rowspan}"><p>{shown(_text(cell.text, cell.cell, values))}</p></td>'
                for cell in row
            )
            rows.append(f"<tr>{tds}</tr>")
        return inside.format("<table>" + "".join(rows) + "</table>")

    return table


def page(text: str) -> bytes:
    """A page around the report; lines outside its tables become paragraphs."""
    body = "".join(line if line.startswith("<t") else f"<p>{line}</p>" for line in text.split("\n") if line)
    return f"<html><head><meta charset='utf-8'><title>x</title></head><body>{body}</body></html>".encode()
