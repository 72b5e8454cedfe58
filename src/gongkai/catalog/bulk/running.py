"""The whole of a file: counted, read row by row, stored handful by handful; what was stored when a process died stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog.bulk import batches, fields, package, reading
from gongkai.catalog.bulk.package import Package
from gongkai.catalog.bulk.places import Places
from gongkai.catalog.bulk.reading import Entry, Reader
from gongkai.catalog.bulk.storing import Store, Stored
from gongkai.catalog.models import ImportBatch
from gongkai.catalog.services import DRAFTING
from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import Fault, Layout, find_headings, table
from gongkai.convert.tables.reading import HEADER_WITHIN
from gongkai.review.rules import Blocker, Refused

CHUNK = 200
MOST_FAULTS_KEPT = 1000

Progress = Callable[[int, int], None]  # rows read, rows in all


@dataclass(slots=True)
class Outcome:
    """What became of the file. `odd_numbers`: index numbers kept although they do not have the usual form."""

    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    odd_numbers: int = 0
    faults: list[Fault] = field(default_factory=list)
    unused: tuple[tuple[str, str], ...] = ()
    batches: list[int] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows that were not taken over."""
        return len({fault.row for fault in self.faults})


def headings_of(path: Path, layout: Layout) -> tuple[str, ...]:
    """The headings of a file, or its first row where none are recognised. Raises FileRefused."""
    with package.opened(path) as opened:
        first = list(islice(sheet.rows(opened.table, layout.sheet), HEADER_WITHIN))
    if not first:
        raise FileRefused("no_rows", _("表格是空的。"))
    found = find_headings(first, fields.declared(), layout)
    return found.names if found else first[0].cells


def run(
    *,
    actor: Any,
    agency: Agency,
    path: Path,
    file_name: str,
    layout: Layout,
    dry_run: bool = False,
    announced: bool = False,
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """Read a file and store what it brings as drafts, one batch for each agency. The same file goes on where it stopped.
    `announced`: whether readers and channels are told when the batch is published.

    Raises PermissionDenied, FileRefused, Refused (no name of the source system).
    """
    access.require(actor, agency, *DRAFTING)
    if not layout.source_system:
        raise Refused([Blocker("IMPORT-SYSTEM", _("请写明来源系统的名称：来源编号只在同一系统内不重复。"))])
    with package.opened(path) as opened:
        # Counted first, so that a broken table is told before anything is stored.
        total = sum(1 for _row in table(opened.table, fields.declared(), layout)[1])
        run_of = _Run(
            actor, agency, file_name[-255:], batches.sha256(path), layout, dry_run, announced, opened
        )
        return run_of.go(total, progress)


@dataclass(slots=True)
class _Run:
    actor: Any
    agency: Agency
    file_name: str
    file_sha256: str
    layout: Layout
    dry_run: bool
    announced: bool
    package: Package
    found: dict[int, ImportBatch] = field(default_factory=dict)
    at: int = 0
    outcome: Outcome = field(default_factory=Outcome)

    def go(self, total: int, progress: Progress) -> Outcome:
        headings, rows = table(self.package.table, fields.declared(), self.layout)
        named = {one.name: one for one in fields.declared()}
        places = Places(self.actor)
        reader = Reader(self.layout, headings, places, self.package, self.agency, timezone.localdate())
        store = Store(
            self.actor, self.layout.source_system, self.package, self.layout.folders,
            lambda name: headings.label(named[name]), self._batch,
        )  # fmt: skip
        self.outcome.rows, self.outcome.unused = total, headings.unused
        self.at = 0 if self.dry_run else self._resumed()
        done = 0
        for chunk in _chunks(reader, rows, headings.label(named["source_id"])):
            done += len(chunk)
            self._take(store, [item for item in chunk if _row_of(item) > self.at])
            progress(done, total)
        if not self.dry_run:
            self._finish()
        return self.outcome

    def _take(self, store: Store, items: list[Entry | list[Fault]]) -> None:
        if not items:
            return
        entries = [item for item in items if isinstance(item, Entry)]
        unread = [(self.agency.pk, fault) for item in items if not isinstance(item, Entry) for fault in item]
        last = _row_of(items[-1])
        if self.dry_run:
            stored = store.check(entries)
        else:
            with transaction.atomic():
                stored = store.keep(entries)
                self._count(stored, unread, last)
        self.at = last
        self._add(stored, unread, entries)

    def _add(self, stored: Stored, unread: list[tuple[int, Fault]], entries: list[Entry]) -> None:
        out = self.outcome
        out.new += sum(stored.new.values())
        out.updated += sum(stored.updated.values())
        out.unchanged += sum(stored.unchanged.values())
        out.faults += [fault for _agency, fault in [*unread, *stored.faults]]
        out.odd_numbers += sum(
            1 for one in entries if one.index_number and not reading.has_usual_form(one.index_number)
        )

    # -- the batches of this file --------------------------------------------------------------------------------------

    def _batch(self, agency: Agency) -> ImportBatch:
        found = self.found.get(agency.pk)
        if found is None:
            found = ImportBatch.objects.create(
                agency=agency, source_system=self.layout.source_system, file_name=self.file_name,
                file_sha256=self.file_sha256, created_by=self.actor, read=self.at, live=False,
                announced=self.announced,
            )  # fmt: skip
            self.found[agency.pk] = found
            batches.note(
                found, "started", self.actor, {"system": found.source_system, "sha256": found.file_sha256}
            )
        return found

    def _resumed(self) -> int:
        """Take up the batches of this very file that were never finished; the row after which to go on."""
        batches.reopen(self.layout.source_system, self.file_sha256)
        rows = ImportBatch.objects.filter(
            source_system=self.layout.source_system, file_sha256=self.file_sha256, state__in=batches.OPEN
        )
        for row in rows:
            if row.workflow_in_progress:
                raise Refused([Blocker("REVIEW-UNDER-WAY", batches.under_review())])
            if row.state != ImportBatch.State.LOADING:  # finished: the same file is read anew
                row.unchanged = row.refused = row.read = 0
                row.faults = []
                row.save(update_fields=["unchanged", "refused", "read", "faults"])
            self.found[row.agency_id] = row
        unfinished = [row.read for row in self.found.values() if row.state == ImportBatch.State.LOADING]
        self.outcome.skipped = max(unfinished, default=0)
        return self.outcome.skipped

    def _count(self, stored: Stored, unread: list[tuple[int, Fault]], last: int) -> None:
        """Move the batches on. Raises Refused when another process has moved them meanwhile."""
        if (unread or stored.faults) and not self.found:
            self._batch(self.agency)
        rows = {
            row.pk: row
            for row in ImportBatch.objects.select_for_update().filter(
                pk__in=[b.pk for b in self.found.values()]
            )
        }
        for agency, batch in self.found.items():
            row = rows[batch.pk]
            if row.read != batch.read:
                raise Refused([Blocker("IMPORT-RUNNING", _("这个文件正在另一个进程中导入，请等它结束。"))])
            faults = [fault for pk, fault in [*unread, *stored.faults] if self._of(pk) == agency]
            row.read, row.state, row.moved_at = last, ImportBatch.State.LOADING, timezone.now()
            row.new += stored.new[agency]
            row.updated += stored.updated[agency]
            row.unchanged += stored.unchanged[agency]
            row.refused += len({fault.row for fault in faults})
            kept = [[one.row, one.column, one.code, one.text] for one in faults]
            row.faults = [*row.faults, *kept][:MOST_FAULTS_KEPT]
            row.save()
            self.found[agency] = row

    def _of(self, agency: int) -> int:
        """The batch a fault is shown in: that of its agency, else the first."""
        return agency if agency in self.found else next(iter(self.found), agency)

    def _finish(self) -> None:
        for batch in self.found.values():
            batch.state, batch.read, batch.moved_at = ImportBatch.State.LOADED, 0, timezone.now()
            batch.save(update_fields=["state", "read", "moved_at"])
            batches.note(
                batch,
                "loaded",
                self.actor,
                {"new": batch.new, "updated": batch.updated, "refused": batch.refused},
            )
        self.outcome.batches = sorted(batch.pk for batch in self.found.values())


def _chunks(
    reader: Reader, rows: Iterator[sheet.Row], source_column: str
) -> Iterator[list[Entry | list[Fault]]]:
    """The rows in handfuls. A source id that came before is wrong the second time; of each only a short hash is kept."""
    seen: dict[int, int] = {}
    chunk: list[Entry | list[Fault]] = []
    for row in rows:
        item = reader.read(row)
        if isinstance(item, Entry):
            first = seen.setdefault(hash(item.source_id), row.number)
            if first != row.number:
                text = _("来源编号与第%(row)d行相同，请核对后只留一行。") % {"row": first}
                item = [Fault(row.number, source_column, item.source_id[:60], "twice", text)]
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _row_of(item: Entry | list[Fault]) -> int:
    return item.row if isinstance(item, Entry) else item[0].row
