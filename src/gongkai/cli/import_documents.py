"""`gongkai import documents`: thousands of documents from a table, or from a ZIP with a table and its files.

Exit code 2 when a row or the whole file is refused.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.django_setup import start_django
from gongkai.cli.import_input import Reason, Unfit, drafter_at

if TYPE_CHECKING:
    from gongkai.catalog.bulk.running import Outcome
    from gongkai.convert.tables import Fault, Layout

SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--agency", required=True, metavar="CODE", help="Agency of the rows that name none.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), metavar="FILE.yaml", help="What each column means."
)
@click.option(
    "--source-system", default="", metavar="NAME", help="Name of the system, unless the mapping says it."
)
@click.option(
    "--write-mapping",
    type=click.Path(path_type=Path),
    metavar="OUT.yaml",
    help="Propose a mapping from the headings, import nothing.",
)
@click.option(
    "--as", "username", metavar="USERNAME", help="Who brings it in; an administrator for several agencies."
)
@click.option("--dry-run", is_flag=True, help="Check every row, store nothing.")
@click.option("--check", "check_now", is_flag=True, help="Check the batches for review at once.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    metavar="OUT.xlsx|OUT.csv",
    help="Write every fault to a file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def documents(
    file: Path,
    agency: str,
    mapping: Path | None,
    source_system: str,
    write_mapping: Path | None,
    username: str | None,
    dry_run: bool,
    check_now: bool,
    errors: Path | None,
    as_json: bool,
) -> None:
    """Bring documents in as drafts, in one batch for each agency, to be reviewed and published together.

    Each row is known by its source id: run again, only what is new or changed is stored. An import that was interrupted
    goes on where it stopped when the same file is given again.
    """
    start_django()
    from django.core.exceptions import PermissionDenied
    from django.db import DatabaseError

    from gongkai.cli.importing import database_reason, refuse
    from gongkai.convert.content_type import FileRefused
    from gongkai.review.rules import Refused

    try:
        layout = layout_of(mapping, source_system or file.stem)
        if write_mapping is not None:
            propose(file, layout, write_mapping)
            return
        outcome = _run(file, agency, username, layout, dry_run, quiet=as_json or not sys.stderr.isatty())
        if check_now and not dry_run:
            _check(outcome)
    except Unfit as unfit:
        refuse(unfit.reasons, as_json)
    except FileRefused as refused:
        refuse([Reason(refused.code, refused.text, "FILE")], as_json)
    except Refused as refused:
        refuse([Reason(one.code, one.text) for one in refused.blockers], as_json)
    except PermissionDenied as denied:
        refuse([Reason("denied", str(denied), "--as")], as_json)
    except OSError as error:
        refuse([Reason("unreadable", f"{file}: {error.strerror}", "FILE")], as_json)
    except DatabaseError as error:
        refuse([database_reason(error)], as_json)
    if errors is not None:
        write_faults(errors, outcome.faults, as_json)
    (_print_json if as_json else _print)(outcome, dry_run)
    sys.exit(2 if outcome.faults else 0)


def layout_of(mapping: Path | None, source_system: str) -> Layout:
    """The mapping file, or the usual headings. Raises Unfit with every reason."""
    from gongkai.catalog.bulk import fields
    from gongkai.convert.tables import MappingRefused, load_file, usual

    if mapping is None:
        return usual(fields.declared(), source_system)
    try:
        found = load_file(mapping, fields.declared(), fields.FOLDERS)
    except MappingRefused as refused:
        raise Unfit([Reason("mapping", text, "--mapping") for text in refused.reasons]) from None
    return found if found.source_system else replace(found, source_system=source_system)


def propose(file: Path, layout: Layout, out: Path) -> None:
    """Write a mapping that fits the headings of the file. Raises FileRefused, OSError."""
    from django.utils.translation import gettext as _

    from gongkai.catalog.bulk import fields, running
    from gongkai.convert.tables import proposed

    names = running.preview(file, layout)[0]
    out.write_text(proposed(names, fields.declared(), layout.source_system), encoding="utf-8")
    click.echo(_("已写入映射文件“%(file)s”，请核对后用 --mapping 导入。") % {"file": out})


def write_faults(out: Path, faults: Any, as_json: bool) -> None:
    """Write the report of refused rows, or end with the reason why it cannot be written."""
    from django.utils.translation import gettext as _

    from gongkai.cli.importing import refuse
    from gongkai.convert.tables import fault_report

    try:
        fault_report.write(out, faults)
    except OSError as error:
        text = _("不能写入“%(file)s”：%(why)s") % {"file": out, "why": error.strerror}
        refuse([Reason("unwritable", text, "--errors")], as_json)


def _run(
    file: Path, code: str, username: str | None, layout: Layout, dry_run: bool, *, quiet: bool
) -> Outcome:
    from django.utils.translation import gettext as _

    from gongkai.catalog.bulk import running

    reasons: list[Reason] = []
    agency, actor = drafter_at(code, username, reasons)
    if reasons or agency is None or actor is None:
        raise Unfit(reasons)
    label = _("核对") if dry_run else _("导入")
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=quiet, show_pos=True) as bar:

        def moved(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return running.run(
            actor=actor,
            agency=agency,
            path=file,
            file_name=file.name.encode("utf-8", "replace").decode(),
            layout=layout,
            dry_run=dry_run,
            progress=moved,
        )


def _check(outcome: Outcome) -> None:
    from gongkai.catalog.bulk import checking

    for pk in outcome.batches:
        checking.carry_out(pk)


def _print_json(outcome: Outcome, dry_run: bool) -> None:
    result = {
        "status": "dry_run" if dry_run else "imported",
        "rows": outcome.rows,
        "new": outcome.new,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "refused": outcome.refused,
        "resumed_after_row": outcome.skipped,
        "unusual_index_numbers": outcome.odd_numbers,
        "batches": outcome.batches,
        "unused_columns": [{"column": name, "near": near} for name, near in outcome.unused],
        "errors": [
            {"row": one.row, "column": one.column, "code": one.code, "text": one.text}
            for one in outcome.faults
        ],
    }
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def _print(outcome: Outcome, dry_run: bool) -> None:
    from django.utils.translation import gettext as _

    if outcome.skipped:
        click.echo(_("接着上次中断处继续：前%(row)d行已经导入。") % {"row": outcome.skipped})
    counts = {
        "rows": outcome.rows,
        "new": outcome.new,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "refused": outcome.refused,
    }
    head = (
        _(
            "核对%(rows)d行：新增%(new)d行，更新%(updated)d行，未变%(unchanged)d行，有误%(refused)d行。没有保存。"
        )
        if dry_run
        else _("读取%(rows)d行：新增%(new)d行，更新%(updated)d行，未变%(unchanged)d行，有误%(refused)d行。")
    )
    click.echo(head % counts)
    if outcome.odd_numbers:
        click.echo(_("%(number)d个索引号不合规范形式，照原样保留。") % {"number": outcome.odd_numbers})
    for name, near in outcome.unused:
        hint = _("（是否对应 %(field)s？可写入映射文件）") % {"field": near} if near else ""
        click.echo(_("没有采用的列：%(name)s") % {"name": name} + hint)
    if outcome.batches:
        numbers = "、".join(map(str, outcome.batches))
        click.echo(_("批次%(numbers)s：在后台“批量导入”中检查、送审。") % {"numbers": numbers})
    print_faults(outcome.faults)


def print_faults(faults: Sequence[Fault]) -> None:
    """The first faults on the standard error: place, reason and code, never what stood there."""
    from django.utils.translation import gettext as _

    for fault in faults[:SHOWN]:
        where = _("第%(row)d行 %(column)s") % {"row": fault.row, "column": fault.column}
        click.echo(f"  {where}：{fault.text} [{fault.code}]", err=True)
    if len(faults) > SHOWN:
        more = _("还有%(number)d处问题，用 --errors 写入文件查看。")
        click.echo("  " + more % {"number": len(faults) - SHOWN}, err=True)
