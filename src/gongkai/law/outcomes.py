"""The 21 ways a request ends, as table three of the annual report counts them. Data in `data/outcomes.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gongkai.law import datafiles

RECONSIDERATION_FIRST = "reconsideration_first"
EITHER = "either"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One leaf row of 三、本年度办理结果.

    `code` is also the row of the form (`form_row`); `articles` are of 国务院令第711号 unless they name another
    instrument; `reasons_required`: the letter must give reasons; `remedy`: `reconsideration_first` or `either`, as the law
    stands since 2024-01-01 (`remedies.route` answers for earlier days).
    """

    code: str
    group: str
    group_label: str
    label: str
    articles: tuple[str, ...]
    reasons_required: bool
    remedy: str

    @property
    def form_row(self) -> str:
        """The row id of table three ("t3." + form_row + "." + column)."""
        return self.code


def _load() -> Mapping[str, Outcome]:
    table = datafiles.read("outcomes.yaml")
    groups = table.table("groups")
    rows = (
        Outcome(
            row.text("code"),
            row.text("group"),
            groups.text(row.text("group")),
            row.text("label"),
            row.texts("articles"),
            row.flag("reasons"),
            row.text("remedy"),
        )
        for row in table.tables("outcomes")
    )
    return MappingProxyType({outcome.code: outcome for outcome in rows})


OUTCOMES: Mapping[str, Outcome] = _load()
