"""The only reader of the review for other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision, TaskState, Workflow, WorkflowState

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.review import rules
from gongkai.review.models import AgencyWorkflow, Clearance, ReviewStep, Signature
from gongkai.review.rules import Blocker


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a signature."""

    obj: Any
    task_state: Any
    step: ReviewStep

    @property
    def since(self) -> Any:
        """When the step began."""
        return self.task_state.started_at


def workflow_of(agency: Agency | None) -> Workflow | None:
    """The active workflow an agency uses: its own, else the nearest one above it, else the default."""
    paths = [] if agency is None else [agency.path[:end] for end in range(4, len(agency.path) + 1, 4)]
    rows = (
        AgencyWorkflow.objects.filter(workflow__active=True)
        .filter(Q(agency__isnull=True) | Q(agency__path__in=paths))
        .select_related("workflow", "agency")
    )
    best = max(rows, key=lambda row: len(row.agency.path) if row.agency else 0, default=None)
    return best.workflow if best else None


def steps_of(workflow: Workflow) -> list[Any]:
    """The active steps in order, as their own classes; a task that is no ReviewStep is among them."""
    return [task.specific for task in workflow.tasks.filter(active=True)]


def of_object(obj: Any) -> dict[str, Any]:
    """The filter that finds an object's signatures and clearances."""
    return {
        "content_type": ContentType.objects.get_for_model(obj, for_concrete_model=False),
        "object_id": obj.pk,
    }


def signatures(obj: Any) -> QuerySet[Signature]:
    """Every signature on an object, oldest first."""
    return Signature.objects.filter(**of_object(obj)).order_by("id")


def last_clearance(obj: Any) -> Clearance | None:
    """The newest completed sign-off of an object."""
    return Clearance.objects.filter(**of_object(obj)).order_by("-id").first()


def drafters(obj: Any) -> set[int]:
    """People who wrote or submitted what is now under review: authors of revisions since the last clearance."""
    clearance = last_clearance(obj)
    revisions = Revision.objects.for_instance(obj)
    if clearance is not None:
        revisions = revisions.filter(pk__gt=clearance.revision_id)
    found = set(revisions.filter(user__isnull=False).values_list("user_id", flat=True))
    state = current_state(obj)
    if state is not None and state.requested_by_id:
        found.add(state.requested_by_id)
    return found


def current_state(obj: Any) -> WorkflowState | None:
    """The review under way or the one that has just ended; None before the first submission and after cancelling."""
    state = obj.workflow_states.order_by("-id").first()
    return None if state is None or state.status == WorkflowState.STATUS_CANCELLED else state


def blockers(obj: Any, revision: Any = None) -> list[Blocker]:
    """What the review of this revision (the latest by default) still lacks. Empty: completely signed."""
    revision = revision or obj.get_latest_revision()
    if revision is None:
        return [Blocker("REVIEW-STEP", rules.not_submitted())]
    workflow = obj.get_workflow()
    if workflow is None:
        return [Blocker("REVIEW-NO-WORKFLOW", rules.no_workflow())]
    steps = steps_of(workflow)
    foreign = [step for step in steps if not isinstance(step, ReviewStep)]
    found = [Blocker("REVIEW-FOREIGN-STEP", rules.foreign_step(step.name)) for step in foreign]
    if current_state(obj) is None:
        found.append(Blocker("REVIEW-NOT-SUBMITTED", rules.not_submitted()))
    if not revision.is_latest_revision():
        found.append(Blocker("REVIEW-OLD-REVISION", rules.old_revision()))
    return found + rules.step_blockers(
        [step for step in steps if isinstance(step, ReviewStep)],
        since_last_clearance(obj),
        obj.review_digest(revision),
        drafters(obj),
        Duty.SECRECY_REVIEWER,
    )


def since_last_clearance(obj: Any) -> list[Signature]:
    """The signatures of the present round: a clearance uses up the signatures it was made of."""
    clearance = last_clearance(obj)
    used = max(clearance.signature_ids, default=0) if clearance else 0
    return list(signatures(obj).filter(pk__gt=used))


def signing_blockers(actor: Any, obj: Any) -> list[Blocker]:
    """Why the actor may not sign the step now waiting; empty when they may. No account is exempt."""
    task_state = obj.current_workflow_task_state
    step = task_state.task.specific if task_state else None
    if not isinstance(step, ReviewStep):
        return [Blocker("REVIEW-NOT-WAITING", rules.not_waiting())]
    found = []
    if not access.holds(actor, obj.agency, step.duty):
        found.append(Blocker("REVIEW-DUTY", rules.wrong_duty(step.name, str(Duty(step.duty).label))))
    if getattr(actor, "pk", None) in drafters(obj):
        found.append(Blocker("REVIEW-OWN", rules.own_draft()))
    latest = obj.get_latest_revision()
    if latest is None or task_state.revision_id != latest.pk:
        found.append(Blocker("REVIEW-OUTDATED", rules.outdated()))
    return found


def waiting_for(actor: Any) -> list[Waiting]:
    """What waits for this person's signature, oldest first; drafts of their own are left out."""
    duties = {(post.agency_id, post.duty) for post in access.current_posts(actor)}
    if not duties:
        return []
    step_ids = ReviewStep.objects.filter(duty__in={duty for _agency, duty in duties}).values("pk")
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task_id__in=step_ids,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )
        .select_related("workflow_state", "revision", "task")
        .prefetch_related("workflow_state__content_object")
        .order_by("started_at")
    )
    found = []
    steps = ReviewStep.objects.in_bulk([state.task_id for state in states])
    for state in states:
        obj, step = state.workflow_state.content_object, steps[state.task_id]
        if obj is not None and access.holds(actor, obj.agency, step.duty) and actor.pk not in drafters(obj):
            found.append(Waiting(obj=obj, task_state=state, step=step))
    return found


def register(actor: Any, year: int, month: int) -> QuerySet[Signature]:
    """The sign-off register of a month: every signature at the agencies the actor may see."""
    zone = timezone.get_current_timezone()
    start = datetime(year, month, 1, tzinfo=zone)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return (
        Signature.objects.filter(
            agency__in=access.visible_agencies(actor), signed_at__gte=start, signed_at__lt=end
        )
        .select_related("agency")
        .order_by("signed_at", "id")
    )
