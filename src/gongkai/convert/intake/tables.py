"""A table of a Word document with its merged cells and header rows exactly where they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai.convert.intake import headings, writing
from gongkai.convert.intake.model import Cell, Line, Table
from gongkai.convert.intake.names import W, is_on, local, number, value

if TYPE_CHECKING:
    from gongkai.convert.intake.story import Story

MOST_COLUMNS = 120
_THROUGH = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


def read_table(node: Any, story: Story) -> Table:
    """The table at a `w:tbl`. Cells merged downwards or across are one cell; a row's missing ends are empty cells."""
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    marked: set[int] = set()
    row = 0
    for line in _below(node, "tr"):
        properties = line.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            story.tally.add("tracked")
            continue
        if properties is not None and is_on(properties.find(f"{W}tblHeader")):
            marked.add(row)
        _read_row(line, row, cells, above, story)
        row += 1
    columns = min(max((cell.column + cell.colspan for cell in cells), default=0), MOST_COLUMNS)
    table = Table(_filled(cells, row, columns), row, columns)
    headings.set_headers(table, marked)
    return table


def _read_row(line: Any, row: int, cells: list[Cell], above: dict[int, Cell], story: Story) -> None:
    column = number(line.find(f"{W}trPr/{W}gridBefore"))
    joined: Cell | None = None
    for node in _below(line, "tc"):
        properties = node.find(f"{W}tcPr")
        span = max(1, number(_of(properties, "gridSpan")))
        if column + span > MOST_COLUMNS:
            story.tally.add("wide_table")
            return
        across = _of(properties, "hMerge")
        if across is not None and value(across) != "restart" and joined is not None:
            joined.colspan += span
            column += span
            continue
        down = _of(properties, "vMerge")
        over = above.get(column)
        if (
            down is not None
            and value(down) != "restart"
            and over is not None
            and over.row + over.rowspan == row
        ):
            over.rowspan += 1
            column += over.colspan
            continue
        joined = _cell(node, row, column, span, story)
        cells.append(joined)
        above[column] = joined
        column += span


def _of(properties: Any, name: str) -> Any:
    return None if properties is None else properties.find(f"{W}{name}")


def _cell(node: Any, row: int, column: int, span: int, story: Story) -> Cell:
    blocks = list(story.blocks(node))
    text = "\n".join(
        block.words if isinstance(block, Line) else "\n".join(" ".join(said) for said in block.row_texts())
        for block in blocks
    )
    return Cell(row, column, writing.cell(blocks), text.strip(), span)


def _filled(cells: list[Cell], rows: int, columns: int) -> list[Cell]:
    """The cells in order, with an empty one wherever a row is shorter than the table; none overlaps another."""
    taken: dict[tuple[int, int], bool] = {}
    made: list[Cell] = []
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        cell.rowspan = min(cell.rowspan, rows - cell.row)
        covered = [
            (cell.row + down, cell.column + right)
            for down in range(cell.rowspan)
            for right in range(cell.colspan)
        ]
        if any(slot in taken for slot in covered):
            cell.rowspan = cell.colspan = 1
            covered = covered[:1]
            while covered[0] in taken and covered[0][1] < columns:
                covered = [(cell.row, covered[0][1] + 1)]
            cell.column = covered[0][1]
        taken.update(dict.fromkeys(covered, True))
        made.append(cell)
    empty = [(row, column) for row in range(rows) for column in range(columns) if (row, column) not in taken]
    made.extend(Cell(row, column, "", "") for row, column in empty)
    return sorted(made, key=lambda one: (one.row, one.column))


def _below(parent: Any, name: str) -> Iterator[Any]:
    """Children of a name, content controls and insertions gone through."""
    todo = list(reversed(parent))
    while todo:
        node = todo.pop()
        kind = local(node)
        if kind == name:
            yield node
        elif kind in _THROUGH:
            todo.extend(reversed(node))
