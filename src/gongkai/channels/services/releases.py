"""What went out without a job, one by one or from a table; what was entered by mistake is voided."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.channels import declared, rules
from gongkai.channels.models import ChannelJob, Release
from gongkai.channels.rules import Facts
from gongkai.channels.services.recording import PUBLISHING, keep_evidence, record
from gongkai.review.rules import Blocker, Refused


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table that is brought in."""

    channel: str
    title: str
    facts: Facts


@transaction.atomic
def enter(
    *,
    actor: Any,
    agency: Agency,
    channel: str,
    title: str,
    facts: Facts,
    file: UploadedFile | None = None,
) -> Release:
    """Record a publication for which there was no job. Raises PermissionDenied, Refused with all reasons."""
    access.require(actor, agency, *PUBLISHING)
    facts = replace(facts, has_file=file is not None)
    found = blockers(channel, title, facts)
    if found:
        raise Refused(found)
    evidence = keep_evidence(actor=actor, agency=agency, file=file) if file else None
    release = _made(actor, agency, Entry(channel, title.strip()[:200], facts))
    if evidence:
        release.evidence.add(evidence)
    record(actor, release, "entered", on=facts.on, channel=channel, pieces=facts.pieces)
    return release


def blockers(channel: str, title: str, facts: Facts) -> list[Blocker]:
    """Everything wrong with a record that has no job."""
    known: Mapping[str, Any] = declared.every()
    if channel not in known:
        return [Blocker("CHANNEL-UNKNOWN", _("没有这个渠道，请在渠道设置中查看名称。"))]
    found = rules.fact_blockers(known[channel], facts, timezone.localdate())
    if not title.strip():
        found.append(Blocker("CHANNEL-TITLE", _("请填写标题。")))
    return found


@transaction.atomic
def bring_in(*, actor: Any, agency: Agency, entries: Sequence[Entry]) -> tuple[int, int]:
    """Record a table of publications; how many were new, and how many were there already. The same row counts once.

    The table itself is the proof. Raises PermissionDenied.
    """
    access.require(actor, agency, *PUBLISHING)
    seen: dict[str, Entry] = {}
    for entry in entries:
        seen.setdefault(_fingerprint(entry), entry)
    there = set(
        Release.objects.filter(agency=agency, fingerprint__in=list(seen), void_reason="").values_list(
            "fingerprint", flat=True
        )
    )
    new = {key: entry for key, entry in seen.items() if key not in there}
    for key, entry in new.items():
        release = _made(actor, agency, entry, key)
        record(
            actor, release, "brought_in", on=entry.facts.on, channel=entry.channel, pieces=entry.facts.pieces
        )
    return len(new), len(entries) - len(new)


@transaction.atomic
def void(*, actor: Any, release: Release, reason: str) -> Release:
    """Take a record back that was entered by mistake; its job is open again. Raises PermissionDenied, Refused."""
    row = Release.objects.select_for_update(of=("self",)).select_related("agency", "job").get(pk=release.pk)
    access.require(actor, row.agency, *PUBLISHING)
    if row.void_reason:
        raise Refused([Blocker("CHANNEL-VOID", _("这条记录已经作废。"))])
    if not reason.strip():
        raise Refused([Blocker("CHANNEL-REASON", _("请写明作废的原因。"))])
    row.void_reason = reason.strip()[:300]
    row.save(update_fields=["void_reason"])
    if row.job and row.job.state == ChannelJob.State.DONE:
        row.job.state = ChannelJob.State.PREPARED
        row.job.save(update_fields=["state"])
        record(actor, row.job, "undone", release=row.pk, reason=row.void_reason)
    record(actor, row, "voided", reason=row.void_reason)
    return row


def _made(actor: Any, agency: Agency, entry: Entry, fingerprint: str = "") -> Release:
    facts = entry.facts
    return Release.objects.create(
        agency=agency,
        channel=entry.channel,
        title=entry.title,
        on=facts.on,
        pieces=facts.pieces,
        copies=facts.copies,
        reach=facts.reach,
        place=facts.place[:200],
        link=facts.link[:500],
        note=facts.note[:300],
        fingerprint=fingerprint,
        recorded_by=actor,
    )


def _fingerprint(entry: Entry) -> str:
    facts = entry.facts
    said = [
        entry.channel,
        entry.title,
        facts.on,
        facts.pieces,
        facts.copies,
        facts.reach,
        facts.place,
        facts.link,
    ]
    return hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()
