"""`gongkai import guides`: service guides out of one workbook with a sheet for the guides and one for each of their tables."""

from __future__ import annotations

import click

from gongkai.cli.import_documents import report
from gongkai.cli.import_input import Reason, Unfit, drafter_at
from gongkai.cli.import_report import SHOWN, Progress, Report, Request, table_command

SCHEMA = "service_guide"


@click.command()
@table_command
@click.option(
    "--source-system", default="", metavar="NAME", help="Name of the system; the file's unless named."
)
@click.option("--check", "check_now", is_flag=True, help="Check the batch for review at once.")
@click.option("--announce", is_flag=True, help="Tell readers and channels when they are published.")
def guides(
    request: Request, progress: Progress, source_system: str, check_now: bool, announce: bool
) -> Report:
    """Bring service guides in as drafts of one batch: sheets 指南, 依据, 材料, 步骤, 收费, 窗口, 结果, 问题 joined by 事项编码 or 事项名称.

    A guide is known by its code: run again, only what is new or changed is stored. What a guide still lacks is told; it
    keeps the guide from being reviewed, not from being stored.
    """
    from django.utils.translation import gettext as _

    from gongkai.catalog import schemas
    from gongkai.catalog.bulk import checking, recording

    reasons: list[Reason] = []
    agency, actor = drafter_at(request.agency, request.username, reasons)
    schema = schemas.get(SCHEMA)
    if schema is None:
        reasons.append(Reason("no_schema", _("没有“%(slug)s”这种结构。") % {"slug": SCHEMA}))
    if reasons or agency is None or actor is None or schema is None:
        raise Unfit(reasons)
    outcome = recording.run(
        actor=actor,
        agency=agency,
        path=request.file,
        file_name=request.file_name,
        source_system=source_system or request.file.stem,
        schema=schema,
        dry_run=request.dry_run,
        announced=announce,
        progress=progress,
    )
    if check_now and not request.dry_run:
        for pk in outcome.batches:
            checking.carry_out(pk)
    lacking = recording.lacking(request.file, schema)
    notes = [_("还有%(number)d处没有填全，送审前须补：") % {"number": len(lacking)}] if lacking else []
    notes += [f"  {line}" for line in lacking[:SHOWN]]
    return report(outcome, announce, notes)
