"""`gongkai import cases`: an older register of requests, row by row. Exit code 2 when a row or the whole file is refused."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from gongkai.cli.import_input import Reason, Unfit, officer_at, told
from gongkai.cli.import_report import MAPPING, Progress, Report, Request, table_command

if TYPE_CHECKING:
    from gongkai.convert.tables import Fault

BATCH = 500


@click.command()
@table_command
@MAPPING
def cases(request: Request, progress: Progress, mapping: str | None) -> Report:
    """Take over an older register (XLSX, CSV) of requests with what happened to them.

    Each row is stored whole or not at all, and once: run again, only new rows are added. What broke the law in its day is
    taken over as it was and shown as a problem of the procedure. Without --mapping the headings of most registers are known.
    """
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from gongkai.foi import services
    from gongkai.foi.imports.entry import Entry
    from gongkai.foi.imports.mapping import BUILT_IN, load
    from gongkai.foi.imports.register import open_register

    reasons: list[Reason] = []
    agency, actor = officer_at(request.agency, request.username, reasons)
    register = told(lambda: open_register(request.file, load(mapping or BUILT_IN)), reasons)
    if reasons or agency is None or actor is None or register is None:
        raise Unfit(reasons)
    stored = known = done = 0
    faults: list[Fault] = []
    read = register.read(timezone.localdate())
    while some := list(islice(read, BATCH)):
        entries = [item for item in some if isinstance(item, Entry)]
        faults += [fault for item in some if not isinstance(item, Entry) for fault in item]
        if request.dry_run:
            found = services.check_entries(agency=agency, entries=entries)
            stored += len(entries) - len(found.known) - len({fault.row for fault in found.faults})
        else:
            found = services.import_entries(actor=actor, agency=agency, entries=entries)
            stored += len(found.stored)
        known += len(found.known)
        faults += register.labelled(found.faults)
        done += len(some)
        progress(done, register.rows)
    sentence = (
        _("核对%(rows)d行：可以导入%(imported)d行，此前已导入%(known)d行，有问题%(refused)d行。没有保存。"),
        _("读取%(rows)d行：导入%(imported)d行，此前已导入%(known)d行，有问题%(refused)d行。"),
    )
    faults.sort(key=lambda fault: fault.row)
    counts = {"imported": stored, "known": known}
    return Report(register.rows, counts, sentence, faults, register.headings.unused)
