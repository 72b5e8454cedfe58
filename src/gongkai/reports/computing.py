"""The figures of a report, computed from the records, with what stands behind each of them.

One agency is computed from its own records. A government's report adds the agencies below: those whose report is
signed count with their signed figures, the others with their records as they are now. Numbers typed into a report
that is not yet signed count upward; computed cells overwritten there do so only once it is signed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.law import forms
from gongkai.law.forms import Number
from gongkai.reports import cells, rules, sources, text_review, text_sources
from gongkai.reports.errors import Problem
from gongkai.reports.figures import Computed, Entered, Unit, as_number
from gongkai.reports.models import AnnualReport, ManualCell
from gongkai.reports.snapshots import from_snapshot, read_problem


def compute(
    subject: AnnualReport | Agency,
    year: int | None = None,
    *,
    subtree: bool | None = None,
    as_of: date | None = None,
) -> Computed:
    """The figures of a report, or of an agency for a year (`subtree`: with all agencies below it).

    A signed report answers with its frozen figures, whatever the records say by now. The number of database queries
    does not depend on the number of agencies or records.
    """
    report = subject if isinstance(subject, AnnualReport) else None
    agency = subject.agency if isinstance(subject, AnnualReport) else subject
    year = subject.year if isinstance(subject, AnnualReport) else year
    if year is None:
        raise TypeError("an agency needs a year")
    agencies = list(Agency.objects.filter(path__startswith=agency.path).order_by("path"))
    reports = {
        found.agency_id: found
        for found in AnnualReport.objects.filter(agency__in=agencies, year=year).select_related("agency")
    }
    report = report or reports.get(agency.pk)
    if subtree is None:
        subtree = report.covers_subtree if report else agency.is_government
    if report and report.frozen and report.covers_subtree == subtree:
        return from_snapshot(report)
    version = report.form if report else rules.form_of(year)
    computed = Computed(agency, year, subtree, form=version, computed_at=timezone.now())
    before = AnnualReport.objects.filter(agency=agency, year=year - 1, frozen__isnull=False).first()
    if before:
        _remember(computed, before)
    scope = agencies if subtree else [agency]
    computed.may_make_rules = any(unit.makes_rules for unit in scope)
    signed = _signed(scope, reports, agency) if subtree else []
    covered = tuple(_path_covered(found) for found in signed)
    live = [unit for unit in scope if not _is_covered(unit, signed, covered)]
    _count(computed, sources.of_all(live, year, as_of, version), signed)
    typed = sources.manual_cells([reports[unit.pk] for unit in live if unit.pk in reports])
    _enter(computed, typed, signed)
    computed.units = [
        Unit(unit.pk, unit.name, unit.code, reports[unit.pk].status if unit.pk in reports else "")
        for unit in scope
        if unit.pk != agency.pk
    ]
    computed.findings = findings(computed)
    return computed


def compute_each(reports: Sequence[AnnualReport]) -> dict[int, Computed]:
    """The figures of open reports of single agencies, all of one year, by the report's key.

    The number of database queries does not depend on how many there are. Raises ValueError for any other report.
    """
    if any(report.covers_subtree or not report.is_open for report in reports):
        raise ValueError("only open reports of single agencies")
    if not reports:
        return {}
    (year, version), *others = {(report.year, report.form) for report in reports}
    if others:
        raise ValueError("the reports are of several years")
    agencies = [report.agency for report in reports]
    evidence = sources.of_each(agencies, year, version)
    signed_before = AnnualReport.objects.filter(agency__in=agencies, year=year - 1, frozen__isnull=False)
    before = {row.agency_id: row for row in signed_before.select_related("agency")}
    typed: dict[int, list[ManualCell]] = defaultdict(list)
    for row in sources.manual_cells(reports):
        typed[row.report_id].append(row)
    found = {}
    for report in reports:
        agency = report.agency
        computed = Computed(agency, year, False, form=version, computed_at=timezone.now())
        computed.may_make_rules = agency.makes_rules
        if agency.pk in before:
            _remember(computed, before[agency.pk])
        _count(computed, evidence[agency.pk], ())
        _enter(computed, typed[report.pk], ())
        computed.findings = findings(computed)
        found[report.pk] = computed
    return found


def _remember(computed: Computed, report: AnnualReport) -> None:
    """Last year's figures and text, as signed and in this year's form: a cell without an equivalent is blank there."""
    before = from_snapshot(report)
    frozen = report.frozen or {}
    computed.previous_texts, computed.previous_counted = frozen["sections"], text_sources.read_counted(frozen)
    computed.previous_signed = (before.form, before.values)
    computed.previous = before.values
    if before.form != computed.form:
        known = {cell: value for cell, value in before.values.items() if value is not None}
        same = forms.convertible(before.form, computed.form)
        found = forms.convert(known, before.form, computed.form).values if same else {}
        computed.previous = {cell: found.get(cell) for cell in cells.all_cells(computed.form)}


def _signed(
    scope: Iterable[Agency], reports: Mapping[int, AnnualReport], agency: Agency
) -> list[AnnualReport]:
    """The signed reports below, without those inside another signed sum."""
    found: list[AnnualReport] = []
    for unit in scope:  # in the order of the tree, so that a sum comes before its parts
        report = reports.get(unit.pk)
        if unit.pk == agency.pk or report is None or not report.frozen:
            continue
        if not any(r.covers_subtree and unit.path.startswith(r.agency.path) for r in found):
            found.append(report)
    return found


def _path_covered(report: AnnualReport) -> str:
    return report.agency.path if report.covers_subtree else ""


def _is_covered(unit: Agency, signed: Iterable[AnnualReport], covered: tuple[str, ...]) -> bool:
    return any(report.agency_id == unit.pk for report in signed) or any(
        path and unit.path.startswith(path) for path in covered
    )


def _count(computed: Computed, evidence: sources.Evidence, signed: Iterable[AnnualReport]) -> None:
    """The counted cells: records of the live agencies, and the frozen figures of the signed ones."""
    version = computed.form
    records = {cell: list(ids) for cell, ids in evidence.records.items()}
    counts: dict[str, Number] = defaultdict(int, {cell: len(ids) for cell, ids in records.items()})
    computed.fees = evidence.fees
    counts.update(evidence.amounts)
    for report in signed:
        snapshot = from_snapshot(report)
        computed.fees += snapshot.fees
        for cell, ids in snapshot.records.items():
            records.setdefault(cell, []).extend(ids)
        for cell, value in snapshot.values.items():
            if value is not None:
                counts[cell] += value
    computed.records = records
    entered = cells.entered(version)
    leaves = {
        cell: counts[cell]
        for cell in cells.all_cells(version)
        if cell not in entered and not cells.is_sum(cell, version)
    }
    sums = cells.complete(leaves, version)
    computed.machine_values = {
        cell: value for cell, value in sums.items() if value is not None and cell not in entered
    }
    computed.values = {**sums, **{cell: counts[cell] for cell in entered if cell in counts}}


def _enter(computed: Computed, typed: Iterable[ManualCell], signed: Iterable[AnnualReport]) -> None:
    """Add what people typed in: numbers without records add up, an overwritten cell of this report replaces."""
    nothing_carried = not any(computed.machine_values.get(cell) for cell in cells.carried_in(computed.form))
    free = cells.carried_in(computed.form) if nothing_carried and computed.previous is None else frozenset()
    computed.enterable = cells.entered(computed.form) | free
    values = {cell: value for cell, value in computed.values.items() if not cells.is_sum(cell, computed.form)}
    for row in typed:
        own = row.report.agency_id == computed.agency.pk
        number = as_number(row.cell, row.value)
        machine = None if row.computed_value is None else as_number(row.cell, row.computed_value)
        by = row.entered_by.get_full_name() if row.entered_by else ""
        entry = Entered(
            row.report.agency.name,
            row.cell,
            number,
            by,
            row.entered_at,
            row.note,
            row.overrides,
            machine,
            own,
        )
        if row.overrides and not own:
            continue
        computed.entered.append(entry)
        values[row.cell] = number if row.overrides else (values.get(row.cell) or 0) + number
    for report in signed:
        computed.entered += [_lift(entry, report) for entry in from_snapshot(report).entered]
    computed.values = cells.complete(values, computed.form)


def _lift(entry: Entered, report: AnnualReport) -> Entered:
    """An entry of a signed report below, seen from above."""
    agency = entry.agency or report.agency.name
    return Entered(
        agency,
        entry.cell,
        entry.value,
        entry.by,
        entry.at,
        entry.note,
        entry.overrides,
        entry.computed,
        own=False,
    )


def findings(computed: Computed) -> list[Problem]:
    """The checks of the form, and those only the records can answer (R8, R10)."""
    version, blanks = computed.form, cells.form(computed.form).check_of("blanks")
    last_form, last = computed.previous_signed or ("", None)
    found = [
        Problem(f.id, f.severity, f.text, tuple(f.cells))
        for f in cells.check(
            computed.values, last, version, last_form, may_make_rules=computed.may_make_rules
        )
        if f.id != blanks
    ]
    wanted = cells.entered(version)
    blank = tuple(
        cell for cell in cells.all_cells(version) if cell in wanted and computed.values.get(cell) is None
    )
    if blank:
        labels = "、".join(cells.label(cell, version) for cell in blank)
        found.append(
            Problem(blanks, "error", _("还没有填报：%(labels)s。没有的填0。") % {"labels": labels}, blank)
        )
    found += rules.counted_twice(computed.records)
    for entry in computed.entered:
        if entry.own and entry.overrides:
            found.append(_override_problem(computed, entry))
    unsigned = [unit for unit in computed.units if not unit.is_signed]
    if computed.subtree and unsigned:
        message = _("所属%(all)s个单位中，%(unsigned)s个的年度报告还没有签发，暂按现有记录汇总。")
        found.append(
            Problem("UNITS", "warning", message % {"all": len(computed.units), "unsigned": len(unsigned)})
        )
    return sorted(found, key=lambda problem: not problem.is_error)


def _override_problem(computed: Computed, entry: Entered) -> Problem:
    machine = computed.machine_values.get(entry.cell, 0)
    code, severity = (
        (cells.form(computed.form).check_of("aggregated"), "error")
        if computed.subtree
        else ("OVERRIDE", "warning")
    )
    text = _("“%(label)s”改写为%(value)s，系统记录是%(machine)s。理由：%(note)s") % {
        "label": cells.label(entry.cell, computed.form),
        "value": entry.value,
        "machine": machine,
        "note": entry.note,
    }
    return Problem(code, severity, text, (entry.cell,))


def problems(report: AnnualReport, computed: Computed) -> list[Problem]:
    """Everything found in the figures and the text, errors first. A signed report answers with what was found then."""
    if report.frozen:
        return [read_problem(item) for item in report.frozen["problems"]]
    return sorted(
        [*computed.findings, *text_review.problems(report, computed)],
        key=lambda problem: not problem.is_error,
    )
