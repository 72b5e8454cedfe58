"""A standard catalogue as it comes in a spreadsheet: two rows of merged headings somewhere near the top, merged cells, tick marks.

Nothing is written here. What cannot be taken over is a fault with its row; what was understood from the row above is
noted, so that a person can look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongkai.catalog.standards.limits import parse
from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.convert.sheet import Row

MAX_ITEMS = 5_000
HEAD_WITHIN = 20
LENGTHS = {
    "number": 20, "topic": 200, "matter": 300, "content": 5_000, "basis": 5_000, "limit_text": 500, "publisher": 300,
    "audience": 200, "manner": 100, "level": 100,
}  # fmt: skip
# Beginnings of a heading -> the field it fills. The first that fits counts.
HEADINGS = (
    ("序号", "number"),
    ("编号", "number"),
    ("一级事项", "topic"),
    ("二级事项", "matter"),
    ("公开事项", "matter"),
    ("事项名称", "matter"),
    ("公开内容", "content"),
    ("内容要素", "content"),
    ("公开依据", "basis"),
    ("法律依据", "basis"),
    ("依据", "basis"),
    ("公开时限", "limit_text"),
    ("时限", "limit_text"),
    ("公开主体", "publisher"),
    ("责任主体", "publisher"),
    ("责任单位", "publisher"),
    ("责任部门", "publisher"),
    ("公开渠道", "channels"),
    ("渠道", "channels"),
    ("公开对象", "audience"),
    ("公开方式", "manner"),
    ("公开层级", "level"),
)
TICKED_GROUPS = frozenset({"audience", "manner", "level"})
FILLED_DOWN = ("basis", "limit_text", "publisher", "channels")
TICKED, NOT_TICKED = "■☑√✓✔●▇█☒▣", "□☐○◯"
_TICK = re.compile(rf"([{TICKED}{NOT_TICKED}])\s*([^{TICKED}{NOT_TICKED}\n]+)")
_EDGES = " \t\r\n、，,；;。:："


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row (or, with row 0, the sheet) was not taken over."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as read. `inherited` names the fields that were understood from the row above."""

    row: int
    values: dict[str, Any]
    inherited: tuple[str, ...] = ()


@dataclass(slots=True)
class Read:
    """What a sheet holds: items, faults, and columns that were not found."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column fills; `part` is the sub-heading of a group of tick columns (全社会, 主动, 县级)."""

    name: str
    part: str = ""


def read(path: Path, sheet_name: str = "") -> Read:
    """Read a catalogue. Raises FileRefused for what is no table or shows no heading row of the form."""
    rows = list(sheet.rows(path, sheet_name))
    at, columns = _head(rows)
    if columns is None:
        raise FileRefused(
            "no_heading",
            _(
                "前%(rows)d行里没有找到标准目录的表头。表头应有“二级事项”或者“公开事项”，以及公开内容、公开时限、公开主体等列。"
            )
            % {"rows": HEAD_WITHIN},
        )
    found = Read(absent=_absent(columns))
    _take_over(rows[at:], columns, found)
    if not found.entries and not found.faults:
        found.faults.append(Fault(0, _("表头下面没有事项。")))
    return found


def _name_of(cell: str) -> str:
    flat = "".join(cell.split())
    return next((name for start, name in HEADINGS if flat.startswith(start)), "")


def _head(rows: Sequence[Row]) -> tuple[int, dict[int, Heading] | None]:
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        names = {_name_of(cell) for cell in row.cells} - {""}
        if len(names) >= 3:
            below = rows[at + 1].cells if at + 1 < len(rows) else ()
            has_parts = _is_second_row(row.cells, below)
            columns = _columns(row.cells, below if has_parts else ())
            if "matter" in {heading.name for heading in columns.values()}:
                return at + 1 + has_parts, columns
    return 0, None


def _is_second_row(head: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the row below continues the headings: it names levels or parts, or stands under nothing but groups."""
    flat = ["".join(cell.split()) for cell in below]
    known = ("一级事项", "二级事项", "全社会", "特定", "主动", "依申请", "县级", "乡", "村")
    return sum(cell.startswith(known) and len(cell) <= 16 for cell in flat if cell) >= 2


def _columns(head: Sequence[str], below: Sequence[str]) -> dict[int, Heading]:
    found: dict[int, Heading] = {}
    group = ""
    for at in range(max(len(head), len(below))):
        top = head[at] if at < len(head) else ""
        part = "".join(below[at].split()) if at < len(below) else ""
        group = _name_of(top) if top.strip() else group if part else ""
        name = _name_of(part) or group
        if name and (name in TICKED_GROUPS or name not in {heading.name for heading in found.values()}):
            found[at] = Heading(name, part if name in TICKED_GROUPS else "")
    return found


def _absent(columns: dict[int, Heading]) -> list[str]:
    there = {heading.name for heading in columns.values()}
    labels = {
        "topic": _("一级事项"), "content": _("公开内容（要素）"), "basis": _("公开依据"), "limit_text": _("公开时限"),
        "publisher": _("公开主体"), "channels": _("公开渠道和载体"), "audience": _("公开对象"), "manner": _("公开方式"),
        "level": _("公开层级"),
    }  # fmt: skip
    return [label for name, label in labels.items() if name not in there]


def _take_over(rows: Iterable[Row], columns: dict[int, Heading], found: Read) -> None:
    topic = ""
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        values = _values(row, columns)
        if _is_heading_again(values) or not any(value for name, value in values.items() if name != "number"):
            continue
        previous = found.entries[-1] if found.entries else None
        if not values["topic"] and not values["matter"]:
            _continue(previous, values, row, found)
            continue
        begins = bool(values["topic"]) and values["topic"] != topic
        topic = values["topic"] or topic
        values["topic"] = topic or values["matter"]
        values["matter"] = values["matter"] or topic
        inherited = [] if begins or previous is None else _fill_down(values, previous.values)
        key = (values["topic"], values["matter"], values["content"])
        if key in seen:
            text = _("与第%(row)d行是同一个事项。") % {"row": seen[key]}
            found.faults.append(Fault(row.number, text))
        elif text := _too_long(values):
            found.faults.append(Fault(row.number, text))
        elif len(found.entries) >= MAX_ITEMS:
            found.faults.append(
                Fault(row.number, _("事项超过%(most)d条，请按领域拆分。") % {"most": MAX_ITEMS})
            )
            return
        else:
            seen[key] = row.number
            found.entries.append(Entry(row.number, values, tuple(inherited)))


def _values(row: Row, columns: dict[int, Heading]) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(LENGTHS, "")
    found["channels"] = []
    for at, heading in columns.items():
        cell = row.cells[at].strip() if at < len(row.cells) else ""
        if not cell:
            continue
        if heading.name == "channels":
            found["channels"] = channels(cell)
        elif heading.name in TICKED_GROUPS:
            found[heading.name] = "、".join(
                part for part in (found[heading.name], _ticked(cell, heading.part)) if part
            )
        else:
            found[heading.name] = cell if heading.name in ("content", "basis") else " ".join(cell.split())
    return found


def _ticked(cell: str, part: str) -> str:
    """What a tick column says: the name of the column when ticked, with what was written instead of a mere tick."""
    marks = "".join(cell.split())
    if marks in ("×", "否", "无", "-", "—", "/") or all(sign in NOT_TICKED for sign in marks):
        return ""
    name = re.sub(r"[（(].*?[）)]", "", part)
    if all(sign in TICKED for sign in marks) or marks in ("是", "有"):
        return name
    ticked = [text.strip(_EDGES) for mark, text in _TICK.findall(cell) if mark in TICKED]
    said = "、".join(ticked) if ticked else " ".join(cell.split())
    return f"{name}（{said}）" if name and said != name else said


def channels(cell: str) -> list[str]:
    """The channels ticked in a check-list (■政府网站 □政府公报), or all that are named where nothing can be ticked."""
    ticks = _TICK.findall(cell)
    names = [text for mark, text in ticks if mark in TICKED] if ticks else re.split(r"[\n、，,；;]", cell)
    return list(
        dict.fromkeys(name for name in (" ".join(text.split()).strip(_EDGES) for text in names) if name)
    )


def _is_heading_again(values: dict[str, Any]) -> bool:
    return _name_of(values["matter"]) in ("matter", "topic") or _name_of(values["content"]) == "content"


def _continue(previous: Entry | None, values: dict[str, Any], row: Row, found: Read) -> None:
    """A row without an item adds to the one above: its cells for topic and matter were merged."""
    if previous is None:
        found.faults.append(Fault(row.number, _("没有事项名称，上面也没有可以承接的事项。")))
        return
    for name in ("content", "basis"):
        if values[name]:
            joined = f"{previous.values[name]}\n{values[name]}".strip()
            previous.values[name] = joined[: LENGTHS[name]]
    for name in ("limit_text", "publisher"):
        previous.values[name] = previous.values[name] or values[name]
    previous.values["channels"] = list(dict.fromkeys([*previous.values["channels"], *values["channels"]]))


def _fill_down(values: dict[str, Any], above: dict[str, Any]) -> list[str]:
    inherited = [name for name in FILLED_DOWN if not values[name] and above[name]]
    for name in inherited:
        values[name] = above[name]
    return inherited


def _too_long(values: dict[str, Any]) -> str:
    long = [name for name, most in LENGTHS.items() if len(values[name]) > most]
    return _("有单元格过长（%(fields)s）。") % {"fields": "、".join(long)} if long else ""


def with_limit(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the limit as number, unit and trigger beside its text."""
    limit = parse(values["limit_text"])
    return {
        **values, "limit_number": limit.number, "limit_unit": limit.unit, "limit_trigger": limit.trigger,
    }  # fmt: skip
