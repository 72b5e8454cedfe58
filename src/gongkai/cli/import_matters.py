"""`gongkai import matters`: matters in progress of another system, from its table. Exit code 2 when a row is refused."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.django_setup import start_django
from gongkai.cli.import_documents import print_faults, write_faults
from gongkai.cli.import_input import Reason, Unfit, drafter_at

if TYPE_CHECKING:
    from gongkai.convert.tables import Layout
    from gongkai.matters.services import Brought


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--agency", required=True, metavar="CODE", help="Agency that handles the matters.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), metavar="FILE.yaml", help="What each column means."
)
@click.option(
    "--source-system", default="", metavar="NAME", help="Name of the system, unless the mapping says it."
)
@click.option("--as", "username", metavar="USERNAME", help="Who brings them in.")
@click.option("--dry-run", is_flag=True, help="Check every row, store nothing.")
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    metavar="OUT.xlsx|OUT.csv",
    help="Write every fault to a file.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def matters(
    file: Path,
    agency: str,
    mapping: Path | None,
    source_system: str,
    username: str | None,
    dry_run: bool,
    errors: Path | None,
    as_json: bool,
) -> None:
    """Take over matters in progress (XLSX, CSV): each number once in its system, every change of state kept."""
    start_django()
    from django.core.exceptions import PermissionDenied
    from django.db import DatabaseError

    from gongkai.cli.importing import database_reason, refuse
    from gongkai.convert.content_type import FileRefused
    from gongkai.review.rules import Refused

    try:
        layout = _layout(mapping, source_system or file.stem)
        brought, rows = _run(
            file, agency, username, layout, dry_run, quiet=as_json or not sys.stderr.isatty()
        )
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
        write_faults(errors, brought.faults, as_json)
    (_print_json if as_json else _print)(brought, rows, dry_run)
    sys.exit(2 if brought.faults else 0)


def _layout(mapping: Path | None, source_system: str) -> Layout:
    from gongkai.convert.tables import MappingRefused, load_file, usual
    from gongkai.matters import fields

    if mapping is None:
        return usual(fields.declared(), source_system)
    try:
        found = load_file(mapping, fields.declared())
    except MappingRefused as refused:
        raise Unfit([Reason("mapping", text, "--mapping") for text in refused.reasons]) from None
    return found if found.source_system else replace(found, source_system=source_system)


def _run(
    file: Path, code: str, username: str | None, layout: Layout, dry_run: bool, *, quiet: bool
) -> tuple[Brought, int]:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from gongkai.convert.tables import table
    from gongkai.matters import fields, services

    reasons: list[Reason] = []
    agency, actor = drafter_at(code, username, reasons)
    if reasons or agency is None or actor is None:
        raise Unfit(reasons)
    total = sum(1 for _row in table(file, fields.declared(), layout)[1])
    headings, rows = table(file, fields.declared(), layout)
    brought, today = services.Brought(), timezone.localdate()
    label = _("核对") if dry_run else _("导入")
    with click.progressbar(length=total, label=label, file=sys.stderr, hidden=quiet, show_pos=True) as bar:
        while some := list(islice(rows, services.MOST)):
            entries, faults = services.read(some, headings, layout, today)
            act = services.check if dry_run else services.bring_in
            found = act(actor=actor, agency=agency, source_system=layout.source_system, entries=entries)
            brought.new += found.new
            brought.updated += found.updated
            brought.unchanged += found.unchanged
            brought.faults += [*faults, *found.faults]
            bar.update(len(some))
    return brought, total


def _print_json(brought: Brought, rows: int, dry_run: bool) -> None:
    result: dict[str, Any] = {
        "status": "dry_run" if dry_run else "imported",
        "rows": rows,
        "new": len(brought.new),
        "updated": len(brought.updated),
        "unchanged": len(brought.unchanged),
        "refused": brought.refused,
        "errors": [
            {"row": one.row, "column": one.column, "code": one.code, "text": one.text}
            for one in brought.faults
        ],
    }
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def _print(brought: Brought, rows: int, dry_run: bool) -> None:
    from django.utils.translation import gettext as _

    counts = {
        "rows": rows,
        "new": len(brought.new),
        "updated": len(brought.updated),
        "unchanged": len(brought.unchanged),
        "refused": brought.refused,
    }
    head = (
        _(
            "核对%(rows)d行：新增%(new)d行，更新%(updated)d行，未变%(unchanged)d行，有误%(refused)d行。没有保存。"
        )
        if dry_run
        else _("读取%(rows)d行：新增%(new)d行，更新%(updated)d行，未变%(unchanged)d行，有误%(refused)d行。")
    )
    click.echo(head % counts)
    print_faults(brought.faults)
