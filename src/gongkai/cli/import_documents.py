"""`gongkai import documents`: thousands of documents from a table, or from a ZIP with a table and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.import_input import Reason, Unfit, drafter_at, told
from gongkai.cli.import_report import MAPPING, Progress, Report, Request, counted, table_command

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.catalog.bulk.running import Outcome
    from gongkai.convert.tables import Layout


@click.command()
@table_command
@MAPPING
@click.option(
    "--source-system", default="", metavar="NAME", help="Name of the system, unless the mapping says it."
)
@click.option(
    "--write-mapping",
    type=click.Path(path_type=Path),
    metavar="OUT.yaml",
    help="Propose a mapping from the headings, import nothing.",
)
@click.option("--check", "check_now", is_flag=True, help="Check the batches for review at once.")
@click.option(
    "--announce",
    is_flag=True,
    help="Tell readers and channels when they are published; an archive is no news otherwise.",
)
def documents(
    request: Request,
    progress: Progress,
    mapping: str | None,
    source_system: str,
    write_mapping: Path | None,
    check_now: bool,
    announce: bool,
) -> Report | None:
    """Bring documents in as drafts, in one batch for each agency, to be reviewed and published together.

    Each row is known by its source id: run again, only what is new or changed is stored. An import that was interrupted
    goes on where it stopped when the same file is given again. Without --mapping the one the agency saved for the system
    is taken, else the usual headings are looked for.
    """
    from gongkai.catalog.bulk import checking, running

    reasons: list[Reason] = []
    agency, actor = drafter_at(request.agency, request.username, reasons)
    layout = told(lambda: _layout(mapping, agency, source_system or request.file.stem), reasons)
    if reasons or agency is None or actor is None or layout is None:
        raise Unfit(reasons)
    if write_mapping is not None:
        _propose(request.file, layout, write_mapping)
        return None
    outcome = running.run(
        actor=actor,
        agency=agency,
        path=request.file,
        file_name=request.file_name,
        layout=layout,
        dry_run=request.dry_run,
        announced=announce,
        progress=progress,
    )
    if check_now and not request.dry_run:
        for pk in outcome.batches:
            checking.carry_out(pk)
    return report(outcome, announce)


def _layout(mapping: str | None, agency: Agency | None, source_system: str) -> Layout:
    """The mapping file, what the agency saved for the system, or the usual headings. Raises MappingRefused."""
    from gongkai.catalog.bulk import fields, mappings
    from gongkai.convert.tables import load, usual
    from gongkai.convert.tables.mapping import text_of

    saved = mappings.saved(agency, source_system) if agency else None
    text = text_of(Path(mapping)) if mapping else saved.content if saved else None
    if text is None:
        return usual(fields.declared(), source_system)
    found = load(text, fields.declared(), fields.FOLDERS)
    return found if found.source_system else replace(found, source_system=source_system)


def _propose(file: Path, layout: Layout, out: Path) -> None:
    """Write a mapping that fits the headings of the file. Raises FileRefused, OSError."""
    from django.utils.translation import gettext as _

    from gongkai.catalog.bulk import fields, running
    from gongkai.convert.tables import proposed

    names = running.headings_of(file, layout)
    out.write_text(proposed(names, fields.declared(), layout.source_system), encoding="utf-8")
    click.echo(_("已写入映射文件“%(file)s”，请核对后用 --mapping 导入。") % {"file": out})


def report(outcome: Outcome, announce: bool, more_notes: Sequence[str] = ()) -> Report:
    """What became of the rows of a file that makes drafts."""
    from django.utils.translation import gettext as _

    notes = [*more_notes]
    if outcome.skipped:
        notes.append(_("接着上次中断处继续：前%(row)d行已经导入。") % {"row": outcome.skipped})
    if outcome.odd_numbers:
        text = _("%(number)d个索引号不合规范形式，照原样保留。")
        notes.append(text % {"number": outcome.odd_numbers})
    notes.append(
        _("公开时通知读者：订阅的读者会收到邮件，渠道会有任务。不需要的，请去掉 --announce。")
        if announce
        else _("公开时不通知读者：不发订阅邮件，不生成渠道任务。需要的，请加 --announce。")
    )
    if outcome.batches:
        numbers = "、".join(map(str, outcome.batches))
        notes.append(_("批次%(numbers)s：在后台“批量导入”中检查、送审。") % {"numbers": numbers})
    more = {
        "resumed_after_row": outcome.skipped,
        "unusual_index_numbers": outcome.odd_numbers,
        "announced": announce,
        "batches": outcome.batches,
    }
    return counted(
        outcome.rows,
        outcome.new,
        outcome.updated,
        outcome.unchanged,
        outcome.faults,
        outcome.unused,
        notes,
        more,
    )
