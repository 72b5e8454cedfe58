"""The one place where screenings come to be and are carried out, and where their projections are worked out."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from gongkai.agencies import sealing
from gongkai.agencies.models import Agency
from gongkai.convert.parts.model import Contents
from gongkai.screening import contents, looking, rules, subjects
from gongkai.screening.looking import Looked
from gongkai.screening.models import Decision, Rescan, Screening, ScreeningFinding, Severity
from gongkai.screening.subjects import Item

LOST_AFTER = timedelta(minutes=15)
"""After which a screening under way is taken for one whose process is gone."""

State, Kind = Screening.State, Screening.Kind
logger = logging.getLogger(__name__)


def items_of(obj: Any) -> dict[tuple[str, int, str], Item]:
    """Every text and file of the newest draft and of what is public."""
    subject = subjects.of(obj)
    return {item.key: item for version in subject.versions(obj) for item in subject.items(version)}


@transaction.atomic
def prepare(obj: Any, *, again: bool = False, rescan: Rescan | None = None) -> list[Screening]:
    """See that each text and file of an object has its screening; the ones that wait to be carried out.

    What was looked at with other words or detectors waits once more; `again`: everything does.
    """
    items = items_of(obj)
    rows = {
        (row.kind, row.item_id, row.sha256): row
        for row in Screening.objects.select_for_update().filter(**subjects.key_of(obj))
    }
    version = looking.version(obj.agency, timezone.localdate())
    waiting = []
    for key, row in rows.items():
        if row.current != (key in items):
            row.current = key in items
            row.save(update_fields=["current"])
    for key, item in items.items():
        row = rows.get(key) or _begun(obj, item)
        if _to_do(row, version, again):
            row.agency, row.title, row.state = obj.agency, item.title[:300], State.WAITING
            row.order, row.problem = None, ""
            row.requested_at, row.rescan = timezone.now(), rescan or row.rescan
            row.save()
        if row.state == State.WAITING:
            waiting.append(row)
    return waiting


def _begun(obj: Any, item: Item) -> Screening:
    """The screening of what is new, also when somebody else is just beginning it."""
    begun, _made = Screening.objects.get_or_create(
        **subjects.key_of(obj),
        kind=item.kind,
        item_id=item.item_id,
        sha256=item.sha256,
        defaults={"agency": obj.agency, "title": item.title[:300]},
    )
    return begun


def _to_do(row: Screening, version: str, again: bool) -> bool:
    if row.state in (State.RUNNING, State.REDACTING):
        return row.started_at is None or row.started_at < timezone.now() - LOST_AFTER
    if row.state == State.WAITING:
        return again
    return again or (row.state == State.DONE and row.version != version)


def run(pk: int) -> Screening | None:
    """Carry out a screening that waits; None when somebody else has, or it is needed no more. Never raises for a file."""
    now = timezone.now()
    if not Screening.objects.filter(pk=pk, state=State.WAITING).update(state=State.RUNNING, started_at=now):
        return None
    row = Screening.objects.select_related("agency").get(pk=pk)
    obj = subjects.object_of(row)
    item = items_of(obj).get((row.kind, row.item_id, row.sha256)) if obj is not None else None
    if item is None:
        Screening.objects.filter(pk=pk).update(current=False, state=State.WAITING, started_at=None)
        return None
    day = timezone.localdate()
    version = looking.version(row.agency, day)
    try:
        looked = looking.look(contents_of(row, item), row.sha256, row.agency, day)
    except Exception as error:  # noqa: BLE001 - whatever happened, a person must look; its words may hold something of the file
        logger.error("screening %s broke off: %s", pk, type(error).__name__)
        return _keep(row, None, [looking.failed(row.sha256)], version)
    return _keep(row, looked, looked.findings, version)


def contents_of(row: Screening, item: Item) -> Contents:
    """What the text or file holds: as the same readers read it before, or read now."""
    kept = kept_contents(row, looking.reader())
    if kept is not None:
        return kept
    data = item.read()
    if hashlib.sha256(data).hexdigest() != item.sha256:
        raise ValueError("the stored file is not the one that was handed in")
    return looking.read(data, item.name, ours=row.kind == Kind.TEXT)


def kept_contents(row: Screening, reader: str = "") -> Contents | None:
    """What was read of a file, if it is kept, can be opened and was read by these readers."""
    if not row.contents:
        return None
    try:
        with row.contents.open("rb") as file:
            return contents.load(file.read(), reader)
    except (FileNotFoundError, sealing.SealBroken):
        return None


@transaction.atomic
def _keep(row: Screening, looked: Looked | None, findings: list[ScreeningFinding], version: str) -> Screening:
    """Put what was found now in the place of what was found before."""
    old = row.contents.name
    known = set(row.findings.values_list("detector", "fingerprint"))
    row.findings.all().delete()
    _settle(row, findings)
    for finding in findings:
        finding.screening = row
    ScreeningFinding.objects.bulk_create(findings, batch_size=500)
    row.contents = ""
    if looked is not None and row.kind == Kind.FILE:
        packed = ContentFile(contents.dump(looked.contents, looking.reader()))
        row.contents.save(f"{row.sha256[:16]}.gz", packed, save=False)
    row.state = State.FAILED if looked is None else State.DONE
    row.version, row.finished_at = version, timezone.now()
    row.added = sum(
        1
        for finding in findings
        if (finding.detector, finding.fingerprint) not in known
        and finding.decision is None
        and finding.severity != Severity.INFORMATION
    )
    row.save()
    count([row.pk])
    row.refresh_from_db()
    if old:
        transaction.on_commit(lambda: row.contents.storage.delete(old))
    return row


def _settle(row: Screening, findings: Collection[ScreeningFinding]) -> None:
    """Give each finding the decision that holds for it; what was taken out stays so."""
    holding = decisions_for(
        {finding.fingerprint for finding in findings}, row.content_type_id, row.object_id, row.agency
    )
    for finding in findings:
        if finding.decision is None or finding.decision.verdict != rules.REDACTED:
            finding.decision = holding.get((finding.detector, finding.fingerprint))


def decisions_for(
    fingerprints: Collection[str], content_type_id: int, object_id: int, agency: Agency
) -> dict[tuple[str, str], Decision | None]:
    """(detector, fingerprint) → the decision that holds for an object."""
    paths = [agency.path[:end] for end in range(4, len(agency.path) + 1, 4)]
    here = Q(for_ever=False, content_type_id=content_type_id, object_id=object_id)
    rows = Decision.objects.filter(here | Q(for_ever=True, agency__path__in=paths)).order_by("id")
    found: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    wanted = sorted(fingerprints)
    for start in range(0, len(wanted), 500):
        for decision in rows.filter(fingerprint__in=wanted[start : start + 500]):
            found[decision.detector, decision.fingerprint].append(decision)
    return {key: rules.holding(decisions) for key, decisions in found.items()}


def settle_object(row: Screening, fingerprints: Collection[str]) -> None:
    """Work out anew what settles these values in the object of a screening."""
    rows = ScreeningFinding.objects.filter(
        screening__content_type_id=row.content_type_id, screening__object_id=row.object_id
    )
    wanted = sorted(fingerprints)
    findings = [
        finding
        for start in range(0, len(wanted), 500)
        for finding in rows.filter(fingerprint__in=wanted[start : start + 500]).select_related("decision")
    ]
    _settle(row, findings)
    ScreeningFinding.objects.bulk_update(findings, ["decision"], batch_size=200)
    count({finding.screening_id for finding in findings})


def settle_again(detector: str, fingerprint: str, agency: Agency) -> None:
    """Work out anew what settles one value in everything of an agency and those below it."""
    rows = Screening.objects.filter(
        findings__detector=detector,
        findings__fingerprint=fingerprint,
        agency__path__startswith=agency.path,
    ).select_related("agency")
    of_object = {(row.content_type_id, row.object_id): row for row in rows.distinct()}
    for row in of_object.values():
        settle_object(row, {fingerprint})


def count(pks: Iterable[int]) -> None:
    """Write the counts of screenings; they follow from the findings."""
    rows = list(counted().filter(pk__in=list(pks)))
    for row in rows:
        for name in COUNTS:
            setattr(row, name, getattr(row, f"n_{name}"))
    Screening.objects.bulk_update(rows, COUNTS, batch_size=200)


COUNTS = ("found_serious", "found_warning", "found_information", "unread", "open_serious", "open_warning")


def counted() -> Any:
    """Screenings with their counts worked out from the findings, as `n_<column>`."""
    serious, warning = Q(findings__severity=Severity.SERIOUS), Q(findings__severity=Severity.WARNING)
    is_open = Q(findings__decision__isnull=True)
    conditions = (
        serious,
        warning,
        Q(findings__severity=Severity.INFORMATION),
        Q(findings__detector__startswith=rules.UNREAD),
        serious & is_open,
        warning & is_open,
    )
    counts = {
        f"n_{name}": Count("findings", filter=condition)
        for name, condition in zip(COUNTS, conditions, strict=True)
    }
    return Screening.objects.annotate(**counts)
