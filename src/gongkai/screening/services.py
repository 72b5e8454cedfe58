"""The only writer of what is decided: have something looked at, decide on what was found, take it out, look again at everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.convert.redaction import Box, Cut, NotRedacted, Style, redact_limited, replacement
from gongkai.ledger.services import NewEvent, append, append_many
from gongkai.screening import rescanning, rules, running, subjects, tasks, words
from gongkai.screening.duties import DECIDING, RESCANNING, SILENCING
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import Decision, DictionaryEntry, Redaction, Rescan, Screening, ScreeningFinding
from gongkai.screening.subjects import Item

MOST_REASON = 300

State, Verdict = Screening.State, Decision.Verdict


# -- looking ------------------------------------------------------------------------------------------------------------


def request(obj: Any, *, again: bool = False) -> list[Screening]:
    """See to it that an object's texts and files are looked at: its own text at once, files in the background.

    Returns those that still wait. The caller has checked that the object may be changed or seen by whoever asks.
    """
    waiting = []
    for row in running.prepare(obj, again=again):
        if row.kind == Screening.Kind.TEXT:
            running.run(row.pk)
        else:
            waiting.append(row)
            _enqueue(row.pk)
    return waiting


def _enqueue(pk: int) -> None:
    transaction.on_commit(lambda: tasks.screen.enqueue(pk))


@transaction.atomic
def request_again(*, actor: Any, obj: Any) -> list[Screening]:
    """Look at everything of an object once more because a person wants it. Raises PermissionDenied."""
    if not access.can_see(actor, obj.agency):
        raise PermissionDenied
    return request(obj, again=True)


@transaction.atomic
def forget(obj: Any) -> None:
    """An object is gone: nothing that was found in it is kept; what was decided stays on record."""
    rows = Screening.objects.filter(**subjects.key_of(obj))
    names = [(row.contents.storage, str(row.contents.name)) for row in rows if row.contents]
    rows.delete()
    for storage, name in names:
        transaction.on_commit(partial(storage.delete, name))


# -- deciding -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody decides about one finding: a false alarm (here, or `for_ever` in the agency's subtree), kept on purpose,
    or open again. It holds for every occurrence of the value that this detector finds in the object."""

    finding: ScreeningFinding
    verdict: str
    reason: str
    for_ever: bool = False


def decide(
    *, actor: Any, finding: ScreeningFinding, verdict: str, reason: str, for_ever: bool = False
) -> Decision:
    """Settle one value. Raises PermissionDenied or ScreeningRefusedError."""
    wanted = Wanted(finding, verdict, reason, for_ever)
    return decide_all(actor=actor, screening=finding.screening, wanted=[wanted])[0]


@transaction.atomic
def decide_all(*, actor: Any, screening: Screening, wanted: Sequence[Wanted]) -> list[Decision]:
    """Settle values found in one text or file, each once however often it stands there; all or none.

    Raises PermissionDenied or ScreeningRefusedError.
    """
    row = Screening.objects.select_for_update(of=("self",)).select_related("agency").get(pk=screening.pk)
    access.require(actor, row.agency, *DECIDING)
    if any(one.for_ever for one in wanted):
        access.require(actor, row.agency, *SILENCING)
    once = {(one.finding.detector, one.finding.fingerprint): one for one in wanted}
    for one in once.values():
        if one.finding.screening_id != row.pk:
            raise PermissionDenied
        _check_decision(one)
    made = Decision.objects.bulk_create(
        [
            _decision(row, one.finding, actor, one.verdict, one.reason.strip(), one.for_ever)
            for one in once.values()
        ],
        batch_size=500,
    )
    _append_decisions(row, made, actor)
    for decision in made:
        if decision.for_ever:
            running.settle_again(decision.detector, decision.fingerprint, row.agency)
    running.settle_object(row, {decision.fingerprint for decision in made})
    return made


@transaction.atomic
def reopen_for_ever(*, actor: Any, decision: Decision, reason: str) -> Decision:
    """Take back what was silenced for ever: from now on it is reported again. Raises PermissionDenied or
    ScreeningRefusedError."""
    access.require(actor, decision.agency, *SILENCING)
    if not reason.strip():
        raise ScreeningRefusedError("REASON", _("请写明理由。"))
    made = _decision(decision, decision, actor, Verdict.REOPENED, reason.strip()[:MOST_REASON], True)
    made.save()
    _append_decisions(decision, [made], actor)
    running.settle_again(decision.detector, decision.fingerprint, decision.agency)
    return made


def _check_decision(wanted: Wanted) -> None:
    finding, verdict, reason = wanted.finding, wanted.verdict, wanted.reason.strip()
    if verdict not in (Verdict.FALSE_ALARM, Verdict.KEPT, Verdict.REOPENED):
        raise ScreeningRefusedError("VERDICT", _("请选择怎样处理。"))
    if not reason:
        raise ScreeningRefusedError("REASON", _("请写明理由。"))
    if len(reason) > MOST_REASON:
        raise ScreeningRefusedError("REASON-LONG", _("理由不超过%(most)d个字。") % {"most": MOST_REASON})
    if wanted.for_ever and verdict == Verdict.KEPT:
        raise ScreeningRefusedError("EVER", _("“今后不再报告”只用于误报。"))
    if wanted.for_ever and not rules.may_be_for_ever(finding.detector):
        raise ScreeningRefusedError("EVER", _("密级标志和没有读出的内容须逐件处理，不能设为今后不再报告。"))
    if verdict == Verdict.FALSE_ALARM and finding.is_unread:
        raise ScreeningRefusedError("UNREAD", _("没有读出的内容不是误报；核看后写明理由保留，或者移除附件。"))


def _decision(
    row: Screening | Decision,
    about: ScreeningFinding | Decision,
    actor: Any,
    verdict: str,
    reason: str,
    for_ever: bool,
) -> Decision:
    """A decision that is not saved yet."""
    return Decision(
        content_type_id=row.content_type_id,
        object_id=row.object_id,
        agency=row.agency,
        detector=about.detector,
        severity=about.severity,
        fingerprint=about.fingerprint,
        masked=about.masked,
        sha256=row.sha256,
        verdict=verdict,
        for_ever=for_ever,
        reason=reason,
        decided_by=actor,
    )


def _append_decisions(row: Any, decisions: Sequence[Decision], actor: Any) -> None:
    """A line in the ledger of the object for each."""
    kind, today = _ledger_kind(row), timezone.localdate()
    append_many(
        NewEvent(
            kind,
            row.object_id,
            "screening.finding.decided",
            today,
            {
                "decision": decision.pk,
                "detector": decision.detector,
                "verdict": decision.verdict,
                "for_ever": decision.for_ever,
                "sha256": decision.sha256,
            },
            actor,
        )
        for decision in decisions
    )


# -- taking out ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Work:
    """A redaction under way: what, of what."""

    row: Screening
    obj: Any
    item: Item
    findings: list[ScreeningFinding]


def redact(
    *,
    actor: Any,
    screening: Screening,
    findings: Sequence[ScreeningFinding] = (),
    boxes: Sequence[Box] = (),
    style: Style = Style.PARTIAL,
) -> Redaction:
    """Take stretches and boxes out of a text or file of the draft for good; the redacted copy takes its place.

    The file is written anew without them and read again before it is kept; the original is kept sealed. The copy is
    looked at like any other file. Raises PermissionDenied, ScreeningRefusedError, or Refused of the room that owns it.
    """
    obj = subjects.object_of(screening)
    if obj is None:
        raise ScreeningRefusedError("GONE", _("这份材料已经不在了。"))
    subject = subjects.of(obj)
    if not subject.may_change(actor, obj):
        raise PermissionDenied(_("只有起草人员可以遮盖，而且须在送审之前。"))
    item = _draft_item(subject, obj, screening)
    chosen = [finding for finding in findings if not finding.is_unread]
    if not chosen and not boxes:
        raise ScreeningRefusedError("NOTHING", _("请先选择要遮盖的内容。"))
    work = _Work(screening, obj, item, chosen)
    before = item.read()
    cuts = _cuts(work, style)
    after = _redacted(work, before, cuts, boxes)
    with transaction.atomic():
        made = subject.replace(actor=actor, obj=obj, item=item, name=_renamed(item.name, cuts), data=after)
        redaction = _recorded(actor, work, made, before, len(boxes), style)
        request(obj)
    return redaction


def _draft_item(subject: subjects.Subject, obj: Any, screening: Screening) -> Item:
    draft = next(iter(subject.versions(obj)))
    for item in subject.items(draft):
        if item.key == (screening.kind, screening.item_id, screening.sha256):
            return item
    raise ScreeningRefusedError("STALE", _("内容已经改动，请看重新检查的结果后再遮盖。"))


def _cuts(work: _Work, style: Style) -> list[Cut]:
    """What is to go, as `convert.redaction` wants it told."""
    contents = running.contents_of(work.row, work.item)
    texts = {(part.path, part.name, part.number): part.text for part in contents.parts}
    cuts = []
    for finding in work.findings:
        place = finding.place
        path, start, end = tuple(place["path"]), place["start"], place["end"]
        value = texts.get((path, place["part"], place["number"]), "")[start:end]
        written = replacement(value, style, finding.masked)
        cuts.append(Cut(place["part"], place["number"], start, end, written, path))
    return cuts


def _redacted(work: _Work, before: bytes, cuts: Sequence[Cut], boxes: Sequence[Box]) -> bytes:
    try:
        return redact_limited(before, work.item.name, cuts, boxes)
    except NotRedacted as refused:
        raise ScreeningRefusedError(refused.code.upper(), refused.text) from None


def _renamed(name: str, cuts: Sequence[Cut]) -> str:
    """The file's own name without what is to go; it does not stand in the file's bytes."""
    for cut in sorted(cuts, key=lambda one: one.start, reverse=True):
        if cut.name == "name" and not cut.path:
            name = name[: cut.start] + cut.replacement + name[cut.end :]
    return name


def _recorded(actor: Any, work: _Work, made: Item, before: bytes, boxes: int, style: Style) -> Redaction:
    row = work.row
    redaction = Redaction(
        content_type_id=row.content_type_id,
        object_id=row.object_id,
        agency=row.agency,
        kind=row.kind,
        item_before=row.item_id,
        item_after=made.item_id,
        title=row.title,
        sha256_before=row.sha256,
        sha256_after=made.sha256,
        findings=[
            {"detector": one.detector, "masked": one.masked, "place": one.place} for one in work.findings
        ],
        boxes=boxes,
        style=style.value,
        verified=True,
        redacted_by=actor,
    )
    if row.kind == Screening.Kind.FILE:
        redaction.original.save(f"{row.sha256[:16]}.bin", ContentFile(before), save=False)
    redaction.save()
    once = {(one.detector, one.fingerprint): one for one in work.findings}
    decisions = Decision.objects.bulk_create(
        [_decision(row, finding, actor, Verdict.REDACTED, "", False) for finding in once.values()],
        batch_size=500,
    )
    _append_decisions(row, decisions, actor)
    decided = dict(zip(once, decisions, strict=True))
    for finding in work.findings:
        finding.decision = decided[finding.detector, finding.fingerprint]
    ScreeningFinding.objects.bulk_update(work.findings, ["decision"], batch_size=200)
    running.count([row.pk])
    data = {
        "redaction": redaction.pk,
        "kind": row.kind,
        "item": row.item_id,
        "findings": len(work.findings),
        "boxes": boxes,
        "sha256": made.sha256,
    }
    _append(row, "redacted", actor, data)
    return redaction


@transaction.atomic
def open_original(*, actor: Any, redaction: Redaction, reason: str) -> bytes:
    """The file before it was redacted; who looked and why goes into the ledger. Raises PermissionDenied or
    ScreeningRefusedError."""
    access.require(actor, redaction.agency, *SILENCING)
    if not reason.strip():
        raise ScreeningRefusedError("REASON", _("查看原件须写明理由，并记入台账。"))
    if not redaction.original:
        raise ScreeningRefusedError("GONE", _("原件已经销毁，或者这是对正文的遮盖。"))
    data = {"redaction": redaction.pk, "reason": reason.strip()[:MOST_REASON]}
    _append(redaction, "original.opened", actor, data)
    with redaction.original.open("rb") as file:
        found: bytes = file.read()
    return found


# -- everything once more -------------------------------------------------------------------------------------------------


@transaction.atomic
def start_rescan(*, actor: Any, agency: Agency) -> Rescan:
    """Look again at everything published at the agency and below it. Raises PermissionDenied or ScreeningRefusedError."""
    access.require(actor, agency, *RESCANNING)
    rescan = Rescan(agency=agency, started_by=actor)
    rescan.total = sum(published.count() for _label, published in rescanning.scope(rescan))
    if not rescan.total:
        raise ScreeningRefusedError("NOTHING", _("还没有公开的内容，不需要复查。"))
    try:
        with transaction.atomic():
            rescan.save()
    except IntegrityError as error:
        raise ScreeningRefusedError("RUNNING", _("这个范围的复查正在进行。")) from error
    _append_rescan(rescan, "started", actor)
    transaction.on_commit(lambda: tasks.rescan.enqueue(rescan.pk))
    return rescan


@transaction.atomic
def stop_rescan(*, actor: Any, rescan: Rescan) -> None:
    """Stop after the object at hand. Raises PermissionDenied."""
    access.require(actor, rescan.agency, *RESCANNING)
    stopped = Rescan.objects.filter(pk=rescan.pk, state=Rescan.State.RUNNING).update(
        state=Rescan.State.STOPPED, finished_at=timezone.now()
    )
    if stopped:
        _append_rescan(rescan, "stopped", actor)


@transaction.atomic
def resume_rescan(*, actor: Any, rescan: Rescan) -> None:
    """Go on where it stopped, or where its process was lost. Raises PermissionDenied or ScreeningRefusedError."""
    access.require(actor, rescan.agency, *RESCANNING)
    row = Rescan.objects.select_for_update(of=("self",)).get(pk=rescan.pk)
    lost = row.state == Rescan.State.RUNNING and row.moved_at < timezone.now() - running.LOST_AFTER
    if row.state != Rescan.State.STOPPED and not lost:
        raise ScreeningRefusedError("NOT-STOPPED", _("复查正在进行或者已经完成。"))
    other = Rescan.objects.filter(agency=row.agency, state=Rescan.State.RUNNING).exclude(pk=row.pk)
    if other.exists():
        raise ScreeningRefusedError("RUNNING", _("这个范围的复查正在进行。"))
    row.state, row.finished_at, row.moved_at = Rescan.State.RUNNING, None, timezone.now()
    row.save(update_fields=["state", "finished_at", "moved_at"])
    _append_rescan(row, "resumed", actor)
    transaction.on_commit(lambda: tasks.rescan.enqueue(row.pk))


# -- words --------------------------------------------------------------------------------------------------------------


def words_changed() -> None:
    """What is on its way to be published is looked at with the new words, in the background."""
    transaction.on_commit(tasks.refresh.enqueue)


@transaction.atomic
def keep_word(*, actor: Any, entry: DictionaryEntry) -> DictionaryEntry:
    """See `words.keep`."""
    kept = words.keep(actor=actor, entry=entry)
    words_changed()
    return kept


@transaction.atomic
def drop_word(*, actor: Any, entry: DictionaryEntry) -> None:
    """See `words.drop`."""
    words.drop(actor=actor, entry=entry)
    words_changed()


@transaction.atomic
def bring_in_words(**arguments: Any) -> words.Brought:
    """See `words.bring_in`."""
    found = words.bring_in(**arguments)
    if found.kept and (found.added or found.changed):
        words_changed()
    return found


def _append(row: Any, verb: str, actor: Any, data: dict[str, Any]) -> None:
    """A line in the ledger of the object itself."""
    today = timezone.localdate()
    append(NewEvent(_ledger_kind(row), row.object_id, f"screening.{verb}", today, data, actor))


def _ledger_kind(row: Any) -> str:
    return str(getattr(subjects.object_of(row), "ledger_kind", subjects.label_of(row)))


def _append_rescan(rescan: Rescan, verb: str, actor: Any) -> None:
    data = {"agency": rescan.agency.code, "total": rescan.total}
    append(
        NewEvent("screening.rescan", rescan.pk, f"screening.rescan.{verb}", timezone.localdate(), data, actor)
    )
