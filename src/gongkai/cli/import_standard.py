"""`gongkai import standard-catalogue`: a 基层政务公开标准目录 from a spreadsheet. Exit code 2, with every reason, on bad input."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.django_setup import start_django
from gongkai.cli.import_input import Reason, Unfit, officer_at, told
from gongkai.cli.import_report import refusals

if TYPE_CHECKING:
    from gongkai.catalog.standards.sheet import Read

SHOWN = 20


@click.command(name="standard-catalogue")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--field", required=True, metavar="NAME", help="Field of the catalogue, for example 义务教育.")
@click.option("--agency", required=True, metavar="CODE", help="Code of the government that issued it.")
@click.option("--sheet", default="", metavar="NAME", help="Sheet of the workbook; the first unless named.")
@click.option(
    "--as",
    "username",
    metavar="USERNAME",
    help="Information officer who brings it in; needed when the agency has more than one.",
)
@click.option("--dry-run", is_flag=True, help="Show what is read, store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def standard_catalogue(
    file: Path, field: str, agency: str, sheet: str, username: str | None, dry_run: bool, as_json: bool
) -> None:
    """Bring in a new version of the standard catalogue of a field (XLSX, CSV).

    Two rows of merged headings are found by their words. Nothing is stored while a row cannot be taken over; the version
    before is kept.
    """
    start_django()
    from gongkai.catalog.standards import services
    from gongkai.catalog.standards.sheet import read

    reasons: list[Reason] = []
    target, actor = officer_at(agency, username, reasons)
    found = told(lambda: read(file, sheet), reasons)
    if found is not None:
        reasons += [Reason("row", f"{fault.row}: {fault.text}", "FILE") for fault in found.faults]
    version = 0
    with refusals(as_json, file):
        if reasons or target is None or actor is None or found is None:
            raise Unfit(reasons)
        if not dry_run:
            source = services.Source(file.name, hashlib.sha256(file.read_bytes()).hexdigest())
            version = services.import_catalogue(
                actor=actor, agency=target, field=field, source=source, entries=found.entries
            ).version
    (_print_json if as_json else _print)(found, field, version)


def _print_json(found: Read, field: str, version: int) -> None:
    result: dict[str, Any] = {
        "status": "imported" if version else "dry_run",
        "field": field,
        "version": version or None,
        "items": len(found.entries),
        "absent_columns": found.absent,
    }
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def _print(found: Read, field: str, version: int) -> None:
    from django.utils.translation import gettext as _

    if version:
        head = _("已导入“%(field)s”第%(version)d版，%(items)d个事项。")
    else:
        head = _("“%(field)s”可以导入，%(items)d个事项。没有保存。")
    click.echo(head % {"field": field, "version": version, "items": len(found.entries)})
    if found.absent:
        click.echo(_("没有这些列：%(columns)s。") % {"columns": "、".join(found.absent)}, err=True)
    for entry in found.entries[:SHOWN]:
        values = entry.values
        click.echo(
            f"  {values['topic']} | {values['matter']} | {values['limit_text']} | {values['publisher']}"
        )
    if len(found.entries) > SHOWN:
        click.echo(_("……另有%(more)d个事项") % {"more": len(found.entries) - SHOWN}, err=True)
    sys.stdout.flush()
