"""Tables as text, in every way in which published pages and their extractors have garbled them.

Each layout is a function from a grid and what stands in its cells to lines; `lost` is filled where no reader can know.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .model import Cell, Grid


@dataclass(slots=True)
class Written:
    """The table as text, and the cells that cannot be recovered from it, with the code of the reason."""

    text: str
    lost: dict[str, str] = field(default_factory=dict)


def _expanded(grid: Grid) -> list[list[Cell | None]]:
    """Rows with every column present: None under a merged area."""
    held: dict[tuple[int, int], bool] = {}
    out: list[list[Cell | None]] = []
    for y, row in enumerate(grid.rows):
        line: list[Cell | None] = []
        x = 0
        for cell in row:
            while held.get((y, x)):
                line.append(None)
                x += 1
            for dy in range(cell.rowspan):
                for dx in range(cell.colspan):
                    held[y + dy, x + dx] = True
            line.append(cell)
            line.extend([None] * (cell.colspan - 1))
            x += cell.colspan
        while held.get((y, x)):
            line.append(None)
            x += 1
        out.append(line)
    return out


def _flat(text: str) -> str:
    return text.replace("\n", "")


def cell_lines(grid: Grid, chance: random.Random) -> Written:
    """One cell a line; a break inside a cell stays a break."""
    return Written("\n".join(cell.text for row in grid.rows for cell in row if cell.text))


def cell_blank_lines(grid: Grid, chance: random.Random) -> Written:
    """One cell a line with blank lines between."""
    gap = chance.choice(("\n\n", "\n \n", "\n\n\n"))
    return Written(gap.join(cell.text for row in grid.rows for cell in row if cell.text))


def tabs(grid: Grid, chance: random.Random) -> Written:
    """A row a line, cells between tabs; merged areas leave empty cells."""
    return Written("\n".join("\t".join(_flat(c.text) if c else "" for c in row) for row in _expanded(grid)))


def pipes_end(grid: Grid, chance: random.Random) -> Written:
    """`a|b|c|` with the merged cells left out."""
    return Written(
        "\n".join(
            "".join(f"{_flat(cell.text)}{chance.choice(('|', ' | '))}" for cell in row) for row in grid.rows
        )
    )


def pipes_both(grid: Grid, chance: random.Random) -> Written:
    """`| a | b |` as Markdown writes it, with its rule under the first row."""
    lines = ["| " + " | ".join(_flat(c.text) if c else "" for c in row) + " |" for row in _expanded(grid)]
    lines.insert(1, "|" + "---|" * grid.columns)
    return Written("\n".join(lines))


def pipes_merged(grid: Grid, chance: random.Random) -> Written:
    """`¦` between cells; `¦¦` where cells were merged."""
    return Written(
        "\n".join("¦".join(_flat(c.text) if c else "" for c in row) + "¦" for row in _expanded(grid))
    )


def lone_pipes(grid: Grid, chance: random.Random) -> Written:
    """A cell a line and a line with a pipe alone between."""
    return Written("\n|\n".join(_flat(cell.text) for row in grid.rows for cell in row if cell.text))


def spaces(grid: Grid, chance: random.Random) -> Written:
    """`规章 0 0 0`."""
    gap = chance.choice((" ", "  ", "　"))
    return Written("\n".join(gap.join(_flat(c.text) for c in row if c.text) for row in grid.rows))


def no_separator(grid: Grid, chance: random.Random) -> Written:
    """`规章000`: certain while every value has one digit."""
    lines, lost = [], {}
    for row in grid.rows:
        lines.append("".join(_flat(cell.text) for cell in row))
        values = [cell for cell in row if cell.id]
        if len(values) > 1 and any(len(cell.text) > 1 for cell in values):
            lost.update({cell.id: "ambiguous" for cell in values})
        elif len(values) == 1 and re.search(r"\d$", "".join(_flat(c.text) for c in row if not c.id)):
            lost[values[0].id] = "ambiguous"
    return Written("\n".join(lines), lost)


def repeated_removed(grid: Grid, chance: random.Random) -> Written:
    """One cell a line, lines that occurred before removed: a row that loses a value is lost."""
    seen: set[str] = set()
    lines, lost = [], {}
    for row in grid.rows:
        values = [cell for cell in row if cell.id]
        gone = [cell for cell in values if cell.text in seen]
        doubled = len({cell.text for cell in values}) < len(values)
        if gone or doubled:
            lost.update({cell.id: "values_lost" for cell in values})
        for cell in row:
            flat = _flat(cell.text)
            if flat and flat not in seen:
                seen.add(flat)
                lines.append(flat)
    return Written("\n".join(lines), lost)


def consecutive_removed(grid: Grid, chance: random.Random) -> Written:
    """One cell a line, a line that equals the one above it removed."""
    lines: list[str] = []
    lost: dict[str, str] = {}
    last = None
    for row in grid.rows:
        gone = False
        for cell in row:
            flat = _flat(cell.text)
            gone = gone or bool(flat == last and cell.id)
            if flat and flat != last:
                lines.append(flat)
            last = flat
        if gone:
            lost.update({cell.id: "values_lost" for cell in row if cell.id})
    return Written("\n".join(lines), lost)


def one_line(grid: Grid, chance: random.Random) -> Written:
    """The whole table on one line, cells between spaces."""
    return Written(" ".join(_flat(cell.text) for row in grid.rows for cell in row if cell.text))


def pipe_line(grid: Grid, chance: random.Random) -> Written:
    """The whole table on one line between pipes."""
    return Written("|" + "|".join(_flat(c.text) if c else "" for row in _expanded(grid) for c in row) + "|")


def hard_wrapped(grid: Grid, chance: random.Random) -> Written:
    """As a PDF's text layer has it: long labels broken over lines, a row's numbers between spaces."""
    lines = []
    for row in grid.rows:
        text = " ".join(_flat(cell.text) for cell in row if cell.text)
        label = "".join(_flat(cell.text) for cell in row if not cell.id)
        if len(label) > 16 and any(cell.id for cell in row):
            cut = text.index(label[8]) if label[8] in text else 8
            text = text[:cut] + "\n" + text[cut:]
        lines.append(text)
    return Written("\n".join(lines))


TEXT_LAYOUTS: dict[str, Callable[[Grid, random.Random], Written]] = {
    "cell_lines": cell_lines,
    "cell_blank_lines": cell_blank_lines,
    "tabs": tabs,
    "pipes_end": pipes_end,
    "pipes_both": pipes_both,
    "pipes_merged": pipes_merged,
    "lone_pipes": lone_pipes,
    "spaces": spaces,
    "no_separator": no_separator,
    "repeated_removed": repeated_removed,
    "consecutive_removed": consecutive_removed,
    "one_line": one_line,
    "pipe_line": pipe_line,
    "hard_wrapped": hard_wrapped,
}
