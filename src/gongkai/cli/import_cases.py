"""`gongkai import cases`: an older register of requests, row by row. Exit code 2 when a row or the whole file is refused."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gongkai.cli.django_setup import start_django
from gongkai.cli.import_input import Reason, Unfit, officer_at

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency, User
    from gongkai.foi.imports.entry import Entry, Fault
    from gongkai.foi.imports.register import Register

BATCH = 500
SHOWN = 20
T = TypeVar("T")


@dataclass
class Outcome:
    """What became of the rows."""

    stored: int = 0
    known: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows that were not taken over."""
        return len({fault.row for fault in self.faults})


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    default="register",
    show_default=True,
    metavar="NAME|FILE",
    help="Built-in mapping or a YAML file.",
)
@click.option("--agency", required=True, metavar="CODE", help="Code of the agency whose register it is.")
@click.option(
    "--as",
    "username",
    metavar="USERNAME",
    help="Information officer who brings it in; needed when the agency has more than one.",
)
@click.option("--dry-run", is_flag=True, help="Check every row, store nothing.")
@click.option(
    "--errors", type=click.Path(path_type=Path), metavar="OUT.csv", help="Write every fault to a CSV file."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def cases(
    file: Path,
    mapping: str,
    agency: str,
    username: str | None,
    dry_run: bool,
    errors: Path | None,
    as_json: bool,
) -> None:
    """Take over an older register (XLSX, CSV) of requests with what happened to them.

    Each row is stored whole or not at all, and once: run again, only new rows are added. What broke the law in its day is
    taken over as it was and shown as a problem of the procedure.
    """
    start_django()
    from django.db import DatabaseError

    from gongkai.cli.importing import database_reason, refuse

    try:
        register, target, actor = _prepare(file, mapping, agency, username)
        outcome = _run(register, target, actor, dry_run, quiet=as_json or not sys.stderr.isatty())
    except Unfit as unfit:
        refuse(unfit.reasons, as_json)
    except DatabaseError as error:
        refuse([database_reason(error)], as_json)
    outcome.faults.sort(key=lambda fault: fault.row)
    if errors is not None:
        _write_errors(errors, outcome.faults, as_json)
    (_print_json if as_json else _print)(register, outcome, dry_run)
    sys.exit(2 if outcome.faults else 0)


def _prepare(file: Path, mapping: str, code: str, username: str | None) -> tuple[Register, Agency, User]:
    """Everything that can be wrong with what was asked, told at once."""
    from gongkai.convert.content_type import FileRefused
    from gongkai.foi.imports.mapping import MappingRefused, load
    from gongkai.foi.imports.register import open_register

    reasons: list[Reason] = []
    target, actor = officer_at(code, username, reasons)
    register = None
    try:
        register = open_register(file, load(mapping))
    except MappingRefused as refused:
        reasons += [Reason("mapping", text, "--mapping") for text in refused.reasons]
    except FileRefused as refused:
        reasons.append(Reason(refused.code, refused.text, "FILE"))
    except OSError as error:
        from django.utils.translation import gettext as _

        text = _("文件“%(file)s”无法读取：%(why)s") % {"file": file, "why": error.strerror}
        reasons.append(Reason("unreadable", text, "FILE"))
    if reasons or register is None or target is None or actor is None:
        raise Unfit(reasons)
    return register, target, actor


def _run(register: Register, agency: Agency, actor: User, dry_run: bool, *, quiet: bool) -> Outcome:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from gongkai.foi import services
    from gongkai.foi.imports.entry import Entry

    outcome = Outcome()
    read = register.read(timezone.localdate())
    label = _("核对") if dry_run else _("导入")
    with click.progressbar(length=len(register), label=label, file=sys.stderr, hidden=quiet) as bar:
        for batch in _batches(read, BATCH):
            entries: list[Entry] = []
            for item in batch:
                if isinstance(item, Entry):
                    entries.append(item)
                else:
                    outcome.faults += item
            if dry_run:
                found = services.check_entries(agency=agency, entries=entries)
                outcome.stored += len(entries) - len(found.known) - len({fault.row for fault in found.faults})
            else:
                found = services.import_entries(actor=actor, agency=agency, entries=entries)
                outcome.stored += len(found.stored)
            outcome.known += len(found.known)
            outcome.faults += register.labelled(found.faults)
            bar.update(len(batch))
    return outcome


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _write_errors(path: Path, faults: list[Fault], as_json: bool) -> None:
    from django.utils.translation import gettext as _

    from gongkai.cli.importing import refuse
    from gongkai.convert.sheet import harmless

    try:
        with path.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow([_("行"), _("列"), _("代码"), _("原因")])
            for fault in faults:
                writer.writerow([fault.row, harmless(fault.column), fault.code, harmless(fault.text)])
    except OSError as error:
        text = _("不能写入“%(file)s”：%(why)s") % {"file": path, "why": error.strerror}
        refuse([Reason("unwritable", text, "--errors")], as_json)


def _print_json(register: Register, outcome: Outcome, dry_run: bool) -> None:
    result: dict[str, Any] = {
        "status": "dry_run" if dry_run else "imported",
        "rows": len(register),
        "imported": outcome.stored,
        "known": outcome.known,
        "refused": outcome.refused,
        "unused_columns": list(register.headings.unused),
        "errors": [
            {"row": one.row, "column": one.column, "code": one.code, "text": one.text}
            for one in outcome.faults
        ],
    }
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def _print(register: Register, outcome: Outcome, dry_run: bool) -> None:
    from django.utils.translation import gettext as _

    counts = {
        "rows": len(register),
        "new": outcome.stored,
        "known": outcome.known,
        "refused": outcome.refused,
    }
    head = (
        _("核对%(rows)d行：可以导入%(new)d行，此前已导入%(known)d行，有问题%(refused)d行。没有保存。")
        if dry_run
        else _("读取%(rows)d行：导入%(new)d行，此前已导入%(known)d行，有问题%(refused)d行。")
    )
    click.echo(head % counts)
    if register.headings.unused:
        click.echo(_("没有采用的列：%(names)s") % {"names": "、".join(register.headings.unused)})
    for fault in outcome.faults[:SHOWN]:
        where = _("第%(row)d行 %(column)s") % {"row": fault.row, "column": fault.column}
        click.echo(f"  {where}：{fault.text} [{fault.code}]", err=True)
    if len(outcome.faults) > SHOWN:
        more = _("还有%(number)d处问题，用 --errors 写入文件查看。")
        click.echo("  " + more % {"number": len(outcome.faults) - SHOWN}, err=True)
