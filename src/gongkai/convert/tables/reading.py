"""Rows by a mapping: the headings of this very table, then each row as values or as everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice, pairwise
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.convert.sheet import Row
from gongkai.convert.tables.days import day
from gongkai.convert.tables.declared import Fault, Field, plain
from gongkai.convert.tables.mapping import Layout, near_heading

HEADER_WITHIN = 20
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands. `row`: the last row of the headings; `unused` columns come with the field they may mean."""

    row: int
    names: tuple[str, ...]
    columns: Mapping[str, int]
    unused: tuple[tuple[str, str], ...]
    missing: tuple[Field, ...]

    def label(self, one: Field) -> str:
        """The heading of a field as the table has it; its label where the table lacks it."""
        at = self.columns.get(one.name)
        return self.names[at] if at is not None else one.label


@dataclass(slots=True)
class Values:
    """A row that was read. `texts` hold codes for choices; what a room leaves open stays as it was written."""

    row: int
    texts: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)


def table(path: Path, fields: Sequence[Field], layout: Layout) -> tuple[Headings, Iterator[Row]]:
    """The headings of a file, and its rows below them, one after the other. Raises FileRefused, also while reading."""
    read = sheet.rows(path, layout.sheet)
    first = list(islice(read, HEADER_WITHIN))
    headings = find_headings(first, fields, layout)
    if headings is None or headings.missing:
        wanted = headings.missing if headings else [one for one in fields if one.required]
        named = "、".join(f"{one.name}（{one.label}）" for one in wanted)
        text = _("前%(most)d行里没有找到表头，缺少：%(names)s。请在映射文件的 columns 里写明列名。")
        raise FileRefused("no_headings", text % {"most": HEADER_WITHIN, "names": named})
    return headings, (row for row in chain(first, read) if row.number > headings.row)


def find_headings(first: Sequence[Row], fields: Sequence[Field], layout: Layout) -> Headings | None:
    """The headings among the first rows: one row, or two where cells of the upper one are merged over several."""
    candidates = [(row.number, row.cells) for row in first]
    candidates += [
        (lower.number, _joined(upper.cells, lower.cells))
        for upper, lower in pairwise(first)
        if lower.number == upper.number + 1
    ]
    found = [_headings(number, names, fields, layout) for number, names in candidates]
    best = min(found, key=lambda item: (len(item.missing), -len(item.columns)), default=None)
    return best if best is not None and len(best.columns) > 1 else None


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    width = max(len(upper), len(lower))
    pairs = ((_at(upper, at), _at(lower, at)) for at in range(width))
    return tuple(below or above for above, below in pairs)


def _at(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _headings(number: int, names: tuple[str, ...], fields: Sequence[Field], layout: Layout) -> Headings:
    places: dict[str, int] = {}
    for at, name in enumerate(names):
        places.setdefault(plain(name), at)
    columns: dict[str, int] = {}
    for one in fields:
        hits = [places[name] for name in layout.columns.get(one.name, ()) if name in places]
        free = [at for at in hits if at not in columns.values()]
        if free:
            columns[one.name] = free[0]
    unused = [name for at, name in enumerate(names) if name and at not in columns.values()]
    left = [one for one in fields if one.name not in columns]
    near = tuple((name, found.name if (found := near_heading(name, left)) else "") for name in unused)
    missing = tuple(one for one in left if one.required and one.name not in layout.defaults)
    return Headings(number, names, columns, near, missing)


def read_row(
    row: Row, headings: Headings, fields: Sequence[Field], layout: Layout
) -> tuple[Values, list[Fault]]:
    """The row's values, and everything that is wrong with them."""
    values, faults = Values(row.number), []
    for one in fields:
        at = headings.columns.get(one.name)
        written = _at(row.cells, at).strip() if at is not None else ""
        text = written or layout.defaults.get(one.name, "")
        problem = _taken(one, text, values, layout)
        if problem:
            shown = "" if one.personal else written[:SHOWN]
            faults.append(Fault(row.number, headings.label(one), shown, *problem))
    return values, faults


def _taken(one: Field, text: str, values: Values, layout: Layout) -> tuple[str, str] | None:
    """Put a cell among the values, or say what is wrong with it."""
    if not text:
        return ("empty", _("没有填写，请补上。")) if one.required else None
    if one.kind == "day":
        found = day(text, layout.dates)
        if found is None:
            return "no_date", _(
                "不是日期，应写作 2026-03-05、2026/3/5、2026.3.5、2026年3月5日或者 20260305。"
            )
        values.days[one.name] = found
        return None
    if one.kind == "choice":
        code = layout.words[one.name].get(plain(text), "")
        if not code and not one.open:
            return "unknown_word", _("不认识这个用语，请在映射文件的 values.%(name)s 里写明。") % {
                "name": one.name
            }
        values.texts[one.name] = code or text
        return None
    if len(text) > one.longest:
        return "too_long", _("有%(length)d字，最多%(most)d字，请缩短。") % {
            "length": len(text),
            "most": one.longest,
        }
    values.texts[one.name] = text
    return None
