"""What people decide about findings, and corrections they ask for. Each leaves an event in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.catalog.recording import DRAFTING, locked
from gongkai.ledger import queries as ledger
from gongkai.ledger.services import NewEvent, append
from gongkai.quality import checks, examining
from gongkai.quality.examining import Spot
from gongkai.quality.form import NUMBER, TITLE, Finding, corrected
from gongkai.quality.models import CheckSetting, Examination, Level, Waiver
from gongkai.review.rules import Blocker, Refused

LONGEST = 300
CORRECTED = "quality.corrected"
CHANGED = ("title", "document_number", "body")


@transaction.atomic
def waive(*, actor: Any, document: Document, fingerprint: str, reason: str) -> Waiver:
    """Leave a finding as it is, with the reason; remembered for that spot in later versions too. Raises PermissionDenied
    without the duty, Refused when there is no such finding or no reason."""
    access.require(actor, document.agency, *DRAFTING)
    row, reason = locked(document), reason.strip()
    spot = _spots(row).get(fingerprint)
    found = _without_reason(reason)
    if spot is None:
        found.append(Blocker("QUALITY-GONE", _("这一处已经改过或者不在最新的稿子里，请刷新页面再看。")))
    elif spot.waiver is not None:
        found.append(Blocker("QUALITY-WAIVED", _("这一处已经写明不改的理由；要改变决定的，请先撤回。")))
    if found or spot is None:
        raise Refused(found)
    return _decide(
        row, actor, Waiver(
            check_id=spot.finding.rule, fingerprint=fingerprint, quote=spot.finding.quote[:200],
            stands=True, reason=reason,
        ),
    )  # fmt: skip


@transaction.atomic
def unwaive(*, actor: Any, document: Document, fingerprint: str, reason: str = "") -> Waiver:
    """Take the decision to leave a finding back. Raises PermissionDenied, Refused when there is none that stands."""
    access.require(actor, document.agency, *DRAFTING)
    row = locked(document)
    last = Waiver.objects.filter(document=row, fingerprint=fingerprint).order_by("id").last()
    if last is None or not last.stands:
        raise Refused([Blocker("QUALITY-NOT-WAIVED", _("这一处没有不改的决定，不需要撤回。"))])
    said = reason.strip()[:LONGEST] or _("重新处理")
    return _decide(
        row, actor, Waiver(
            check_id=last.check_id, fingerprint=fingerprint, quote=last.quote, stands=False, reason=said
        ),
    )  # fmt: skip


def _without_reason(reason: str) -> list[Blocker]:
    if not reason:
        return [Blocker("QUALITY-REASON", _("请写明不改的理由。"))]
    if len(reason) > LONGEST:
        return [Blocker("QUALITY-REASON-LONG", _("理由请写在%(most)d字以内。") % {"most": LONGEST})]
    return []


def _spots(document: Document) -> dict[str, Spot]:
    """What is found in the newest draft and in what is public, by spot."""
    versions = [document, document.get_latest_revision_as_object()] if document.live else []
    versions = versions or [document.get_latest_revision_as_object()]
    return {spot.fingerprint: spot for version in versions for spot in examining.look(version)}


def _decide(document: Document, actor: Any, waiver: Waiver) -> Waiver:
    waiver.document, waiver.decided_by = document, actor
    waiver.save()
    act = "quality.waived" if waiver.stands else "quality.waiver_ended"
    _record(document, actor, act, {"check": waiver.check_id, "reason": waiver.reason})
    if document.live:
        examining.examine(document)
    return waiver


def _record(document: Document, actor: Any, act: str, data: dict[str, Any]) -> None:
    append(NewEvent(Document.ledger_kind, document.pk, act, timezone.localdate(), data, actor))


# -- corrections -----------------------------------------------------------------------------------------------


@transaction.atomic
def correct(*, actor: Any, document: Document, fingerprints: Collection[str] | None = None) -> int:
    """Put what is certainly right in the place of these findings of the newest draft, or of all not waived; how many.

    Raises PermissionDenied without the duty; Refused under review and when nothing of it is there to correct.
    """
    access.require(actor, document.agency, *DRAFTING)
    draft = locked(document).get_latest_revision_as_object()
    wanted = [
        spot.finding
        for spot in examining.look(draft)
        if spot.can_be_corrected
        and (spot.waiver is None if fingerprints is None else spot.fingerprint in fingerprints)
    ]
    changes = _changes(draft, wanted)
    if not changes:
        text = _("没有可以直接改正的地方：可能已经改过，或者需要您核对后自己改。")
        raise Refused([Blocker("QUALITY-NOTHING", text)])
    before = draft.latest_revision_id
    catalog.revise(actor=actor, document=document, **changes)
    rules = sorted({finding.rule for finding in wanted})
    numbers = {"before": before, "after": document.latest_revision_id}
    _record(document, actor, CORRECTED, {"checks": rules, "number": len(wanted), **numbers})
    return len(wanted)


def _changes(draft: Document, findings: list[Finding]) -> dict[str, str]:
    """The fields that become something else."""
    made = {
        "title": _written(draft.title, [one for one in findings if one.place == TITLE]),
        "document_number": _written(draft.document_number, [one for one in findings if one.place == NUMBER]),
    }
    if any(one.block is not None for one in findings):
        made["body"] = corrected(str(draft.body), findings)
    return {name: value for name, value in made.items() if value != str(getattr(draft, name))}


def _written(text: str, findings: Iterable[Finding]) -> str:
    for one in sorted(findings, key=lambda finding: finding.start, reverse=True):
        text = text[: one.start] + (one.right or "") + text[one.end :]
    return text


def correction(document: Document) -> Revision | None:
    """The version before the last correction, as long as nothing was changed since."""
    said = ledger.history(Document.ledger_kind, document.pk).filter(type=CORRECTED).last()
    if said is None or said.data["after"] != document.latest_revision_id:
        return None
    return Revision.objects.for_instance(document).filter(pk=said.data["before"]).first()


@transaction.atomic
def undo(*, actor: Any, document: Document) -> None:
    """Take the last correction back. Raises PermissionDenied, Refused when the draft was changed since or under review."""
    access.require(actor, document.agency, *DRAFTING)
    earlier = correction(locked(document))
    if earlier is None:
        text = _("改正之后稿子又有变动，不能直接撤销；请在“历史”里找到改正以前的版本。")
        raise Refused([Blocker("QUALITY-NO-UNDO", text)])
    version = earlier.as_object()
    catalog.revise(actor=actor, document=document, **{name: getattr(version, name) for name in CHANGED})
    _record(document, actor, "quality.correction_undone", {"version": earlier.pk})


# -- settings --------------------------------------------------------------------------------------------------


@transaction.atomic
def set_level(*, actor: Any, agency: Agency, check_id: str, level: str, reason: str) -> CheckSetting:
    """Say how much a check weighs at an agency and below it; an empty level: as delivered. Raises PermissionDenied, Refused."""
    access.require(actor, agency, Duty.ADMINISTRATOR)
    reason = reason.strip()
    found = [Blocker(one.code, _("请写明设置的理由（300字以内）。")) for one in _without_reason(reason)]
    if check_id not in checks.every():
        found.append(Blocker("QUALITY-CHECK", _("没有这个检查项，请从列表中选择。")))
    if level and level not in Level.values:
        found.append(Blocker("QUALITY-LEVEL", _("请从“须先处理、提醒、提示、不检查”中选择程度。")))
    if found:
        raise Refused(found)
    row = CheckSetting.objects.create(
        agency=agency, check_id=check_id, level=level, reason=reason, recorded_by=actor
    )
    data = {"check": check_id, "level": level, "reason": reason}
    append(NewEvent("agencies.agency", agency.pk, "quality.level.set", timezone.localdate(), data, actor))
    below = Examination.objects.filter(document__agency__path__startswith=agency.path)
    below.update(again_at=timezone.now())
    return row
