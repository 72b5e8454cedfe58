"""Sending a content for review, and passing over the steps that need no signature."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from gongkai.agencies.models import Duty
from gongkai.convert.official import in_official_language
from gongkai.ledger.services import NewEvent, append
from gongkai.review import queries, rules
from gongkai.review.models import ReviewStep, Submission
from gongkai.review.rules import Blocker, Refused


@transaction.atomic
def submit(*, actor: Any, obj: Any) -> WorkflowState:
    """Start the review of the latest revision.

    Steps that approved exactly this content in this round keep their signatures (a return without a change goes on
    where it was returned); any change needs all of them anew. The caller has checked that the actor may submit and that
    the content is complete. Raises Refused when a review is under way or the agency has no chain with a secrecy review.
    """
    if obj.workflow_in_progress:
        raise Refused([Blocker("REVIEW-UNDER-WAY", _("已在审签中，不能重复提交。"))])
    revision = obj.get_latest_revision()
    version = revision.as_object()
    workflow = version.get_workflow()
    if workflow is None:
        raise Refused([Blocker("REVIEW-NO-WORKFLOW", rules.no_workflow())])
    if not any(getattr(step, "duty", None) == Duty.SECRECY_REVIEWER for step in queries.steps_of(workflow)):
        raise Refused(rules.step_blockers([], [], "", set(), Duty.SECRECY_REVIEWER))
    state = obj.current_workflow_state
    if state is not None:
        state.cancel(user=actor)
    state = workflow.start(obj, actor)
    _record(obj, revision, version, state)
    append(
        NewEvent(
            kind=obj.ledger_kind,
            object_id=obj.pk,
            type="review.submitted",
            occurred_on=timezone.localdate(),
            data={"revision": revision.pk, "workflow": workflow.name},
            actor=actor,
        )
    )
    pass_over(obj=obj, actor=actor)
    return state


def pass_over(*, obj: Any, actor: Any) -> None:
    """Move on past every step that is not needed for this content or was signed before its turn."""
    current = queries.under_review(obj)
    while current is not None:
        task_state = obj.current_workflow_task_state
        waiting = {opened.step.pk for opened in current.open}
        if task_state is None or task_state.task_id in waiting or not _is_ours(task_state):
            return
        needed = {step.pk for step in current.steps}
        task_state.status = (
            TaskState.STATUS_APPROVED if task_state.task_id in needed else TaskState.STATUS_SKIPPED
        )
        task_state.finished_at = timezone.now()
        task_state.save()
        task_state.workflow_state.update(user=actor)
        obj.refresh_from_db()
        if not obj.workflow_in_progress:
            return


def _is_ours(task_state: Any) -> bool:
    return isinstance(task_state.task.specific, ReviewStep)


@in_official_language
def _record(obj: Any, revision: Any, version: Any, state: WorkflowState) -> Submission:
    person = state.requested_by
    return Submission.objects.create(
        **queries.of_object(obj),
        object_title=str(version)[:300],
        agency_id=obj.agency_id,
        revision_id=revision.pk,
        content_sha256=obj.review_digest(revision),
        workflow_id=state.workflow_id,
        workflow_name=state.workflow.name,
        workflow_state_id=state.pk,
        facts=queries.facts_of(version),
        summary=[[str(label), str(value)] for label, value in getattr(version, "review_summary", [])],
        drafter_ids=sorted(queries.drafters(obj)),
        submitted_by=person,
        submitted_name=person.get_full_name()[:150] if person else "",
        submitted_at=timezone.now(),
    )


def adopt_reviews_under_way() -> int:
    """Write the submission of reviews that were begun before submissions were kept; how many."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    many = 0
    for state in states.exclude(pk__in=Submission.objects.values("workflow_state_id")):
        obj, task_state = state.content_object, state.current_task_state
        if obj is None or task_state is None or not hasattr(obj, "review_digest"):
            continue
        revision = task_state.revision
        _record(obj, revision, revision.as_object(), state)
        many += 1
    return many
