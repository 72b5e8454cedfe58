"""Jobs: made by rules on publication or by hand, prepared, done with proof, refused. What follows later: `following`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.channels import declared, findings, rules, sources
from gongkai.channels.models import ChannelJob, ChannelRule, Release
from gongkai.channels.rules import Facts
from gongkai.channels.services.recording import PUBLISHING, keep_evidence, record
from gongkai.review.rules import Blocker, Refused
from gongkai.screening import services as screening

State = ChannelJob.State
OVER = (State.REFUSED, State.TAKEN_DOWN)


def applying(document: Document) -> QuerySet[ChannelRule]:
    """The rules under which a document goes to channels: those of its agency and of the ones above it."""
    path = document.agency.path
    above = [path[:end] for end in range(Agency.steplen, len(path) + 1, Agency.steplen)]
    column = document.column.slug if document.column else ""
    return ChannelRule.objects.filter(
        Q(column__isnull=True) | Q(column__slug=column),
        agency__path__in=above,
        is_active=True,
        document_type__in=["", document.document_type],
    )


@transaction.atomic
def make_by_rules(document: Document) -> list[ChannelJob]:
    """Make the jobs the rules ask for; a channel that has one already gets no second."""
    days: dict[str, int] = {}
    for rule in applying(document):
        days[rule.channel] = min(rule.working_days, days.get(rule.channel, rule.working_days))
    if not days:
        return []
    known = {row.slug for row in declared.by_hand()}
    calendar, today = working_days.current(), timezone.localdate()
    due = {slug: calendar.add(today, number) for slug, number in days.items() if slug in known}
    return _make(None, document, due)


@transaction.atomic
def make(
    *, actor: Any, document: Document, channels: Sequence[str], due_on: date | None = None
) -> list[ChannelJob]:
    """Make jobs by hand for a public document. Raises PermissionDenied, Refused with everything that is wrong."""
    access.require(actor, document.agency, *PUBLISHING)
    Document.objects.select_for_update().get(pk=document.pk)  # two at once make one job, not two
    known = {row.slug for row in declared.by_hand()}
    found = []
    if not catalog.public_documents().filter(pk=document.pk).exists():
        found.append(_not_public())
    if not channels or set(channels) - known:
        found.append(Blocker("CHANNEL-UNKNOWN", _("请选择要发布的渠道。")))
    if due_on and due_on < timezone.localdate():
        found.append(Blocker("CHANNEL-DUE", _("期限不能早于今天。")))
    if found:
        raise Refused(found)
    return _make(actor, document, dict.fromkeys(channels, due_on))


def _make(actor: Any, document: Document, due: Mapping[str, date | None]) -> list[ChannelJob]:
    there = ChannelJob.objects.filter(document=document).exclude(state__in=OVER)
    taken = set(there.values_list("channel", flat=True))
    made = []
    for slug, due_on in due.items():
        if slug not in taken:
            job = ChannelJob.objects.create(
                document=document, agency=document.agency, channel=slug, due_on=due_on, made_by=actor
            )
            record(actor, job, "made", channel=slug, document=document.pk)
            made.append(job)
    return made


@transaction.atomic
def prepare(*, actor: Any, job: ChannelJob, title: str, text: str) -> ChannelJob:
    """Keep the edited title and text and have them looked at; the text as proposed again: back to the proposal.

    Raises PermissionDenied, Refused when the job is not open or the document is public no more.
    """
    row = locked(actor, job)
    found = _closed(row)
    if found:
        raise Refused(found)
    proposed = sources.proposal(row)
    title, text = title.strip()[:200], text.replace("\r\n", "\n").strip()
    row.title = "" if title == row.document.title else title
    row.text = "" if text == proposed.strip() else text
    row.state, row.prepared_sha256 = State.PREPARED, row.document.content_sha256
    row.save(update_fields=["title", "text", "state", "prepared_sha256"])
    if row.text or row.title:
        screening.request(row)
    record(actor, row, "prepared", edited=bool(row.text or row.title))
    return row


@transaction.atomic
def finish(
    *, actor: Any, jobs: Sequence[ChannelJob], facts: Facts, file: UploadedFile | None = None
) -> list[Release]:
    """Record that jobs of one channel were published, with one proof for all; all or none.

    Raises PermissionDenied, Refused with every reason of every job.
    """
    rows = [locked(actor, job) for job in jobs]
    facts = replace(facts, has_file=file is not None)
    found = [] if rows else [Blocker("CHANNEL-NONE", _("请先勾选要登记的任务。"))]
    if len({(row.channel, row.agency_id) for row in rows}) > 1:
        found.append(Blocker("CHANNEL-MIXED", _("一次只能登记同一机构、同一渠道的任务，请先筛选。")))
    for row in rows:
        reasons = finish_blockers(row, facts)
        named = f"{row.document.title}：" if len(rows) > 1 else ""
        found += [Blocker(one.code, named + one.text) for one in reasons]
    if found:
        raise Refused(found)
    evidence = keep_evidence(actor=actor, agency=rows[0].agency, file=file) if file else None
    return [_release(actor, row, facts, evidence) for row in rows]


def finish_blockers(row: ChannelJob, facts: Facts) -> list[Blocker]:
    """Everything that keeps a job from being recorded as published."""
    channel = declared.channel(row.channel)
    found = _closed(row)
    published = timezone.localdate(row.document.published_on) if row.document.published_on else None
    found += rules.fact_blockers(channel, facts, timezone.localdate(), published)
    if found and found[0].code == "CHANNEL-NOT-PUBLIC":
        return found
    if row.is_outdated:
        found.append(Blocker("CHANNEL-OUTDATED", _("备稿之后原文已经修改，请核对文稿并重新保存。")))
    found += rules.text_blockers(channel, sources.text_of(row, channel), sources.address(row.document))
    return found + findings.blockers(row)


def _release(actor: Any, row: ChannelJob, facts: Facts, evidence: Any) -> Release:
    release = Release.objects.create(
        agency=row.agency,
        channel=row.channel,
        job=row,
        document=row.document,
        title=row.title or row.document.title,
        on=facts.on,
        pieces=facts.pieces,
        copies=facts.copies,
        reach=facts.reach,
        place=facts.place,
        link=facts.link,
        note=facts.note,
        recorded_by=actor,
    )
    if evidence:
        release.evidence.add(evidence)
    row.state, row.prepared_sha256 = State.DONE, row.document.content_sha256
    row.save(update_fields=["state", "prepared_sha256"])
    record(actor, row, "done", on=facts.on, release=release.pk, pieces=facts.pieces)
    return release


def record_newsletter(row: ChannelJob, copies: int) -> Release:
    """A locked job of the newsletter was handed over to that many readers."""
    return _release(None, row, Facts(on=timezone.localdate(), copies=copies), None)


@transaction.atomic
def refuse(*, actor: Any, job: ChannelJob, reason: str) -> ChannelJob:
    """Decide not to publish on this channel, with the reason. Raises PermissionDenied, Refused."""
    row = locked(actor, job)
    if not row.is_open:
        raise Refused([_not_open(row)])
    if not reason.strip():
        raise Refused([Blocker("CHANNEL-REASON", _("请写明不发布的原因。"))])
    row.state, row.reason = State.REFUSED, reason.strip()[:300]
    row.save(update_fields=["state", "reason"])
    record(actor, row, "refused", reason=row.reason)
    return row


def locked(actor: Any, job: ChannelJob) -> ChannelJob:
    """The job, held until the transaction ends. Raises PermissionDenied for who may not publish for its agency."""
    rows = ChannelJob.objects.select_for_update(of=("self",)).select_related("agency", "document__agency")
    row = rows.get(pk=job.pk)
    access.require(actor, row.agency, *PUBLISHING)
    return row


def _closed(row: ChannelJob) -> list[Blocker]:
    if not catalog.public_documents().filter(pk=row.document_id).exists():
        return [_not_public()]
    return [] if row.is_open else [_not_open(row)]


def _not_open(row: ChannelJob) -> Blocker:
    return Blocker(
        "CHANNEL-STATE", _("这项任务的状态是“%(state)s”，不能再办。") % {"state": row.get_state_display()}
    )


def _not_public() -> Blocker:
    text = _("文件没有公开或者已经撤下，不能在任何渠道发布。")
    return Blocker("CHANNEL-NOT-PUBLIC", text)
