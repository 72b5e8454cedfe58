"""Signing a step, completing a sign-off, and entering what another room had signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.ledger.services import NewEvent, append
from gongkai.review import queries, remarks, rules
from gongkai.review.models import Clearance, Referral, Remark, Signature
from gongkai.review.queries import Turn
from gongkai.review.rules import Blocker, Refused
from gongkai.review.services.referring import open_referral
from gongkai.review.services.submitting import pass_over

Confirmation = Signature.Confirmation


@transaction.atomic
def sign(
    *,
    actor: Any,
    obj: Any,
    decision: str,
    opinion: str = "",
    step_id: int | None = None,
    pinned: Sequence[remarks.Pinned] = (),
    confirmed_by: str = "",
    authority: str = Referral.Authority.SECRECY,
    authority_name: str = "",
) -> Signature:
    """Sign an open step (the first one the actor may sign, unless `step_id` says which) on the content under review.

    `approved` moves on, and after the last step publishes; `returned` sends the content back to its drafter, with
    remarks pinned to passages; `referred` puts the question to another authority and leaves the step open until the
    answer is recorded (条例第十七条). Raises Refused with all reasons: no duty (superusers included), own draft, second
    step, content changed, no opinion where one is required, a passage that is not in the text, a question that waits.
    """
    obj = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    turn = queries.turn_of(actor, obj, step_id)
    found = _blockers(turn, obj, decision, opinion, pinned)
    if found or turn is None:
        raise Refused(found)
    task_state = obj.current_workflow_task_state
    signature = _record(actor, obj, turn, decision, opinion.strip(), confirmed_by)
    Remark.objects.bulk_create(
        [Remark(signature=signature, quote=item.quote, text=item.text) for item in pinned]
    )
    if decision == rules.APPROVED:
        if task_state.task_id == turn.step.pk:
            task_state.approve(user=actor, comment=opinion)
            obj.refresh_from_db()
        pass_over(obj=obj, actor=actor)
    elif decision == rules.RETURNED:
        task_state.reject(user=actor, comment=opinion)
    else:
        open_referral(signature=signature, authority=authority, authority_name=authority_name, actor=actor)
    return signature


def sign_blockers(
    *,
    actor: Any,
    obj: Any,
    decision: str,
    opinion: str,
    step_id: int | None,
    pinned: Sequence[remarks.Pinned],
) -> list[Blocker]:
    """Why `sign` would refuse this; asked before a one-time code is used up."""
    return _blockers(queries.turn_of(actor, obj, step_id), obj, decision, opinion, pinned)


def _blockers(
    turn: Turn | None, obj: Any, decision: str, opinion: str, pinned: Sequence[remarks.Pinned]
) -> list[Blocker]:
    if turn is None:
        return [Blocker("REVIEW-NOT-WAITING", rules.not_waiting())]
    if turn.standing is None:
        return turn.blockers
    version = obj.get_latest_revision().as_object()
    return [
        *turn.blockers,
        *_content_blockers(turn, decision, opinion),
        *remarks.blockers(pinned, version, decision),
    ]


def _content_blockers(turn: Turn, decision: str, opinion: str) -> list[Blocker]:
    found = []
    if decision not in Signature.Decision.values:
        found.append(Blocker("REVIEW-DECISION", _("请选择签署意见。")))
    if decision != rules.APPROVED and not opinion.strip():
        found.append(Blocker("REVIEW-OPINION", _("退回或提请上级确定时须写明意见。")))
    if decision == rules.APPROVED:
        sha256 = turn.round.submission.content_sha256
        found += queries.referral_blockers(turn.round.referrals, sha256)
    if decision == rules.REFERRED and turn.round.open_referral:
        found.append(Blocker("REVIEW-REFERRED", _("已经提请确定，请等待答复，不必重复提请。")))
    return found


def _record(actor: Any, obj: Any, turn: Turn, decision: str, opinion: str, confirmed_by: str) -> Signature:
    submission, step, mine = turn.round.submission, turn.step, turn.standing
    assert mine is not None  # noqa: S101 - `sign` has refused before
    principal = mine.principal
    signature = Signature.objects.create(
        **queries.of_object(obj),
        object_title=submission.object_title,
        agency_id=obj.agency_id,
        submission=submission,
        revision_id=submission.revision_id,
        content_sha256=submission.content_sha256,
        workflow_state_id=submission.workflow_state_id,
        step_id=step.pk,
        step_name=step.name,
        duty=step.duty,
        decision=decision,
        opinion=opinion,
        actor=actor,
        actor_name=actor.get_full_name()[:150],
        post_title=mine.title[:100],
        principal=principal,
        principal_name=principal.get_full_name()[:150] if principal else "",
        exceptions=turn.exceptions,
        confirmed_by=confirmed_by,
        signed_at=timezone.now(),
    )
    data: dict[str, Any] = {
        "signature": signature.pk,
        "step": step.name,
        "duty": step.duty,
        "decision": decision,
        "revision": signature.revision_id,
        "sha256": signature.content_sha256,
    }
    if principal:
        data["principal"] = principal.pk
    if turn.exceptions:
        data["exceptions"] = turn.exceptions
    if confirmed_by:
        data["confirmed_by"] = confirmed_by
    append(
        NewEvent(
            kind=obj.ledger_kind,
            object_id=obj.pk,
            type="review.step.signed",
            occurred_on=timezone.localdate(),
            data=data,
            actor=actor,
        )
    )
    return signature


def clear(*, obj: Any, revision: Any) -> Clearance:
    """Record that every step approved this revision's content. Raises Refused with everything that is missing."""
    found = queries.blockers(obj, revision)
    if found:
        raise Refused(found)
    digest = obj.review_digest(revision)
    used = [
        s.pk
        for s in queries.since_last_clearance(obj)
        if s.content_sha256 == digest and s.decision == rules.APPROVED
    ]
    return Clearance.objects.create(
        **queries.of_object(obj),
        revision_id=revision.pk,
        content_sha256=digest,
        workflow_name=revision.as_object().get_workflow().name,
        signature_ids=used,
        completed_at=timezone.now(),
    )


@transaction.atomic
def record_sign_off(
    *,
    actor: Any,
    obj: Any,
    step_name: str,
    duty: str,
    content_sha256: str,
    signed_at: datetime,
    opinion: str = "",
) -> Signature:
    """Enter into the sign-off register what another room had signed outside a workflow (an annual report).

    The caller has checked the duty and asked for the password, and appends its own ledger event. The content has no
    revision and the step no workflow: both numbers are 0.
    """
    post = next(
        (
            p
            for p in access.current_posts(actor)
            if p.duty == duty and p.agency_id in (obj.agency_id, obj.agency.kept_by_id)
        ),
        None,
    )
    return Signature.objects.create(
        **queries.of_object(obj),
        object_title=str(obj)[:300],
        agency_id=obj.agency_id,
        revision_id=0,
        content_sha256=content_sha256,
        workflow_state_id=None,
        step_id=0,
        step_name=step_name,
        duty=duty,
        decision=rules.APPROVED,
        opinion=opinion,
        actor=actor,
        actor_name=actor.get_full_name()[:150],
        post_title=(post.title if post else "") or str(Duty(duty).label),
        confirmed_by=Confirmation.PASSWORD,
        signed_at=signed_at,
    )
