"""`gongkai import matters`: matters in progress of another system, from its table."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.import_input import Reason, Unfit, drafter_at, told
from gongkai.cli.import_report import MAPPING, Progress, Report, Request, counted, table_command

if TYPE_CHECKING:
    from gongkai.convert.tables import Layout


@click.command()
@table_command
@MAPPING
@click.option(
    "--source-system", default="", metavar="NAME", help="Name of the system, unless the mapping says it."
)
def matters(request: Request, progress: Progress, mapping: str | None, source_system: str) -> Report:
    """Take over matters in progress (XLSX, CSV): each number once in its system, every change of state kept."""
    from django.utils import timezone

    from gongkai.convert.tables import table
    from gongkai.matters import fields, services

    reasons: list[Reason] = []
    agency, actor = drafter_at(request.agency, request.username, reasons)
    layout = told(lambda: _layout(mapping, source_system or request.file.stem), reasons)
    if reasons or agency is None or actor is None or layout is None:
        raise Unfit(reasons)
    total = sum(1 for _row in table(request.file, fields.declared(), layout)[1])
    headings, rows = table(request.file, fields.declared(), layout)
    brought, today, done = services.Brought(), timezone.localdate(), 0
    act = services.check if request.dry_run else services.bring_in
    while some := list(islice(rows, services.MOST)):
        entries, faults = services.read(some, headings, layout, today)
        found = act(actor=actor, agency=agency, source_system=layout.source_system, entries=entries)
        brought.new += found.new
        brought.updated += found.updated
        brought.unchanged += found.unchanged
        brought.faults += [*faults, *found.faults]
        done += len(some)
        progress(done, total)
    new, updated, unchanged = len(brought.new), len(brought.updated), len(brought.unchanged)
    return counted(total, new, updated, unchanged, brought.faults, headings.unused)


def _layout(mapping: str | None, source_system: str) -> Layout:
    from gongkai.convert.tables import load_file, usual
    from gongkai.matters import fields

    if mapping is None:
        return usual(fields.declared(), source_system)
    found = load_file(Path(mapping), fields.declared())
    return found if found.source_system else replace(found, source_system=source_system)
