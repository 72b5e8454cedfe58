"""What a signature freezes, and reading it back. Later events never change a signed report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gongkai.law.forms import Number
from gongkai.reports import text_figures, text_review, text_sources
from gongkai.reports.errors import Problem
from gongkai.reports.figures import Computed, Entered, Unit, as_number
from gongkai.reports.models import AnnualReport


def snapshot(report: AnnualReport, computed: Computed, problems: Sequence[Problem]) -> dict[str, Any]:
    """All that a signature stands under, as JSON: figures with their records, entries, text, what the checks found."""
    counted = text_sources.count(computed)
    figures = text_sources.figures(computed, counted=counted)
    return {
        "form": report.form,
        "agency": report.agency.name,
        "coverage": report.coverage,
        "values": {cell: str(v) if isinstance(v, Decimal) else v for cell, v in computed.values.items()},
        "records": {cell: list(ids) for cell, ids in computed.records.items() if ids},
        "machine_values": {
            cell: str(v) if isinstance(v, Decimal) else v for cell, v in computed.machine_values.items()
        },
        "entered": [
            {
                "agency": e.agency,
                "cell": e.cell,
                "value": str(e.value),
                "by": e.by,
                "at": e.at.isoformat() if e.at else "",
                "note": e.note,
                "overrides": e.overrides,
                "computed": None if e.computed is None else str(e.computed),
                "own": e.own,
            }
            for e in computed.entered
        ],
        "units": [[u.agency_id, u.name, u.code, u.status] for u in computed.units],
        "fees": text_figures.money(computed.fees),
        "sections": text_review.read(report, computed, figures),
        "written": text_review.written(report),
        "figures": text_sources.as_json(counted),
        "problems": [problem.as_dict() for problem in problems],
        "computed_at": (computed.computed_at or timezone.now()).isoformat(),
    }


def from_snapshot(report: AnnualReport) -> Computed:
    """The figures a signed report was signed with."""
    frozen: dict[str, Any] = report.frozen or {}
    values: dict[str, Number | None] = {
        cell: None if value is None else as_number(cell, value) for cell, value in frozen["values"].items()
    }
    return Computed(
        report.agency,
        report.year,
        report.covers_subtree,
        form=frozen["form"],
        values=values,
        records={cell: list(ids) for cell, ids in frozen["records"].items()},
        machine_values={cell: as_number(cell, value) for cell, value in frozen["machine_values"].items()},
        entered=[
            Entered(
                agency=item["agency"],
                cell=item["cell"],
                value=as_number(item["cell"], item["value"]),
                by=item["by"],
                at=parse_datetime(item["at"]) if item["at"] else None,
                note=item["note"],
                overrides=item["overrides"],
                computed=None if item["computed"] is None else as_number(item["cell"], item["computed"]),
                own=item["own"],
            )
            for item in frozen["entered"]
        ],
        units=[Unit(*item) for item in frozen["units"]],
        fees=Decimal(frozen["fees"]),
        findings=[read_problem(item) for item in frozen["problems"] if not item["section"]],
        computed_at=parse_datetime(frozen["computed_at"]),
        frozen=True,
    )


def read_problem(item: Mapping[str, Any]) -> Problem:
    """A problem as a snapshot holds it."""
    return Problem(item["id"], item["severity"], item["text"], tuple(item["cells"]), item["section"])


def digest(frozen: Any) -> str:
    """SHA-256 of a snapshot in one canonical form: what the signature stands under."""
    text = json.dumps(
        frozen, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
