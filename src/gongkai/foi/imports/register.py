"""A whole register: opened, its headings found, its rows read one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.foi.imports import fields
from gongkai.foi.imports.entry import HEADER_WITHIN, Entry, Fault, Headings, Reader, find_headings
from gongkai.foi.imports.mapping import Layout


@dataclass(frozen=True, slots=True)
class Register:
    """A register that can be read. `rows` are those below the headings."""

    layout: Layout
    headings: Headings
    rows: tuple[sheet.Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def read(self, today: date) -> Iterator[Entry | list[Fault]]:
        """Every row, as an entry or with what is wrong with it. The same number twice is wrong the second time."""
        reader = Reader(self.layout, self.headings, today)
        seen: dict[str, int] = {}
        for row in self.rows:
            result = reader.read(row)
            if isinstance(result, Entry) and result.source_id in seen:
                text = _("编号与第%(row)d行相同。") % {"row": seen[result.source_id]}
                yield [Fault(row.number, self.headings.label("source_id"), "twice", text)]
                continue
            if isinstance(result, Entry):
                seen[result.source_id] = row.number
            yield result

    def labelled(self, faults: list[Fault]) -> list[Fault]:
        """The same faults with the headings of this file in place of the names of fields."""
        named = fields.COLUMNS
        return [
            replace(fault, column=self.headings.label(fault.column)) if fault.column in named else fault
            for fault in faults
        ]


def open_register(path: Path, layout: Layout) -> Register:
    """Read the file and find its headings. Raises FileRefused, with `no_headings` naming the columns that are missing."""
    rows = tuple(sheet.rows(path, layout.sheet))
    headings = find_headings(rows[:HEADER_WITHIN], layout)
    if headings is None or headings.missing:
        wanted = headings.missing if headings is not None else fields.REQUIRED
        named = "、".join(f"{name}（{layout.columns[name][0]}）" for name in wanted)
        raise FileRefused(
            "no_headings",
            _("前%(most)d行里没有找到表头，缺少：%(names)s。请在映射文件的 columns 里写明列名。")
            % {"most": HEADER_WITHIN, "names": named},
        )
    return Register(layout, headings, tuple(row for row in rows if row.number > headings.row))
