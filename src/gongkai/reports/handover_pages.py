"""What the report's screen shows of its way to the superior: what can be done now, and the remarks of every round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.law import forms
from gongkai.reports import cells, services, superiors
from gongkai.reports.models import AnnualReport, Remark, Submission

REMARK = "remark:"
WHOLE = "report"
Handover, Status = AnnualReport.Handover, AnnualReport.Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where a remark stands: `id` is a cell, a section, or WHOLE."""

    id: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """A remark with its place."""

    row: Remark
    place: Place


@dataclass(frozen=True, slots=True)
class Handing:
    """The handover of one report for one reader."""

    superior: Agency | None
    acceptance_required: bool
    may_submit: bool
    may_withdraw: bool
    may_decide: bool
    may_answer: bool
    waiting: tuple[ShownRemark, ...]
    settled: tuple[ShownRemark, ...]
    rounds: tuple[Submission, ...]
    fields: tuple[tuple[Place, str], ...]
    places: tuple[tuple[str, tuple[Place, ...]], ...]

    @property
    def by_cell(self) -> dict[str, list[Remark]]:
        """The remarks that still wait, by their cells."""
        found: dict[str, list[Remark]] = {}
        for shown in self.waiting:
            if shown.row.cell:
                found.setdefault(shown.row.cell, []).append(shown.row)
        return found

    @property
    def by_section(self) -> dict[str, list[Remark]]:
        """The remarks that still wait, by their sections."""
        found: dict[str, list[Remark]] = {}
        for shown in self.waiting:
            if shown.row.section:
                found.setdefault(shown.row.section, []).append(shown.row)
        return found


def of(request: HttpRequest, report: AnnualReport, posted: Mapping[str, str]) -> Handing:
    """Everything about the handover of a report; `posted`: what was typed into a form that was refused or goes on."""
    writes = access.holds(request.user, report.agency, *services.WRITERS)
    gathering = superiors.gathering_of(report.agency, report.year)
    superior = gathering.superior if gathering else superiors.superior_of(report.agency, report.year)
    rounds = tuple(report.submissions.select_related("superior", "submitted_by").defer("content", "values"))
    remarks = [
        ShownRemark(row, place(row.cell or row.section or WHOLE, report.form))
        for row in report.remarks.select_related("written_by", "resolved_by", "submission")
    ]
    signed = report.status in {Status.SIGNED_OFF, Status.PUBLISHED}
    decides = _decides(request, report, rounds[-1] if rounds else None)
    return Handing(
        superior,
        bool(gathering and gathering.acceptance_required),
        may_submit=writes
        and signed
        and superior is not None
        and report.handover in {Handover.NONE, Handover.RETURNED},
        may_withdraw=writes and report.handover == Handover.SUBMITTED,
        may_decide=decides,
        may_answer=writes and report.is_open and report.handover == Handover.RETURNED,
        waiting=tuple(shown for shown in remarks if shown.row.resolved_at is None),
        settled=tuple(shown for shown in remarks if shown.row.resolved_at is not None),
        rounds=rounds,
        fields=_fields(request, posted) if decides else (),
        places=_places(report.form) if decides else (),
    )


def may_decide(request: HttpRequest, report: AnnualReport) -> bool:
    """Whether the reader may return or accept the report now."""
    last = report.submissions.select_related("superior").defer("content", "values").last()
    return _decides(request, report, last)


def _decides(request: HttpRequest, report: AnnualReport, last: Submission | None) -> bool:
    if last is None or report.is_open or report.handover != Handover.SUBMITTED:
        return False
    return access.holds(request.user, last.superior, *superiors.GATHERERS)


def place(name: str, version: str = cells.FORM) -> Place:
    """A place of a report in a form by its id; an unknown id stands for the whole report."""
    if cells.is_known(name):
        return Place(name, cells.label(name, version), f"cell-{name}")
    section = next((section for section in cells.form(version).sections if section.id == name), None)
    if section:
        return Place(name, f"{section.number}、{section.title}", name)
    return Place(WHOLE, _("报告整体"), "finish")


def _fields(request: HttpRequest, posted: Mapping[str, str]) -> tuple[tuple[Place, str], ...]:
    """The places for which a remark is being written, in the order they were chosen, with what was typed."""
    typed = {name.removeprefix(REMARK): text for name, text in posted.items() if name.startswith(REMARK)}
    asked: Iterable[str] = [*typed, posted.get("place", ""), *request.GET.getlist("remark")]
    chosen: Sequence[Place] = [place(name) for name in dict.fromkeys(asked) if name]
    return tuple((where, typed.get(where.id, "")) for where in chosen)


def _places(version: str) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """Every place that can be chosen, grouped by section."""
    groups: list[tuple[str, tuple[Place, ...]]] = []
    tables: dict[str, list[Place]] = {}
    for cell in cells.all_cells(version):
        tables.setdefault(cell.split(".")[0], []).append(place(cell, version))
    for section in cells.form(version).sections:
        own = place(section.id, version)
        inside = tables.get(section.table, [])
        groups.append((own.label, (own, *inside)))
    return ((_("报告整体"), (place(WHOLE),)), *groups)


def remarks_in(posted: Mapping[str, Any]) -> list[services.NewRemark]:
    """The remarks of a posted form."""
    found = []
    for name, text in posted.items():
        if not name.startswith(REMARK):
            continue
        where = name.removeprefix(REMARK)
        cell = where if where not in {WHOLE, *_sections()} else ""
        found.append(services.NewRemark(str(text), cell=cell, section=where if where in _sections() else ""))
    return found


def _sections() -> set[str]:
    return {section.id for version in forms.VERSIONS for section in cells.form(version).sections}
