"""The text that was read of a file, kept so that neither a page nor a rescan need read it again: packed, as one file's bytes."""

from __future__ import annotations

import gzip
import json
from dataclasses import astuple
from typing import Any

from gongkai.convert.extract.model import ExtractedCell, ExtractedTable
from gongkai.convert.parts.model import Contents, Part, Place, Unread


def dump(contents: Contents, reader: str) -> bytes:
    """Everything, and which version of the readers read it."""
    kept = {
        "reader": reader,
        "kind": contents.kind,
        "parts": [_part(part) for part in contents.parts],
        "unread": [astuple(unread) for unread in contents.unread],
    }
    return gzip.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)


def _part(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "number": part.number,
        "path": part.path,
        "text": part.text,
        "tables": [
            [table.start, table.end, table.rows, table.columns, [_cell(cell) for cell in table.cells]]
            for table in part.tables
        ],
        "places": [astuple(place) for place in part.places],
        "recognised": part.recognised,
        "visible": part.visible,
    }


def _cell(cell: ExtractedCell) -> list[int]:
    """A cell without its text, which stands in the part's."""
    return [cell.row, cell.column, cell.rowspan, cell.colspan, cell.start, cell.end]


def load(data: bytes, reader: str = "") -> Contents | None:
    """What was dumped; None when another version of the readers than `reader` (if given) had read it."""
    kept: dict[str, Any] = json.loads(gzip.decompress(data))
    if reader and kept["reader"] != reader:
        return None
    unread = tuple(Unread(tuple(path), code, text) for path, code, text in kept["unread"])
    return Contents(kept["kind"], tuple(_loaded(part) for part in kept["parts"]), unread)


def _loaded(part: dict[str, Any]) -> Part:
    text: str = part["text"]
    return Part(
        name=part["name"],
        number=part["number"],
        text=text,
        path=tuple(part["path"]),
        tables=tuple(
            ExtractedTable(
                start,
                end,
                tuple(
                    ExtractedCell(row, column, rowspan, colspan, text[at:to], at, to)
                    for row, column, rowspan, colspan, at, to in cells
                ),
                rows,
                columns,
            )
            for start, end, rows, columns, cells in part["tables"]
        ),
        places=tuple(Place(*place) for place in part["places"]),
        recognised=part["recognised"],
        visible=part["visible"],
    )
