"""A whole register: opened, its headings found, its rows read one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.convert.tables import Fault, Headings, table
from gongkai.foi.imports.entry import Entry, Reader
from gongkai.foi.imports.mapping import RegisterMapping


@dataclass(frozen=True, slots=True)
class Register:
    """A register that can be read: it has been gone through once, so that it is whole. `rows`: how many stand below the headings."""

    path: Path
    mapping: RegisterMapping
    headings: Headings
    rows: int

    def read(self, today: date) -> Iterator[Entry | list[Fault]]:
        """Every row, as an entry or with what is wrong with it. The same number twice is wrong the second time."""
        reader = Reader(self.mapping, self.headings, today)
        seen: dict[str, int] = {}
        for row in table(self.path, self.mapping.fields, self.mapping.layout)[1]:
            result = reader.read(row)
            if isinstance(result, Entry) and result.source_id in seen:
                text = _("编号与第%(row)d行相同。") % {"row": seen[result.source_id]}
                yield [Fault(row.number, reader.label("source_id"), "", "twice", text)]
                continue
            if isinstance(result, Entry):
                seen[result.source_id] = row.number
            yield result

    def labelled(self, faults: list[Fault]) -> list[Fault]:
        """The same faults with the headings of this file in place of the names of fields."""
        named = {one.name: self.headings.label(one) for one in self.mapping.fields}
        return [replace(fault, column=named.get(fault.column, fault.column)) for fault in faults]


def open_register(path: Path, mapping: RegisterMapping) -> Register:
    """Read the file and find its headings. Raises FileRefused, with `no_headings` naming the columns that are missing."""
    headings, rows = table(path, mapping.fields, mapping.layout)
    return Register(path, mapping, headings, sum(1 for _row in rows))
