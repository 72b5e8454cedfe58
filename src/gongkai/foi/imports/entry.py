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
from gongkai.convert.tables import Fault, Headings, Values, read_row
from gongkai.foi import hashes
from gongkai.foi.imports import fields, history
from gongkai.foi.imports.mapping import RegisterMapping
from gongkai.foi.text import cleaned
from gongkai.law.clock import Event, parse_events
from gongkai.law.errors import LawInputError


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


@dataclass(slots=True)
class Reader:
    """Reads the rows of one file. `today`: what lies after it has not happened."""

    mapping: RegisterMapping
    headings: Headings
    today: date
    _read: Values = field(init=False)
    _faults: list[Fault] = field(init=False)

    def read(self, row: Row) -> Entry | list[Fault]:
        """The row as an entry, or everything that is wrong with it. No fault repeats what stood there."""
        self._read, self._faults = read_row(row, self.headings, self.mapping.fields, self.mapping.layout)
        self._not_yet()
        values = self._texts(row)
        days = {name: self._read.days[name] for name in fields.DAYS if name in self._read.days}
        numbers = {name: number for name in fields.NUMBERS if (number := self._number(name))}
        values["fee_amount"] = self._amount()
        consulted = self._letters(row)
        past = history.History(self.mapping.confirms, values, days, numbers, consulted)
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
        digest = _digest(row.cells, self.headings)
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

    def label(self, name: str) -> str:
        """The heading of a field in this file."""
        found = next((one for one in self.mapping.fields if one.name == name), None)
        return self.headings.label(found) if found else name

    def _fault(self, name: str, code: str, text: str) -> None:
        self._faults.append(Fault(self._read.row, self.label(name), "", code, text))

    def _not_yet(self) -> None:
        for name, day in self._read.days.items():
            if day > self.today:
                self._fault(name, "future", _("%(day)s还没有到。") % {"day": day.isoformat()})

    def _texts(self, row: Row) -> dict[str, str]:
        """Texts and codes of every field; an address that stands for none is not needed where there is another contact."""
        values = {name: self._read.texts.get(name, "") for name in fields.CHOSEN}
        values |= {name: cleaned(self._read.texts.get(name, "")) for name in fields.TEXTS}
        for name in ("source_id", "applicant_name", "subject"):
            if self._read.texts.get(name) and not values[name]:
                self._fault(name, "empty", _("没有填写，请补上。"))
        if not self._written(row, "postal_address") and (values["telephone"] or values["email"]):
            values["postal_address"] = ""
        return values

    def _written(self, row: Row, name: str) -> str:
        at = self.headings.columns.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def _number(self, name: str) -> int:
        text = self._read.texts.get(name, "")
        if not text:
            return 0
        digits = re.sub(r"个?工作日$|天$|日$|件$|页$", "", text)
        if not (digits.isascii() and digits.isdigit() and len(digits) < 7 and int(digits) > 0):
            self._fault(name, "no_number", _("“%(text)s”不是正整数。") % {"text": text[:20]})
            return 0
        return int(digits)

    def _amount(self) -> str:
        """The fee in yuan as plain digits; empty where there is none."""
        text = re.sub(r"[\s,，￥¥元]", "", self._read.texts.get("fee_amount", ""))
        if text and not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", text):
            self._fault("fee_amount", "no_amount", _("“%(text)s”不是金额（元）。") % {"text": text[:20]})
            return ""
        return text if text and float(text) else ""

    def _letters(self, row: Row) -> tuple[history.Consulted, ...]:
        found = []
        for number in range(1, self.mapping.letters + 1):
            names = {
                name: fields.letter(number, name)
                for name in (*fields.LETTER_TEXTS, *fields.LETTER_DAYS, "opinion")
            }
            if not any(self._written(row, name) for name in names.values()):
                continue
            texts, days = self._read.texts, self._read.days
            sent = days.get(names["sent_on"])
            if sent is None:
                self._fault(names["sent_on"], "incomplete", _("征求了意见的，须有发出的日期。"))
                continue
            received, answered = days.get(names["received_on"]), days.get(names["answered_on"])
            party = texts[fields.letter(number, "party")]
            name, opinion = cleaned(texts.get(names["name"], "")), texts.get(names["opinion"], "")
            found.append(history.Consulted(str(number), party, name, sent, received, answered, opinion))
        return tuple(found)


def _origin(where: str, origins: Sequence[Mapping[str, str]]) -> str:
    """The field a place like `events[3].on` was made from."""
    match = re.match(r"events\[(\d+)\](?:\.(\w+))?", where)
    if match is None or int(match[1]) >= len(origins):
        return "submitted_on"
    made_from = origins[int(match[1])]
    return made_from.get(match[2] or "on", made_from["on"])


def _digest(cells: Sequence[str], headings: Headings) -> str:
    """Of everything the mapping reads of a row, under the installation's key: what people wrote cannot be guessed from it."""
    read = {
        fields.digest_name(name): cells[at] if at < len(cells) else ""
        for name, at in headings.columns.items()
    }
    filled = {name: text for name, text in sorted(read.items()) if text}
    return hashes.keyed("foi.import", json.dumps(filled, ensure_ascii=False))
