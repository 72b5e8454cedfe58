"""What a computation yields: the figures, the records and people behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.law.forms import Number
from gongkai.reports import cells
from gongkai.reports.errors import Problem
from gongkai.reports.models import AnnualReport
from gongkai.reports.text_figures import Counted


@dataclass(frozen=True, slots=True)
class Entered:
    """A number typed in: by whom, when, where it came from, and in whose report."""

    agency: str
    cell: str
    value: Number
    by: str
    at: datetime | None
    note: str
    overrides: bool
    computed: Number | None
    own: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency below the one that reports: how far its own report is."""

    agency_id: int
    name: str
    code: str
    status: str

    @property
    def is_signed(self) -> bool:
        """Whether its figures are final."""
        return self.status in {AnnualReport.Status.SIGNED_OFF, AnnualReport.Status.PUBLISHED}


@dataclass(slots=True)
class Computed:
    """The figures of one agency (or of it and all below) for one year.

    `form`: the version of the form; `previous_signed`: last year's version and figures as signed, `previous` the same in this form.
    `values`: every cell of the form; None is blank, which is not 0. `records`: the ids behind each counted cell, of the
    kind `cells.origin(cell).kind`. `machine_values`: what the records alone give. `fees`: yuan received in the year.
    `previous`, `previous_texts`, `previous_counted`: figures, text and counts signed for the year before, None when not in the system.
    `may_make_rules`: whether any agency reported on may make rules (R12), None when that does not matter any more.
    """

    agency: Agency
    year: int
    subtree: bool
    form: str = cells.FORM
    values: dict[str, Number | None] = field(default_factory=dict)
    records: dict[str, list[int]] = field(default_factory=dict)
    machine_values: dict[str, Number] = field(default_factory=dict)
    entered: list[Entered] = field(default_factory=list)
    enterable: frozenset[str] = frozenset()
    units: list[Unit] = field(default_factory=list)
    fees: Decimal = Decimal(0)
    findings: list[Problem] = field(default_factory=list)
    previous: dict[str, Number | None] | None = None
    previous_signed: tuple[str, dict[str, Number | None]] | None = None
    previous_texts: dict[str, str] | None = None
    previous_counted: Counted | None = None
    computed_at: datetime | None = None
    may_make_rules: bool | None = None
    frozen: bool = False

    def entries(self, cell: str) -> list[Entered]:
        """What was typed in for a cell, the agency's own entry first."""
        return sorted((e for e in self.entered if e.cell == cell), key=lambda e: (not e.own, e.agency))

    def own_entry(self, cell: str) -> Entered | None:
        """What was typed into this very report for a cell."""
        return next((e for e in self.entered if e.own and e.cell == cell), None)

    def why(self, cell: str) -> str:
        """One sentence on where the number comes from."""
        return _why(self, cell)


def as_number(cell: str, value: Any) -> Number:
    """A stored number as the cell wants it: whole, or a decimal without needless zeros."""
    number = Decimal(str(value))
    if not cells.is_decimal(cell):
        return int(number)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _why(computed: Computed, cell: str) -> str:
    source = cells.origin(cell, computed.form).source
    if cells.is_sum(cell, computed.form):
        return _("由下列%(count)s项相加得出。") % {"count": len(cells.parts(cell, computed.form))}
    entry = computed.own_entry(cell)
    if entry and entry.overrides:
        return _("由%(by)s改写，系统记录是%(machine)s。") % {
            "by": entry.by,
            "machine": computed.machine_values.get(cell, 0),
        }
    if computed.entries(cell):
        return _("由%(count)s个单位填报。") % {"count": len(computed.entries(cell))}
    if source is cells.Source.FEES:
        return _("由本年收取的信息处理费换算为万元。")
    if source is cells.Source.ENTERED:
        return _("系统中没有这类记录，由人填报。")
    kinds = {
        cells.Source.REQUESTS: _("申请"),
        cells.Source.REMEDIES: _("复议、诉讼"),
        cells.Source.DOCUMENTS: _("文件"),
    }
    return _("由%(count)s件%(kind)s记录算出。") % {
        "count": len(computed.records.get(cell, [])),
        "kind": kinds[source],
    }
