"""Tables in and out: publications brought in from a sheet, and figures as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from gongkai.channels import declared, rules
from gongkai.channels.rules import Facts
from gongkai.channels.services.releases import Entry, blockers
from gongkai.convert import sheet

HEADINGS: dict[str, tuple[str, ...]] = {
    "channel": ("渠道", "发布渠道", "平台"),
    "on": ("日期", "发布日期", "时间"),
    "title": ("标题", "内容", "名称"),
    "pieces": ("件数", "篇数", "条数", "数量"),
    "copies": ("份数", "次数", "印数"),
    "reach": ("受众", "阅读量", "人数"),
    "place": ("版面", "期号", "地点", "时段", "版面、期号、时段或者地点"),
    "link": ("链接", "网址"),
    "note": ("备注",),
}
NEEDED = ("channel", "on", "title")
FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


@dataclass(frozen=True, slots=True)
class Read:
    """What a sheet holds: rows that can be brought in, and (row of the sheet, what is wrong) for the others."""

    entries: list[Entry]
    faults: list[tuple[int, str]]


def read(path: Path, today: date) -> Read:
    """Read a sheet whose first row names the columns. Raises FileRefused for what is no table.

    A record in a table is its own proof, so that none is asked for.
    """
    rows = sheet.rows(path)
    first = next(rows, None)
    columns = _columns(first.cells) if first else {}
    missing = [HEADINGS[name][0] for name in NEEDED if name not in columns]
    if missing:
        text = _("第一行须有这些列：%(columns)s。") % {"columns": "、".join(missing)}
        return Read([], [(first.number if first else 1, text)])
    known = declared.every()
    slugs = {**{row.label: slug for slug, row in known.items()}, **{slug: slug for slug in known}}
    found = Read([], [])
    for row in rows:
        cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
        entry, faults = _entry(cells, slugs)
        faults = faults or _refusals(entry)
        if faults:
            found.faults.append((row.number, " ".join(faults)))
        else:
            found.entries.append(entry)
    return found


def _refusals(entry: Entry) -> list[str]:
    found = blockers(entry.channel, entry.title, entry.facts)
    return [one.text for one in found if one.code != "CHANNEL-PROOF"]


def _columns(cells: Sequence[str]) -> dict[str, int]:
    names = {name: key for key, known in HEADINGS.items() for name in known}
    return {names[cell.strip()]: at for at, cell in reversed(list(enumerate(cells))) if cell.strip() in names}


def _entry(cells: Mapping[str, str], slugs: Mapping[str, str]) -> tuple[Entry, list[str]]:
    faults = []
    channel = slugs.get(cells["channel"].strip(), "")
    if not channel:
        faults.append(_("没有名为“%(name)s”的渠道。") % {"name": cells["channel"][:40]})
    on = day(cells["on"])
    if on is None:
        faults.append(_("“%(text)s”不是日期，请写作 2026-03-05。") % {"text": cells["on"][:40]})
    numbers = {"pieces": 1, "copies": 0, "reach": 0}
    for name in numbers:
        text = cells.get(name, "").replace(",", "").replace("，", "").strip()
        if text and not (text.isascii() and text.isdigit() and int(text) <= rules.MOST_COUNTED):
            faults.append(_("“%(text)s”不是整数。") % {"text": text[:40]})
        elif text:
            numbers[name] = int(text)
    facts = Facts(
        on=on or date.min,
        pieces=numbers["pieces"],
        copies=numbers["copies"],
        reach=numbers["reach"],
        place=cells.get("place", "").strip(),
        link=cells.get("link", "").strip(),
        note=cells.get("note", "").strip(),
    )
    return Entry(channel, cells["title"].strip()[:200], facts), faults


def day(text: str) -> date | None:
    """A day in one of the ways tables write it; None when it is none."""
    for form in FORMATS:
        try:
            return datetime.strptime(text.strip()[:10] if "-" in text else text.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a header that stays; text no spreadsheet takes for a formula."""
    book = Workbook()
    page: Any = book.active
    page.title = title[:31]
    page.append(list(header))
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    for row in rows:
        page.append([sheet.harmless(value) if isinstance(value, str) else value for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
