"""A row of the table as a document that can be stored, or everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.catalog.bulk import fields
from gongkai.catalog.bulk.package import Package
from gongkai.catalog.bulk.places import Places
from gongkai.catalog.models import ENDED, Column, DocumentType
from gongkai.convert.sheet import Row
from gongkai.convert.tables import Fault, Field, Headings, Layout, Values, read_row
from gongkai.law import index_number
from gongkai.law.errors import LawInputError

_PARTED = re.compile(r"[;；|\n]+")
MOST_ATTACHMENTS = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be. `sha256` covers everything the row says, and the files it names by what the package says of them."""

    row: int
    source_id: str
    agency: Agency
    column: Column | None
    index_number: str
    published_on: date | None
    values: Mapping[str, Any]
    body: str
    body_file: str
    attachments: tuple[str, ...]
    sha256: str


@dataclass(slots=True)
class Reader:
    """Reads the rows of one table. `agency`: whose documents they are where the table does not say."""

    layout: Layout
    headings: Headings
    places: Places
    package: Package
    agency: Agency
    today: date
    fields: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = {one.name: one for one in fields.declared()}

    def read(self, row: Row) -> Entry | list[Fault]:
        """The row as an entry, or every fault."""
        values, faults = read_row(row, self.headings, tuple(self.fields.values()), self.layout)
        agency = self._agency(values, faults)
        column = self._column(values, agency, faults) if agency else None
        attachments = tuple(
            filter(None, (part.strip() for part in _PARTED.split(values.texts.get("attachments", ""))))
        )
        self._check(values, attachments, faults)
        if faults or agency is None:
            return faults
        return Entry(
            row.number,
            values.texts["source_id"],
            agency,
            column,
            values.texts.get("index_number", ""),
            values.days.get("published_on"),
            self._content(values, column),
            values.texts.get("body", ""),
            values.texts.get("body_file", ""),
            attachments,
            self._digest(values, agency, attachments),
        )

    def _agency(self, values: Values, faults: list[Fault]) -> Agency | None:
        text = values.texts.get("agency", "")
        found = self.places.agency(text) if text else self.agency
        if found is None:
            self._fault(
                values,
                "agency",
                "unknown_agency",
                _("没有这个机构，请写机构代码或者全称，或者在 values.agency 里写明。"),
                faults,
            )
        elif found.pk not in self.places.allowed:
            self._fault(
                values, "agency", "denied", _("导入人不能为这个机构起草，请换由有权限的人导入。"), faults
            )
            return None
        return found

    def _column(self, values: Values, agency: Agency, faults: list[Fault]) -> Column | None:
        text = values.texts.get("column", "")
        found = self.places.column(agency, text) if text else None
        if text and found is None:
            names = "、".join(self.places.column_names(agency)[:12])
            self._fault(
                values,
                "column",
                "unknown_column",
                _("该机构没有这个栏目，有：%(names)s。") % {"names": names},
                faults,
            )
        return found

    def _check(self, values: Values, attachments: tuple[str, ...], faults: list[Fault]) -> None:
        days, texts = values.days, values.texts
        for name in ("signed_on", "published_on"):
            if days.get(name, self.today) > self.today:
                self._fault(values, name, "future", _("这一天还没有到。"), faults)
        if "expires_on" in days and "effective_on" in days and days["expires_on"] < days["effective_on"]:
            self._fault(values, "expires_on", "before_effect", _("有效期不能早于施行日期。"), faults)
        if texts.get("validity") in ENDED and "validity_from" not in days:
            self._fault(
                values, "validity_from", "incomplete", _("已废止或者失效的，须写明自何日起。"), faults
            )
        if texts.get("disclosure_class", "proactive") != "proactive" and not texts.get("ground"):
            self._fault(values, "ground", "incomplete", _("不主动公开的，须写明理由。"), faults)
        if len(attachments) > MOST_ATTACHMENTS:
            self._fault(
                values,
                "attachments",
                "too_many",
                _("附件最多%(most)d个。") % {"most": MOST_ATTACHMENTS},
                faults,
            )
        for name, folder, wanted in (
            ("body_file", fields.BODIES, (texts.get("body_file", ""),)),
            ("attachments", fields.ATTACHMENTS, attachments),
        ):
            for file in filter(None, wanted):
                if self.package.mark(file, self.layout.folders.get(folder, "")) is None:
                    text = _("压缩包里没有“%(file)s”，请核对文件名，或者在映射文件的 folders 里写明目录。")
                    self._fault(values, name, "no_file", text % {"file": file[:80]}, faults)

    def _content(self, values: Values, column: Column | None) -> dict[str, Any]:
        """The document's fields; what the table leaves out follows from the column."""
        found: dict[str, Any] = {name: values.texts[name] for name in TEXTS if values.texts.get(name)} | {
            name: values.days[name] for name in DAYS if name in values.days
        }
        if column is not None:
            found.setdefault("statutory_item", column.statutory_item)
            if column.section == Column.Section.REPORT:
                found.setdefault("document_type", DocumentType.REPORT)
        return found

    def _digest(self, values: Values, agency: Agency, attachments: tuple[str, ...]) -> str:
        said = {
            **values.texts,
            **{name: day.isoformat() for name, day in values.days.items()},
            "agency": agency.code,
        }
        said["body_file"] = self._mark(values.texts.get("body_file", ""), fields.BODIES)
        marks = [[name, self._mark(name, fields.ATTACHMENTS)] for name in attachments]
        text = json.dumps([said, marks], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _mark(self, name: str, folder: str) -> str:
        return (self.package.mark(name, self.layout.folders.get(folder, "")) or "") if name else ""

    def _fault(self, values: Values, name: str, code: str, text: str, faults: list[Fault]) -> None:
        one: Field = self.fields[name]
        day = values.days.get(name)
        shown = day.isoformat() if day else values.texts.get(name, "")
        faults.append(Fault(values.row, self.headings.label(one), shown[:60], code, text))


TEXTS = (
    "title", "summary", "document_type", "document_number", "topic", "keywords", "source", "disclosure_class",
    "statutory_item", "ground", "ground_article", "validity",
)  # fmt: skip
DAYS = ("signed_on", "formed_on", "effective_on", "expires_on", "validity_from")


def has_usual_form(number: str) -> bool:
    """Whether an old index number has the form of the guideline; those that do not are kept as they are all the same."""
    try:
        index_number.parse(number)
    except LawInputError:
        return False
    return True
