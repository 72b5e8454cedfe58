"""Records with tables of their own (service guides) out of one workbook: a sheet for the records, one for each of their tables,
joined by the code or the name of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongkai.catalog import filling_sheets, schemas
from gongkai.catalog.schemas.model import Field, Problem, Schema, Table
from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import Fault
from gongkai.convert.tables.declared import plain
from gongkai.review.rules import Refused

CODE, NAME = "code", "name"
_OF = "of_"  # what joins the row of a table to its record
MOST_RECORDS = 2_000


@dataclass(slots=True)
class Record:
    """One record of the workbook. `row`: its row in the sheet of records; `problems`: what it still lacks."""

    row: int
    source_id: str
    data: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Workbook:
    """What was read: the records, the rows that belong to none, the sheets and columns nobody read."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unused: list[tuple[str, str]] = field(default_factory=list)


def read(path: Path, schema: Schema) -> Workbook:
    """The records of a workbook. Raises FileRefused when it has no sheet of records."""
    found, tables = Workbook(), {}
    heads: list[tuple[str, Iterable[sheet.Row]]] = []
    for name, rows in sheet.sheets(path).items():
        table = _table_of(schema, name)
        if table is not None and table.name not in tables:
            tables[table.name] = (name, table, rows)
        else:
            heads.append((name, rows))
    if not heads:
        text = _("没有“%(label)s”工作表：每行一项，其他工作表用事项编码或者名称对应。")
        raise FileRefused("no_sheet", text % {"label": schema.label})
    heads.sort(key=lambda item: plain(item[0]) not in plain(schema.label))
    found.unused = [(name, "") for name, _rows in heads[1:]]
    by_key = _records(schema, *heads[0], found)
    for name, table, rows in tables.values():
        _join(name, table, rows, by_key, found)
    for record in found.records:
        record.data, record.problems = schemas.clean(schema, record.data)
    return found


def _table_of(schema: Schema, name: str) -> Table | None:
    """The table a sheet is called after, in whole or in part: 材料 for 申请材料, 步骤 for the table whose rows are 步骤."""
    wanted = plain(name)
    if wanted in plain(schema.label) or plain(schema.label) in wanted:
        return None
    for table in schema.tables:
        for label in (table.label, table.fields[0].label):
            if wanted in plain(label) or plain(label) in wanted:
                return table
    return None


def _records(schema: Schema, name: str, rows: Iterable[sheet.Row], found: Workbook) -> dict[str, Record]:
    """The records by code and by name."""
    by_key: dict[str, Record] = {}
    for number, row in _taken(name, Table(name, name, schema.fields), rows, found):
        code, title = row.get(CODE, ""), row.get(NAME, "")
        if not title:
            found.faults.append(Fault(number, name, "", "empty", _("没有填写名称，请补上。")))
            continue
        keys = [plain(key) for key in (code, title) if key]
        if any(key in by_key for key in keys[:1]):
            found.faults.append(
                Fault(number, name, "", "twice", _("编码或者名称与前面的一行相同，请只留一行。"))
            )
            continue
        data: dict[str, Any] = {**row, **{table.name: [] for table in schema.tables}}
        record = Record(number, code or title, data)
        for key in keys:
            by_key.setdefault(key, record)
        found.records.append(record)
    if len(found.records) > MOST_RECORDS:
        raise FileRefused("too_many_rows", _("一次最多%(most)d项，请分批。") % {"most": MOST_RECORDS})
    return by_key


def _join(
    name: str, table: Table, rows: Iterable[sheet.Row], by_key: Mapping[str, Record], found: Workbook
) -> None:
    """Put the rows of a sheet into the records they name; a row that names none belongs to the one above, as merged cells do."""
    owners = (Field(f"{_OF}{CODE}", "事项编码", "text"), Field(f"{_OF}{NAME}", "事项名称", "text"))
    last: Record | None = None
    for number, row in _taken(name, replace(table, fields=(*owners, *table.fields)), rows, found):
        keys = [row.pop(f"{_OF}{key}", "") for key in (CODE, NAME)]
        named = [plain(key) for key in keys if key]
        owner = next((by_key[key] for key in named if key in by_key), None) if named else last
        if owner is None:
            text = _("找不到这一行所属的事项，请核对事项编码或者名称。")
            found.faults.append(Fault(number, name, "", "no_record", text))
        else:
            owner.data[table.name].append(row)
        last = owner


def _taken(
    name: str, table: Table, rows: Iterable[sheet.Row], found: Workbook
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a sheet with their numbers. A sheet without headings is a fault, not the end."""
    listed = list(rows)
    try:
        taken = filling_sheets.taken(table, listed)
    except Refused as refused:
        found.faults.append(Fault(1, name, "", "no_headings", " ".join(one.text for one in refused.blockers)))
        return
    found.unused += [(f"{name}：{column}", "") for column in taken.unused]
    numbers = [row.number for row in listed][len(listed) - len(taken.rows) :]
    yield from zip(numbers, taken.rows, strict=True)
