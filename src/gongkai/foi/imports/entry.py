"""One row of a register as a request with its history: read whole, every fault with its row and column."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.convert.sheet import Row
from gongkai.foi import hashes
from gongkai.foi.imports import fields, history
from gongkai.foi.imports.mapping import Layout
from gongkai.foi.similarity import plain
from gongkai.foi.text import cleaned
from gongkai.law.clock import Event, parse_events
from gongkai.law.errors import LawInputError

HEADER_WITHIN = 20
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken over. The text never repeats what identifies a person."""

    row: int
    column: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be taken over. `events` as the law's clock reads them, oldest first; `values` by field name."""

    row: int
    source_id: str
    values: Mapping[str, str]
    days: Mapping[str, date]
    numbers: Mapping[str, int]
    consultations: tuple[history.Consulted, ...]
    events: tuple[Mapping[str, Any], ...]
    law: tuple[Event, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each field stands in this very file."""

    row: int
    names: tuple[str, ...]
    columns: Mapping[str, int]
    consultations: tuple[Mapping[str, int], ...]
    unused: tuple[str, ...]
    missing: tuple[str, ...]

    def label(self, name: str) -> str:
        """The heading of a field as the file has it; its own name when the file lacks it."""
        at = self.columns.get(name)
        return self.names[at] if at is not None else name


def find_headings(first_rows: Sequence[Row], layout: Layout) -> Headings | None:
    """The row of headings among the first ones: the one that knows most fields, with the required ones if any does."""
    found = [_headings(row, layout) for row in first_rows[:HEADER_WITHIN]]
    best = min(found, key=lambda item: (len(item.missing), -len(item.columns)), default=None)
    return best if best is not None and len(best.columns) > 1 else None


def _headings(row: Row, layout: Layout) -> Headings:
    places: dict[str, int] = {}
    for at, name in enumerate(row.cells):
        places.setdefault(plain(name), at)

    def placed(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        hits = {name: [places[one] for one in names if one in places] for name, names in wanted.items()}
        return {name: at[0] for name, at in hits.items() if at}

    columns = placed(layout.columns)
    consultations = tuple(placed(item) for item in layout.consultations)
    used = {*columns.values(), *(at for item in consultations for at in item.values())}
    unused = tuple(name for at, name in enumerate(row.cells) if name and at not in used)
    missing = tuple(name for name in fields.REQUIRED if name not in columns)
    return Headings(row.number, row.cells, columns, consultations, unused, missing)


@dataclass(slots=True)
class Reader:
    """Reads the rows of one file. `today`: what lies after it has not happened."""

    layout: Layout
    headings: Headings
    today: date
    _row: Row = field(init=False)
    _faults: list[Fault] = field(init=False)

    def read(self, row: Row) -> Entry | list[Fault]:
        """The row as an entry, or everything that is wrong with it."""
        self._row, self._faults = row, []
        values = self._texts() | self._chosen()
        days = {name: day for name in fields.DAYS if (day := self._day(self._at(name), self._label(name)))}
        numbers = {name: number for name in fields.NUMBERS if (number := self._number(name))}
        values["fee_amount"] = self._amount()
        consulted = self._consultations()
        past = history.History(self.layout.confirms, values, days, numbers, consulted)
        for name, text in past.faults():
            self._fault(name, "incomplete", text)
        if self._faults:
            return self._faults
        events, origins = past.events()
        try:
            law = parse_events(events)
        except LawInputError as error:
            for reason in error.reasons:
                self._fault(_origin(reason.where, origins), reason.code, reason.text)
            return self._faults
        digest = _digest(self._row.cells, self.headings)
        return Entry(
            row.number,
            values["source_id"],
            values,
            days,
            numbers,
            consulted,
            tuple(events),
            tuple(law),
            digest,
        )

    def _at(self, name: str) -> str:
        return self._cell(self.headings.columns.get(name))

    def _cell(self, at: int | None) -> str:
        return self._row.cells[at] if at is not None and at < len(self._row.cells) else ""

    def _label(self, name: str) -> str:
        return self.headings.label(name)

    def _fault(self, name: str, code: str, text: str) -> None:
        self._faults.append(Fault(self._row.number, self._label(name), code, text))

    def _texts(self) -> dict[str, str]:
        values = {name: cleaned(self._at(name)) for name in fields.TEXTS}
        for name in ("source_id", "applicant_name", "subject"):
            if not values[name]:
                self._fault(name, "empty", _("没有填写。"))
        if not (values["telephone"] or values["email"] or values["postal_address"]):
            values["postal_address"] = self.layout.defaults.get("postal_address", "")
        return values

    def _chosen(self) -> dict[str, str]:
        found = {}
        for name in fields.CHOSEN:
            written = plain(self._at(name))
            code = self.layout.words[name].get(written, "")
            if written and not code:
                shown = self._at(name)[:30]
                self._fault(
                    name,
                    "unknown_word",
                    _("不认识“%(word)s”，请在映射文件的 values 里写明。") % {"word": shown},
                )
            found[name] = code or self.layout.defaults.get(name, "")
        return found

    def _day(self, text: str, label: str) -> date | None:
        if not text:
            return None
        match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
        try:
            day = date(*map(int, match.groups()[:3])) if match else None
        except ValueError:
            day = None
        if day is None:
            reason = _("“%(text)s”不是日期，应写作 2023-05-04、2023/5/4 或者 2023年5月4日。") % {
                "text": text[:20]
            }
            self._faults.append(Fault(self._row.number, label, "no_date", reason))
        elif day > self.today:
            reason = _("%(day)s还没有到。") % {"day": day.isoformat()}
            self._faults.append(Fault(self._row.number, label, "future", reason))
        return day

    def _number(self, name: str) -> int:
        text = self._at(name) or self.layout.defaults.get(name, "")
        if not text:
            return 0
        digits = re.sub(r"个?工作日$|天$|日$|件$|页$", "", text)
        if not (digits.isascii() and digits.isdigit() and len(digits) < 7 and int(digits) > 0):
            self._fault(name, "no_number", _("“%(text)s”不是正整数。") % {"text": text[:20]})
            return 0
        return int(digits)

    def _amount(self) -> str:
        """The fee in yuan as plain digits; empty where there is none."""
        text = re.sub(r"[\s,，￥¥元]", "", self._at("fee_amount"))
        if text and not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", text):
            self._fault("fee_amount", "no_amount", _("“%(text)s”不是金额（元）。") % {"text": text[:20]})
            return ""
        return text if text and float(text) else ""

    def _consultations(self) -> tuple[history.Consulted, ...]:
        found = []
        for number, (columns, party) in enumerate(
            zip(self.headings.consultations, self.layout.parties, strict=True), 1
        ):
            cells = {name: self._cell(at) for name, at in columns.items()}
            label = {name: self.headings.names[at] for name, at in columns.items()}
            if not any(cells.values()):
                continue
            sent = self._day(cells.get("sent_on", ""), label.get("sent_on", "sent_on"))
            if sent is None:
                where = label.get("sent_on", "sent_on")
                self._faults.append(
                    Fault(self._row.number, where, "incomplete", _("征求了意见的，须有发出的日期。"))
                )
                continue
            opinion = self._opinion(cells.get("opinion", ""), label.get("opinion", ""))
            received = self._day(cells.get("received_on", ""), label.get("received_on", ""))
            answered = self._day(cells.get("answered_on", ""), label.get("answered_on", ""))
            name = cleaned(cells.get("name", ""))
            found.append(history.Consulted(str(number), party, name, sent, received, answered, opinion))
        return tuple(found)

    def _opinion(self, text: str, label: str) -> str:
        code = self.layout.words["opinion"].get(plain(text), "") if text else ""
        if text and not code:
            reason = _("不认识“%(word)s”，请在映射文件的 values 里写明。") % {"word": text[:30]}
            self._faults.append(Fault(self._row.number, label, "unknown_word", reason))
        return code


def _origin(where: str, origins: Sequence[Mapping[str, str]]) -> str:
    """The field a place like `events[3].on` was made from."""
    match = re.match(r"events\[(\d+)\](?:\.(\w+))?", where)
    if match is None or int(match[1]) >= len(origins):
        return "submitted_on"
    made_from = origins[int(match[1])]
    return made_from.get(match[2] or "on", made_from["on"])


def _digest(cells: Sequence[str], headings: Headings) -> str:
    """Of everything the mapping reads of a row, under the installation's key: what people wrote cannot be guessed from it."""
    read = {name: cells[at] if at < len(cells) else "" for name, at in headings.columns.items()}
    for number, columns in enumerate(headings.consultations):
        read |= {f"{number}.{name}": cells[at] if at < len(cells) else "" for name, at in columns.items()}
    filled = {name: text for name, text in sorted(read.items()) if text}
    return hashes.keyed("foi.import", json.dumps(filled, ensure_ascii=False))
