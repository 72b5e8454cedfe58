"""A service guide as its pages, its chart and the handbook read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from gongkai.catalog.models import Document
from gongkai.catalog.schemas.model import table_rows
from gongkai.convert.flowchart import Chart
from gongkai.guides import steps

SCHEMA = "service_guide"
TABLES = ("basis", "papers", "steps", "fees", "windows", "results", "questions")


@dataclass(frozen=True)
class Guide:
    """One published guide. What is asked of `data` is always there: a missing field is empty, a missing table has no rows."""

    document: Document

    @property
    def pk(self) -> int:
        """The document's number, which is the guide's."""
        return self.document.pk

    @property
    def agency(self) -> Any:
        """Whose guide it is."""
        return self.document.agency

    @property
    def published_on(self) -> datetime | None:
        """When it was last put out."""
        return self.document.last_published_at or self.document.published_on

    @cached_property
    def data(self) -> dict[str, Any]:
        """The fields, tables as lists of rows."""
        held = self.document.data
        tables = {name: table_rows(held, name) for name in TABLES}
        return {**{name: value for name, value in held.items() if name not in TABLES}, **tables}

    @property
    def name(self) -> str:
        """What is applied for."""
        return str(self.data.get("name") or self.document.title)

    @cached_property
    def steps(self) -> list[steps.Step]:
        """The steps in their order."""
        return steps.read(self.data["steps"])[0]

    @cached_property
    def chart(self) -> Chart | None:
        """The flow chart of the steps; None when there are none."""
        return steps.chart(_("%(name)s办理流程图") % {"name": self.name}, self.steps)

    @property
    def online(self) -> str:
        """Where it can be done online; nothing but an address of the web."""
        address = str(self.data.get("online") or "")
        return address if address.startswith(("https://", "http://")) else ""

    @property
    def limit(self) -> str:
        """The promised limit in words."""
        return days(self.data.get("promised_days"))

    @property
    def legal_limit(self) -> str:
        """The legal limit in words; empty when the law sets none."""
        return days(self.data.get("legal_days"))


def days(number: Any) -> str:
    """Working days as a promise: 当场办结, 5个工作日; empty when not said."""
    if not isinstance(number, int):
        return ""
    return _("当场办结") if number == 0 else _("%(days)d个工作日") % {"days": number}
