"""The only writer of what is decided: have something looked at, decide on what was found, take it out, look again at everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.convert.redaction import Box, Style
from gongkai.ledger.services import NewEvent, append
from gongkai.screening import (
    looking,
    recording,
    redacting,
    rescanning,
    rules,
    running,
    subjects,
    tasks,
    word_tables,
    words,
)
from gongkai.screening.duties import DECIDING, RESCANNING, SILENCING
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import Decision, DictionaryEntry, Redaction, Rescan, Screening, ScreeningFinding

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
            recording.decision(row, one.finding, actor, one.verdict, one.reason.strip(), one.for_ever)
            for one in once.values()
        ],
        batch_size=500,
    )
    recording.append_decisions(row, made, actor)
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
    made = recording.decision(decision, decision, actor, Verdict.REOPENED, reason.strip()[:MOST_REASON], True)
    made.save()
    recording.append_decisions(decision, [made], actor)
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


# -- taking out ---------------------------------------------------------------------------------------------------------


def order_redaction(
    *,
    actor: Any,
    screening: Screening,
    findings: Sequence[ScreeningFinding] = (),
    boxes: Sequence[Box] = (),
    style: Style = Style.PARTIAL,
) -> Redaction | None:
    """Take stretches and boxes out of a text or file of the draft: of its own text at once, of a file in the background.

    None while the worker is at it; `Screening.problem` says so when it cannot. Raises as `redacting.redact`.
    """
    chosen = redacting.Order(
        tuple(one.pk for one in findings if not one.is_unread), tuple(boxes), style, actor.pk
    )
    if screening.kind == Screening.Kind.TEXT:
        return redacting.redact(actor=actor, screening=screening, order=chosen)
    redacting.check(actor=actor, screening=screening, order=chosen)
    with transaction.atomic():
        free = Screening.objects.filter(pk=screening.pk, state=State.DONE)
        values = {"order": chosen.dumped(), "problem": "", "started_at": timezone.now()}
        if not free.update(state=State.REDACTING, **values):
            raise ScreeningRefusedError("BUSY", _("这份材料正在检查或者遮盖，请稍候。"))
        transaction.on_commit(partial(tasks.redact.enqueue, screening.pk))
    return None


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
    recording.append_line(redaction, "original.opened", actor, data)
    with redaction.original.open("rb") as file:
        found: bytes = file.read()
    return found


# -- everything once more -------------------------------------------------------------------------------------------------


@transaction.atomic
def start_rescan(*, actor: Any, agency: Agency) -> Rescan:
    """Look again at everything published at the agency and below it. Raises PermissionDenied or ScreeningRefusedError."""
    access.require(actor, agency, *RESCANNING)
    version = looking.version(agency, timezone.localdate())
    rescan = Rescan(agency=agency, started_by=actor, version=version)
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
def bring_in_words(**arguments: Any) -> word_tables.Brought:
    """See `word_tables.bring_in`."""
    found = word_tables.bring_in(**arguments)
    if found.kept and (found.added or found.changed):
        words_changed()
    return found


def _append_rescan(rescan: Rescan, verb: str, actor: Any) -> None:
    data = {"agency": rescan.agency.code, "total": rescan.total}
    append(
        NewEvent("screening.rescan", rescan.pk, f"screening.rescan.{verb}", timezone.localdate(), data, actor)
    )
