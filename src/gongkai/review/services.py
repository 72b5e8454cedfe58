"""The only writer of the review: submitting, signing, clearing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowState, WorkflowTask

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.ledger.services import NewEvent, append
from gongkai.review import queries, rules
from gongkai.review.models import AgencyWorkflow, Clearance, ReviewStep, Signature
from gongkai.review.rules import Blocker, Refused

DEFAULT_WORKFLOW = "三级审签"
DEFAULT_STEPS = (
    ("审核", Duty.REVIEWER),
    ("保密审查", Duty.SECRECY_REVIEWER),
    ("负责人签发", Duty.LEADER),
)


def ensure_default_workflow(*, using: str = "default") -> Workflow | None:
    """Make the default workflow 审核 → 保密审查 → 负责人签发 unless there is a default already; return the default."""
    with transaction.atomic(using=using):
        row = (
            AgencyWorkflow.objects.using(using).filter(agency__isnull=True).select_related("workflow").first()
        )
        if row is not None:
            return row.workflow
        step_type, _made = ContentType.objects.db_manager(using).get_or_create(
            app_label=ReviewStep._meta.app_label, model=ReviewStep._meta.model_name
        )
        workflow = Workflow(name=DEFAULT_WORKFLOW, active=True)
        workflow.save(using=using)
        for order, (name, duty) in enumerate(DEFAULT_STEPS):
            step = ReviewStep(name=name, duty=duty, content_type_id=step_type.pk)
            step.save(using=using)
            WorkflowTask.objects.using(using).create(workflow=workflow, task=step.task_ptr, sort_order=order)
        AgencyWorkflow.objects.using(using).create(agency=None, workflow=workflow)
        return workflow


@transaction.atomic
def submit(*, actor: Any, obj: Any) -> WorkflowState:
    """Start the review of the latest revision, or resume it after it was returned for changes.

    The caller has checked that the actor may submit and that the content is complete. Raises Refused when a review
    is already under way or the agency has no workflow with a secrecy review.
    """
    if obj.workflow_in_progress:
        raise Refused([Blocker("REVIEW-UNDER-WAY", _("已在审签中,不能重复提交。"))])
    workflow = obj.get_workflow()
    if workflow is None:
        raise Refused([Blocker("REVIEW-NO-WORKFLOW", rules.no_workflow())])
    if not any(getattr(step, "duty", None) == Duty.SECRECY_REVIEWER for step in queries.steps_of(workflow)):
        raise Refused(
            rules.step_blockers([], [], "", set(), Duty.SECRECY_REVIEWER),
        )
    state = obj.current_workflow_state
    if state is not None and state.workflow_id == workflow.pk:
        state.requested_by = actor
        state.save(update_fields=["requested_by"])
        state.resume(user=actor)
    else:
        if state is not None:
            state.cancel(user=actor)
        state = workflow.start(obj, actor)
    append(
        NewEvent(
            kind=obj.ledger_kind,
            object_id=obj.pk,
            type="review.submitted",
            occurred_on=timezone.localdate(),
            data={"revision": obj.get_latest_revision().pk, "workflow": workflow.name},
            actor=actor,
        )
    )
    return state


@transaction.atomic
def sign(*, actor: Any, obj: Any, decision: str, opinion: str = "") -> Signature:
    """Sign the step now waiting on exactly the content of the revision under review.

    `approved` moves on to the next step, and after the last one publishes; `returned` sends the content back to its
    drafter; `referred` leaves the step open while the competent department decides (条例第十七条). Raises Refused with
    all reasons: no duty (superusers included), own draft, content changed, no opinion where one is required.
    """
    obj = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
    found = queries.signing_blockers(actor, obj)
    if decision not in Signature.Decision.values:
        found.append(Blocker("REVIEW-DECISION", _("请选择签署意见。")))
    if decision != rules.APPROVED and not opinion.strip():
        found.append(Blocker("REVIEW-OPINION", _("退回或提请上级确定时须写明意见。")))
    if found:
        raise Refused(found)
    task_state = obj.current_workflow_task_state
    step = task_state.task.specific
    signature = _record(actor, obj, task_state, step, decision, opinion.strip())
    if decision == rules.APPROVED:
        task_state.approve(user=actor, comment=opinion)
    elif decision == rules.RETURNED:
        task_state.reject(user=actor, comment=opinion)
    return signature


def _record(
    actor: Any, obj: Any, task_state: Any, step: ReviewStep, decision: str, opinion: str
) -> Signature:
    post = next(
        (
            post
            for post in access.current_posts(actor)
            if post.duty == step.duty and post.agency_id == obj.agency_id
        ),
        None,
    )
    signature = Signature.objects.create(
        **queries.of_object(obj),
        object_title=str(obj)[:300],
        agency_id=obj.agency_id,
        revision_id=task_state.revision_id,
        content_sha256=obj.review_digest(task_state.revision),
        workflow_state_id=task_state.workflow_state_id,
        step_id=step.pk,
        step_name=step.name,
        duty=step.duty,
        decision=decision,
        opinion=opinion,
        actor=actor,
        actor_name=actor.get_full_name()[:150],
        post_title=post.title or str(Duty(step.duty).label) if post else "",
        signed_at=timezone.now(),
    )
    append(
        NewEvent(
            kind=obj.ledger_kind,
            object_id=obj.pk,
            type="review.step.signed",
            occurred_on=timezone.localdate(),
            data={
                "signature": signature.pk,
                "step": step.name,
                "duty": step.duty,
                "decision": decision,
                "revision": signature.revision_id,
                "sha256": signature.content_sha256,
            },
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
        workflow_name=obj.get_workflow().name,
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
        (p for p in access.current_posts(actor) if p.duty == duty and p.agency_id == obj.agency_id), None
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
        signed_at=signed_at,
    )
